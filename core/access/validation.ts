import type { Dependencies } from '../dependencies.ts';
import { giveGroup, takeGroup } from '../directory/index.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { membersOf, type OrganisationStatus, organisationsOf } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';

/** How the request to validate an organisation ended. */
export type Ending = { readonly status: Exclude<OrganisationStatus, 'pending'>; readonly by: string | null; readonly reason: string | null };

/**
 * Writes down what became of an organisation, with the decision that says so. A validated one's members get the group of its domicile
 * (OU-2) and a mail (OU-6). Returns whether it was pending until now.
 */
export async function endValidation(tx: Tx, dependencies: Dependencies, portal: Portal, organisationId: string, ending: Ending, now: number): Promise<boolean> {
  const organisation = await tx
    .updateTable('organisation')
    .set({ status: ending.status, decidedAt: now, decidedBy: ending.by, reason: ending.reason })
    .where('id', '=', organisationId)
    .where('status', '=', 'pending')
    .returning(['id', 'name', 'domicile'])
    .executeTakeFirst();
  if (!organisation) return false;
  if (ending.status !== 'validated') return true;
  const request = await tx.selectFrom('enrollment').select('locale').where('organisationId', '=', organisation.id).executeTakeFirst();
  for (const { accountId } of await membersOf(tx, organisation.id)) {
    await giveDomicile(tx, dependencies, portal, { accountId, domicile: organisation.domicile }, now);
    const account = await tx.selectFrom('account').select('email').where('id', '=', accountId).executeTakeFirst();
    if (!account) continue;
    const params = { organisation: organisation.name };
    await enqueue(
      tx,
      dependencies.secrets,
      { kind: 'mail', to: account.email, template: 'organisationValidated', portal: portal.id, locale: localeOf(request?.locale), params },
      { reason: `validated:${organisation.id}:${accountId}`, now, dueAt: now },
    );
  }
  return true;
}

/** Takes an account whose place in an organisation has ended out of the group of its domicile, unless another place keeps it there (OU-2). */
export async function leaveDomicile(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  left: { organisationId: string; accountId: string },
  now: number,
): Promise<void> {
  const { organisationId, accountId } = left;
  const organisation = await tx.selectFrom('organisation').select('domicile').where('id', '=', organisationId).executeTakeFirst();
  const groupId = organisation && groupOfDomicile(portal, organisation.domicile);
  if (groupId === undefined) return;
  const kept = (await organisationsOf(tx, [accountId])).some(({ status, domicile }) => status === 'validated' && groupOfDomicile(portal, domicile) === groupId);
  if (!kept) await takeGroup(tx, dependencies, portal, { accountId, groupId }, now);
}

const groupOfDomicile = (portal: Portal, domicile: string): string | undefined => {
  const { domiciles } = portal.procedures.createOrganisation ?? {};
  return domicile === 'france' ? domiciles?.france : domicile === 'abroad' ? domiciles?.abroad : undefined;
};

/** Puts an account into the group that sees the products of a domicile, where the profile names one (OU-2). */
export async function giveDomicile(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  given: { accountId: string; domicile: string },
  now: number,
): Promise<void> {
  const groupId = groupOfDomicile(portal, given.domicile);
  if (groupId !== undefined) await giveGroup(tx, dependencies, portal, { accountId: given.accountId, groupId, enrollmentId: null }, now);
}
