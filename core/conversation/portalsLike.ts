import type { Portal } from '../portal/index.ts';
import { strange } from './words/ideas.ts';
import { oneTypo, wordsOf } from './words/read.ts';
import { soundOf } from './words/sound.ts';
import { gather, type Places } from './words/vocabulary.ts';

/** Names shorter than this sound like too many words. */
const shortestSound = 6;

/** Adds the portals whose name is written as it sounds, or in two words: «octopuce», «in gate», «out scale». */
export function portalsLike(portals: readonly Portal[]): (words: readonly string[], found: Places) => Places {
  const names = portals
    .flatMap(({ id, words }) => [id, ...words].map((name) => ({ id, name: wordsOf(name).join(' ') })))
    .filter(({ name }) => name.length >= shortestSound);
  const sounds = new Map(names.map(({ id, name }) => [soundOf(name), id]));
  const idOf = (word: string, next: string): string | undefined => {
    const joined = word + next;
    const alike = next === '' ? undefined : names.find(({ name }) => name === joined || (name[0] === joined[0] && oneTypo(name, joined)));
    return alike?.id ?? (word.length >= shortestSound ? sounds.get(soundOf(word)) : undefined);
  };
  return (words, found) => {
    const known = new Set([...found].flatMap(([idea, places]) => (idea === strange ? [] : places)));
    const more = words.flatMap((word, at) => {
      const id = word === '' || known.has(at) ? undefined : idOf(word, words[at + 1] ?? '');
      return id === undefined ? [] : [{ id, at }];
    });
    if (more.length === 0) return found;
    const places = new Map([...found].map(([idea, at]) => [idea, [...at]]));
    for (const { id, at } of more) for (const idea of ['PORTAL', `at ${id}`]) gather(places, idea, at);
    const unknown = places.get(strange)?.filter((at) => !more.some((each) => each.at === at)) ?? [];
    if (unknown.length > 0) places.set(strange, unknown);
    else places.delete(strange);
    return places;
  };
}
