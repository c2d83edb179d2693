import type { Entry as LdapEntry } from 'ldapts';
import type { Millis } from '../../foundation/clock.ts';

/** The first value of an attribute, or null. Servers spell names of attributes as they like. */
export function firstOf(entry: LdapEntry, attribute: string): string | Buffer | null {
  const name = Object.keys(entry).find((key) => key.toLowerCase() === attribute.toLowerCase());
  const value = name === undefined ? undefined : entry[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** The same as text; null where it is empty. */
export const textOf = (entry: LdapEntry, attribute: string): string | null => firstOf(entry, attribute)?.toString() || null;

/** A time as Active Directory counts, 100 ns from 1601 on; null for «never», which is 0 or the largest number. */
export function fileTime(text: string | null): Millis | null {
  if (text === null || !/^\d+$/.test(text)) return null;
  const ticks = BigInt(text);
  return ticks === 0n || ticks >= 0x7fffffffffffffffn ? null : Number(ticks / 10_000n - 11_644_473_600_000n);
}

/** A time in GeneralizedTime (RFC 4517, 3.3.13), to the second in UTC as slapd writes it; null where there is none. */
export function generalizedTime(text: string | null): Millis | null {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?Z$/.exec(text ?? '') ?? [];
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}Z`);
}

/** An instant as Active Directory counts. */
export const asFileTime = (at: Millis): string => String((BigInt(Math.floor(at)) + 11_644_473_600_000n) * 10_000n);

/** An instant in GeneralizedTime, to the second. */
export const asGeneralizedTime = (at: Millis): string => new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');

/** A length of time as Active Directory has it, in negative units of 100 ns; null for «without end», which is 0 or the lowest number. */
export function span(text: string | null): Millis | null {
  if (text === null || !/^-\d+$/.test(text)) return null;
  const ticks = -BigInt(text);
  return ticks >= 0x7fffffffffffffffn ? null : Number(ticks / 10_000n);
}
