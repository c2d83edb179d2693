import { domainOf, emailKey, identifierKey } from '../foundation/identifiers.ts';
import type { Entry } from '../ports.ts';

/** A short name, and the domain that it was typed with. */
export type ShortName = { readonly name: string; readonly domain: string };

/** The short name and the domain in `CORP\jdupont` and `jdupont@corp.example`; undefined in any other identifier. */
export function shortIn(identifier: string): ShortName | undefined {
  const [, domain, name] = /^([^\\@]+)\\([^\\@]+)$/.exec(identifierKey(identifier)) ?? [];
  const [, before, after] = /^([^\\@]+)@([^\\@]+)$/.exec(emailKey(identifier)) ?? [];
  if (name !== undefined && domain !== undefined) return { name, domain };
  return before !== undefined && after !== undefined ? { name: before, domain: after } : undefined;
}

/** Whether an account is the one of that short name in that domain, as its own address shows: `jdupont` may be somebody else elsewhere. */
export function isOf({ identifier, email }: Pick<Entry, 'identifier' | 'email'>, { name, domain }: ShortName): boolean {
  const own = domainOf(email);
  return identifierKey(identifier) === name && (own === domain || own.split('.')[0] === domain);
}
