import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { minute } from '../foundation/clock.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { administeredOrganisation, pastFactor, standingOfPerson } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { readFactorCode } from './factorCodes.ts';
import { spendInChat } from './mailboxFactor.ts';

/** Passing the second factor of an account in chat, to administer with it. */
export type ChatFactor = {
  /**
   * Spends a code of the account by which this person administers an organisation: of the app, or a recovery code. It is good for 15 minutes, for
   * this person and account. Refuses with `twoFactor.malformed`, `twoFactor.wrong`, `twoFactor.tries`, `addUser.notAdministrator`.
   */
  pass(actor: Actor, portal: Portal, organisationId: string, typed: string): Promise<Outcome<void>>;
};

/** How long a passed factor is good for (ours). */
const passedFor = 15 * minute;

/** Creates the second factor in chat. */
export function createChatFactor(dependencies: Dependencies): ChatFactor {
  const { db, clock, directory } = dependencies;
  return {
    pass: async (actor, portal, organisationId, typed) => {
      const standing = await standingOfPerson(dependencies, actor, portal);
      const by = await administeredOrganisation(db, actor, portal, organisationId, standing);
      if (!by) return refuse({ key: 'addUser.notAdministrator' });
      const now = clock();
      const open = await pastFactor(db, actor, by.accounts, now);
      const accountId = by.accounts.find((id) => !open.includes(id));
      if (accountId === undefined) return accept(undefined);
      if (!readFactorCode(typed)) return refuse({ key: 'twoFactor.malformed', field: 'code' });
      const account = await directory.get(portal.id, accountId);
      if (!account) return refuse({ key: 'addUser.notAdministrator' });
      return await spendInChat(dependencies, actor, { portal, account }, typed, async (tx) => {
        const until = now + passedFor;
        await tx
          .insertInto('factorProof')
          .values({ person: actor.person, accountId, until })
          .onConflict((conflict) => conflict.columns(['person', 'accountId']).doUpdateSet({ until }))
          .execute();
      });
    },
  };
}
