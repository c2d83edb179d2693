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

/** Words that tell a language although they say something: months, and until when. */
const telling: Readonly<Record<Locale, ReadonlySet<string>>> = {
  fr: new Set('janvier fevrier avril mai juin juillet aout septembre octobre novembre decembre jusqu jusque semaine semaines mois'.split(' ')),
  en: new Set('january february june july august september october november december until till week weeks month months'.split(' ')),
};
/** A word in small letters with an accent is French: names are written with a capital. */
const accented = /(?<![\p{L}\p{N}@._-])\p{Ll}*[àâçéèêëîïôùûœ]\p{Ll}*(?![\p{L}\p{N}@])/gu;

/** What comes before a name. */
const introducing = /^(?:(?:bonjour|bonsoir|salut|hello|hi|hey) )?(?:je suis|moi c est|je m appelle|mon nom est|ici|i m|i am|my name is|my name s|this is) /;
const longestName = 3;

/** Whether somebody only says their name: «je suis Hélène», “I’m Paul Martin”. `isWord`: whether a word is one that people say. */
export function isIntroduction(said: readonly string[], isWord: (word: string) => boolean): boolean {
  const [begins] = introducing.exec(said.join(' ')) ?? [];
  const name = begins === undefined ? [] : said.slice(begins.trim().split(' ').length);
  return name.length > 0 && name.length <= longestName && !name.some((word) => isWord(word) || /\d/.test(word));
}

/** How many words of one language, with none of the other, decide a message's language. */
const enough = 3;

/**
 * The language that a message is clearly written in, whatever the client says: a greeting, or several small words of one language and none of the
 * other. Loan words such as «reset» do not count.
 */
export function spokenIn(text: string): Locale | undefined {
  const said = wordsOf(text);
  const count = (of: Locale, other: Locale) =>
    said.filter((word) => telling[of].has(word) || (words[of].has(word) && !words[other].has(word))).length +
    (said[0] && greetings[of].includes(said[0]) ? enough : 0);
  const accents = text.normalize('NFC').match(accented) ?? [];
  const [french, english] = [count('fr', 'en') + accents.length, count('en', 'fr')];
  if (french >= enough && english === 0) return 'fr';
  return english >= enough && french === 0 ? 'en' : undefined;
}
