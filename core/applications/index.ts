import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import { sweep } from '../foundation/database/sweep.ts';
import { hasSecondFactor, type Session } from '../signIn/index.ts';
import { type Claims, readClaims } from './claims.ts';
import { type ApplicationRecords, createApplicationRecords } from './records.ts';
import { createSigningKeys, type SigningKeys } from './signingKeys.ts';

export { type Claims, claimsOf } from './claims.ts';
export { keyedSigningKeys } from './keyedSigningKeys.ts';
export type { ApplicationRecords, Kept } from './records.ts';
export { createSigningKeys, type KeySet, publishedFor, type SigningKeys } from './signingKeys.ts';

/** What happened between an application and an account, for the audit. */
export type ApplicationEvent = 'signIn' | 'signOut' | 'reused';

/** Guichet as the OpenID provider of a portal's applications (SSO-2): what is true of it. The protocol is in bot/pages/applications. */
export type Applications = {
  readonly keys: SigningKeys;
  records(portal: string): ApplicationRecords;
  /**
   * Counts a sign-in that an application's address begins: each is kept for an hour, whoever begins it. False beyond the limit of that network; who is
   * signed in has one of their own, which nobody else behind that address uses up.
   */
  mayBegin(ip: string, session: Pick<Session, 'id'> | undefined): Promise<boolean>;
  /** What an account is to applications. Undefined if it is none any more. */
  claims(portal: string, accountId: string, which: { readonly groups: boolean }): Promise<Claims | undefined>;
  /** How the sign-in of a session was made, by the names of RFC 8176. None of a sign-in elsewhere: Guichet has checked nothing of it. */
  methods(session: Pick<Session, 'accountId' | 'outside'>): Promise<string[]>;
  /** `reused`: a code or refresh token came a second time, so somebody else may have it, and its grant has ended. */
  tell(event: ApplicationEvent, actor: Actor, portal: string, accountId: string, client: string): Promise<void>;
  /** Drops what has expired; returns how many rows. */
  sweep(): Promise<number>;
};

/** Creates the room of applications. */
export function createApplications(dependencies: Dependencies): Applications {
  const { db, clock } = dependencies;
  return {
    keys: createSigningKeys(dependencies),
    records: (portal) => createApplicationRecords(dependencies, portal),
    mayBegin: async (ip, session) =>
      (await dependencies.limits.take('application.begun', networkOf(ip))) ||
      (session !== undefined && (await dependencies.limits.take('application.session', session.id))),
    claims: (portal, accountId, which) => readClaims(dependencies, portal, accountId, which),
    methods: async ({ accountId, outside }) => {
      if (outside !== null) return [];
      return (await hasSecondFactor(db, accountId)) ? ['pwd', 'otp', 'mfa'] : ['pwd'];
    },
    tell: (event, actor, portal, accountId, client) =>
      audit(db, {
        at: clock(),
        actor,
        action: `openid.${event}`,
        portal,
        subject: `account:${accountId}`,
        outcome: event === 'reused' ? 'refused' : 'ok',
        detail: { client },
      }),
    sweep: () => sweep(db, 'openid', clock()),
  };
}
