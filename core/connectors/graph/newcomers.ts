import { setTimeout as after } from 'node:timers/promises';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import type { GraphSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, DirectoryUnavailable, type Entry, type Lookup, type NewEntry } from '../../ports.ts';
import { mostAlike } from '../bounds.ts';
import { idAs } from '../meant.ts';
import { passwordRefusal } from '../passwordRefusal.ts';
import { nameBy } from '../shortNames.ts';
import { GraphRefusal, isResource, type Resource, textOf } from './answers.ts';
import type { Exchange } from './client.ts';
import type { Groups } from './groups.ts';
import { displayName, memberOf, orNothing } from './people.ts';

/** For how long a new account may be unknown to some of Graph's own servers. */
const young = 10 * 60_000;
/** How long is waited before a new account is put into its first groups again, in milliseconds. */
const pauses = [200, 500, 1_000];

/** Making accounts. Graph says 201, and some of its servers say 404 for a while after that: what was made is looked for before it is made again (DIR-4). */
export type Newcomers = {
  make(exchange: Exchange, wanted: NewEntry, password: string | undefined): Promise<Outcome<Entry>>;
  /** Puts a new account into its first groups. */
  welcome(exchange: Exchange, id: string): Promise<void>;
  /** Throws `DirectoryUnavailable` where an account that is not shown was made here a moment ago. */
  awaited(id: string): void;
  /** Whether an account that is not shown was deleted, and is not only new. */
  isGone(exchange: Exchange, id: string): Promise<boolean>;
};

/** Makes nothing yet. */
export function createNewcomers(
  settings: GraphSettings,
  groups: Groups,
  find: (exchange: Exchange, by: Lookup) => Promise<Entry | undefined>,
  tell: (message: string) => void,
): Newcomers {
  const made = new Map<string, number>();
  const keep = (id: string): void => {
    const now = performance.now();
    for (const [one, until] of made) if (until < now) made.delete(one);
    made.set(id, now + young);
  };
  const notYet = (what: string) => new DirectoryUnavailable(`${what} was made, and Graph does not show it yet`);

  /** Somebody has that address: the account that is asked for, made by another attempt, or somebody else's. */
  const exists = async (exchange: Exchange, { email }: NewEntry): Promise<Outcome<never>> => {
    if (await find(exchange, { email })) return refuse({ key: 'signUp.exists' });
    throw notYet(email);
  };

  const guest = async (exchange: Exchange, wanted: NewEntry, redirect: string): Promise<Outcome<Entry>> => {
    const body = {
      invitedUserEmailAddress: wanted.email,
      invitedUserDisplayName: displayName(wanted),
      inviteRedirectUrl: redirect,
      // Guichet's own mail has invited them.
      sendInvitationMessage: false,
    };
    try {
      const { invitedUser } = await exchange('/invitations', { method: 'POST', body, needs: 'User.Invite.All' });
      const entry = shown(wanted, isResource(invitedUser) ? invitedUser : {});
      // Who was invited before, by whomever, under another address perhaps, is the same guest, and may have been shut out since.
      if ((await find(exchange, { id: entry.id }))?.disabled) return refuse({ key: 'directory.closed' });
      return accept({ ...entry, identifier: wanted.email, hasPassword: true, signsIn: 'elsewhere' });
    } catch (error) {
      if (!(error instanceof GraphRefusal && /already exists/i.test(error.message))) throw error;
      // An account of the tenant's own answers to the address, and shows another: whose it is, an operator has to say.
      tell(`${wanted.email} is not invited: ${error.message}`);
      return refuse({ key: 'signUp.exists' });
    }
  };

  const member = async (exchange: Exchange, wanted: NewEntry, password: string | undefined): Promise<Outcome<Entry>> => {
    const { create, people } = settings;
    for (let n = 1; create?.as === 'member' && n <= mostAlike; n += 1) {
      const local = nameBy(create.identifier, { ...wanted }, n).replace(/^[^a-z0-9]+$/, '') || nameBy('{email:20}', { ...wanted }, n);
      const body = memberOf(wanted, local, password, settings);
      try {
        const answer = await exchange('/users', { method: 'POST', body, needs: 'User.ReadWrite.All', secret: password });
        const name = people.identifier === 'mail' ? wanted.email : (textOf(answer, 'userPrincipalName') ?? `${local}@${create.domain}`);
        return accept({ ...shown(wanted, answer), identifier: name, hasPassword: password !== undefined });
      } catch (error) {
        if (!(error instanceof GraphRefusal)) throw error;
        if (/password/i.test(error.message)) return passwordRefusal(error.message);
        if (!/already exist|same value for property/i.test(error.message)) throw error;
        // Another name helps only where it is the name that is taken, and not by an attempt of ours whose answer was lost.
        const other = /userPrincipalName/i.test(error.message)
          ? await orNothing(exchange(`/users/${encodeURIComponent(`${local}@${create.domain}`)}?$select=mail`))
          : undefined;
        if (!other || textOf(other, 'mail')?.toLowerCase() === wanted.email.toLowerCase()) return await exists(exchange, wanted);
      }
    }
    throw new DirectoryMisconfigured(`${mostAlike} accounts are named alike: directory.create.identifier needs more of a name`);
  };

  return {
    make: async (exchange, wanted, password) => {
      const { create } = settings;
      if (!create) throw new DirectoryMisconfigured('directory.create says nothing of new accounts');
      const entry = create.as === 'guest' ? await guest(exchange, wanted, create.redirect) : await member(exchange, wanted, password);
      if (entry.ok) keep(entry.value.id);
      return entry;
    },

    welcome: async (exchange, id) => {
      for (const group of settings.create?.groups ?? [])
        for (let tries = 0; ; tries += 1)
          try {
            await groups.add(exchange, group, id);
            break;
          } catch (error) {
            if (!(error instanceof GraphRefusal && error.status === 404)) throw error;
            const pause = pauses[tries];
            if (pause === undefined) throw notYet(id);
            await after(pause);
          }
    },

    awaited: (id) => {
      if ((made.get(idAs(id)) ?? 0) > performance.now()) throw notYet(id);
    },

    isGone: async (exchange, id) => (await orNothing(exchange(`/directory/deletedItems/${encodeURIComponent(id)}?$select=id`))) !== undefined,
  };
}

/** A new account as it was asked for, with the id that it got. */
function shown(wanted: NewEntry, answer: Resource): Omit<Entry, 'hasPassword'> {
  const id = textOf(answer, 'id');
  if (id === null) throw new DirectoryUnavailable(`${wanted.email} was made, and Graph does not name it`);
  return { ...wanted, id: idAs(id), locked: false, disabled: false, privileged: false, passwordEndsAt: null };
}
