import { invitationNewsCard, invitationsCard } from '../../cards/invitations/invitations.ts';
import { inviteProgressCard } from '../../cards/invitations/invite.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import type { Outcome } from '../../core/foundation/outcome.ts';
import { invitationNews, type SentInvitation } from '../../core/invitations/index.ts';
import { takes } from '../actions.ts';
import { showAside } from '../conversation/aside.ts';
import { proven, type Turn } from '../turn.ts';

/** How many are listed on one card. */
const listed = 5;

/**
 * What an inviter's cards do: «Mes invitations», «Relancer», «Révoquer», how far a long list is. They carry no dialog's state, so they answer
 * at any time; every right is checked in the core. False where the verb is none of these.
 */
export const invitations = takes({
  'invite.list': async (turn, { after }) => list(turn, Number(/^\d{1,6}$/.exec(after ?? '')?.[0] ?? 0)),
  'invite.resend': async (turn, { invitation = '', until }) => {
    const shown = /^\d{1,15}$/.test(until ?? '') ? Number(until) : undefined;
    await said(turn, await turn.core.invitations.invite.resend(await proven(turn), invitation, shown), ({ email }) => turn.t('invite.resent', { email }));
  },
  'invite.revoke': async (turn, { invitation = '' }) =>
    said(turn, await turn.core.invitations.invite.revoke(turn.actor, invitation), ({ email }) => turn.t('invite.revoked', { email })),
  'invite.progress': async (turn, { batch = '' }) => progress(turn, batch),
});

/** Tells an inviter what has become of an invitation, or that a long list is sent; false where it is about something else. */
export async function tellInviter(turn: Turn, event: ChatEvent): Promise<boolean> {
  if (event.name === 'invitationsSent') await progress(turn, event.batch ?? '');
  else if (event.name === 'invitationNews') await news(turn, event);
  else return false;
  return true;
}

async function news(turn: Turn, event: ChatEvent): Promise<void> {
  const portal = turn.core.portals.get(event.portal);
  const what = invitationNews.find((known) => known === event.text);
  const [invitation] = await turn.core.invitations.invite.sent(await proven(turn), { limit: 1, only: event.invitation ?? '' });
  if (!portal || !what || !invitation) return;
  const replaces = (await turn.core.establishments.changeEmail.open(turn.actor, portal, invitation.id)) !== undefined;
  await turn.show(invitationNewsCard(turn.t, portal, invitation, what, replaces));
}

async function progress(turn: Turn, id: string): Promise<void> {
  const batch = await turn.core.invitations.invite.progress(turn.actor, id);
  const portal = batch && turn.core.portals.get(batch.portal);
  if (batch && portal) await turn.show(inviteProgressCard(turn.t, portal, batch));
  else await list(turn, 0);
}

/** One's own, newest first. What was just done is said before it: the card may be an old one. */
async function list(turn: Turn, from: number): Promise<void> {
  const sent = await turn.core.invitations.invite.sent(await proven(turn), { limit: listed + 1, after: from });
  await showAside(turn, invitationsCard(turn.t, sent.slice(0, listed), turn.core.portals, sent.length > listed ? from + listed : undefined));
}

/** How far back the sent ones are looked through by their names. */
const looked = 100;

/** What was sent, newest first, by what it can be called. */
export async function sentBefore(turn: Turn): Promise<{ id: string; labels: string[] }[]> {
  return (await turn.core.invitations.invite.sent(await proven(turn), { limit: looked })).map(({ id, name, email }) => ({
    id,
    labels: [name.split('@')[0] ?? '', email.split('@')[0] ?? ''],
  }));
}

/** One of them, with what can be done about it. */
export async function showSent(turn: Turn, only: string): Promise<void> {
  const sent = await turn.core.invitations.invite.sent(await proven(turn), { limit: 1, only });
  await showAside(turn, invitationsCard(turn.t, sent, turn.core.portals, undefined));
}

async function said(turn: Turn, outcome: Outcome<SentInvitation>, done: (invitation: SentInvitation) => string): Promise<void> {
  await turn.say(outcome.ok ? done(outcome.value) : turn.t.say(outcome.refusals[0]));
  await list(turn, 0);
}
