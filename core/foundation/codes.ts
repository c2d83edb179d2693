import type { Millis } from './clock.ts';
import type { Database, Tx } from './database/schema.ts';
import { type KeyedKind, keyIn } from './keyed.ts';
import type { Limits } from './limits.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import { bareCode } from './pasted.ts';
import { newCode, newId, type Secrets } from './secrets.ts';
import { spend } from './singleUse.ts';
import { watcherOf } from './watch.ts';

/** Where a code is typed: in the chat that asked (`mail`), on the password page (`page`, IN-7), or on an approver's page (`decide`). */
export type CodePurpose = 'mail' | 'page' | 'decide';

/** Issues a six-digit code for a request. Older codes of the same purpose stop working (ALL-6). It never outlives the request. */
export async function issueCode(
  tx: Tx,
  secrets: Secrets,
  code: { requestId: string; purpose: CodePurpose; now: Millis; lives: Millis; requestExpiresAt: Millis },
): Promise<string> {
  const { requestId, purpose, now } = code;
  const digits = newCode();
  await tx
    .updateTable('code')
    .set({ replacedAt: now })
    .where('requestId', '=', requestId)
    .where('purpose', '=', purpose)
    .where('spentAt', 'is', null)
    .where('replacedAt', 'is', null)
    .execute();
  await tx
    .insertInto('code')
    .values({
      id: newId(),
      requestId,
      purpose,
      digest: secrets.keyedDigest('code', `${requestId}:${purpose}:${digits}`),
      tries: 0,
      createdAt: now,
      expiresAt: Math.min(now + code.lives, code.requestExpiresAt),
      spentAt: null,
      replacedAt: null,
    })
    .execute();
  return digits;
}

/** An attempt at a code. */
export type CodeAttempt = {
  readonly requestId: string;
  /** What tries are counted by: the subject of a link, or `triesOf` a request. */
  readonly counted: string;
  readonly purpose: CodePurpose;
  readonly code: string;
  readonly now: Millis;
  readonly tries: number;
  /** Who types it: a person, or a page's visitor by their network. Each has attempts of their own. */
  readonly by: string;
  /** Whether that is known as the owner: no stranger's attempts count against theirs. */
  readonly owner?: boolean;
};

/**
 * Checks a code and returns its id, to be spent. Every attempt counts, even a right one: for the person, at this account and at all, and for all strangers together. Otherwise,
 * with a new code every hour, somebody could go on guessing forever. A mailed link is not limited by this. Refuses with `code.malformed`, `code.ofChat` or `code.ofPage` for a right code of another step, `code.wrong` (with the attempts left), `code.tries`, `code.triesToday` or `code.expired`.
 */
export async function tryCode(records: CodeRecords, attempt: CodeAttempt): Promise<Outcome<string>> {
  const tried = await check(records, attempt);
  if (!tried.ok) watcherOf(records.db)?.saw('code', tried.refusals[0].key);
  return tried;
}

type CodeRecords = { readonly db: Database; readonly secrets: Secrets; readonly limits: Limits };

