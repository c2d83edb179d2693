import type { Database } from '../foundation/database/schema.ts';
import { accept, type Outcome } from '../foundation/outcome.ts';
import { idOfClick } from '../foundation/secrets.ts';
import type { HeldDraft } from './organisationDraft.ts';
import type { Created } from './writeOrganisation.ts';

/** The id of the organisation that a draft becomes, by which it is found again. */
export const organisationIdOf = ({ requestId }: Pick<HeldDraft, 'requestId'>): string => idOfClick('organisation', requestId);

/** What a completed draft became; undefined if it cannot be found. */
export async function createdBefore(db: Database, held: HeldDraft | undefined): Promise<Outcome<Created> | undefined> {
  if (!held) return undefined;
  const organisation = await db
    .selectFrom('organisation')
    .innerJoin('organisationMember', 'organisationMember.organisationId', 'organisation.id')
    .innerJoin('account', 'account.id', 'organisationMember.accountId')
    .select(['organisation.reference', 'organisation.name', 'organisation.createdAt', 'account.id', 'account.email'])
    .where('organisation.id', '=', organisationIdOf(held))
    .where('organisationMember.role', '=', 'administrator')
    .orderBy('grantedAt')
    .executeTakeFirst();
  if (!organisation) return undefined;
  const { id, createdAt, ...made } = organisation;
  const mailed = await db
    .selectFrom('request')
    .select('id')
    .where('procedure', '=', 'createOrganisation')
    .where('accountId', '=', id)
    .where('person', '=', held.actor.person)
    .where('createdAt', '>=', createdAt)
    .orderBy('createdAt')
    .executeTakeFirst();
  return accept({ ...made, requestId: mailed?.id });
}
