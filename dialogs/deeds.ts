import type { Turn } from './turn.ts';

/** What was typed on a card, and what its button carries. */
export type Inputs = Readonly<Record<string, string>>;

/** What buttons do that carry no dialog's state, by verb: at any time, also after a restart and twice. Every right is checked in the core. */
export type Deeds = Readonly<Record<string, (turn: Turn, inputs: Inputs) => Promise<void>>>;

/** Does one of these deeds; false where the verb is none of them. */
export const doing =
  (deeds: Deeds) =>
  async (turn: Turn, verb: string, inputs: Inputs): Promise<boolean> => {
    const deed = Object.hasOwn(deeds, verb) ? deeds[verb] : undefined;
    if (!deed) return false;
    await deed(turn, inputs);
    return true;
  };
