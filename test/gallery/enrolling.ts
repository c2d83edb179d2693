import { enrollAccountCard, enrollConfirmCard, enrollDoneCard, enrollPickCard } from '../../cards/access/enroll.ts';
import { accessEndedCard, accessEndsCard, giveBackCard, givenBackCard, myRequestsCard, questionCard } from '../../cards/access/myRequests.ts';
import { proofCodeCard, proveCard } from '../../cards/proof.ts';
import type { Catalogue } from '../../core/access/catalogues.ts';
import type { OwnRequest } from '../../core/access/ownRequests.ts';
import { day } from '../../core/foundation/clock.ts';
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
    const confirm = { catalogues: catalogues(look, 'held', 'held', 'held', 'open').slice(3), identifier, until: '', justification: '' };
    const network = portal.groups.find(({ id }) => id === 'network');
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
      show('Two that nobody may have together.', enrollPickCard, frameOf(look, 'invgate', incompatible(look)), {
        catalogues: catalogues(look, 'open', 'open', 'open', 'held'),
        chosen: ['network'],
        search: '',
      }),
      show('Two that somebody may have together if one more approver agrees.', enrollConfirmCard, frame, {
        ...confirm,
        further: [look.t('enroll.further', apart(look))],
      }),
      show(
        'The summary; this catalogue wants a reason, and none was given.',
        enrollConfirmCard,
        frameOf(look, 'invgate', { key: 'enroll.justification', field: 'justification' }),
        confirm,
      ),
      ...(network
        ? [
            show('For longer, where access ends by itself: beyond what is allowed.', enrollConfirmCard, frameOf(look, 'invgate', tooLong(look)), {
              ...confirm,
              catalogues: [{ group: { ...network, longest: 90 * day }, state: 'ending' as const, endsAt: beginning + 7 * day }],
              until: '2027-12-31',
            }),
          ]
        : []),
      show(
        'Asked for, before the portal opens.',
        enrollDoneCard,
        t,
        portal,
        [{ name: t.of({ fr: 'Données sensibles', en: 'Sensitive data' }), reference: 'KNZC-T2WJ' }],
        openingText(t, portal, beginning),
      ),
    ];
  },
};

const tooLong = ({ t }: Look) => ({
  key: 'enroll.until.longest' as const,
  field: 'until',
  params: { group: t.of({ fr: 'Réseau et accès distants', en: 'Network and remote access' }), until: t.date(beginning + 90 * day) },
});

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
      show('«My requests»: taken out of the directory by somebody there; ended, and not yet out of it.', myRequestsCard, t, [
        { ...request(look, 1), status: 'approved', missing: true, asksAgain: true },
        { ...request(look, 2), status: 'approved', endedAt: beginning, ending: 'returned', leaving: true },
      ]),
      show('«My requests», and there are none.', myRequestsCard, t, []),
      show('The same, while the first is being written.', myRequestsCard, t, [], { prepares: true }),
      show('It was decided: told at once, with the reason of a refusal.', myRequestsCard, t, news(look), {
        news: { portal: portalIn(look, 'invgate') },
      }),
      show('Access ends soon: told by itself, a week before.', accessEndsCard, t, portalIn(look, 'invgate'), lasting(look)),
      show('It has ended by itself.', accessEndedCard, t, portalIn(look, 'invgate'), { ...lasting(look), held: false }),
      show('«I no longer need it»: asked back.', giveBackCard, t, portalIn(look, 'invgate'), lasting(look)),
      show('It was given back.', givenBackCard, t, portalIn(look, 'invgate'), lasting(look)),
      show('An approver asks: the question comes by itself.', questionCard, t, asked),
      show('The answer has left, for every approver’s card.', questionCard, t, {
        ...asked,
        answer: say(look, 'L’audit de décembre.', 'The audit of December.'),
      }),
    ];
  },
};

const lasting = (look: Look) => ({
  ...request(look, 2),
  status: 'approved' as const,
  held: true,
  endsAt: beginning + 7 * day,
  lasts: look.t.date(beginning + 7 * day),
  asksAgain: true,
});

const news = (look: Look) => [
  {
    ...request(look, 0),
    status: 'refused' as const,
    decidedBy: 'Claire Fontaine',
    decided: look.t.date(beginning, 'dateTime'),
    reason: say(look, 'Un poste suffit.', 'One computer is enough.'),
  },
];

const apart = (look: Look) => ({
  group: say(look, 'Réseau et accès distants', 'Network and remote access'),
  other: say(look, 'Données sensibles', 'Sensitive data'),
});

const incompatible = (look: Look) => ({
  key: 'enroll.incompatible' as const,
  field: 'groups',
  params: { ...apart(look), reason: say(look, ' Qui exploite le réseau n’extrait pas ces données.', ' Whoever runs the network does not extract this data.') },
});

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
    held: false,
    missing: false,
    leaving: false,
    endsAt: null,
    stage: 0,
    conflicts: null,
    onBehalf: undefined,
    until: null,
    endedAt: null,
    ending: null,
    untied: false,
    name: group ? look.t.of(group.name) : '',
    portalName: look.t.of(portal.name),
    begins: undefined,
  };
}
