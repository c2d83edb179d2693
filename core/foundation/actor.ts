import type { Locale } from './i18n.ts';

/** The channels that something can be done from. */
export type Channel = 'msteams' | 'emulator' | 'webchat' | 'page' | 'cli';

/** Who is acting, as the channel says. A card's content never decides this. */
export type Actor = {
  /** Stable id of the person in `person`; `anonymous` on a web page. */
  readonly person: string;
  readonly channel: Channel;
  readonly locale: Locale;
  /** Display name, for the wording of mails. Never used to grant anything. */
  readonly name?: string;
  /** True only if the channel authenticated this person (Teams: tenant and Entra object id). */
  readonly authenticated: boolean;
  readonly tenant?: string;
  /** Address of an authenticated person, from the channel's own roster. */
  readonly email?: string;
  /** The tenant whose administrator gave them that address, where the roster says. It may be another one than the conversation's. */
  readonly home?: string;
  /** Whether the roster has them as a guest. */
  readonly guest?: boolean;
  /** Client address, on a web page. */
  readonly ip?: string;
};

/** A visitor of a web page. */
export type Visitor = { readonly ip: string; readonly locale: Locale };

/** The actor for a page visitor, for the audit. The page signs nobody in. */
export const visiting = (visitor: Visitor): Actor => ({ person: 'anonymous', channel: 'page', locale: visitor.locale, authenticated: false, ip: visitor.ip });

/** The actor for a visitor with a session of this account, for the audit. */
export const visitingAs = (visitor: Visitor, accountId: string): Actor => ({ ...visiting(visitor), person: `account:${accountId}` });

/** Guichet itself, for what the outbox's worker does when it is due. */
export const system: Actor = { person: 'system', channel: 'cli', locale: 'en', authenticated: false };

/** An operator at the command line, by the name that they gave or the one the system knows. Anybody who can open the database could do the same by hand. */
export const operatorNamed = (by: string): Actor => ({ person: `operator:${by}`, channel: 'cli', locale: 'fr', authenticated: false });
