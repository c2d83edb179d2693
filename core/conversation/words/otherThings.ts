import type { Phrase } from './phrases.ts';
import type { Places } from './vocabulary.ts';

/** The ideas that procedures are about. */
const things = 'PASSWORD USERNAME ADDRESS EMAIL INVITATION INVITED GROUP RIGHT ORGANISATION TWOFACTOR CLIENT HUMAN LOCKED APPROVE'.split(' ');

/** Every idea that phrases speak of. */
export const ideasIn = (phrases: readonly Phrase[]): ReadonlySet<string> => new Set(phrases.flatMap(({ ideas, more }) => [...ideas, ...more]));

/**
 * Whether a message also names a thing that a meaning has nothing to do with: «delete the user from the group» may be no end of an account.
 * A word that says one of the meaning's own ideas too («login») is not such a thing.
 */
export function namesOtherThing(own: ReadonlySet<string>, said: Places): boolean {
  const ownPlaces = new Set([...own].flatMap((idea) => said.get(idea) ?? []));
  return things.some((thing) => !own.has(thing) && (said.get(thing) ?? []).some((at) => !ownPlaces.has(at)));
}
