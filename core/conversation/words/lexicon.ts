import type { Reply } from './moods.ts';

/** The commands to the conversation itself that a whole message can give. */
export const commands = ['help', 'cancel', 'menu', 'restart', 'resume', 'account'] as const;
export type Command = (typeof commands)[number];

/**
 * The words of one language. Phrases are separated by commas. Case, accents, doubled letters and apostrophes are ignored, as is one wrong letter in
 * a word of five or more.
 */
export type Lexicon = {
  /**
   * The expressions of each idea in `meanings.ts`: adjacent words, or with `_` between them at most two others. `word*` is any word that starts
   * with it, `one/other` is either.
   */
  readonly ideas: Readonly<Record<string, string>>;
  /** Whole messages, or several of them in a row, apart from courtesies. */
  readonly replies: Readonly<Record<Reply, string>>;
  /** Whole messages, apart from fillers. */
  readonly commands: Readonly<Record<Command, string>>;
  /** Words of small talk, separated by spaces. A message of only these and fillers asks for nothing. */
  readonly smallTalk: string;
  /** Words, separated by spaces, that count for little in a label and are ignored in a whole message. */
  readonly fillers: string;
  /** Words, separated by spaces, that carry no idea, so that they are not taken for a misspelling of one that does. */
  readonly themselves: string;
};

/** The phrases of an entry. */
export const phrasesIn = (entry: string): string[] => entry.split(/,\s*/).filter((phrase) => phrase !== '');