async function check({ db, secrets, limits }: CodeRecords, attempt: CodeAttempt): Promise<Outcome<string>> {
  const { requestId, purpose, now } = attempt;
  const digits = bareCode(attempt.code);
  if (!/^\d{6}$/.test(digits)) return refuse({ key: 'code.malformed', field: 'code' });
  const allowed: boolean[] = [];
  for (const [name, of] of countedBy(attempt)) allowed.push(await limits.take(name, of));
  if (!allowed.every(Boolean)) return refuse({ key: 'code.triesToday', field: 'code' });
  // Counted in one statement before comparing, so that simultaneous guesses cannot exceed the limit.
  const row = await db
    .updateTable('code')
    .set((column) => ({ tries: column('tries', '+', 1) }))
    .where('requestId', '=', requestId)
    .where('purpose', '=', purpose)
    .where('spentAt', 'is', null)
    .where('replacedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where('tries', '<', attempt.tries)
    .returning(['id', 'digest', 'tries'])
    .executeTakeFirst();
  if (row && secrets.matches('code', `${requestId}:${purpose}:${digits}`, row.digest)) return accept(row.id);
  // In the chat, only while its own code has tries left: beyond them it would go on saying which code of the page is right, to whoever has the link.
  const other = row || purpose !== 'mail' ? await otherKind({ db, secrets, limits }, attempt, digits) : undefined;
  if (other) return refuse({ key: other === 'mail' ? 'code.ofChat' : 'code.ofPage', field: 'code' });
  if (!row) return refuse(await whyDead(db, requestId, purpose, now));
  const left = attempt.tries - row.tries;
  return refuse(left > 0 ? { key: 'code.wrong', field: 'code', params: { n: left } } : { key: 'code.tries', field: 'code' });
}

/**
 * Where else these digits would be right: the code for the chat typed on the page of the same request, or the other way round. Each is of use only to
 * who has that chat, or that page's link, so that nobody gains a guess by it.
 */
async function otherKind({ db, secrets }: CodeRecords, { requestId, purpose, now }: CodeAttempt, digits: string): Promise<string | undefined> {
  const others = await db
    .selectFrom('code')
    .select(['purpose', 'digest'])
    .where('requestId', '=', requestId)
    .where('purpose', '!=', purpose)
    .where('spentAt', 'is', null)
    .where('replacedAt', 'is', null)
    .where('expiresAt', '>', now)
    .execute();
  return others.find((code) => secrets.matches('code', `${requestId}:${code.purpose}:${digits}`, code.digest))?.purpose;
}

/**
 * The limits that an attempt counts for. In a chat, all that one person tries at other people's codes is counted together too: otherwise the tries of
 * each of a thousand accounts would be theirs. An owner's own are not among them, and take the same statements (ALL-4).
 */
const countedBy = ({ counted, purpose, by, owner = false }: CodeAttempt) =>
  [
    ['code.person', `${purpose}:${counted}:${by}`],
    ['code.strangers', `${purpose}:${counted}${owner ? `:${by}` : ''}`],
    ...(purpose === 'mail' ? ([['code.all', owner ? `${by}:${counted}` : by]] as const) : []),
  ] as const;

/**
 * Whether a refused code was right for this request before, and is typed again as by somebody whose first answer was lost. They gain nothing by it: each
 * caller answers as it did then, where that still holds. The attempt has counted, and where they are limited, none is typed again.
 */
export async function isTypedAgain(
  { db, secrets }: CodeRecords,
  { requestId, purpose, code, now }: CodeAttempt,
  refused: Outcome<string>,
  { provenAt }: { readonly provenAt: Millis | null },
): Promise<boolean> {
  // Only once a code was right: until then an account that exists takes no more statements than one that does not (ALL-4).
  if (provenAt === null || refused.ok || refused.refusals[0].key !== 'code.expired') return false;
  const spent = await db
    .selectFrom('code')
    .select('digest')
    .where('requestId', '=', requestId)
    .where('purpose', '=', purpose)
    .where('spentAt', 'is not', null)
    .where('expiresAt', '>', now)
    .execute();
  return spent.some(({ digest }) => secrets.matches('code', `${requestId}:${purpose}:${bareCode(code)}`, digest));
}

/** Takes back an attempt with a right code, where nothing could be done with it just now. */
export async function returnTry({ db, limits }: { readonly db: Database; readonly limits: Limits }, attempt: CodeAttempt, id: string): Promise<void> {
  await db
    .updateTable('code')
    .set((column) => ({ tries: column('tries', '-', 1) }))
    .where('id', '=', id)
    .execute();
  for (const [name, of] of countedBy(attempt)) await limits.giveBack(name, of);
}

/** Whether a code was sent and is still valid. */
export async function hasCode(db: Database, { requestId, purpose, now }: { requestId: string; purpose: CodePurpose; now: Millis }): Promise<boolean> {
  const row = await db
    .selectFrom('code')
    .select('id')
    .where('requestId', '=', requestId)
    .where('purpose', '=', purpose)
    .where('replacedAt', 'is', null)
    .where('spentAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Why no code could be tried. If one is still valid, its attempts are used up. */
async function whyDead(db: Database, requestId: string, purpose: CodePurpose, now: Millis) {
  return { key: (await hasCode(db, { requestId, purpose, now })) ? 'code.tries' : 'code.expired', field: 'code' } as const;
}

/** Spends a right code. Returns false if another submission was faster, or it was ended since it was tried. */
export const spendCode = (tx: Tx, id: string, now: Millis): Promise<boolean> => spend(tx, 'code', id, now);

/** The codes that can still be typed. They cannot be moved to another key, and live for minutes. */
export const keyedCodes = (secrets: Secrets, now: Millis): KeyedKind => ({
  name: 'mailed codes',
  locksOut: false,
  count: async (db) => {
    const rows = await db
      .selectFrom('code')
      .select((row) => [keyIn('digest').as('key'), row.fn.countAll<number>().as('rows')])
      .where('spentAt', 'is', null)
      .where('replacedAt', 'is', null)
      .where('expiresAt', '>', now)
      .groupBy('key')
      .execute();
    return rows.map(({ key, rows }) => ({ under: secrets.keyOf(key), rows: Number(rows) }));
  },
});
