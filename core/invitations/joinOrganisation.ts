import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { Rollback } from '../foundation/rollback.ts';
import { newId, newReference } from '../foundation/secrets.ts';
import { grantRole, roleFor } from '../members/index.ts';
import type { Account } from '../ports.ts';
import type { ProvenInvitation } from './acceptance.ts';
import type { CompanyValues } from './company.ts';
import { rightsOf } from './invitation.ts';

type Joining = { readonly account: Account; readonly company: CompanyValues; readonly madeAccount: boolean };

/** Makes the account a member of the invitation's organisation, or the first member of the one that the form describes. */
export async function joinOrganisation(tx: Tx, { portal, invitation, recipient }: ProvenInvitation, joining: Joining, now: Millis): Promise<void> {
  const { account, company, madeAccount } = joining;
  const { name = '', siret = '', country = '', ...details } = company;
  const role = { portal: portal.id, accountId: account.id, role: 'member', grantedBy: invitation.inviter, now, madeAccount } as const;
  if (invitation.organisationId !== null) {
    const rights = roleFor(
      portal,
      rightsOf(portal, invitation).map(({ id: right }) => right),
    );
    return void (await grantRole(tx, { ...role, ...rights, organisationId: invitation.organisationId }));
  }
  if (name === '') return;
  const id = newId();
  const inserted = await tx
    .insertInto('organisation')
    .values({
      id,
      reference: newReference(),
      portal: portal.id,
      name,
      siret: siret === '' ? null : siret,
      country: country === '' ? 'FR' : country,
      domicile: '',
      details: JSON.stringify(details),
      status: 'validated',
      createdBy: recipient.actor.person,
      createdAt: now,
      decidedAt: now,
      // The sales company vouches for the people it invites.
      decidedBy: invitation.inviterEmail,
      reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  // The organisation exists already, and its own members decide who joins it.
  if (!inserted) throw new Rollback({ key: 'accept.companyExists', field: 'siret' });
  await grantRole(tx, { ...role, organisationId: id });
}
