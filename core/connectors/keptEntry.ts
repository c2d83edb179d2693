import type { Entry } from '../ports.ts';
import { hasInvisible, isOneAddress, shownText } from './shownText.ts';

/** The longest id, name or address (RFC 5321, 4.5.3.1.3) and number that are kept, in characters: longer ones fit no index. */
const longest = { id: 500, name: 254, phone: 50 } as const;

const isPlain = (text: string, most: number): boolean => text.length > 0 && text.length <= most && !hasInvisible(text);

/**
 * What a directory says of somebody, as it is shown and kept. People may change what is said of them there, and a service may be broken: undefined where the
 * address is several, or where an id or a name is empty, has signs that nobody sees, or is longer than any.
 */
export function keptEntry<Said extends Entry>(said: Said): Said | undefined {
  const { id, identifier, email, givenName, familyName, phone, entity } = said;
  if (!isPlain(id, longest.id) || !isPlain(identifier, longest.name) || !isPlain(email, longest.name) || !isOneAddress(email)) return undefined;
  const number = shownText(phone) ?? '';
  const names = { givenName: shownText(givenName) ?? '', familyName: shownText(familyName) ?? '' };
  return { ...said, ...names, entity: shownText(entity), phone: isPlain(number, longest.phone) ? number : null };
}
