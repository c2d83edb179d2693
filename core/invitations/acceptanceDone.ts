import type { Dependencies } from '../dependencies.ts';
import { bind, giveGroup } from '../directory/index.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf } from '../foundation/i18n.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { newId, newReference } from '../foundation/secrets.ts';
import { grantRole, placesOf, roleFor, usersOf } from '../members/index.ts';
import { requestWithSecret } from '../passwords/index.ts';
import type { Account, AccountCommit } from '../ports.ts';
import { type Held, invitedAccount } from './acceptance.ts';
import { isAgreed } from './agreement.ts';
import { type CompanyValues, checkCompany, keptValues } from './company.ts';
import { companyOf, liveStatuses, rightsOf, subjectOf } from './invitation.ts';
import { tellInviter } from './invitationNews.ts';
import { stillInvites } from './inviters.ts';

/**
 * An invitation that was accepted. Where the account is new (RC-3), `password` is the request whose mail sets the first one, and the secret of that
 * mail's link: for the page on which the mailbox was proven, to go on to it at once; never for a chat.
 */
export type Accepted = { readonly account: Account; readonly password: { readonly request: string; readonly secret: string } | undefined };

/**
 * Creates the company, makes the client its first member, grants the rights and tells the inviter (RC-6); a new account is made with it (RC-3).
 * Together or not at all, and once: of two at the same time one finds the invitation alive. Refuses with the form's fields,
 * `accept.termsChanged`, `accept.used`, `accept.companyExists`.
 */
export async function completeAcceptance(dependencies: Dependencies, held: Held, typed: CompanyValues): Promise<Outcome<Accepted>> {
  const { db, clock } = dependencies;
  const { portal, invitation } = held;
  if (!(await isAgreed(db, portal, invitation.id))) return refuse({ key: 'accept.termsChanged' });
  // An establishment is there already: nothing of it is asked for.
  const fields = invitation.organisationId === null ? (portal.procedures.acceptInvitation?.company ?? []) : [];
  const company = checkCompany(fields, { ...companyOf(invitation), ...keptValues(fields, typed) });
  if (!company.ok) return company;
  const known = await invitedAccount(dependencies, portal, invitation.email);
  const made = known ? accept(async () => known) : await makeAccount(dependencies, held);
  if (!made.ok) return made;
  const done = await transact(db, (tx) => acceptIn(tx, dependencies, held, { company: company.value, known, account: made.value, now: clock() }));
  if (done.ok) dependencies.wake();
  return done;
}

type Given = { readonly company: CompanyValues; readonly known: Account | undefined; readonly account: AccountCommit; readonly now: Millis };

async function acceptIn(tx: Tx, dependencies: Dependencies, held: Held, { company, known, account: given, now }: Given): Promise<Accepted> {
  const { portal, invitation, holder } = held;
  const { actor } = holder;
  const { organisationId } = invitation;
  if (organisationId !== null) {
    // A removal at the same time comes before this or after it: of its inviter, or of the account that it is for.
    await oneAtATime(tx, usersOf(organisationId));
    if (known) await oneAtATime(tx, placesOf(known.id));
    if (known && !(await tx.selectFrom('account').select('id').where('id', '=', known.id).executeTakeFirst())) throw new Rollback({ key: 'accept.again' });
    if (!(await stillInvites(tx, portal, invitation))) throw new Rollback({ key: 'accept.inviterGone' });
  }
  const won = await tx
    .updateTable('invitation')
    .set({ status: 'accepted', decidedAt: now, company: JSON.stringify(company) })
    .where('id', '=', invitation.id)
    .where('status', 'in', liveStatuses)
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst();
  if (!won) throw new Rollback({ key: 'accept.used' });
  const { email } = invitation;
  const account = await given(tx, now);
  // Made meanwhile by another way in: tried again, it is found.
  if (!account) throw new Rollback({ key: 'accept.again' });
  await tx.updateTable('invitation').set({ accountId: account.id }).where('id', '=', invitation.id).execute();
  await tx.updateTable('agreement').set({ accountId: account.id }).where('invitationId', '=', invitation.id).execute();
  await tx.updateTable('link').set({ spentAt: now }).where('subject', '=', subjectOf(invitation.id)).where('spentAt', 'is', null).execute();
  await join(tx, held, { account, company, madeAccount: known === undefined }, now);
  // Rights in an establishment are its member's; a group of the directory is the account's.
  if (organisationId === null)
    for (const { id } of rightsOf(portal, invitation))
      await giveGroup(tx, dependencies, portal, { accountId: account.id, groupId: id, enrollmentId: null }, now);
  await tx.updateTable('request').set({ completedAt: now }).where('id', '=', holder.request).execute();
  // In a chat that the channel vouches for, chat and mailbox are shown to be one person's; not where the account's recorded mailbox is another.
  if (actor.authenticated && emailKey(account.email) === emailKey(email)) await bind(tx, { person: actor.person, account, now });
  await tellInviter(tx, dependencies, portal, { ...invitation, company: JSON.stringify(company) }, 'accepted', now);
  const record = { at: now, actor, action: 'acceptInvitation.accepted', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
  await audit(tx, { ...record, detail: { invitation: invitation.id, known: known !== undefined } });
  if (known && emailKey(known.email) !== emailKey(email)) await tellOwner(tx, dependencies, held, known, now);
  if (known) return { account, password: undefined };
  const asked = { procedure: 'acceptInvitation', purpose: 'setPassword', template: 'setPassword', unfound: 'none' } as const;
  return {
    account,
    password: await requestWithSecret(tx, dependencies, actor, portal, { ...asked, key: identifierKey(account.identifier), account, to: account.email }),
  };
}

/** Makes the account of who was invited (RC-3), without a password, which the set-password mail is for. */
async function makeAccount({ directory }: Dependencies, { portal, invitation }: Held): Promise<Outcome<AccountCommit>> {
  const { id, email, givenName, familyName } = invitation;
  const made = { portal: portal.id, identifier: email, email, givenName, familyName, phone: null, entity: null };
  return await directory.create(made, undefined, `invitation:${id}`);
}

type Joining = { readonly account: Account; readonly company: CompanyValues; readonly madeAccount: boolean };

/** Into the organisation that the invitation is for; else into the one that its form describes, whose first member this is. */
async function join(tx: Tx, { portal, invitation, holder }: Held, joining: Joining, now: Millis): Promise<void> {
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
  const made = await tx
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
      createdBy: holder.actor.person,
      createdAt: now,
      decidedAt: now,
      // The sales company vouches for whom it invites.
      decidedBy: invitation.inviterEmail,
      reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  // It is there already, with members of its own: who belongs to it is theirs to say.
  if (!made) throw new Rollback({ key: 'accept.companyExists', field: 'siret' });
  await grantRole(tx, { ...role, organisationId: id });
}

/** Access was accepted from the address that is signed in with, and the account's own mailbox is another: its owner is told there. */
async function tellOwner(tx: Tx, { secrets }: Dependencies, { portal, invitation }: Held, account: Account, now: Millis): Promise<void> {
  const params = { organisation: companyOf(invitation).name ?? '', identifier: account.identifier };
  const mail = { kind: 'mail', to: account.email, template: 'memberAdded', portal: portal.id, locale: localeOf(invitation.locale), params } as const;
  await enqueue(tx, secrets, mail, { reason: `member-added:${invitation.id}`, now, dueAt: now });
}
