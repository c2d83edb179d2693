import { wordsOf } from '../../core/conversation/index.ts';

/** One of an administrator’s establishments. */
export type Place = { readonly organisationId: string; readonly name: string };

/** In letters. Shorter words of a name stand in many sentences. */
const shortestPart = 4;

/** What a message says of an establishment that is none of these, or of several of them at once: «à Lyon», «à Paris et à Bruges». */
export function misplaced(text: string, places: readonly Place[]): 'none' | 'several' | undefined {
  const found = placesIn(text, places);
  if (found.length > 1) return 'several';
  return found.length === 0 && somewhere.test(text) ? 'none' : undefined;
}
const somewhere = /(?<!\p{L})(?:(?:à|in|at|dans)\s+(?:l['’]h[ôo]tel (?:de |du )?|the )?\p{Lu}\p{Ll}+|\p{Lu}-[\p{Lu}\d]{2,})(?!\p{L})/u;

/** A name without the establishments that were written behind it. */
export const withoutPlaces = (name: string, places: readonly Place[]): string =>
  places
    .reduce((left, place) => left.replace(new RegExp(`(?<![\\p{L}\\d])${RegExp.escape(place.name)}(?![\\p{L}\\d])`, 'iu'), ' '), name)
    .replace(/\s+/g, ' ')
    .trim();

/** The id of the one establishment that a message names, whole or by a word that no other has: «l’hôtel de Paris» for H-PARIS. */
export function placeNamed(text: string, places: readonly Place[]): string | undefined {
  const found = placesIn(text, places);
  return found.length === 1 ? found[0]?.organisationId : undefined;
}

function placesIn(text: string, places: readonly Place[]): Place[] {
  const said = wordsOf(text);
  const partsOf = ({ name }: Place) => wordsOf(name).filter((word) => word.length >= shortestPart);
  return places.filter((place) => ` ${said.join(' ')} `.includes(` ${wordsOf(place.name).join(' ')} `) || partsOf(place).some((part) => said.includes(part)));
}
