/** What a message as a whole can ask of the conversation itself. */
export const commands = ['help', 'cancel', 'menu', 'restart', 'account'] as const;
export type Command = (typeof commands)[number];

/**
 * The words of one language, phrases parted by commas; capitals, accents, doubled letters and apostrophes do not matter, nor does one wrong letter
 * in a word of five or more.
 */
export type Lexicon = {
  /**
   * How each idea of `meanings.ts` is said: words that follow each other or, with `_` between them, at most two others; `word*` is any word that
   * begins so; `one/other` is either.
   */
  readonly ideas: Readonly<Record<string, string>>;
  /** Whole messages, fillers aside. */
  readonly commands: Readonly<Record<Command, string>>;
  /** Words, parted by spaces, of which small talk is made: messages of these and fillers alone ask for nothing. */
  readonly smallTalk: string;
  /** Words, parted by spaces, that count for little in a label and are overlooked in a whole message. */
  readonly fillers: string;
  /** Words, parted by spaces, that say nothing here, and are no misspelling of one that does. */
  readonly themselves: string;
};

/** The phrases of an entry. */
export const phrasesIn = (entry: string): string[] => entry.split(/,\s*/).filter((phrase) => phrase !== '');
