import type { Limits } from '../foundation/limits.ts';
import type { LimitSettings } from '../foundation/limitTable.ts';
import type { Outcome } from '../foundation/outcome.ts';
import type { Commit, Directory, Verified } from '../ports.ts';

/**
 * A directory elsewhere whose accounts nobody locks from our pages: after as many failed sign-ins as the profile says, no more passwords reach it for a
 * while. Set to fewer than the directory's own threshold, a stranger here locks nobody out of their computer. A known browser passes, and a new
 * password ends it. What is refused costs the directory the same as an account that is not there (ALL-4).
 */
export function limitGuesses(directory: Directory, limits: Limits, portal: LimitSettings & { readonly id: string }): Directory {
  const keyOf = (id: string): string => `${portal.id}:${id}`;

  const clearing =
    (id: string, commit: Commit): Commit =>
    async (tx, now) => {
      await limits.forget('signIn.elsewhere', keyOf(id), tx);
      return await commit(tx, now);
    };
  const cleared = (id: string, written: Outcome<Commit>): Outcome<Commit> => (written.ok ? { ...written, value: clearing(id, written.value) } : written);

  return {
    ...directory,
    verify: async (entry, password, past): Promise<Verified> => {
      const key = keyOf(entry?.id ?? 'nobody');
      const allowed = await limits.takeOf(portal, 'signIn.elsewhere', key);
      const locked = entry !== undefined && !allowed;
      const verified = await directory.verify(locked && !past ? undefined : entry, password);
      const left = await limits.leftOf(portal, 'signIn.elsewhere', key);
      if (verified.ok) return locked || !entry ? verified : { ok: true, commit: clearing(entry.id, verified.commit) };
      if (locked) return { ok: false, why: 'locked' };
      return { ...verified, locks: entry !== undefined && left === 0 };
    },
    setPassword: async (entry, password) => cleared(entry.id, await directory.setPassword(entry, password)),
    changePassword: async (entry, current, password) => cleared(entry.id, await directory.changePassword(entry, current, password)),
  };
}
