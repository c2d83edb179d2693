import type { Locale } from '../../foundation/i18n.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Lexicon } from './lexicon.ts';
import { wordsOf } from './read.ts';

/** First words that identify a language by themselves. */
const greetings: Readonly<Record<Locale, readonly string[]>> = {
  fr: ['bonjour', 'bonsoir', 'salut', 'coucou', 'merci', 'allo', 'annuler', 'aide', 'recommencer'],
  en: ['hello', 'hi', 'hey', 'thanks', 'good', 'morning', 'afternoon'],
};

const hellos: ReadonlySet<string> = new Set(['bonjour', 'bonsoir', 'salut', 'coucou', 'hello', 'hi', 'hey', 'morning', 'afternoon']);

/** Whether somebody says hello. */
export const saysHello = (text: string): boolean => wordsOf(text).some((word) => hellos.has(word));

const vocabulary = (lexicon: Lexicon): Set<string> => new Set(lexicon.fillers.split(/\s+/));
const words = { fr: vocabulary(fr), en: vocabulary(en) };

/** How many words of one language, with none of the other, decide a message's language. */
const enough = 3;

/**
 * The language that a message is clearly written in, whatever the client says: a greeting, or several small words of one language and none of the
 * other. Loan words such as «reset» do not count.
 */
export function spokenIn(text: string): Locale | undefined {
  const said = wordsOf(text);
  const count = (of: Locale, other: Locale) =>
    said.filter((word) => words[of].has(word) && !words[other].has(word)).length + (said[0] && greetings[of].includes(said[0]) ? enough : 0);
  const [french, english] = [count('fr', 'en'), count('en', 'fr')];
  if (french >= enough && english === 0) return 'fr';
  return english >= enough && french === 0 ? 'en' : undefined;
}
