import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { type AdministeredOrganisation, administeredOrganisation, pastFactor, rightsOfMember, standingOfPerson } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { createRemoveUser, type RemoveUser } from './removeUser.ts';
import { readPage, shownMembers } from './userPages.ts';
import { createUserRights, type UserRights } from './userRights.ts';

/** A user of an establishment, as its administrators see them. */
export type User = {
  readonly accountId: string;
  readonly name: string;
  readonly identifier: string;
  readonly email: string;
  readonly rights: readonly string[];
};

/** A page of users. `next` is where the next page begins; undefined on the last. */
export type UserPage = { readonly organisation: string; readonly users: readonly User[]; readonly next: string | undefined };

/** What an administrator can do with the users of their establishment. Refuses anyone else with `addUser.notAdministrator` (EX-10), and with `factor.needed`. */
export type Users = RemoveUser &
  UserRights & {
    /** Users by name, or those whose names and addresses begin with the words of the search. `after` is the `next` of the page before. */
    list(
      actor: Actor,
      portal: Portal,
      organisationId: string,
      page: { readonly limit: number; readonly search?: string; readonly after?: string },
    ): Promise<Outcome<UserPage>>;
    /** One user. Refuses with `users.gone`. */
    one(actor: Actor, portal: Portal, organisationId: string, accountId: string): Promise<Outcome<User>>;
  };

/** Creates the administration of users. */
export function createUsers(dependencies: Dependencies): Users {
  const { db, clock } = dependencies;
  /** Who works where, under which address, is for administrators alone: where a second factor is on, a tie shows it no more than it changes it. */
  const administers = async (actor: Actor, portal: Portal, organisationId: string): Promise<Outcome<AdministeredOrganisation>> => {
    const by = await administeredOrganisation(db, actor, portal, organisationId, await standingOfPerson(dependencies, actor, portal));
    if (!by) return refuse({ key: 'addUser.notAdministrator' });
    return (await pastFactor(db, actor, by.accounts, clock())).length > 0 ? accept(by) : refuse({ key: 'factor.needed' });
  };

  return {
    ...createRemoveUser(dependencies),
    ...createUserRights(dependencies),

    list: async (actor, portal, organisationId, { limit, search = '', after = '' }) => {
      const by = await administers(actor, portal, organisationId);
      if (!by.ok) return by;
      const rows = await readPage(db, { organisationId, limit, search, after });
      const last = rows[limit - 1];
      const users = rows.slice(0, limit).map((row) => userOf(portal, row));
      return accept({ organisation: by.value.name, users, next: rows.length > limit && last ? `${last.place}|${last.id}` : undefined });
    },

    one: async (actor, portal, organisationId, accountId) => {
      const by = await administers(actor, portal, organisationId);
      if (!by.ok) return by;
      const row = await shownMembers(db, organisationId).where('accountId', '=', accountId).executeTakeFirst();
      return row ? accept(userOf(portal, row)) : refuse({ key: 'users.gone' });
    },
  };
}

type Row = Awaited<ReturnType<typeof readPage>>[number];

const userOf = (portal: Portal, row: Omit<Row, 'place'>): User => {
  const { accountId, identifier, email, givenName, familyName } = row;
  return { accountId, name: `${givenName} ${familyName}`.trim() || identifier, identifier, email, rights: rightsOfMember(portal, row) };
};
