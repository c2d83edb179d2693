import type { Dependencies } from '../dependencies.ts';
import { bindingsOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Portal } from '../portal/index.ts';

/** A team that looks after the establishments of some countries. */
export type LocalTeam = NonNullable<Portal['procedures']['changeEmail']>['localSupport'][number];

/** An establishment whose changes of address go to people, with the team of its country; undefined where the portal's support is it. */
export type Referred = { readonly organisationId: string; readonly name: string; readonly team: LocalTeam | undefined };

/** Who is referred to local support (EX-9). */
export type LocalSupport = {
  /** The establishments of an account that manages as many as the profile says, or more; none for anybody else. */
  referred(actor: Actor, portal: Portal): Promise<Referred[]>;
};

/** Makes the referral to local support. */
export const createLocalSupport = ({ db }: Dependencies): LocalSupport => ({
  referred: async (actor, portal) => {
    const { localSupportFrom, localSupport = [] } = portal.procedures.changeEmail ?? {};
    if (localSupportFrom === undefined || !actor.authenticated) return [];
    for (const { accountId } of (await bindingsOf(db, actor.person)).filter((binding) => binding.portal === portal.id)) {
      const managed = await db
        .selectFrom('organisationMember')
        .innerJoin('organisation', 'organisation.id', 'organisationMember.organisationId')
        .select(['organisation.id', 'organisation.name', 'country'])
        .where('accountId', '=', accountId)
        .where('role', '=', 'administrator')
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
