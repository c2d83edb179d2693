import type { Dependencies } from '../dependencies.ts';
import { bind, giveGroup, isInDoubt, restsUntil } from '../directory/index.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { holdAccount, oneAtATime } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { isOpen } from '../foundation/requests.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { membershipsLock, membersLock } from '../members/index.ts';
import { requestWithSecret } from '../passwords/index.ts';
import type { Account, AccountCommit } from '../ports.ts';
import { invitedAccount, type ProvenInvitation } from './acceptance.ts';
import { isAgreed } from './agreement.ts';
import { type CompanyValues, checkCompany, keptValues } from './company.ts';
import { companyOf, endInvitation, inviterOf, rightsOf, subjectOf } from './invitation.ts';
import { tellInviter } from './invitationNews.ts';
import { type InviterRight, inviterRight, stillInvites } from './inviters.ts';
import { joinOrganisation } from './joinOrganisation.ts';

/**
 * An accepted invitation. If the account is new (RC-3), `password` has the request whose mail sets the first password and the secret of its
 * link. The secret is only for the page on which the mailbox was proven, to continue there at once; never for a chat.
 */
export type Accepted = { readonly account: Account; readonly password: { readonly request: string; readonly secret: string } | undefined };

/**
 * Creates the company and, if needed, the account (RC-3), makes the client its first member, grants the rights and tells the inviter (RC-6).
 * All or nothing, and once: of two calls at once, only one finds the invitation alive. Refuses at the form's fields, or with
 * `accept.termsChanged`, `accept.used` or `accept.companyExists`.
 */
export async function completeAcceptance(dependencies: Dependencies, proven: ProvenInvitation, typed: CompanyValues): Promise<Outcome<Accepted>> {
  const { db, clock } = dependencies;
  const { portal, invitation } = proven;
  if (!(await isAgreed(db, portal, invitation.id))) return refuse({ key: 'accept.termsChanged' });
  // An invitation into an establishment asks for no company details.
  const fields = invitation.organisationId === null ? (portal.procedures.acceptInvitation?.company ?? []) : [];
  const company = checkCompany(fields, { ...companyOf(invitation), ...keptValues(fields, typed) });
  if (!company.ok) return company;
  const right = await inviterRight(dependencies, portal, invitation);
  // Who was made by an attempt whose answer was lost is no known account: there is a first password to choose, and first groups to be given (DIR-4).
  const known = (await isInDoubt(db, actOf(invitation))) ? undefined : await invitedAccount(dependencies, portal, invitation.email);
  if (known?.disabled)
    return refuse({
      key: 'directory.closed',
      params: { support: translate(proven.recipient.actor.locale).of(portal.support.name), contact: portal.support.email },
    });
  const commit = known ? accept(async () => known) : await makeAccount(dependencies, proven);
  if (!commit.ok) return commit;
  const accepted = await transact(db, (tx) => acceptIn(tx, dependencies, proven, { company: company.value, known, commit: commit.value, right, now: clock() }));
  if (accepted.ok) dependencies.wake();
  return accepted;
}

type Acceptance = {
  readonly company: CompanyValues;
  readonly known: Account | undefined;
  readonly commit: AccountCommit;
  readonly right: InviterRight;
  readonly now: Millis;
};

