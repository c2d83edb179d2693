import type { Said } from '../foundation/accountWords.ts';
import { fold, nameWords } from '../foundation/nameWords.ts';
import type { Entry } from '../ports.ts';

/** Whether somebody is said so. Services compare loosely, and some read no filter at all. */
export function isSaid({ givenName, familyName, identifier, phone }: Entry, said: Said): boolean {
  if ('phone' in said) return phone !== null && sameDigits(phone, said.phone);
  const known = [...nameWords(`${givenName} ${familyName}`), fold(identifier)];
  return said.words.length > 0 && said.words.every((word) => known.some((each) => each.startsWith(fold(word))));
}

/** Directories write numbers in many ways, with a country code or without: the last nine digits tell. */
const sameDigits = (one: string, other: string): boolean => lastDigits(one) === lastDigits(other);
const lastDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-9);

/** A word as it may be spelt: services may know capitals or not. */
export const spellings = (word: string): string[] => [
  ...new Set([word, word.toLowerCase(), `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`]),
];
