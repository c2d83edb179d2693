import type { Turn } from './turn.ts';

/** What was typed on a card, and what its button carries. */
export type Inputs = Readonly<Record<string, string>>;

/** Buttons outside of any dialog's state, by verb. They work at any time, also after a restart and twice; the core checks every right. */
export type Actions = Readonly<Record<string, (turn: Turn, inputs: Inputs) => Promise<void>>>;

/** Makes the taker of such buttons: it runs the action, or returns false where the verb is none of them. */
export const takes =
  (actions: Actions) =>
  async (turn: Turn, verb: string, inputs: Inputs): Promise<boolean> => {
    const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
    if (!action) return false;
    await action(turn, inputs);
    return true;
  };
