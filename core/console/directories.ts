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

/** For so long a look is as good as another one. */
const fresh = 15 * second;
/** So long a page waits for a look; what comes later is there for the next one. */
const moment = second / 2;

/**
 * How the directories that are not Guichet's own do, for a page with other things on it: what the last look found, and undefined where none has ended yet. It
 * looks again where that is older than a moment, once for all who ask, and holds none of them up.
 */
export function createDirectoryLooks(
  dependencies: Pick<Dependencies, 'directory' | 'portals' | 'clock'>,
): () => Promise<readonly DirectoryHealth[] | undefined> {
  const portals = new Map([...dependencies.portals].filter(([, { directory }]) => directory.kind !== 'embedded'));
  let last: { readonly found: readonly DirectoryHealth[]; readonly at: Millis } | undefined;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const at = dependencies.clock();
    last = { found: await lookAtDirectories({ ...dependencies, portals }), at };
  };

  return async () => {
    if (portals.size === 0) return [];
    if (!last || Math.abs(dependencies.clock() - last.at) >= fresh) {
      // What is wrong with a look is said where directories have a page of their own.
      looking ??= look()
        .catch(() => undefined)
        .finally(() => {
          looking = undefined;
        });
      await Promise.race([looking, sleep(moment, undefined, { ref: false })]);
    }
    return last?.found;
  };
}

/** Asks all directories at once whether they answer. */
export const lookAtDirectories = ({ directory, portals }: Pick<Dependencies, 'directory' | 'portals'>): Promise<DirectoryHealth[]> =>
  Promise.all(
    [...portals.values()].map(async ({ id: portal, directory: { kind } }): Promise<DirectoryHealth> => {
      if (kind === 'embedded') return { portal, kind, state: 'own' };
      const began = performance.now();
      try {
        const asked = directory.findByIdentifier(portal, nobody).then(() => true);
        if (!(await Promise.race([asked, sleep(patience, false, { ref: false })]))) return { portal, kind, state: 'silent', why: '' };
        return { portal, kind, state: 'answers', took: Math.round(performance.now() - began) };
      } catch (error) {
        if (!(error instanceof DirectoryUnavailable)) throw error;
        return { portal, kind, state: error instanceof DirectoryMisconfigured ? 'misconfigured' : 'silent', why: error.message };
      }
    }),
  );
