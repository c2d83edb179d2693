import { invitationNewsCard, invitationsCard } from '../../cards/invitations/invitations.ts';
import { inviteCompanyCard, inviteConfirmCard, inviteProgressCard, inviteWhoCard, notInviterCard } from '../../cards/invitations/invite.ts';
import { day } from '../../core/foundation/clock.ts';
import { invitationStatuses } from '../../core/invitations/invitation.ts';
import { invitationNews } from '../../core/invitations/invitationNews.ts';
import type { SentInvitation } from '../../core/invitations/sentInvitations.ts';
import { beginning } from '../support.ts';
import { type Family, frameOf, portalIn, show } from './shown.ts';

const lea = { email: 'lea.roy@client.example', givenName: 'Léa', familyName: 'Roy' };
const company = { name: 'Roy et filles', city: 'Lyon', country: 'FR' };

/** Inviting clients. */
export const inviting: Family = {
  name: 'invite',
  title: 'Inviting',
  cards: (look) => {
    const { t } = look;
    const portal = portalIn(look, 'rconnect');
    const frame = frameOf(look, 'rconnect');
    const batch = { id: 'gallery', portal: 'rconnect', total: 40 };
    return [
      show('Whom: one person with a name, or many addresses pasted.', inviteWhoCard, frame, { email: '', givenName: '', familyName: '' }),
      show('What was pasted has no address in it.', inviteWhoCard, frameOf(look, 'rconnect', { key: 'email.malformed', field: 'email' }), {
        email: 'Léa Roy',
        givenName: '',
        familyName: '',
      }),
      show('What is known of the company, and what they may do.', inviteCompanyCard, frame, { company, rights: ['orders'], single: true }),
      show('The summary, with what could not be read.', inviteConfirmCard, frame, {
        invitees: [lea, { email: 'jules.roy@client.example', givenName: '', familyName: '' }],
        bad: [{ text: 'jean@client', refusal: { key: 'email.malformed' } }],
        repeated: 1,
        company: company.name,
        rights: ['orders', 'invoices'],
        language: 'fr',
        note: 'Voici l’accès dont nous avons parlé mardi.',
      }),
      show('Many take a while.', inviteProgressCard, t, portal, { ...batch, done: 20, others: [] }),
      show('Sent, but for those who need none (RC-9).', inviteProgressCard, t, portal, {
        ...batch,
        done: 40,
        others: [
          { email: 'marie@client.example', why: 'access' },
          { email: 'paul@client.example', why: 'invited' },
        ],
      }),
      show('Who may not invite is told who can help.', notInviterCard, t, portal),
    ];
  },
};

/** What became of invitations. */
export const invitations: Family = {
  name: 'invitations',
  title: 'What became of invitations',
  cards: (look) => {
    const { t, portals } = look;
    const portal = portalIn(look, 'rconnect');
    const sent = invitationStatuses.map((status, index) => sentOf(status, index));
    return [
      show('«My invitations», in each state.', invitationsCard, t, sent, portals, 5),
      show('«My invitations», and there are none.', invitationsCard, t, [], portals, undefined),
      ...invitationNews.map((news) => show(told[news], invitationNewsCard, t, portal, sentOf(news === 'askedAgain' ? 'expired' : news, 0), news)),
    ];
  },
};

const told = {
  accepted: 'Told to the inviter: accepted.',
  refused: 'Told to the inviter: the client said no.',
  expired: 'Told to the inviter: the time is over.',
  askedAgain: 'Told to the inviter: the client asks for a new one.',
} as const;

const sentOf = (status: SentInvitation['status'], index: number): SentInvitation => ({
  id: `${index}`,
  portal: 'rconnect',
  name: 'Léa Roy',
  email: lea.email,
  company: company.name,
  status,
  createdAt: beginning + index * day,
  expiresAt: beginning + (30 + index) * day,
  decidedAt: null,
});
