import { type Locale, locales } from '../../foundation/i18n.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { type Command, commands, type Lexicon, phrasesIn } from './lexicon.ts';
import { oneTypo, wordsOf } from './read.ts';

const lexiconOf: Readonly<Record<Locale, Lexicon>> = { fr, en };

/** The lexicons of all languages. */
export const lexicons: readonly Lexicon[] = Object.values(lexiconOf);

const fillersOf = ({ fillers }: Lexicon): string[] => fillers.split(/\s+/);

/** The fillers of all languages. */
export const everyFiller: ReadonlySet<string> = new Set(lexicons.flatMap(fillersOf));

const wholes = lexicons.map((lexicon) => {
  const fillers = new Set(fillersOf(lexicon));
  // Letters are often doubled by mistake: «annnuler», «stoop».
  const single = (word: string) => (word.length >= 4 ? word.replace(/(\p{L})\1+/gu, '$1') : word);
  const bare = (words: readonly string[]) =>
    words
      .filter((word) => !fillers.has(word))
      .map(single)
      .join(' ');
  const known = commands.flatMap((command) => phrasesIn(lexicon.commands[command]).map((phrase) => ({ command, phrase: bare(phrase.split(' ')) })));
  return { bare, known: known.filter(({ phrase }) => phrase !== '') };
});

const smallTalk = new Set(lexicons.flatMap(({ smallTalk }) => smallTalk.split(/\s+/).map((word) => wordsOf(word).join(''))));

const negations = new Set('pas plus ne don t not'.split(' '));

/** The command that a whole message gives, apart from fillers and small talk: «annuler» is a command, «annuler ma demande» is about a request. */
export function commandIn(text: string, said: readonly string[]): Command | undefined {
  if (/^\s*\?+\s*$/.test(text)) return 'help';
  const commandOf = (words: readonly string[]) =>
    wholes
      .map(({ bare, known }) => ({ whole: bare(words), known }))
      .flatMap(({ whole, known }) => known.find(({ phrase }) => phrase === whole) ?? known.find(({ phrase }) => oneTypo(phrase, whole)) ?? [])[0]?.command;
  // «Stop, annule», «bon laisse, j’annule»: the same command twice.
  const twice = (words: readonly string[]) => {
    const each = words.filter((word) => !everyFiller.has(word) && !smallTalk.has(word)).map((word) => commandOf([word]));
    return each.length > 1 && each.length <= 3 && each.every((command) => command === each[0]) ? each[0] : undefined;
  };
  // «Je ne veux plus continuer» resumes nothing.
  if (said.some((word) => negations.has(word)) && commandOf(said) === 'resume') return 'cancel';
  return commandOf(said) ?? commandOf(said.filter((word) => !smallTalk.has(word))) ?? twice(said);
}

/** Whether a message is only small talk: «merci beaucoup», «ok», a smile. */
export const isSmallTalk = (text: string, said: readonly string[]): boolean =>
  said.length === 0
    ? /\p{Emoji_Presentation}/u.test(text)
    : said.some((word) => smallTalk.has(word)) && said.every((word) => smallTalk.has(word) || everyFiller.has(word));

const languages: Readonly<Record<Locale, readonly string[]>> = { fr: ['francais', 'french'], en: ['anglais', 'english'] };
const languageFillers = new Set(
  'parle parles parler parlez parlons comprends comprenez understand do does can could speak talk switch change changer passe passer passez langue language continue continuer continuons prefere prefer'.split(
    ' ',
  ),
);

/** «She’s French», «elle parle anglais», «je suis français»: said of somebody, it asks for nothing. */
const others = new Set('she he they her his him elle il ils elles'.split(' '));
const describing = new Set('suis est sont etait is are am was m s re'.split(' '));
function describes(said: readonly string[]): boolean {
  const telling = said.filter((word, at) => !(word === 's' && said[at + 1] === 'il') && !(word === 'il' && said[at - 1] === 's'));
  return telling.some((word) => others.has(word)) || (telling.some((word) => describing.has(word)) && !telling.some((word) => languageFillers.has(word)));
}

/** The language to switch to, if that is all the message asks. */
export function languageIn(said: readonly string[]): Locale | undefined {
  if (describes(said)) return undefined;
  const words = said.filter((word) => !everyFiller.has(word) && !languageFillers.has(word));
  return locales.find((locale) => words.length > 0 && words.every((word) => languages[locale].includes(word)));
}
