/** Spellings that sound alike in French, and the ends that are not heard. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/qu|ck|[cq](?![eiyh])/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/eau|au/g, 'o'],
  [/ai|ei|(?:et|er|ez|es|ees?)$/g, 'e'],
  [/y/g, 'i'],
  [/z/g, 's'],
  [/h/g, ''],
  [/(.)\1+/g, '$1'],
  [/(?<=..)(?:ent|[stexd])+$/g, ''],
];

/** A word as it sounds, so that «oublié», «oublier» and «oubliez» count as one. */
export const soundOf = (word: string): string => alike.reduce((sound, [spelt, as]) => sound.replace(spelt, as), word);
