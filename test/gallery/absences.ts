import { absenceCard, absenceEndCard, absenceNewsCard, absenceSetCard, absencesCard } from '../../cards/access/absence.ts';
import { approvalCard } from '../../cards/access/decide.ts';
import { proofCard } from '../../cards/access/proof.ts';
import type { Absence } from '../../core/access/index.ts';
import { day } from '../../core/foundation/clock.ts';
import { beginning } from '../support.ts';
import { viewOf } from './approvals.ts';
import { type Family, portalIn, show } from './shown.ts';

/** Hugo is away, and Claire decides for him. */
export const hugoAway: Absence = {
  id: 'gallery',
  startsAt: Date.parse('2026-12-03T00:00:00+01:00'),
  endsAt: Date.parse('2026-12-18T00:00:00+01:00'),
  timeZone: 'Europe/Paris',
  address: 'hugo.marchand@example.org',
  delegate: 'claire.fontaine@example.org',
  ofName: 'Hugo Marchand',
  byName: 'Claire Fontaine',
  keepsSensitive: false,
};
const claire = { person: 'c', name: 'Claire Fontaine', address: hugoAway.delegate };
const standIn = {
  of: hugoAway.address,
  by: hugoAway.delegate,
  until: hugoAway.endsAt,
  ofName: hugoAway.ofName,
  byName: hugoAway.byName,
  timeZone: 'Europe/Paris',
};

/** An approver who is away, and who decides in their place. */
export const absences: Family = {
  name: 'absences',
  title: 'An approver who is away',
  cards: (look) => {
    const { t } = look;
    const days = { from: '2026-12-03', to: '2026-12-17' };
    const portal = portalIn(look, 'invgate');
    const proving = { verb: 'absence', about: { delegate: hugoAway.byName }, shown: [], data: {}, back: {}, without: {} } as const;
    const view = viewOf(look, { open: [standIn.of], standIns: [standIn], createdAt: beginning + 12 * day });
    const over = viewOf(look, { status: 'approved', decidedAt: beginning + 13 * day, decidedBy: 'Claire Fontaine', decidedFor: 'Hugo Marchand' });
    return [
      show('They said so in a sentence: days and delegate are filled in, and the button confirms them.', absenceCard, t, { ...days, delegate: claire }),
      show('Two colleagues are called that.', absenceCard, t, {
        ...days,
        choices: [claire, { person: 'd', name: 'Marie Claire', address: 'marie.claire@example.org' }],
      }),
      show('Nobody was named, and the last day comes before the first.', absenceCard, t, {
        from: '2026-12-17',
        to: '2026-12-03',
        problems: [{ key: 'absence.order', field: 'to' }],
      }),
      show(
        'They decide on sensitive groups too: the code that was mailed to them is asked for. They can go on without it.',
        proofCard,
        { t, portal },
        proving,
        {
          mailed: hugoAway.address,
        },
      ),
      show('It is done.', absenceSetCard, t, hugoAway),
      show('It is done, without a code.', absenceSetCard, t, { ...hugoAway, keepsSensitive: true }),
      show('The delegate is told, and can decline.', absenceNewsCard, t, hugoAway, 'asked'),
      show('Who is away is told that the delegate declined.', absenceNewsCard, t, hugoAway, 'declined'),
      show('It is over, for the delegate.', absenceNewsCard, t, hugoAway, 'over'),
      show('It is over, for who was away.', absenceNewsCard, t, hugoAway, 'back'),
      show('The delegate’s card of a request.', approvalCard, { t, portal, view, approver: standIn.by }),
      show('The copy of who is away.', approvalCard, { t, portal, view, approver: standIn.of }),
      show('A request that the delegate decided.', approvalCard, { t, portal, view: over, approver: standIn.by }),
      show('One’s absences, and those of others.', absencesCard, t, { own: [hugoAway], forOthers: [{ ...hugoAway, id: 'other', ofName: 'Nadia Benali' }] }),
      show('There is none.', absencesCard, t, { own: [], forOthers: [] }),
      show('Back before the last day.', absenceEndCard, t, hugoAway),
    ];
  },
};
