import type { Clock } from './foundation/clock.ts';
import type { Database } from './foundation/database/schema.ts';
import type { Gate } from './foundation/gate.ts';
import type { Limits } from './foundation/limits.ts';
import type { Roster } from './foundation/people.ts';
import type { Secrets } from './foundation/secrets.ts';
import type { Portal } from './portal/index.ts';
import type { Accounts, CompanyRegistry, IdentityProviders } from './ports.ts';

/** What the rooms of the core are built from; bot/compose.ts puts it together. */
export type Dependencies = {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly limits: Limits;
  /** Where hashes of passwords wait for their turn. */
  readonly hashing: Gate;
  readonly directory: Accounts;
  readonly companies: CompanyRegistry;
  /** Signing in at OpenID providers. */
  readonly identityProviders: IdentityProviders;
  readonly portals: ReadonlyMap<string, Portal>;
  /** Whether an SMS gateway is set. */
  readonly texts: boolean;
  /** The public base address of the web pages, without a trailing slash. */
  readonly publicUrl: string;
  /** Asks a chat's roster whose address is whose, and waits seconds at most. Commands have none: there nobody is vouched for. */
  readonly roster?: Roster;
  /** Called after each commit that left work in the outbox. */
  readonly wake: () => void;
};
