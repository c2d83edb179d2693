import type { Turn } from './turn.ts';

/** What the user typed on a card, and what its button carries. */
export type Inputs = Readonly<Record<string, string>>;

/** Buttons that need no dialog state, by verb. They work at any time, even twice or after a restart. The core checks every right. */
export type Actions = Readonly<Record<string, (turn: Turn, inputs: Inputs) => Promise<void>>>;

/** Creates the handler of such buttons. It runs the verb's action, or returns false if there is none. */
export const takes =
  (actions: Actions) =>
  async (turn: Turn, verb: string, inputs: Inputs): Promise<boolean> => {
    const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
    if (!action) return false;
    await action(turn, inputs);
    return true;
  };
