import type { Generated } from 'kysely';
import type { Millis } from '../../clock.ts';

/** Signing in: sessions, second factors, and applications. */
export type SignInTables = {
  /** A session in the embedded directory, in one browser. */
  session: {
    id: string;
    /** SHA-256 of the cookie's secret, base64url. */
    digest: string;
    portal: string;
    accountId: string;
    /** `second` while the second factor is awaited, then `open`. */
    state: string;
    createdAt: Millis;
    lastSeenAt: Millis;
    /** When the session ends if it is not used. */
    idleUntil: Millis;
    /** When the session ends at the latest. */
    expiresAt: Millis;
    /** `me`, `name` or `no` (OC-6). */
    remember: string;
    /** Short label of the browser, so that its owner recognises it. */
    agent: string;
    ip: string;
    endedAt: Millis | null;
    /** Why it ended early: `signOut`, `revoked`, `passwordChanged`, `rotated`. */
    ending: string | null;
    /** `binding.id` of the outside identity that opened it, or empty where the directory knows that identity itself. Null: a password did. */
    outside: string | null;
  };
  /** A session of the console that a sign-in at an OpenID provider opened, in one browser. It is of no account. */
  consoleSession: {
    id: string;
    /** SHA-256 of the cookie's secret, base64url. */
    digest: string;
    /** `person.id` of the outside identity. */
    person: string;
    /** The provider's id in the console's file, and what names somebody there. */
    provider: string;
    issuer: string;
    subject: string;
    name: string | null;
    /** JSON object: the values of the claims that the file looks at, as the ID token had them. */
    claims: string;
    /** 1 where the provider said that it checked a second factor. */
    factor: number;
    agent: string;
    ip: string;
    createdAt: Millis;
    lastSeenAt: Millis;
    idleUntil: Millis;
    expiresAt: Millis;
    endedAt: Millis | null;
  };
  /** The TOTP secret of an account. In force from `confirmedAt` on. */
  secondFactor: {
    accountId: string;
    portal: string;
    /** Sealed under SECRET_KEY, for this account alone. */
    secret: string;
    /** 0 if an older version sealed it, for any account. */
    bound: Generated<number>;
    confirmedAt: Millis | null;
    /** The newest time step with an accepted code. No step is accepted twice. */
    lastStep: number | null;
    createdAt: Millis;
  };
  /** A single-use recovery code for two-factor sign-in. */
  recoveryCode: {
    id: string;
    accountId: string;
    /** Sealed under SECRET_KEY together with its own key. An older version keyed it with SECRET_KEY itself. */
    digest: string;
    usedAt: Millis | null;
  };
  /** What signing in to an application leaves (SSO-2): sign-ins under way, grants, codes, tokens, browsers. Swept once it has expired. */
  openid: {
    /** SHA-256 of portal, model and id, base64url. The id of a code or token is the secret itself, and is nowhere else. */
    key: string;
    portal: string;
    /** As `oidc-provider` names it: `Interaction`, `Session`, `Grant`, `AuthorizationCode`, `AccessToken`, `RefreshToken`. */
    model: string;
    /** JSON, without the id. */
    payload: string;
    accountId: string | null;
    /** `session.id`: the sign-in that a grant was given in; of a sign-in under way, the one that the browser came with. */
    sessionId: string | null;
    /** Of a grant, its own id. */
    grantId: string | null;
    uid: string | null;
    /** When a code or refresh token was exchanged. */
    usedAt: Millis | null;
    expiresAt: Millis;
  };
  /** The keys that ID tokens of a portal are signed with: one signs, those before it are published for a while. */
  openidKey: {
    /** Its `kid`. */
    id: string;
    portal: string;
    /** The private key as a JWK, sealed under SECRET_KEY for this key's id alone. */
    secret: string;
    createdAt: Millis;
    /** When another took its place. */
    retiredAt: Millis | null;
  };
};
