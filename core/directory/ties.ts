import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { endGrants } from '../foundation/grants.ts';
import type { Translator } from '../foundation/i18n.ts';
import { passwordPurposes } from '../foundation/links.ts';
import { isName } from '../foundation/prose.ts';
import { endMailed } from '../foundation/requests.ts';
import { isEmployee, type Portal, type Trusting } from '../portal/index.ts';
import { endProofs } from './endProofs.ts';

/** A tie between a chat, or an outside identity, and an account, with the person as far as the channel vouches for them. */
export type Tie = {
  readonly id: string;
  readonly person: string;
  /** As the channel gives it. Users may choose it themselves, so check it with `tieName` before it goes into a mail. */
  readonly name: string | undefined;
  /** `emailKey` of the roster's address, if the portal trusts the tenant. */
  readonly email: string | undefined;
  readonly channel: string;
  /** The issuer of an outside identity. */
  readonly issuer?: string;
  readonly createdAt: Millis;
};

/** The channel of people whom an OpenID provider vouches for. */
export const outsideChannel = 'openid';

/** Why ties ended: by their own person, by another of the account's people, on its page, by the mailed link, or by what else happened to the account. */
export type TieEnding = 'own' | 'chat' | 'page' | 'mail' | 'operator' | 'password' | 'factor' | 'address' | 'removed';

/** The ties of an account, oldest first. */
export async function tiesOf(db: Database, portal: Trusting, accountId: string): Promise<Tie[]> {
  const rows = await db
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.person')
    .select(['binding.id', 'binding.person', 'binding.createdAt', 'person.name', 'person.emailKey', 'person.channel', 'person.tenant', 'person.guest'])
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .orderBy('binding.createdAt')
    .orderBy('binding.id')
    .execute();
  return rows.map(({ emailKey: email, tenant, guest, name, ...tie }) => ({
    ...tie,
    ...(tie.channel === outsideChannel && { issuer: tenant }),
    name: name ?? undefined,
    email: email !== null && tie.channel === 'msteams' && isEmployee({ channel: 'msteams', tenant, guest: guest === 1 }, portal) ? email : undefined,
  }));
}

/** How mails, cards and pages call the person of a tie: by name and address, so that neither alone can pass for somebody else. A guest, or who is of another tenant, may be called anything; an outside identity is named with its provider. */
export function tieName(t: Translator, { name, email, issuer }: Pick<Tie, 'name' | 'email' | 'issuer'>): string {
  if (issuer !== undefined) {
    const provider = providerName(issuer);
    return isName(name) ? t('tie.outside', { name, provider }) : t('tie.outside.nameless', { provider });
  }
  if (!isName(name)) return email ?? t('tie.somebody');
  return email === undefined ? t('tie.unproven', { name }) : `${name} (${email})`;
}

/** Several ties in one line. */
export const tieNames = (t: Translator, ties: readonly Pick<Tie, 'name' | 'email' | 'issuer'>[]): string => ties.map((tie) => tieName(t, tie)).join(', ');

/** What a mail says of ties that ended with what the owner did; nothing where none did. */
export const endedIn = (t: Translator, ties: readonly Tie[]): { readonly ended?: string; readonly outside?: 1 } => ({
  ...(ties.length > 0 && { ended: tieNames(t, ties) }),
  ...(ties.some(({ issuer }) => issuer !== undefined) && { outside: 1 }),
});

/** How people call who is behind an issuer: the host, but for the one that everybody knows. */
const providerName = (issuer: string): string => {
  const host = URL.parse(issuer)?.host ?? issuer;
  return /^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn)$/.test(host) ? 'Microsoft' : host;
};

/** What leads to a password of an account, or ties a chat to it. */
const forPasswords = { link: passwordPurposes, code: ['mail'] } as const;

/**
 * Ends ties of an account, those that `which` chooses, each with an audit record, what they proved of invitations, and, where others end them, what they
 * asked to be mailed for it. Returns them.
 */
export async function endTies(
  tx: Tx,
  portal: Pick<Portal, 'id'> & Trusting,
  accountId: string,
  { why, actor, now, which = () => true }: { why: TieEnding; actor: Actor; now: Millis; which?: (tie: Tie) => boolean },
): Promise<Tie[]> {
  // A tie that is being made waits, and is then made by what has ended; or it is there already, and ends.
  await holdAccount(tx, accountId);
  const chosen = (await tiesOf(tx, portal, accountId)).filter(which);
  const ended: Tie[] = [];
  for (const tie of chosen) {
    const row = await tx.updateTable('binding').set({ endedAt: now }).where('id', '=', tie.id).where('endedAt', 'is', null).returning('id').executeTakeFirst();
    if (!row) continue;
    // What it opened ends with it.
    const opened = await tx
      .updateTable('session')
      .set({ endedAt: now, ending: 'revoked' })
      .where('outside', '=', tie.id)
      .where('endedAt', 'is', null)
      .returning('id')
      .execute();
    for (const { id } of opened) await endGrants(tx, accountId, { session: id });
    await tx.deleteFrom('factorProof').where('person', '=', tie.person).where('accountId', '=', accountId).execute();
    const record = { at: now, actor, action: 'account.unlinked', portal: portal.id, subject: `account:${accountId}`, outcome: 'ok' };
    await audit(tx, { ...record, detail: { person: tie.person, why, ...(tie.issuer !== undefined && { outside: true }) } });
    ended.push(tie);
  }
  const persons = ended.map(({ person }) => person);
  await endProofs(tx, portal.id, accountId, now, (person) => persons.includes(person));
  // A page for a password that one of them keeps open would tie their chat again. Who leaves by themselves may be choosing one just now.
  if (why !== 'own' && persons.length > 0) await endMailed(tx, accountId, now, { purposes: forPasswords, persons });
  return ended;
}

/**
 * Ends the ties of other people once the owner has recovered the account, by a new password or a second factor (NIST SP 800-63B-4, 4.2; ASVS 5.0,
 * 7.4.3). What stays (`kept`) is what this very act proves, or the channel does: the chat in which the mailed code was just typed, and chats of
 * which the roster says now that the account's address is theirs (`vouchedNow`). Who merely asked for the link is not kept: a thief who is tied could ask for it and have the owner complete it.
 * Links to a password and codes that were mailed before, and proofs of invitations, end as well: one that was read out would set a password, make a
 * tie again, or accept in the owner's name.
 */
export async function endOtherTies(
  tx: Tx,
  portal: Pick<Portal, 'id'> & Trusting,
  accountId: string,
  { kept, ...ending }: { why: 'password' | 'factor'; actor: Actor; now: Millis; kept: ReadonlySet<string> },
): Promise<Tie[]> {
  await holdAccount(tx, accountId);
  await endProofs(tx, portal.id, accountId, ending.now, (person) => !kept.has(person));
  await endMailed(tx, accountId, ending.now, { purposes: forPasswords });
  return await endTies(tx, portal, accountId, { ...ending, which: ({ person }) => !kept.has(person) });
}
