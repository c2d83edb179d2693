import { type Clock, type Millis, minute, second } from '../clock.ts';
import { NoAnswer, Postponed } from './faults.ts';

/** Spares what does not answer, and those who would wait for it. */
export type Circuits = {
  /**
   * Does what needs a destination. If that has not answered of late, throws `Postponed` at once; after each pause one try finds out whether it answers
   * again.
   */
  through<T>(destination: string, work: () => Promise<T>): Promise<T>;
};

/** Silences in a row after which nothing more is sent there. */
const enough = 3;
const firstPause = 5 * second;
const longestPause = minute;

/** `trying`: since when one try is under way. */
type Circuit = { silences: number; until: Millis; trying: Millis | undefined };

/** Creates circuits that are all closed. They are this process's own. `clock` must not jump. */
export function createCircuits(clock: Clock): Circuits {
  const circuits = new Map<string, Circuit>();

  /** Whether this is the one try at a destination that did not answer. */
  const enter = (destination: string): boolean => {
    const circuit = circuits.get(destination);
    if (!circuit || circuit.silences < enough) return false;
    const left = circuit.until - clock();
    // A try that takes long itself, as the mail to a slow recipient, keeps nobody from another.
    const isTrying = circuit.trying !== undefined && clock() - circuit.trying < longestPause;
    if (left > 0 || isTrying) throw new Postponed(Math.max(left, second));
    circuit.trying = clock();
    return true;
  };

  const noteSilence = (destination: string, isTry: boolean) => {
    const circuit = circuits.get(destination) ?? { silences: 0, until: 0, trying: undefined };
    // What was under way when the circuit opened says nothing new.
    if (circuit.silences >= enough && !isTry) return;
    circuit.silences += 1;
    circuit.until = clock() + Math.min(firstPause * 2 ** Math.max(0, circuit.silences - enough), longestPause);
    circuit.trying = undefined;
    circuits.set(destination, circuit);
  };

  return {
    through: async (destination, work) => {
      const isTry = enter(destination);
      try {
        const done = await work();
        circuits.delete(destination);
        return done;
      } catch (error) {
        if (error instanceof NoAnswer) noteSilence(destination, isTry);
        // Whatever else went wrong was an answer.
        else circuits.delete(destination);
        throw error;
      }
    },
  };
}
