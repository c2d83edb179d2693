/** Words that name a place in a list, by their place; the last is -1. */
const places: Readonly<Record<string, number>> = {
  '1': 0,
  premier: 0,
  premiere: 0,
  '1er': 0,
  '1ere': 0,
  first: 0,
  un: 0,
  one: 0,
  '2': 1,
  deuxieme: 1,
  second: 1,
  seconde: 1,
  '2e': 1,
  '2eme': 1,
  '2nd': 1,
  deux: 1,
  two: 1,
  '3': 2,
  troisieme: 2,
  third: 2,
  '3e': 2,
  '3eme': 2,
  '3rd': 2,
  trois: 2,
  three: 2,
  '4': 3,
  quatrieme: 3,
  fourth: 3,
  '4e': 3,
  '4eme': 3,
  '4th': 3,
  quatre: 3,
  four: 3,
  '5': 4,
  cinquieme: 4,
  fifth: 4,
  '5e': 4,
  '5eme': 4,
  '5th': 4,
  cinq: 4,
  five: 4,
  dernier: -1,
  derniere: -1,
  last: -1,
};
const around = new Set(
  'le la l the numero no n number option choix choice celui celle du de one merci please svp stp je prends prend veux want ce sera plutot'.split(' '),
);

/** Which of a list's entries is meant by «2», «la deuxième», “the last one”; undefined if the words say anything else (TALK-11). */
export function placeMeant(words: readonly string[], length: number): number | undefined {
  const [place, ...others] = words.filter((word) => !around.has(word) || (word === 'one' && words.length === 1));
  const at = place === undefined || others.length > 0 || !Object.hasOwn(places, place) ? undefined : places[place];
  if (at === undefined) return undefined;
  const index = at < 0 ? length + at : at;
  return index >= 0 && index < length ? index : undefined;
}
