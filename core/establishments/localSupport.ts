import type { Dependencies } from '../dependencies.ts';
import { bindingsOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { isNamedElsewhere, standingOfPerson, stands } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';

/** A team that supports the establishments of some countries. */
export type LocalTeam = NonNullable<Portal['procedures']['changeEmail']>['localSupport'][number];

/** An establishment whose changes of address are handled by people: by its country's team, or by the portal's support if `team` is undefined. */
export type ReferredEstablishment = { readonly organisationId: string; readonly name: string; readonly team: LocalTeam | undefined };

/** Referral to local support (EX-9). */
export type LocalSupport = {
  /** The establishments of an account that manages at least as many as the profile says; empty for anyone else. */
  referred(actor: Actor, portal: Portal): Promise<ReferredEstablishment[]>;
};

/** Creates the referral to local support. */
export const createLocalSupport = (dependencies: Pick<Dependencies, 'db' | 'directory'>): LocalSupport => ({
  referred: async (actor, portal) => {
    const { localSupportFrom, localSupport = [] } = portal.procedures.changeEmail ?? {};
    if (localSupportFrom === undefined || !actor.authenticated) return [];
    const { db } = dependencies;
    const own = (await bindingsOf(db, actor.person)).filter((binding) => binding.portal === portal.id);
    const standing = await standingOfPerson(dependencies, actor, portal);
    for (const { accountId } of own.filter((binding) => stands(standing, binding.accountId))) {
      const managed = await db
        .selectFrom('organisationMember')
        .innerJoin('organisation', 'organisation.id', 'organisationMember.organisationId')
        .select(['organisation.id', 'organisation.name', 'country'])
        .where('accountId', '=', accountId)
        .$if(!isNamedElsewhere(portal), (recorded) => recorded.where('role', '=', 'administrator'))
        .where('endedAt', 'is', null)
        .where('status', '=', 'validated')
        .orderBy('organisation.name')
        .execute();
      if (managed.length >= localSupportFrom)
        return managed.map(({ id, name, country }) => ({ organisationId: id, name, team: localSupport.find(({ countries }) => countries.includes(country)) }));
    }
    return [];
  },
});
