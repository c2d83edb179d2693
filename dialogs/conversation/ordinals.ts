/** The place of «celui du milieu». */
const middle = 0.5;

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
  milieu: middle,
  middle,
};
/** Words that say nothing beside a choice. */
export const politeness: ReadonlySet<string> = new Set(
  `le la les l the numero no n number option choix choice celui celle du de d des one merci please svp stp s il te vous plait je j prends prend choisis veux voudrais
  want take pick choose ce sera plutot pour c est it s i ll would like that a an un une of in list liste on moi me my mon ma mes pick thanks ok alors donc bon euh`.split(
    /\s+/,
  ),
);

/** Which of a list's entries is meant by «2», «la deuxième», “the last one”; undefined if the words say anything else (TALK-11). */
export function placeMeant(words: readonly string[], length: number): number | undefined {
  const telling = words.filter((word) => !politeness.has(word));
  // «un», “number one”: small words, but for a place where nothing else is.
  const [place, ...others] = telling.length > 0 ? telling : words.filter((word) => Object.hasOwn(places, word));
  const at = place === undefined || others.length > 0 || !Object.hasOwn(places, place) ? undefined : places[place];
  if (at === undefined) return undefined;
  if (at === middle) return length % 2 === 1 ? (length - 1) / 2 : undefined;
  const index = at < 0 ? length + at : at;
  return index >= 0 && index < length ? index : undefined;
}

/** Which of a list's entries are meant by «les deux premiers», «2 3», “the last two”; undefined where the words say anything else. */
export function placesMeant(words: readonly string[], length: number): readonly number[] | undefined {
  const telling = words.filter((word) => !politeness.has(word) && word !== 'et' && word !== 'and');
  const counted = telling.map((word) => counts[word]);
  const end = telling.find((word) => ends.test(word));
  const [count] = counted.filter((each) => each !== undefined);
  if (end !== undefined && telling.length === 2 && count !== undefined && count <= length) {
    const all = Array.from({ length }, (_, at) => at);
    return /^(?:dern|last)/.test(end) ? all.slice(-count) : all.slice(0, count);
  }
  const at = telling.map((word) => placeMeant([word], length));
  return at.length > 1 && at.every((place) => place !== undefined) ? at : undefined;
}

const counts: Readonly<Record<string, number>> = { deux: 2, two: 2, '2': 2, trois: 3, three: 3, '3': 3, quatre: 4, four: 4, '4': 4 };
const ends = /^(?:premi[eè]re?s|derni[eè]re?s|first|last)$/;
