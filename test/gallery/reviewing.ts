import { accessRemovedCard, confirmReviewCard, reviewCard, reviewsCard } from '../../cards/access/reviews.ts';
import type { ReviewedPerson, ReviewView } from '../../core/access/index.ts';
import { day } from '../../core/foundation/clock.ts';
import { beginning } from '../support.ts';
import { type Family, portalIn, say, show } from './shown.ts';

const names = [
  'Ada Bernard',
  'Lucie Caron',
  'Karim Diallo',
  'Paul Durand',
  'Inès Faure',
  'Jules Garnier',
  'Emma Henry',
  'Noé Lambert',
  'Zoé Petit',
  'Inès Roux',
];

const people = (count: number): ReviewedPerson[] =>
  names.slice(0, count).map((name, at) => ({
    id: `p${at}`,
    name,
    email: `${name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(' ', '.')}@corp.example`,
    ...(at !== 2 && {
      given: {
        since: beginning - (400 - at * 30) * day,
        until: at === 1 ? beginning + 30 * day : null,
        by: at % 2 ? 'Hugo Marchand' : null,
        reviewedAt: at === 3 ? beginning - 90 * day : null,
      },
    }),
    ticked: at < 2,
  }));

const view = (over: Partial<ReviewView> = {}): ReviewView => ({
  id: 'gallery',
  reference: 'RQZR-QVY8',
  portal: 'invgate',
  groupId: 'network',
  group: { fr: 'Réseau et accès distants', en: 'Network and remote access' },
  endsAt: beginning + 14 * day,
  endedAt: null,
  total: 3,
  kept: 0,
  removed: 0,
  unanswered: 0,
  open: 3,
  self: false,
  people: people(3),
  search: '',
  found: 3,
  page: {},
  ticked: 2,
  tickedAs: '',
  ...over,
});

const long = (over: Partial<ReviewView> = {}) => view({ total: 500, open: 488, kept: 10, removed: 2, people: people(10), found: 488, next: 'p9', ...over });

/** A review of who has access. */
export const reviewing: Family = {
  name: 'review',
  title: 'A review of who has access',
  cards: (look) => {
    const { t } = look;
    const shown = { t, portal: portalIn(look, 'invgate') };
    const { people: _, ...summary } = view({ endedAt: beginning + 14 * day, kept: 470, removed: 30, unanswered: 12 });
    const group = { id: 'network', name: say(look, 'Réseau et accès distants', 'Network and remote access') };
    return [
      show('It comes by itself to each reviewer: who has the access, since when, by whose decision.', reviewCard, shown, view()),
      show('Five hundred people: page by page, with a search. What is ticked on other pages stays so.', reviewCard, shown, long({ ticked: 7 }), {
        said: t('review.kept', { n: 10 }),
      }),
      show(
        'A later page of a search, on a reminder. The reviewer is on the list too.',
        reviewCard,
        shown,
        long({ search: 'corp', found: 40, page: { after: 'p9', search: 'corp' }, self: true }),
        {
          reminds: true,
        },
      ),
      show('Nobody is ticked, or nobody answers to the search.', reviewCard, shown, long({ people: [], search: 'xyz', found: 0, ticked: 0 }), {
        problems: [{ key: 'review.nobody' }],
      }),
      show('«Remove»: asked back, with the names, and a reason that they will read.', confirmReviewCard, shown, view(), {
        id: 'gallery',
        decision: 'remove',
        count: 12,
        names: names.slice(0, 10),
        tickedAs: '',
      }),
      show('«Keep all»: asked back too.', confirmReviewCard, shown, view(), { id: 'gallery', decision: 'keep', count: 488, search: '' }),
      show('All is reviewed as far as this reviewer goes.', reviewCard, shown, view({ open: 0, people: [], kept: 2, self: true, found: 0, ticked: 0 })),
      show('It is over: told to each reviewer, and on every copy of the card.', reviewCard, shown, summary),
      show(
        '«My reviews»: those that end first before others.',
        reviewsCard,
        t,
        { reviews: [view(), long({ id: 'other', group: { fr: 'Poste de travail', en: 'Workplace' } })], silent: ['octopus'] },
        look.portals,
      ),
      show('«My reviews», and there are none.', reviewsCard, t, { reviews: [], silent: [] }, look.portals),
      show('Whose access was removed is told, with the reason.', accessRemovedCard, shown, {
        group,
        reference: 'RQZR-QVY8',
        reason: say(look, 'La mission est terminée.', 'The task is over.'),
        asksAgain: true,
      }),
    ];
  },
};
