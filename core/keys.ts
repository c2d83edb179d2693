import { keyedSigningKeys } from './applications/index.ts';
import type { Dependencies } from './dependencies.ts';
import type { Millis } from './foundation/clock.ts';
import { keyedCodes } from './foundation/codes.ts';
import type { Database, Tx } from './foundation/database/schema.ts';
import type { KeyedKind, KeyedRow } from './foundation/keyed.ts';
import { keyedJobs } from './foundation/outbox/keyedJobs.ts';
import type { KeyName, Secrets } from './foundation/secrets.ts';
import { keyedFactors } from './signIn/index.ts';

export { endLostFactors } from './signIn/index.ts';

/** How many rows one transaction seals anew: short enough that nobody waits long for it. */
const batch = 200;

/** How many rows of a kind there are under each key, and how many were sealed anew. */
export type KeyCount = Pick<KeyedKind, 'name' | 'locksOut'> & { readonly under: Readonly<Record<KeyName, number>>; readonly resealed: number };

type Keyed = Pick<Dependencies, 'db' | 'secrets' | 'clock'>;

/** Everything in the records that SECRET_KEY protects. */
const kinds = (secrets: Secrets, now: Millis): readonly KeyedKind[] => [
  ...keyedFactors(secrets, now),
  keyedJobs(secrets),
  keyedCodes(secrets, now),
  keyedSigningKeys(secrets),
];

/** Counts the rows under each key, and changes none. */
export const countKeys = (on: Keyed): Promise<KeyCount[]> => overKinds(on);

/**
 * Seals anew what is under the previous key or of an older version, in batches. The counts are those from before. Interrupted and done again, it goes
 * on where it was; done again, it changes nothing.
 */
export const rekey = (on: Keyed): Promise<KeyCount[]> => overKinds(on, ({ under }) => under === 'previous' || under === 'unnamed');

/** Seals anew what an older version left. Its recovery codes do not say which key they are under. */
export const adoptOlder = (on: Keyed): Promise<KeyCount[]> => overKinds(on, ({ under }) => under === 'unnamed');

async function overKinds({ db, secrets, clock }: Keyed, stale?: (row: KeyedRow) => boolean): Promise<KeyCount[]> {
  const counts: KeyCount[] = [];
  for (const kind of kinds(secrets, clock())) counts.push(await overRows(db, kind, stale));
  return counts;
}

async function overRows(db: Database, { name, locksOut, count, stale: read }: KeyedKind, stale?: (row: KeyedRow) => boolean): Promise<KeyCount> {
  const under = { current: 0, previous: 0, unknown: 0, unnamed: 0 };
  for (const { under: key, rows } of await count(db)) under[key] += rows;
  let resealed = 0;
  const some = under.previous + under.unnamed > 0;
  for (let after: string | undefined = ''; read && stale && some && after !== undefined; ) {
    const rows: readonly KeyedRow[] = await read(db, after, batch);
    const old = rows.filter(stale);
    if (old.length > 0) resealed += await db.transaction().execute((tx) => resealAll(tx, old));
    after = rows.length < batch ? undefined : rows.at(-1)?.id;
  }
  return { name, locksOut, under, resealed };
}

async function resealAll(tx: Tx, rows: readonly KeyedRow[]): Promise<number> {
  let changed = 0;
  for (const { reseal } of rows) if (await reseal(tx)) changed += 1;
  return changed;
}

/** The rows that no known key opens, in words such as «1 second factor, 27 recovery codes»; empty if there are none. */
export const lostIn = (counts: readonly KeyCount[]): string =>
  counts
    .filter(({ under }) => under.unknown > 0)
    .map(({ name, under: { unknown } }) => `${unknown} ${unknown === 1 ? name.slice(0, -1) : name}`)
    .join(', ');

/** Refuses to go on where people could not sign in: throws, saying how many rows of which kind are under an unknown key. Otherwise returns the same words. */
export function refuseLockOut(counts: readonly KeyCount[]): string {
  const lost = lostIn(counts);
  if (counts.some(({ locksOut, under }) => locksOut && under.unknown > 0))
    throw new Error(
      `SECRET_KEY: ${lost} are under another key, and their owners could not sign in. Set SECRET_KEY_PREVIOUS to the SECRET_KEY that was in use before, then run npm run secrets:rekey. ` +
        'If that key is lost, npm run secrets:rekey -- --lost ends those second factors.',
    );
  return lost;
}
