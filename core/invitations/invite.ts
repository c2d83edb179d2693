import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Portal } from '../portal/index.ts';
import { type CompanyValues, checkCompany, keptValues } from './company.ts';
import { type Batch, inviteSome, openBatch, readBatch } from './inviteBatch.ts';
import { cleanName, type Invitee, type ReadInvitees, readInvitees } from './invitees.ts';
import { inviterAddress } from './inviters.ts';
import { createSentInvitations, type SentInvitations } from './sentInvitations.ts';

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
  send(actor: Actor, portal: Portal, what: { invitees: readonly Invitee[]; company: CompanyValues; rights: readonly string[] }): Promise<Outcome<Batch>>;
  progress(actor: Actor, batch: string): Promise<Batch | undefined>;
};

/** Creates the inviter's side of invitations. */
export function createInvite(dependencies: Dependencies): Invite {
  const { db, clock } = dependencies;

  const checkKnown: Invite['checkKnown'] = (portal, company, invitees) => {
    const fields = portal.procedures.acceptInvitation?.company ?? [];
    // The mail names the company (RC-1). Several pasted people need not share one.
    if (invitees === 1 && fields.some(({ id }) => id === 'name') && !company.name?.trim()) return refuse({ key: 'field.required', field: 'name' });
    return checkCompany(fields, keptValues(fields, company), 'known');
  };

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

    send: async (actor, portal, { invitees, company, rights }) => {
      const inviterEmail = await inviterAddress(dependencies, actor, portal);
      if (inviterEmail === undefined) return refuse({ key: 'invite.notInviter' });
      if (invitees.length === 0 || invitees.length > mostInvitees) return refuse({ key: 'invite.nobody', field: 'email' });
      const known = checkKnown(portal, company, invitees.length);
      if (!known.ok) return known;
      const granted = (portal.procedures.invite?.grants ?? []).map(({ id }) => id).filter((id) => rights.includes(id));
      const content = { company: known.value, rights: granted, inviterName: actor.name ?? inviterEmail, inviterEmail };
      const id = await openBatch(db, actor, portal, { invitees: invitees.map(cleanNames), content, now: clock() });
      await inviteSome(dependencies, id);
      const batch = await readBatch(db, id, actor.person);
      if (!batch) throw new Error(`The invitations ${id} have gone.`);
      return accept(batch);
    },

    progress: (actor, batch) => readBatch(db, batch, actor.person),
  };
}

/** Cleans a typed name like one pasted with its address. */
const cleanNames = ({ email, givenName, familyName }: Invitee): Invitee => ({ email, givenName: cleanName(givenName), familyName: cleanName(familyName) });
