import type { Press, Talk } from './talk.ts';

/** Does so many turns in a chat, or, of presses, the next multiple of a cycle; the times that they took, in milliseconds. */
export type Deed = {
  (talk: Talk, turns: number): Promise<number[]>;
  /** How many messages the bot sends in a turn, besides its answer to the click. */
  readonly messages: 0 | 1;
};

/** In, on, back and out of a sign-up again: four cards, each of them another. */
const signUp: readonly Press[] = [
  { verb: 'signUp.start', inputs: { portal: 'invgate' }, next: 'signUp.address' },
  { verb: 'signUp.address', inputs: { email: 'camille.petit@corp.example' }, next: 'signUp.details' },
  { verb: 'signUp.back', next: 'signUp.address' },
  { verb: 'signUp.cancel', next: 'menu.show' },
];
const same: readonly Press[] = [{ verb: 'minimal.next', next: 'minimal.next' }];

const presses = (cycle: readonly Press[]): Deed =>
  Object.assign(
    async (talk: Talk, turns: number) => {
      const times: number[] = [];
      while (times.length < turns) for (const press of cycle) times.push(await talk.presses(press));
      return times;
    },
    { messages: 0 } as const,
  );

/** Presses buttons of Guichet's cards. */
export const pressesOurs = presses(signUp);
/** Presses the one button of the minimal bot's card. */
export const pressesTheirs = presses(same);

/** Says a word that both bots answer with a message: Guichet with a card, the minimal bot with a line. */
export const says: Deed = Object.assign(
  async (talk: Talk, turns: number) => {
    const times: number[] = [];
    while (times.length < turns) times.push(await talk.says('aide'));
    return times;
  },
  { messages: 1 } as const,
);
