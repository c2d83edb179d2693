import type { Locale } from './i18n.ts';

/** Where something was done. */
export type Channel = 'msteams' | 'emulator' | 'webchat' | 'page' | 'cli';

/** Who is doing something, as the channel says it (never as a card says it). */
export type Actor = {
  /** Stable id of the person in `person`; `anonymous` on a web page. */
  readonly person: string;
  readonly channel: Channel;
  readonly locale: Locale;
  /** Display name, for words in mails; never for rights. */
  readonly name?: string;
  /** True only where the channel authenticated this person (Teams: tenant and Entra object id). */
  readonly authenticated: boolean;
  readonly tenant?: string;
  /** Address that the channel's own roster gives for an authenticated person. */
  readonly email?: string;
  /** Client address, on a web page. */
  readonly ip?: string;
};

/** Who is at the web page. */
export type Visitor = { readonly ip: string; readonly locale: Locale };

/** The actor for a visitor of a page, for the audit: the page signs nobody in. */
export const visiting = (visitor: Visitor): Actor => ({ person: 'anonymous', channel: 'page', locale: visitor.locale, authenticated: false, ip: visitor.ip });

/** The actor for a visitor who has a session of this account, for the audit. */
export const visitingAs = (visitor: Visitor, accountId: string): Actor => ({ ...visiting(visitor), person: `account:${accountId}` });

/** Guichet itself: what the outbox's worker does when it falls due. */
export const system: Actor = { person: 'system', channel: 'cli', locale: 'en', authenticated: false };
