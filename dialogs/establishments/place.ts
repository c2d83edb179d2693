import { wordsOf } from '../../core/conversation/index.ts';

type Place = { readonly organisationId: string; readonly name: string };

/** In letters. Shorter words of a name stand in many sentences. */
const shortestPart = 4;

/** The id of the one establishment that a message names, whole or by a word that no other has: «l’hôtel de Paris» for H-PARIS. */
export function placeNamed(text: string, places: readonly Place[]): string | undefined {
  const said = wordsOf(text);
  const partsOf = ({ name }: Place) => wordsOf(name).filter((word) => word.length >= shortestPart);
  const found = places.filter(
    (place) => ` ${said.join(' ')} `.includes(` ${wordsOf(place.name).join(' ')} `) || partsOf(place).some((part) => said.includes(part)),
  );
  return found.length === 1 ? found[0]?.organisationId : undefined;
}
