import type { Dependencies } from '../dependencies.ts';
import { type AccountTies, createAccountTies } from './accountTies.ts';
import { createSessionEntitlements, type SessionEntitlements } from './entitlements.ts';
import { createOwnAccounts, type OwnAccounts } from './ownAccounts.ts';
import { createReportAbuse, type ReportAbuse } from './reportAbuse.ts';
import { createSecurityEvents, type SecurityEvents } from './securityEvents.ts';

export type { AccountTies, TiePage } from './accountTies.ts';
export type { Entitlements, SessionEntitlements } from './entitlements.ts';
export type { OwnAccount, OwnAccounts } from './ownAccounts.ts';
export type { EndedByReport, PendingRequest } from './reportAbuse.ts';
export type { SecurityEvent, SecurityEvents } from './securityEvents.ts';

/** «Mon compte»: what people may see of their own accounts. */
export type MyAccount = {
  /** In chat. */
  readonly own: OwnAccounts;
  /** On the account page. */
  readonly entitlements: SessionEntitlements;
  readonly securityEvents: SecurityEvents;
  /** On the account page, and behind the link that told of a tie. */
  readonly ties: AccountTies;
  /** Ending what somebody else asked for (TALK-4). */
  readonly reportAbuse: ReportAbuse;
};

/** Creates the account room. */
export const createMyAccount = (dependencies: Dependencies): MyAccount => ({
  own: createOwnAccounts(dependencies),
  entitlements: createSessionEntitlements(dependencies),
  securityEvents: createSecurityEvents(dependencies),
  ties: createAccountTies(dependencies),
  reportAbuse: createReportAbuse(dependencies),
});
