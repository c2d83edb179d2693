import { domainOf, emailKey, identifierKey } from '../foundation/identifiers.ts';
import type { Entry, NewEntry } from '../ports.ts';

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

/** The short name in what people type: `CORP\jdupont` and `jdupont@corp.example` for the domains given. */
export function shortName(typed: string, domains: readonly string[]): string {
  const known = (domain: string | undefined) => domains.some((name) => name.toLowerCase() === domain?.toLowerCase());
  const [, before, after] = /^([^\\@]+)\\([^\\]+)$/.exec(typed) ?? [];
  if (after !== undefined && known(before)) return after;
  const [, name, domain] = /^([^@]+)@([^@]+)$/.exec(typed) ?? [];
  return name !== undefined && known(domain) ? name : typed;
}

/** A short name by a profile's pattern: ASCII letters and digits of the names, in lower case; the n-th of those that are alike ends in n. */
export function nameBy(pattern: string, names: Readonly<Record<string, string | null>>, n: number): string {
  const filled = pattern.replace(/\{(\w+)(?::(\d+))?\}/g, (_, field: string, length: string | undefined) => {
    const plain = (names[field] ?? '')
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]/g, '')
      .toLowerCase();
    return length === undefined ? plain : plain.slice(0, Number(length));
  });
  return n === 1 ? filled : `${filled}${n}`;
}

/** The value of an attribute by a profile's pattern, such as `{givenName} {familyName}`. */
export const valueBy = (pattern: string, made: NewEntry): string =>
  pattern.replace(/\{(\w+)\}/g, (_, field: string) => (Object.entries(made).find(([key]) => key === field)?.[1] ?? '').toString()).trim();
