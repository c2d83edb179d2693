import type { Translator } from '../../core/foundation/i18n.ts';
import type { InvitationNews, SentInvitation } from '../../core/invitations/index.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Action, anytime, type Card, card, execute, paragraph, plain } from '../card.ts';
import { portalLine } from '../frame.ts';
import { type Item, items } from '../rows.ts';

/** «Mes invitations»: each with its state and the available actions (RC-8). */
export function invitationsCard(t: Translator, sent: readonly SentInvitation[], portals: ReadonlyMap<string, Portal>, next: number | undefined): Card {
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('invite.list'),
    body: sent.length === 0 ? [paragraph(t('invite.list.none'))] : items(sent.map((invitation) => itemOf(t, invitation, portals.get(invitation.portal)))),
    actions: [
      next === undefined ? undefined : execute('invite.list', t('invite.more'), anytime, { data: { after: String(next) } }),
      execute('menu.show', t('menu'), anytime),
    ],
  });
}

/** Tells the inviter what happened to one invitation, with the actions now available. */
export function invitationNewsCard(t: Translator, portal: Portal, invitation: SentInvitation, news: InvitationNews, replaces = false): Card {
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t(`invite.news.${news}`, { name: plain(invitation.name) }),
    body: items([itemOf(t, invitation, portal)]),
    actions: [
      // This invitation replaces an address (EX-5), and the old user still exists.
      replaces && news === 'accepted' ? execute('changeEmail.start', t('go.on'), anytime, { style: 'positive', data: { portal: portal.id } }) : undefined,
      execute('invite.list', t('invite.list'), anytime),
    ],
  });
}

function itemOf(t: Translator, invitation: SentInvitation, portal: Portal | undefined): Item {
  const { status, name, email, company, createdAt, expiresAt } = invitation;
  const day = (at: number) => t.date(at, 'date', portal?.timeZone);
  const isLive = status === 'sent' || status === 'opened';
  const told = [
    name === email ? '' : plain(email),
    plain(company),
    portal ? t.of(portal.name) : invitation.portal,
    t('invite.list.sentOn', { on: day(createdAt) }),
    isLive ? t('invite.list.until', { until: day(expiresAt) }) : '',
  ];
  // `until`: as it is shown, so that pressed twice it is sent again once.
  const button = (verb: string, title: string): Action => execute(verb, title, anytime, { data: { invitation: invitation.id, until: String(expiresAt) } });
  const actions = [
    ...(status === 'accepted' ? [] : [button('invite.resend', t('invite.resend'))]),
    ...(isLive ? [button('invite.revoke', t('invite.revoke'))] : []),
  ];
  return { id: invitation.id, title: `${plain(name)} — ${t(`invite.status.${status}`)}`, text: told.filter(Boolean).join(' · '), actions };
}
