import type { Dependencies } from '../dependencies.ts';
import type { Visitor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Database } from '../foundation/database/schema.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { transact } from '../foundation/rollback.ts';
import {
  askErasure,
  counted,
  type ErasePlan,
  type ErasureState,
  erasureOf,
  isEmpty,
  isErasureOf,
  type Meant,
  newPseudonym,
  planErasePatiently,
  profilesNaming,
  resolveSubject,
  type Subject,
} from '../privacy/index.ts';
import { areColleagues } from './colleagues.ts';
import { actingAs, type Entered } from './enter.ts';
import type { Operators } from './operators.ts';
import { readWhy } from './why.ts';

/** What erasing somebody would do (OPS-5). */
export type ErasePreview = {
  /** What stands for them afterwards, and names the erasure. */
  readonly pseudonym: string;
  readonly meant: readonly Meant[];
  /** How many rows of each table. */
  readonly deleted: Readonly<Record<string, number>>;
  readonly changed: Readonly<Record<string, number>>;
  readonly records: number;
  /** What stays, and why; the portals whose profile names them. */
  readonly stays: ErasePlan['stays'];
  readonly named: readonly string[];
  /** Why it cannot be done now. */
  readonly obstacles: readonly string[];
};

/** Whom a text means: several people, nobody of whom anything is held, or one, with what erasing them would do. */
export type ErasureFound =
  | { readonly found: 'several'; readonly meant: readonly Meant[] }
  | { readonly found: 'nothing' }
  | { readonly found: 'one'; readonly preview: ErasePreview };

/** An erasure as it is asked for. `confirm`: whom, typed once more. */
export type WantedErasure = {
  readonly pseudonym: string;
  readonly whom: string;
  readonly confirm: string;
  readonly own: boolean;
  readonly why: string;
};

/** Whether a text is the name of an erasure. */
const isPseudonym = (text: string): boolean => /^erased:[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(text);

/** How far an erasure is; undefined where there is none of that name. */
export const findErasure = async (db: Database, name: string): Promise<ErasureState | undefined> => (isPseudonym(name) ? await erasureOf(db, name) : undefined);

/** Looks what erasing somebody would do, and leaves a record of it: whom it means is written there once somebody was found. */
export async function previewErasure(dependencies: Dependencies, who: Entered, typed: string, own: boolean, visitor: Visitor): Promise<ErasureFound> {
  const { db, clock, portals } = dependencies;
  const whom = await resolveSubject(db, typed);
  const found = await look();
  const at = { at: clock(), actor: actingAs(visitor, who), action: 'console.previewed', portal: who.portal, outcome: 'ok' };
  // What finds nobody may be a password that was typed into the wrong field.
  await audit(db, { ...at, subject: 'accounts', detail: { whom: found.found === 'nothing' ? '?' : typed, own } });
  return found;

  async function look(): Promise<ErasureFound> {
    if ('ambiguous' in whom) return { found: 'several', meant: whom.ambiguous };
    const { subject, known } = whom;
    const pseudonym = newPseudonym();
    const plan = await planErasePatiently(db, { subject, pseudonym, own, now: clock() });
    if (isEmpty(plan)) return { found: 'nothing' };
    const { stays, obstacles } = plan;
    const counts = { deleted: counted(plan.deletes), changed: counted(plan.changes), records: plan.audit.length };
    return { found: 'one', preview: { pseudonym, meant: known, ...counts, stays, named: profilesNaming(portals, subject), obstacles } };
  }
}

/**
 * Leaves an erasure to the worker, with its record, and gives its name. Refuses with `console.why`, `console.confirm` where the name was not typed again
 * as it was, `console.erase.stale` where the erasure's name is no name or that of somebody else's, `console.erase.several`, and `console.colleague`: nobody
 * erases themselves or others of the console here.
 */
export async function eraseByWorker(
  dependencies: Dependencies,
  operators: Operators,
  who: Entered,
  { pseudonym, whom: typed, confirm, own, why }: WantedErasure,
  visitor: Visitor,
): Promise<Outcome<string>> {
  const reason = readWhy(why);
  const isConfirmed = confirm.trim() !== '' && confirm.trim() === typed.trim();
  if (reason === '') return refuse({ key: 'console.why', field: 'why' }, ...(isConfirmed ? [] : [unconfirmed]));
  if (!isConfirmed) return refuse(unconfirmed);
  const stale = refuse({ key: 'console.erase.stale' });
  if (!isPseudonym(pseudonym)) return stale;
  const whom = await resolveSubject(dependencies.db, typed);
  if ('ambiguous' in whom) return refuse({ key: 'console.erase.several' });
  const now = dependencies.clock();
  const by = actingAs(visitor, who);
  if (await areColleagues(dependencies.db, operators, who, whom.subject)) {
    await audit(dependencies.db, { at: now, actor: by, action: 'console.erase', portal: who.portal, subject: pseudonym, outcome: 'console.colleague' });
    return refuse({ key: 'console.colleague' });
  }
  // A second click finds its own erasure, and no other's: that would look as if it were done.
  const isKnown = (await erasureOf(dependencies.db, pseudonym)) !== undefined;
  if (isKnown && !(await isErasureOf(dependencies, { pseudonym, whom: typed, own }))) return stale;
  const asked = await transact(dependencies.db, async (tx) => {
    // Of two at once, one asks.
    if (await erasureOf(tx, pseudonym)) return pseudonym;
    await askErasure(tx, dependencies, { pseudonym, whom: typed, own, by, now });
    const detail = { why: nameless(whom.subject, reason, pseudonym), own };
    await audit(tx, { at: now, actor: by, action: 'console.erase', portal: who.portal, subject: pseudonym, outcome: 'ok', detail });
    return pseudonym;
  });
  if (asked.ok) dependencies.wake();
  return asked.ok ? accept(pseudonym) : asked;
}

const unconfirmed = { key: 'console.confirm', field: 'confirm' } as const;

/** A reason outlives whom it is about. */
const nameless = ({ mentions, names }: Subject, text: string, pseudonym: string): string =>
  names.reduce((said, name) => said.replaceAll(name, pseudonym), text.replaceAll(mentions, pseudonym));
