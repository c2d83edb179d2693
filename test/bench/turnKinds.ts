import type { Press, Talk } from './talk.ts';

/** Does `turns` turns in a chat and returns the time of each in milliseconds. Presses complete their cycle. */
export type TurnKind = {
  (talk: Talk, turns: number): Promise<number[]>;
  /** How many messages the bot sends in a turn, in addition to its answer to the click. */
  readonly messages: 0 | 1;
};

/** Into a sign-up, forward, back and out again: four different cards. */
const signUp: readonly Press[] = [
  { verb: 'signUp.start', inputs: { portal: 'invgate' }, next: 'signUp.address' },
  { verb: 'signUp.address', inputs: { email: 'camille.petit@corp.example' }, next: 'signUp.details' },
  { verb: 'signUp.back', next: 'signUp.address' },
  { verb: 'signUp.cancel', next: 'menu.show' },
];
const same: readonly Press[] = [{ verb: 'minimal.next', next: 'minimal.next' }];

const presses = (cycle: readonly Press[]): TurnKind =>
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
export const says: TurnKind = Object.assign(
  async (talk: Talk, turns: number) => {
    const times: number[] = [];
    while (times.length < turns) times.push(await talk.says('aide'));
    return times;
  },
  { messages: 1 } as const,
);
