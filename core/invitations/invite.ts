import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Locale } from '../foundation/i18n.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { opens, prose } from '../foundation/prose.ts';
import { idOfClick, newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import { type CompanyValues, checkCompany, keptValues } from './company.ts';
import { type Batch, inviteSome, openBatch, readBatch } from './inviteBatch.ts';
import { cleanName, type Invitee, type ReadInvitees, readInvitees } from './invitees.ts';
import type { InvitationContent } from './inviteOne.ts';
import { inviterAddress } from './inviters.ts';
import { createSentInvitations, type SentInvitations } from './sentInvitations.ts';

/** Whom to invite, with what, in which language, and what the inviter adds in their own words. */
export type InvitationWish = {
  readonly invitees: readonly Invitee[];
  readonly company: CompanyValues;
  readonly rights: readonly string[];
  readonly language?: Locale;
  readonly note?: string;
  /** Names the click: made again, because its answer was lost, it invites nobody twice and tells what was sent. */
  readonly click?: string;
};

/** In characters, of what an inviter adds. */
const longestNote = 300;

/** How many addresses one confirmation may have. */
export const mostInvitees = 200;

/**
 * What an inviter can do. `actor.email` is the address that the channel's roster proves. Refuses with `invite.notInviter` if the profile does
 * not name the actor.
 */
export type Invite = SentInvitations & {
  may(actor: Actor, portal: Portal): Promise<boolean>;
  /** Reads pasted addresses; sends nothing. Refuses with `invite.nobody`, `invite.tooMany`, or why a single address is wrong. */
  read(text: string): Outcome<ReadInvitees>;
  /** Checks what the inviter knows of the company. Only its name is required, and only if one person is invited. */
  checkKnown(portal: Portal, company: CompanyValues, invitees: number): Outcome<CompanyValues>;
  /** Invites (RC-1): the first few at once, the rest after the answer. Reports those who have access or an invitation already, and sends them nothing (RC-9). */
  send(actor: Actor, portal: Portal, what: InvitationWish): Promise<Outcome<Batch>>;
  progress(actor: Actor, batch: string): Promise<Batch | undefined>;
};

/** Creates the inviter's side of invitations. */
export function createInvite(dependencies: Dependencies): Invite {
  const { db, clock } = dependencies;
  return {
    ...createSentInvitations(dependencies),

    may: async (actor, portal) => (await inviterAddress(dependencies, actor, portal)) !== undefined,

    read: (text) => {
      const read = readInvitees(text);
      const { good, bad } = read;
      const [first] = bad;
      if (good.length === 0) return refuse(first && bad.length === 1 ? { ...first.refusal, field: 'email' } : { key: 'invite.nobody', field: 'email' });
      if (good.length > mostInvitees) return refuse({ key: 'invite.tooMany', field: 'email', params: { n: good.length, max: mostInvitees } });
      return accept(read);
    },

    checkKnown,

    send: async (actor, portal, { invitees, click, ...wish }) => {
      const id = click === undefined ? newId() : idOfClick(click, portal.id, actor.person);
      const before = await readBatch(db, id, actor.person);
      if (before && before.done > 0) return accept(before);
      const content = await contentOf(dependencies, actor, portal, { invitees: invitees.length, ...wish });
      if (!content.ok) return content;
      if (invitees.length === 0 || invitees.length > mostInvitees) return refuse({ key: 'invite.nobody', field: 'email' });
      if (!before) await openBatch(db, actor, portal, { id, invitees: invitees.map(cleanNames), content: content.value, now: clock() });
      await inviteSome(dependencies, id);
      const batch = await readBatch(db, id, actor.person);
      if (!batch) throw new Error(`The invitations ${id} have gone.`);
      return accept(batch);
    },

    progress: (actor, batch) => readBatch(db, batch, actor.person),
  };
}

const checkKnown: Invite['checkKnown'] = (portal, company, invitees) => {
  const fields = portal.procedures.acceptInvitation?.company ?? [];
  // The mail names the company (RC-1). Several pasted people need not share one.
  if (invitees === 1 && fields.some(({ id }) => id === 'name') && !company.name?.trim()) return refuse({ key: 'field.required', field: 'name' });
  return checkCompany(fields, keptValues(fields, company), 'known');
};

/** Checks the inviter and their wish, and makes what all invitations of it have in common. Refuses as `Invite.send`. */
export async function contentOf(
  dependencies: Dependencies,
  actor: Actor,
  portal: Portal,
  { invitees, company, rights, language, note = '' }: Omit<InvitationWish, 'invitees' | 'click'> & { readonly invitees: number },
): Promise<Outcome<InvitationContent>> {
  const inviterEmail = await inviterAddress(dependencies, actor, portal);
  if (inviterEmail === undefined) return refuse({ key: 'invite.notInviter' });
  const known = checkKnown(portal, company, invitees);
  if (!known.ok) return known;
  const added = prose(note);
  if (added.length > longestNote) return refuse({ key: 'field.long', field: 'note', params: { max: longestNote } });
  // It reaches somebody else in our name, so it may contain nothing that a mail client turns into a link.
  if (opens.test(added)) return refuse({ key: 'field.opens', field: 'note' });
  const granted = (portal.procedures.invite?.grants ?? []).map(({ id }) => id).filter((id) => rights.includes(id));
  return accept({
    company: known.value,
    rights: granted,
    inviterName: actor.name ?? inviterEmail,
    inviterEmail,
    note: added,
    ...(language && { language }),
  });
}

/** Cleans a typed name like one pasted with its address. */
export const cleanNames = ({ email, givenName, familyName }: Invitee): Invitee => ({
  email,
  givenName: cleanName(givenName),
  familyName: cleanName(familyName),
});
