import { setTimeout as sleep } from 'node:timers/promises';
import type { Dependencies } from '../dependencies.ts';
import { type Millis, second } from '../foundation/clock.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../ports.ts';

/** How the directory of a portal does: `own`: Guichet's; else whether it answered just now, in how many milliseconds, or why not, in words for the operator. */
export type DirectoryHealth = { readonly portal: string; readonly kind: string } & (
  | { readonly state: 'own' }
  | { readonly state: 'answers'; readonly took: Millis }
  | { readonly state: 'silent' | 'misconfigured'; readonly why: string }
);

/** How long a directory is waited for. One that hangs holds up no other. */
const patience = 3 * second;
/** Nobody is called that: looking costs what any look costs, and shows nobody. */
const nobody = 'guichet-looks-whether-you-answer';

/** Asks all directories at once whether they answer. */
export const lookAtDirectories = ({ directory, portals }: Pick<Dependencies, 'directory' | 'portals'>): Promise<DirectoryHealth[]> =>
  Promise.all(
    [...portals.values()].map(async ({ id: portal, directory: { kind } }): Promise<DirectoryHealth> => {
      if (kind === 'embedded') return { portal, kind, state: 'own' };
      const began = performance.now();
      const stop = new AbortController();
      try {
        const asked = directory.findByIdentifier(portal, nobody).then(() => true);
        const answered = await Promise.race([asked, sleep(patience, false, { signal: stop.signal })]);
        if (!answered) return { portal, kind, state: 'silent', why: '' };
        return { portal, kind, state: 'answers', took: Math.round(performance.now() - began) };
      } catch (error) {
        if (!(error instanceof DirectoryUnavailable)) throw error;
        return { portal, kind, state: error instanceof DirectoryMisconfigured ? 'misconfigured' : 'silent', why: error.message };
      } finally {
        stop.abort();
      }
    }),
  );
