import { type Matter, openRequest } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { spendLink } from '../foundation/links.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { type Outcome, refuse } from '../foundation/outcome.ts';
import { Retry, Rollback } from '../foundation/rollback.ts';
import { newReference } from '../foundation/secrets.ts';
import { grantRole } from '../members/index.ts';
import { type Asking, requestLink } from '../passwords/index.ts';
import type { Account, AccountCommit } from '../ports.ts';
import type { HeldDraft } from './organisationDraft.ts';

/** A new organisation, still pending (OU-6). */
export type Created = {
  readonly reference: string;
  readonly name: string;
  /** The address that got the set-password mail, or that of the existing account. */
  readonly email: string;
  /** The request whose mailed code can be typed; undefined if the account already has a password. */
  readonly requestId: string | undefined;
};

/** An organisation's name and address. */
export type Place = { readonly name: string; readonly street: string; readonly postalCode: string; readonly city: string };
/** The data of a new organisation, and its approvers. */
export type Made = Place & {
  readonly siret?: string;
  readonly country?: string;
  readonly matter: Matter;
  readonly approvers: readonly string[];
  /** The first administrator's account, which already exists or was just created. */
  readonly account: AccountCommit;
  readonly isNew: boolean;
  readonly now: number;
};

/** Writes the organisation, its administrator, the validation request, the mail and the audit record: all or nothing. */
export async function writeOrganisation(
  tx: Tx,
  dependencies: Dependencies,
  { requestId, portal, draft, actor, linkId, locale }: HeldDraft,
  made: Made,
): Promise<Created> {
  const { secrets } = dependencies;
  const { name, street, postalCode, city, siret = null, country = 'FR', matter, approvers, isNew, now } = made;
  const { proven } = draft;
  if (!proven) throw new Rollback({ key: 'organisation.notProven' });
  // If two clicks, or chat and page, come at once, only one creates it.
  const taken = await tx
    .updateTable('request')
    .set({ completedAt: now })
    .where('id', '=', requestId)
    .where('completedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!taken || (linkId !== undefined && !(await spendLink(tx, linkId, now)))) throw new Rollback({ key: 'organisation.done' });
  const reference = newReference();
  const { organisationId } = matter;
  const inserted = await tx
    .insertInto('organisation')
    .values({
      id: organisationId ?? '',
      reference,
      portal: portal.id,
      name,
      siret,
      country,
      domicile: draft.domicile,
      details: JSON.stringify({ street, postalCode, city, proven: proven.email }),
      status: 'pending',
      createdBy: actor.person,
      createdAt: now,
      decidedAt: null,
      decidedBy: null,
      reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) throw new Rollback({ key: 'organisation.exists', field: 'siret' });
  const { email } = proven;
  const account = await made.account(tx, now);
  // Another organisation of the same person created the account meanwhile: look it up again.
  if (!account) throw new Retry();
  const place = { organisationId: inserted.id, portal: portal.id, accountId: account.id, role: 'administrator', grantedBy: actor.person, now } as const;
  await grantRole(tx, { ...place, madeAccount: isNew });
  await openRequest(tx, dependencies, { actor, portal, account, matter, reference, why: '', approvers, now });
  const subject = `account:${account.id}`;
  const detail = { organisation: inserted.id, reference, siret, country, domicile: draft.domicile };
  await audit(tx, { at: now, actor, action: 'createOrganisation.created', portal: portal.id, subject, outcome: 'ok', detail });
  const mailed = account.hasPassword ? undefined : await requestLink(tx, dependencies, actor, portal, passwordFor(account));
  if (linkId !== undefined && actor.person !== 'anonymous') {
    const about = { request: requestId, procedure: 'createOrganisation', reference, text: name, to: account.email };
    const event = { name: 'organisationCreated', portal: portal.id, ...about, ...(mailed !== undefined && { mailed }) } as const;
    await enqueue(tx, secrets, { kind: 'chat', person: actor.person, event, locale }, { reason: `created:${requestId}`, now, dueAt: now });
  }
  if (mailed !== undefined) return { reference, name, email, requestId: mailed };
  const params = { organisation: name, reference, identifier: account.identifier };
  const told = { kind: 'mail', to: account.email, template: 'organisationPending', portal: portal.id, locale: actor.locale, params } as const;
  await enqueue(tx, secrets, told, { reason: `pending:${inserted.id}`, now, dueAt: now });
  return { reference, name, email: account.email, requestId: undefined };
}

/** By what the making of that account is known, so that it is done once. */
export const actOf = ({ requestId }: Pick<HeldDraft, 'requestId'>): string => `organisation:${requestId}`;

/** Creates the first administrator's account from the proven one. It has no password: the set-password mail is for that. */
export async function makeAccount({ directory }: Dependencies, held: HeldDraft): Promise<Outcome<AccountCommit>> {
  const { portal, draft } = held;
  if (!draft.proven) return refuse({ key: 'organisation.notProven' });
  const { email, givenName, familyName, phone } = draft.proven;
  return await directory.create({ portal: portal.id, identifier: email, email, givenName, familyName, phone, entity: null }, undefined, actOf(held));
}

/** The first administrator's set-password mail. */
export const passwordFor = (account: Account): Asking => ({
  procedure: 'createOrganisation',
  purpose: 'setPassword',
  template: 'setPassword',
  key: emailKey(account.email),
  account,
  to: account.email,
  unfound: 'none',
});
