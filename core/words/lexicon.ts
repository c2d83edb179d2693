import type { Procedure } from '../portal.ts';

/** What a message as a whole can ask of the conversation itself. */
export const commands = ['help', 'cancel', 'menu', 'restart'] as const;
export type Command = (typeof commands)[number];

/**
 * The words of one language, in lower case and without accents or apostrophes, phrases parted by commas. In a phrase the words stand in order,
 * with up to four others between two of them; `word*` is any word that begins so; a phrase after `~` only hints. `aliases.ts` has been applied.
 */
export type Lexicon = {
  readonly procedures: Readonly<Record<Procedure, string>>;
  /** What is nobody's procedure here, however much else in the sentence sounds like one. */
  readonly elsewhere: string;
  /** Whole messages, fillers aside. */
  readonly commands: Readonly<Record<Command, string>>;
  /** Words, parted by spaces, that count for little in a phrase and are overlooked in a whole message. */
  readonly fillers: string;
};

/** The phrases of an entry. */
export const phrasesIn = (entry: string): string[] => entry.split(/,\s*/);
