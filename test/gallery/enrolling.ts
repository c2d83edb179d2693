import { enrollAccountCard, enrollConfirmCard, enrollDoneCard, enrollPickCard } from '../../cards/access/enroll.ts';
import { myRequestsCard, questionCard } from '../../cards/access/myRequests.ts';
import { proofCodeCard, proveCard } from '../../cards/proof.ts';
import type { Catalogue } from '../../core/access/enroll.ts';
import type { OwnRequest } from '../../core/access/ownRequests.ts';
import { openingText } from '../../core/portal/opening.ts';
import { beginning } from '../support.ts';
import { type Family, frameOf, type Look, portalIn, say, show } from './shown.ts';

const identifier = 'alice.martin@corp.example';

const catalogues = (look: Look, ...states: Catalogue['state'][]): Catalogue[] =>
  portalIn(look, 'invgate').groups.map((group, index) => ({ group, state: states[index] ?? 'open' }));

/** Five hundred catalogues, of which one searches. */
const many = (look: Look): Catalogue[] =>
  catalogues(look).flatMap(({ group: { description: _, ...group } }, index) =>
    Array.from({ length: 125 }, (_, n): Catalogue => {
      const name = `${look.t.of(group.name)} ${index * 125 + n}`;
      return { state: 'open', group: { ...group, id: `g${index * 125 + n}`, name } };
    }),
  );

/** From «I need a catalogue» to the reference number. */
export const enrolling: Family = {
  name: 'enroll',
  title: 'Asking for a group',
  cards: (look) => {
    const { t } = look;
    const portal = portalIn(look, 'invgate');
    const frame = frameOf(look, 'invgate');
    const confirm = { names: [t.of({ fr: 'Données sensibles', en: 'Sensitive data' })], identifier, asksWhy: true, justification: '' };
    return [
      show('Whose account: only where it is not known yet.', proveCard, frame, 'enroll', {}),
      show('The code that was mailed to its address.', proofCodeCard, frame, 'enroll', { identifier }),
      show('A wrong code.', proofCodeCard, frameOf(look, 'invgate', { key: 'code.wrong', field: 'code', params: { n: 4 } }), 'enroll', { identifier }),
      show('Whoever has several accounts says which.', enrollAccountCard, frame, [
        { id: 'a', identifier },
        { id: 'b', identifier: 'alice.durand@corp.example' },
      ]),
      show('The catalogues: what is free to choose, what one has, what is pending.', enrollPickCard, frame, {
        catalogues: catalogues(look, 'held', 'pending'),
        chosen: ['network'],
        search: '',
      }),
      show('Among many one searches.', enrollPickCard, frame, { catalogues: many(look), chosen: ['g3'], search: say(look, 'réseau 33', 'network 33') }),
      show('Nothing left to ask for.', enrollPickCard, frame, { catalogues: catalogues(look, 'held', 'held', 'pending', 'elsewhere'), chosen: [], search: '' }),
      show(
        'The summary; this catalogue wants a reason, and none was given.',
        enrollConfirmCard,
        frameOf(look, 'invgate', { key: 'enroll.justification', field: 'justification' }),
        confirm,
      ),
      show(
        'Asked for, before the portal opens.',
        enrollDoneCard,
        t,
        portal,
        [{ name: confirm.names.join(), reference: 'KNZC-T2WJ' }],
        openingText(t, portal, beginning),
      ),
    ];
  },
};

/** What became of it. */
export const mine: Family = {
  name: 'my-requests',
  title: 'What became of a request',
  cards: (look) => {
    const { t } = look;
    const asked = { ...request(look, 0), text: say(look, 'Pour quelle mission ?', 'For which task?') };
    const states = ['pending', 'approved', 'refused', 'withdrawn', 'expired'] as const;
    const requests = states.map((status, index) => ({ ...request(look, index), status }));
    return [
      show(
        '«My requests», in each state; what is pending can be taken back.',
        myRequestsCard,
        t,
        requests.map((each) => ({
          ...each,
          since: each.status === 'pending' ? t.date(each.createdAt) : undefined,
          begins: each.status === 'approved' ? t.date(Date.parse('2027-04-02T12:00:00Z')) : undefined,
          reason: each.status === 'refused' ? say(look, 'Un poste suffit.', 'One computer is enough.') : null,
        })),
      ),
      show('«My requests», and there are none.', myRequestsCard, t, []),
      show('The same, while the first is being written.', myRequestsCard, t, [], { prepares: true }),
      show('It was decided: told at once, with the reason of a refusal.', myRequestsCard, t, news(look), {
        news: { portal: portalIn(look, 'invgate') },
      }),
      show('An approver asks: the question comes by itself.', questionCard, t, asked),
      show('The answer has left, for every approver’s card.', questionCard, t, {
        ...asked,
        answer: say(look, 'L’audit de décembre.', 'The audit of December.'),
      }),
    ];
  },
};

const news = (look: Look) => [
  {
    ...request(look, 0),
    status: 'refused' as const,
    decidedBy: 'Claire Fontaine',
    decided: look.t.date(beginning, 'dateTime'),
    reason: say(look, 'Un poste suffit.', 'One computer is enough.'),
  },
];

function request(look: Look, index: number): OwnRequest & { name: string; portalName: string; begins: undefined } {
  const portal = portalIn(look, 'invgate');
  const group = portal.groups[index % portal.groups.length];
  return {
    id: `${index}`,
    reference: ['KNZC-T2WJ', 'M7QD-40XP', 'TR8B-9GHE', 'V2A6-JCNK', 'XE51-WZ7Q'][index] ?? '',
    portal: 'invgate',
    groupId: group?.id ?? '',
    organisation: null,
    status: 'pending',
    createdAt: beginning,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    beginsAt: null,
    untied: false,
    name: group ? look.t.of(group.name) : '',
    portalName: look.t.of(portal.name),
    begins: undefined,
  };
}
