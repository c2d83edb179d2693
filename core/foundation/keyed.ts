import type { Database, Tx } from './database/schema.ts';
import type { KeyName } from './secrets.ts';

/** A row that SECRET_KEY protects. */
export type KeyedRow = {
  readonly id: string;
  /** `unnamed`: an older version wrote it, and it is to be sealed anew whatever its key. */
  readonly under: KeyName;
  /** Seals it anew under SECRET_KEY. Returns false if it changed meanwhile. Missing if that cannot be done: such a row ends by itself soon. */
  readonly reseal?: (tx: Tx) => Promise<boolean>;
};

/** All rows of one kind. Every use of `seal`, `keyedDigest` and `sealedDigest` that leaves something in the records has one. */
export type KeyedKind = {
  readonly name: 'second factors' | 'recovery codes' | 'unsent messages' | 'mailed codes';
  /** Whether people cannot sign in without it. */
  readonly locksOut: boolean;
  /** The next rows, in the order of their ids. */
  read(db: Database, after: string, limit: number): Promise<readonly KeyedRow[]>;
};