async function acceptIn(tx: Tx, dependencies: Dependencies, proven: ProvenInvitation, { company, known, commit, right, now }: Acceptance): Promise<Accepted> {
  const { portal, invitation, recipient } = proven;
  const { actor } = recipient;
  const { organisationId } = invitation;
  if (organisationId !== null) {
    // A removal at the same time, of the inviter or of this account, comes either before this or after it.
    await oneAtATime(tx, membersLock(organisationId));
    if (known) await oneAtATime(tx, membershipsLock(known.id));
    if (known && !(await tx.selectFrom('account').select('id').where('id', '=', known.id).executeTakeFirst())) throw new Rollback({ key: 'accept.again' });
    if (!(await stillInvites(tx, right, invitation))) throw new Rollback({ key: 'accept.inviterGone' });
  }
  if (known) await holdAccount(tx, known.id);
  const ended = await endInvitation(tx, invitation.id, 'accepted', now)
    .set({ company: JSON.stringify(company) })
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst();
  if (!ended) throw new Rollback({ key: 'accept.used' });
  // The owner's recovery ended this proof meanwhile.
  if (!(await isOpen(tx, recipient.request, now))) throw new Rollback({ key: 'accept.unproven' });
  const { email } = invitation;
  const account = await commit(tx, now);
  // Created meanwhile in another way. The next attempt finds it.
  if (!account) throw new Rollback({ key: 'accept.again' });
  await tx.updateTable('invitation').set({ accountId: account.id }).where('id', '=', invitation.id).execute();
  await tx.updateTable('agreement').set({ accountId: account.id }).where('invitationId', '=', invitation.id).execute();
  await tx.updateTable('link').set({ spentAt: now }).where('subject', '=', subjectOf(invitation.id)).where('spentAt', 'is', null).execute();
  await joinOrganisation(tx, proven, { account, company, madeAccount: known === undefined }, now);
  // Rights in an establishment belong to the membership; groups of the directory belong to the account.
  if (organisationId === null)
    for (const { id } of rightsOf(portal, invitation))
      await giveGroup(tx, dependencies, portal, { accountId: account.id, groupId: id, enrollmentId: null }, now);
  await tx.updateTable('request').set({ completedAt: now }).where('id', '=', recipient.request).execute();
  await tellInviter(tx, dependencies, right, { ...invitation, company: JSON.stringify(company) }, 'accepted', now);
  const record = { at: now, actor, action: 'acceptInvitation.accepted', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
  await audit(tx, { ...record, detail: { invitation: invitation.id, known: known !== undefined } });
  if (known && emailKey(known.email) !== emailKey(email)) await tellOwner(tx, dependencies, proven, known, now);
  const asked = { procedure: 'acceptInvitation', purpose: 'setPassword', template: 'setPassword', unfound: 'none' } as const;
  const asking = { ...asked, key: identifierKey(account.identifier), account, to: account.email };
  // A guest has a password already, elsewhere.
  const password = known || account.signsIn === 'elsewhere' ? undefined : await requestWithSecret(tx, dependencies, actor, portal, asking);
  // In an authenticated chat, chat and mailbox are now proven to be one person's. Not if the account's recorded mailbox is another one, or became this
  // one of late: such an address ties no chat.
  if (actor.authenticated && emailKey(account.email) === emailKey(email) && restsUntil(portal, account, now) === undefined)
    await bind(tx, dependencies, portal, { person: actor.person, account, actor, locale: actor.locale, now });
  return { account, password };
}

const actOf = ({ id }: ProvenInvitation['invitation']): string => `invitation:${id}`;

/** Creates the invited person's account (RC-3) without a password: the set-password mail is for that. */
async function makeAccount({ directory }: Dependencies, { portal, invitation }: ProvenInvitation): Promise<Outcome<AccountCommit>> {
  const { email, givenName, familyName } = invitation;
  const fresh = { portal: portal.id, identifier: email, email, givenName, familyName, phone: null, entity: null };
  return await directory.create(fresh, undefined, actOf(invitation));
}

/** Tells the account's owner at its recorded mailbox, because the access was accepted from another address, the one that signs in. */
async function tellOwner(tx: Tx, { secrets }: Dependencies, { portal, invitation }: ProvenInvitation, account: Account, now: Millis): Promise<void> {
  const params = { by: inviterOf(invitation), organisation: companyOf(invitation).name ?? '', identifier: account.identifier };
  const mail = { kind: 'mail', to: account.email, template: 'memberAdded', portal: portal.id, locale: localeOf(invitation.locale), params } as const;
  await enqueue(tx, secrets, mail, { reason: `member-added:${invitation.id}`, now, dueAt: now });
}
