import { type RawBuilder, sql } from 'kysely';
import type { Database, Tx } from './database/schema.ts';
import type { KeyName } from './secrets.ts';

/** A row that SECRET_KEY protects. */
export type KeyedRow = {
  readonly id: string;
  /** `unnamed`: an older version wrote it, and it is to be sealed anew whatever its key. */
  readonly under: KeyName;
  /** Seals it anew under SECRET_KEY. Returns false if it does not open, or changed meanwhile. */
  readonly reseal: (tx: Tx) => Promise<boolean>;
};

/** All rows of one kind. Every use of `seal`, `keyedDigest` and `sealedDigest` that leaves something in the records has one. */
export type KeyedKind = {
  readonly name: 'second factors' | 'recovery codes' | 'unsent messages' | 'mailed codes' | 'signing keys';
  /** Whether people cannot sign in without it. */
  readonly locksOut: boolean;
  /** How many rows there are under which key, one or several times. A start asks, so it reads no row by itself. */
  count(db: Database): Promise<readonly { readonly under: KeyName; readonly rows: number }[]>;
  /** The next rows that are not under the current key, in the order of their ids. Missing if they cannot be sealed anew: they end by themselves soon. */
  readonly stale?: (db: Database, after: string, limit: number) => Promise<readonly KeyedRow[]>;
};

/** The name of the key at the beginning of a sealed text or digest, with its dot; empty for a digest of an older version. As in `Secrets.keyOf`. */
export const keyIn = (column: 'secret' | 'digest'): RawBuilder<string> =>
  sql<string>`case when substr(${sql.ref(column)}, 9, 1) = '.' then substr(${sql.ref(column)}, 1, 9) else '' end`;
