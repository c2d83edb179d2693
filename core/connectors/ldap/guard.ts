import type { Client } from 'ldapts';
import type { LdapSettings } from '../../portal/index.ts';
import type { Flavour } from './flavour.ts';
import { groupsAround } from './members.ts';
import type { Found } from './people.ts';

/** Accounts that the directory or the profile marks as privileged are left alone (DIR-15). */
export type Guard = {
  isPrivileged(client: Client, found: Found): Promise<boolean>;
  /** The same before a write: the operator hears of it. */
  isGuarded(client: Client, found: Found): Promise<boolean>;
};

/** Asks nothing yet. */
export function createGuard(settings: LdapSettings, flavour: Flavour, tell: (message: string) => void): Guard {
  const { privileged } = settings;
  const isPrivileged: Guard['isPrivileged'] = async (client, { name, state }) => {
    const among = await flavour.groupsOf(client, name, groupsAround(settings, privileged[0]), privileged);
    return state.privileged || among.length > 0;
  };
  return {
    isPrivileged,
    isGuarded: async (client, found) => {
      const guarded = await isPrivileged(client, found);
      if (guarded) tell(`${found.name} is privileged: its password, locks and groups are not touched from here`);
      return guarded;
    },
  };
}
