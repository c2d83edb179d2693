/** A password that somebody sets, with all that the bot told them of it. */
export type ResetDeed = {
  readonly person: number;
  /** The bot said that the mail is on its way. */
  mailed: boolean;
  /** How often the mail was asked for; two clicks at once are one. */
  asked: number;
  readonly password: string;
  /** The page said that the password is set. */
  said: boolean;
  /** The page said that the link is of no use any more. */
  dead: boolean;
  /** Submissions whose answer was lost. */
  lost: number;
};

/** A request for a catalogue, with all that the bot told the person of it. */
export type AskDeed = {
  readonly person: number;
  /** The number on the card that said that it has gone. */
  reference: string | undefined;
  /** How often it was confirmed. */
  tried: number;
};

/** What an approver's card showed in answer to a click. */
export type Heard = { readonly enrollment: string; readonly approver: string; readonly card: string };

/** What people did and were told, as they remember it. */
export type Ledger = {
  readonly resets: ResetDeed[];
  readonly asks: AskDeed[];
  readonly heard: Heard[];
  /** What was said and was plainly not so. */
  readonly falsehoods: string[];
  /** People who came no further, and where. */
  readonly stuck: string[];
  /** Answers that were lost, and clicks that were made again. */
  lostAnswers: number;
};

export const newLedger = (): Ledger => ({ resets: [], asks: [], heard: [], falsehoods: [], stuck: [], lostAnswers: 0 });
