import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Database } from '../foundation/database/schema.ts';
import { localeOf } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { accept, type Outcome } from '../foundation/outcome.ts';
import { undone } from '../foundation/rollback.ts';
import { type Portal, vouchedFor } from '../portal/index.ts';
import { cleanNames, contentOf, type InvitationWish, mostInvitees } from './invite.ts';
import { inviteSome, openBatch, readBatch } from './inviteBatch.ts';
import type { ListedInvitee } from './invitees.ts';
import { type InvitationContent, inviteOne, type NotInvited, resolveInvitee } from './inviteOne.ts';
import { inviterRight } from './inviters.ts';

/** Whom to invite by a list, and what holds for those of whom the list does not say it. */
export type ListWish = Omit<InvitationWish, 'invitees'> & { readonly invitees: readonly ListedInvitee[] };

/** What became of a list: how many were invited, and who was not, and why. */
export type ListOutcome = { readonly invited: number; readonly others: readonly { readonly email: string; readonly why: NotInvited }[] };

/** Those of a list who share a company and a language, at most as many as one confirmation takes. */
type Group = { readonly invitees: readonly ListedInvitee[]; readonly content: InvitationContent };

/** Inviting by a list, for an operator. */
export type InviteList = {
  /**
   * The inviter of this address, as they last wrote to the bot from a tenant that the portal trusts: theirs is the list of invitations, and theirs the news
   * of them. Undefined if nobody like that has written yet.
   */
  inviter(portal: Portal, address: string): Promise<Actor | undefined>;
  /**
   * Invites a whole list in an inviter's name, as they would in chat (RC-1): the same rights, limits, mails and audit. `by` is the operator who does it.
   * A preview says what would become of it, and changes nothing. Refuses as `Invite.send`, before anybody is invited.
   */
  invite(actor: Actor, portal: Portal, wish: ListWish, how: { readonly by: Actor; readonly preview: boolean }): Promise<Outcome<ListOutcome>>;
};

/** Creates the inviting by a list. */
export const createInviteList = (dependencies: Dependencies): InviteList => ({
  inviter: (portal, address) => inviterCalled(dependencies.db, portal, address),

  invite: async (actor, portal, wish, { by, preview }) => {
    const { db, clock } = dependencies;
    const groups: Group[] = [];
    for (const invitees of together(wish.invitees)) {
      const [{ company, language = wish.language } = { company: '' }] = invitees;
      const own = { company: company === '' ? wish.company : { ...wish.company, name: company }, ...(language && { language }) };
      const content = await contentOf(dependencies, actor, portal, { ...wish, ...own, invitees: invitees.length });
      if (!content.ok) return content;
      groups.push({ invitees, content: content.value });
    }
    if (preview) return accept(outcomeOf(wish, await previewed(dependencies, actor, portal, groups)));
    const detail = { people: wish.invitees.length };
    await audit(db, { at: clock(), actor: by, action: 'invite.list', portal: portal.id, subject: `person:${actor.person}`, outcome: 'ok', detail });
    const others: ListOutcome['others'][number][] = [];
    for (const group of groups) others.push(...(await sent(dependencies, actor, portal, group)));
    return accept(outcomeOf(wish, others));
  },
});

const outcomeOf = ({ invitees }: ListWish, others: ListOutcome['others']): ListOutcome => ({ invited: invitees.length - others.length, others });

/** The groups of a list, in its order. */
function together(invitees: readonly ListedInvitee[]): ListedInvitee[][] {
  const groups = Map.groupBy(invitees, ({ company, language }) => JSON.stringify([company, language ?? '']));
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / mostInvitees) }, (_, at) => group.slice(at * mostInvitees, (at + 1) * mostInvitees)),
  );
}

async function sent(dependencies: Dependencies, actor: Actor, portal: Portal, { invitees, content }: Group): Promise<ListOutcome['others']> {
  const { db, clock } = dependencies;
  const id = await openBatch(db, actor, portal, { invitees: invitees.map(cleanNames), content, now: clock() });
  for (;;) {
    // The worker may be at it too: each round is done once.
    await inviteSome(dependencies, id);
    const batch = await readBatch(db, id, actor.person);
    if (!batch) throw new Error(`The invitations ${id} have gone.`);
    if (batch.done === batch.total) return batch.others;
  }
}

/** Who would not be invited: all is done in one transaction, so that the limits count, and undone. */
async function previewed(dependencies: Dependencies, actor: Actor, portal: Portal, groups: readonly Group[]): Promise<ListOutcome['others']> {
  const all: { readonly invitee: Awaited<ReturnType<typeof resolveInvitee>>; readonly content: InvitationContent }[] = [];
  for (const { invitees, content } of groups)
    for (const invitee of invitees) all.push({ content, invitee: await resolveInvitee(dependencies, portal, cleanNames(invitee)) });
  const right = await inviterRight(dependencies, portal, { organisationId: null, inviterAccountId: null, inviterEmail: actor.email ?? '' });
  const now = dependencies.clock();
  return await undone(dependencies.db, async (tx) => {
    const others: ListOutcome['others'][number][] = [];
    for (const { invitee, content } of all) {
      const why = await inviteOne(tx, dependencies, portal, { invitee, content, right, actor, now });
      if (typeof why === 'string') others.push({ email: invitee.email, why });
    }
    return others;
  });
}

async function inviterCalled(db: Database, portal: Portal, address: string): Promise<Actor | undefined> {
  const rows = await db
    .selectFrom('person')
    .select(['id', 'channel', 'tenant', 'guest', 'name', 'locale'])
    .where('emailKey', '=', emailKey(address))
    .where('channel', 'in', ['msteams', 'emulator'])
    .orderBy('seenAt', 'desc')
    .execute();
  const row = rows.find(({ channel, tenant, guest }) =>
    vouchedFor({ authenticated: true, channel: channel === 'msteams' ? 'msteams' : 'emulator', tenant, guest: guest === 1 }, portal, 'invite'),
  );
  if (!row) return undefined;
  const { id, tenant, name, locale } = row;
  return {
    person: id,
    channel: 'cli',
    locale: localeOf(locale),
    authenticated: true,
    email: emailKey(address),
    ...(tenant && { tenant }),
    ...(name !== null && { name }),
  };
}
