import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import type { Entry } from '../ports.ts';

/** Ids are compared as they are, but for UUIDs, whose case says nothing (RFC 9562, 4): some services change it. */
export const idAs = (id: string): string => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.toLowerCase() : id);

/** Whether an account is called as was looked for. Services compare loosely, and one account is only taken for another where we would say the same. */
export const isCalled = (entry: Entry, what: 'email' | 'identifier', value: string): boolean =>
  what === 'email' ? emailKey(entry.email) === emailKey(value) : identifierKey(entry.identifier) === identifierKey(value);

/** Of those who answer to one name or address, the one that is meant: of two neither is, and the operator hears of them. */
export function theOne<T extends { readonly entry: Entry }>(meant: readonly T[], tell: (message: string) => void): T | undefined {
  if (meant.length > 1) tell(`two accounts answer to what one was looked for by: ${meant.map(({ entry }) => entry.identifier).join(' and ')}`);
  return meant.length === 1 ? meant[0] : undefined;
}
