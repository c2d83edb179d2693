import { z } from 'zod';
import { audit } from '../foundation/audit.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { ProvenInvitation } from './acceptance.ts';
import { subjectOf } from './invitation.ts';

/** The current terms of a portal. */
export const termsOf = (portal: Portal) => portal.procedures.acceptInvitation?.terms ?? [];

const agreed = z.array(z.object({ address: z.string(), version: z.string() }));

/** Identifies texts and their versions, to compare the terms that were shown with the current ones. */
export const termsKey = (terms: readonly { readonly address: string; readonly version: string }[]): string =>
  JSON.stringify(terms.map(({ address, version }) => [address, version]));

/** Whether the current terms were agreed to for an invitation. True if there are none. */
export async function isAgreed(db: Database, portal: Portal, invitationId: string): Promise<boolean> {
  const terms = termsOf(portal);
  if (terms.length === 0) return true;
  const row = await db.selectFrom('agreement').select('terms').where('invitationId', '=', invitationId).orderBy('agreedAt', 'desc').limit(1).executeTakeFirst();
  return row !== undefined && termsKey(agreed.parse(JSON.parse(row.terms))) === termsKey(terms);
}

/** Records the agreement: which terms, in which versions, and when. */
export async function keepAgreement(tx: Tx, { portal, invitation, recipient }: ProvenInvitation, now: number): Promise<void> {
  const terms = termsOf(portal);
  await tx
    .insertInto('agreement')
    .values({ id: newId(), portal: portal.id, invitationId: invitation.id, accountId: null, terms: JSON.stringify(terms), agreedAt: now })
    .execute();
  const versions = terms.map(({ version }) => version).join(', ');
  const record = { at: now, actor: recipient.actor, action: 'acceptInvitation.agreed', portal: portal.id, subject: subjectOf(invitation.id), outcome: 'ok' };
  await audit(tx, { ...record, detail: { versions } });
}
