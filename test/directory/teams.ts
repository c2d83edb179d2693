import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Attribute, Change } from 'ldapts';
import { shippedPortals } from '../../core/portal/load.ts';
import type { Server, Written } from './servers.ts';

/** A shipped profile as text, changed. */
export const shipped = async (portal: string, ...changes: (readonly [string | RegExp, string])[]): Promise<string> => {
  let text = await readFile(join(shippedPortals, `${portal}.yaml`), 'utf8');
  for (const [from, to] of changes) {
    if (!(typeof from === 'string' ? text.includes(from) : from.test(text))) throw new Error(`${portal}.yaml has no ${from}`);
    text = text.replace(from, to);
  }
  return text;
};

/** The changes that leave catalogues out of InvGate's profile. */
export const without = (...catalogues: readonly string[]) => catalogues.map((id) => [new RegExp(` {2}- id: ${id}\\n(?: {4}.*\\n)+`), ''] as const);

/** The directory of a profile on this server, as lines of YAML: people by their address, with their manager, and this catalogue. */
export function directoryLines({ settings }: Server, base: string, catalogue?: Written): string {
  const people = { ...(settings.people as Written), identifier: 'mail', domains: undefined, manager: 'manager' };
  const groups = { base, ...(catalogue && { catalogue }) };
  return `\ndirectory: ${JSON.stringify({ ...settings, people, ...(catalogue && { groups }), connections: 4 })}\n`;
}

/** Puts a member into a group as an administrator does, or takes one out. */
export const regroup = (server: Server, operation: 'add' | 'delete', group: string, member: string): Promise<void> =>
  server.admin((client) => client.modify(group, new Change({ operation, modification: new Attribute({ type: 'member', values: [member] }) })));

/** Says who somebody's manager is, as an administrator does. */
export const manages = (server: Server, whom: string, manager: string): Promise<void> =>
  server.admin((client) => client.modify(whom, new Change({ operation: 'replace', modification: new Attribute({ type: 'manager', values: [manager] }) })));
