import { DirectoryUnavailable } from '../ports.ts';

/** The shortest and the longest time for which a service that asked for it is left alone, in seconds: some ask for a year. */
const [shortest, longest] = [1, 60];

/** Leaves a service alone for as long as it asks. */
export type Quiet = {
  /** Throws while the service is left alone. */
  check(): void;
  /**
   * Is told of each answer. After 429, and after 503 with a Retry-After, the service is left alone. `after`: its Retry-After (RFC 9110, 10.2.3), seconds
   * or a date; null if there is none.
   */
  answered(status: number, after: string | null): void;
};

/** One for each service: what one portal's directory asks for holds up no other. */
export function createQuiet(host: string): Quiet {
  let until = 0;
  return {
    check: () => {
      if (performance.now() < until) throw new DirectoryUnavailable(`${host} asked to be left alone for a while (429)`);
    },
    answered: (status, after) => {
      if (!(status === 429 || (status === 503 && after !== null))) return;
      const seconds = Number(after ?? shortest);
      const wanted = Number.isNaN(seconds) ? (Date.parse(after ?? '') - Date.now()) / 1_000 : seconds;
      until = performance.now() + 1_000 * Math.min(Math.max(wanted || shortest, shortest), longest);
    },
  };
}
