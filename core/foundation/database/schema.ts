import type { Kysely, Transaction } from 'kysely';
import type { AccessTables } from './tables/access.ts';
import type { AccountTables } from './tables/accounts.ts';
import type { OrganisationTables } from './tables/organisations.ts';
import type { RunningTables } from './tables/running.ts';
import type { SignInTables } from './tables/signIn.ts';

/** The tables. Ids are random UUIDs, instants are integer milliseconds, and names are camelCase as in the code. */
export type Schema = AccountTables & AccessTables & OrganisationTables & SignInTables & RunningTables;

export type Database = Kysely<Schema>;
/** The database inside a transaction. Use no other handle there. */
export type Tx = Transaction<Schema>;
