import type { Dependencies } from '../dependencies.ts';
import { giveGroup, takeGroup } from '../directory/index.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { membersOf, type OrganisationStatus, organisationsOf } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';

/** The outcome of a request to validate an organisation. */
export type ValidationResult = { readonly status: Exclude<OrganisationStatus, 'pending'>; readonly by: string | null; readonly reason: string | null };

/**
 * Records the outcome for an organisation, in the transaction of the decision. If validated, its members get the group of its domicile (OU-2)
 * and a mail (OU-6). Returns whether it was pending until now.
 */
export async function endValidation(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  organisationId: string,
  result: ValidationResult,
  now: number,
): Promise<boolean> {
  const organisation = await tx
    .updateTable('organisation')
    .set({ status: result.status, decidedAt: now, decidedBy: result.by, reason: result.reason })
    .where('id', '=', organisationId)
    .where('status', '=', 'pending')
    .returning(['id', 'name', 'domicile'])
    .executeTakeFirst();
  if (!organisation) return false;
  if (result.status !== 'validated') return true;
  const request = await tx.selectFrom('enrollment').select('locale').where('organisationId', '=', organisation.id).executeTakeFirst();
  for (const { accountId } of await membersOf(tx, organisation.id)) {
    await giveDomicileGroup(tx, dependencies, portal, { accountId, domicile: organisation.domicile }, now);
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

/** Takes an account that has left an organisation out of the group of its domicile, unless another membership keeps it there (OU-2). */
export async function leaveDomicileGroup(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  { organisationId, accountId }: { organisationId: string; accountId: string },
  now: number,
): Promise<void> {
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

/** Puts an account into the group that sees the products of a domicile, if the profile names one (OU-2). */
export async function giveDomicileGroup(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  { accountId, domicile }: { accountId: string; domicile: string },
  now: number,
): Promise<void> {
  const groupId = groupOfDomicile(portal, domicile);
  if (groupId !== undefined) await giveGroup(tx, dependencies, portal, { accountId, groupId, enrollmentId: null }, now);
}
