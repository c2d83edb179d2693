import type { Phrase } from './phrases.ts';
import type { Places } from './vocabulary.ts';

/** The ideas for things that procedures act on. */
const things = 'PASSWORD USERNAME ADDRESS EMAIL INVITATION INVITED GROUP RIGHT ORGANISATION TWOFACTOR CLIENT HUMAN LOCKED APPROVE'.split(' ');

/** Every idea that the phrases use. */
export const ideasIn = (phrases: readonly Phrase[]): ReadonlySet<string> => new Set(phrases.flatMap(({ ideas, more }) => [...ideas, ...more]));

/**
 * Whether a message also names a thing that the meaning is not about: «delete the user from the group» may not be about deleting an account. A word
 * that also expresses one of the meaning's own ideas («login») does not count.
 */
export function namesOtherThing(own: ReadonlySet<string>, said: Places): boolean {
  const ownPlaces = new Set([...own].flatMap((idea) => said.get(idea) ?? []));
  return things.some((thing) => !own.has(thing) && (said.get(thing) ?? []).some((at) => !ownPlaces.has(at)));
}
