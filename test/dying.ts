import type { Guichet } from './support.ts';

/** Does something while the bot fails after the write of this number, from 0, in the middle of whatever it is in. Returns whether there were so many. */
export async function dyingAfter({ statements }: Pick<Guichet, 'statements'>, write: number, action: () => Promise<unknown>): Promise<boolean> {
  let left = write;
  const push = statements.push.bind(statements);
  statements.push = (...sql) => {
    if (/^(?:insert|update|delete)/.test(sql[0] ?? '') && left-- === 0) throw new Error('This bot is dead.');
    return push(...sql);
  };
  await action().catch(() => undefined);
  statements.push = push;
  return left < 0;
}
