import type { Locale } from './i18n.ts';
import { type Portal, type Procedure, procedures } from './portal.ts';
import { commandIn, everyFiller, languageIn, lexicons } from './words/conversation.ts';
import { type Command, phrasesIn } from './words/lexicon.ts';
import { isSaid, type Phrase, phraseOf, vocabularyOf, wordsOf } from './words/match.ts';

/** What a message in free text asks for. */
export type Intent = {
  readonly procedure: Procedure | Command | 'none';
  /** The language that the message, as a whole, asks to go on in. */
  readonly language?: Locale;
  /** Id of the one portal that it names. */
  readonly portal?: string;
  /** Whether to begin at once; otherwise the nearest are offered. False as well where nothing is known of any word: it may be an answer. */
  readonly confident: boolean;
  /** The likeliest procedures, best first, at most three. */
  readonly nearest: readonly Procedure[];
};

/** The phrases that mean a procedure: the lexicons', and the labels and words of the profiles. */
function phrasesFor(procedure: Procedure, portals: readonly Portal[]): Phrase[] {
  const own = portals.flatMap((portal) => {
    const options = procedure === 'support' ? undefined : portal.procedures[procedure];
    // A label of one word, such as «Inscription», is too common a word to belong to one procedure.
    return [
      ...textsOf(options?.label)
        .map(asWritten)
        .filter((text) => text.includes(' ')),
      ...(options?.words ?? []).map(asWritten),
    ];
  });
  const written = [...lexicons.flatMap((lexicon) => phrasesIn(lexicon.procedures[procedure])), ...own];
  return [...new Set(written)].map((text) => phraseOf(text, everyFiller)).filter(({ score }) => score >= 0.5);
}

/** Brackets in a label hold its other form: «S’inscrire (Sign Up)». */
const textsOf = (label: Portal['name'] | undefined): string[] =>
  label === undefined
    ? []
    : (typeof label === 'string' ? [label] : Object.values(label)).flatMap((text) => text.split(/[()]/)).filter((text) => text.trim() !== '');

const asWritten = (text: string): string => wordsOf(text).join(' ');

/**
 * Makes the matcher of words: from a message in French or English to what it asks for, and the portal that it names.
 * Deterministic, by phrases and one-letter typos; procedures mean what design.md's «Names that others rely on» says.
 */
export function createIntents(portals: ReadonlyMap<string, Portal>): (text: string) => Intent {
  const all = [...portals.values()];
  const meanings = procedures.map((procedure) => ({ procedure, phrases: phrasesFor(procedure, all) }));
  const elsewhere = lexicons.flatMap((lexicon) => phrasesIn(lexicon.elsewhere)).map((text) => phraseOf(text, everyFiller));
  const names = all.map(({ id, name, words }) => ({ id, phrases: [id, ...textsOf(name), ...words].map((text) => phraseOf(asWritten(text), everyFiller)) }));
  const find = vocabularyOf([...meanings, ...names, { phrases: elsewhere }].flatMap(({ phrases }) => phrases.flatMap(({ words }) => words)));

  return (text) => {
    const said = wordsOf(text);
    const language = languageIn(said);
    if (language) return { procedure: 'none', language, confident: true, nearest: [] };
    const command = commandIn(text, said);
    if (command) return { procedure: command, confident: true, nearest: [] };

    const places = find(said);
    const named = names.filter(({ phrases }) => phrases.some((phrase) => isSaid(phrase, places, 0)));
    const about = named.length === 1 && named[0] ? { portal: named[0].id } : {};
    if (elsewhere.some((phrase) => isSaid(phrase, places))) return { procedure: 'none', ...about, confident: true, nearest: [] };

    const scores = meanings
      .map(({ procedure, phrases }) => ({ procedure, score: scoreOf(phrases.filter((phrase) => isSaid(phrase, places))) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    const [best, second] = scores;
    const nearest = scores.slice(0, 3).map(({ procedure }) => procedure);
    if (!best) return { procedure: 'none', ...about, confident: false, nearest };
    return { procedure: best.procedure, ...about, confident: best.score >= 1 && best.score - (second?.score ?? 0) >= 0.35, nearest };
  };
}

/** The phrase that says most decides; the others of the same meaning only break ties. */
function scoreOf(phrases: readonly Phrase[]): number {
  const scores = phrases.map(({ score }) => score).sort((a, b) => b - a);
  const [best = 0, ...others] = scores;
  return (
    best +
    Math.min(
      0.4,
      others.reduce((sum, score) => sum + score / 10, 0),
    )
  );
}
