import type { Clock } from './foundation/clock.ts';
import type { Database } from './foundation/database/schema.ts';
import type { Limits } from './foundation/limits.ts';
import type { Secrets } from './foundation/secrets.ts';
import type { Portal } from './portal/index.ts';
import type { Accounts, CompanyRegistry } from './ports.ts';

/** What the procedures of the core are made from; only `createCore` puts it together. */
export type Dependencies = {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly limits: Limits;
  readonly directory: Accounts;
  readonly companies: CompanyRegistry;
  readonly portals: ReadonlyMap<string, Portal>;
  /** Whether short texts can be sent: an SMS gateway is set. */
  readonly texts: boolean;
  /** Where the web pages are seen from outside, without a slash at the end. */
  readonly publicUrl: string;
  /** Called after each commit that left work in the outbox. */
  readonly wake: () => void;
};
