import { type Locale, locales } from '../i18n.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { type Command, commands, type Lexicon, phrasesIn } from './lexicon.ts';
import { oneTypo } from './match.ts';

const lexiconOf: Readonly<Record<Locale, Lexicon>> = { fr, en };

/** The words of every language. */
export const lexicons: readonly Lexicon[] = Object.values(lexiconOf);

const fillersOf = ({ fillers }: Lexicon): string[] => fillers.split(/\s+/);

/** What carries nothing in any of the languages. */
export const everyFiller: ReadonlySet<string> = new Set(lexicons.flatMap(fillersOf));

const wholes = lexicons.map((lexicon) => {
  const fillers = new Set(fillersOf(lexicon));
  const bare = (words: readonly string[]) => words.filter((word) => !fillers.has(word)).join(' ');
  const known = commands.flatMap((command) => phrasesIn(lexicon.commands[command]).map((phrase) => ({ command, phrase: bare(phrase.split(' ')) })));
  return { bare, known: known.filter(({ phrase }) => phrase !== '') };
});

/** The command that a message is as a whole, fillers aside: «annuler» is one, «annuler ma demande» is about a request. */
export function commandIn(text: string, said: readonly string[]): Command | undefined {
  if (/^\s*\?+\s*$/.test(text)) return 'help';
  for (const { bare, known } of wholes) {
    const whole = bare(said);
    const found = known.find(({ phrase }) => phrase === whole) ?? known.find(({ phrase }) => oneTypo(phrase, whole));
    if (found) return found.command;
  }
  return undefined;
}

const languages: Readonly<Record<Locale, readonly string[]>> = { fr: ['francais', 'french'], en: ['anglais', 'english'] };
const languageFillers = new Set(
  'parle parler parlez parlons speak talk switch change changer passe passer passez langue language continue continuer continuons prefere prefer'.split(' '),
);

/** The language that a message, as a whole, asks to go on in. */
export function languageIn(said: readonly string[]): Locale | undefined {
  const words = said.filter((word) => !everyFiller.has(word) && !languageFillers.has(word));
  return locales.find((locale) => words.length > 0 && words.every((word) => languages[locale].includes(word)));
}
