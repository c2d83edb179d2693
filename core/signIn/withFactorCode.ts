import type { Dependencies } from '../dependencies.ts';
import { vouchedNow } from '../directory/index.ts';
import { type Visitor, visitingAs } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { type Outcome, refuse } from '../foundation/outcome.ts';
import { mayTryFactor, readFactorCode, spendFactorCode } from './factorCodes.ts';
import { atSecondStep, inside } from './factorTry.ts';
import type { Session, Ticket } from './sessionRecords.ts';
import { type FactorHolder, holdsFactor, stillHolds } from './twoFactorHolder.ts';
import { tellOfFactor } from './twoFactorNews.ts';

/** The step that a code is spent on, and by whom. `device`: what the browser says that it is known by. */
type Spending = {
  readonly ticket: Ticket;
  readonly state: Session['state'];
  readonly step: 'passed' | 'off' | 'renewed';
  readonly device?: string | undefined;
};

/** Spends a code and runs an action in the same transaction. Refuses as `TwoFactor`; wrong codes are counted, audited and, beyond the limit, told to the owner. */
export async function withFactorCode<T>(
  dependencies: Dependencies,
  { ticket, state, step, device }: Spending,
  typed: string,
  visitor: Visitor,
  action: (tx: Tx, holder: FactorHolder, now: number) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { db, clock, secrets, limits, wake } = dependencies;
  const holder = await holdsFactor(dependencies, ticket, state);
  if (!holder) return refuse({ key: 'session.over' });
  const code = readFactorCode(typed);
  if (!code) return refuse({ key: 'twoFactor.malformed', field: 'code' });
  const { portal, account } = holder;
  const now = clock();
  const tried = state === 'open' ? inside(account.id) : await atSecondStep(dependencies, holder, { ip: visitor.ip, device, now });
  const may = await mayTryFactor(limits, tried, code.kind);
  const about = { portal: portal.id, subject: `account:${account.id}`, detail: { by: code.kind } };
  const actor = visitingAs(visitor, account.id);
  const record = { at: now, actor, action: `twoFactor.${step}`, ...about };
  const kept = step === 'renewed' ? await vouchedNow(dependencies, portal, account, holder.session) : new Set<string>();
  const outcome = await db.transaction().execute(async (tx): Promise<Outcome<T>> => {
    await holdAccount(tx, account.id);
    if (!(await stillHolds(tx, ticket, state, now))) return refuse({ key: 'session.over' });
    const wrong = !may ? 'twoFactor.tries' : (await spendFactorCode(tx, secrets, account.id, code, now)) ? undefined : 'twoFactor.wrong';
    if (wrong) {
      await audit(tx, { ...record, outcome: wrong });
      if (!may) await tellOfFactor(tx, dependencies, holder, actor, 'tries', now);
      return refuse({ key: wrong, field: 'code' });
    }
    const done = await action(tx, holder, now);
    await audit(tx, { ...record, outcome: done.ok ? 'ok' : done.refusals[0].key });
    if (step !== 'passed') await tellOfFactor(tx, dependencies, holder, actor, step, now, { kept });
    else if (code.kind === 'recovery') await tellOfFactor(tx, dependencies, holder, actor, 'recovery', now);
    return done;
  });
  wake();
  return outcome;
}
