import { behalfCard, behalfConfirmCard, bundleCard, notForOthersCard } from '../../cards/access/behalf.ts';
import { approvalCard } from '../../cards/access/decide.ts';
import { myRequestsCard } from '../../cards/access/myRequests.ts';
import type { Bundle, BundleItem } from '../../core/access/bundles.ts';
import type { Portal } from '../../core/portal/schema.ts';
import { beginning } from '../support.ts';
import { viewOf } from './approvals.ts';
import { type Family, frameOf, type Look, portalIn, show } from './shown.ts';

const pack = { fr: 'Arrivée comptabilité', en: 'Accounting arrival' };
const startsAt = Date.parse('2026-11-23T00:00:00+01:00');

const until = Date.parse('2027-04-01T00:00:00+02:00');

const withPacks = (look: Look): Portal => ({
  ...portalIn(look, 'invgate'),
  forOthers: { askers: ['@manager'], decide: false },
  packs: [{ id: 'accounting', name: pack, words: [], groups: ['workplace', 'network', 'octopus/accounts'] }],
});

const item = (look: Look, at: number, state: BundleItem['state'], more: Partial<BundleItem> = {}): BundleItem => {
  const group = portalIn(look, 'invgate').groups[at];
  const reference = ['KNZC-T2WJ', 'M7QD-40XP', 'TR8B-9GHE'][at] ?? null;
  return { id: `${at}`, portal: 'invgate', group: group?.name ?? '', state, reference, why: undefined, reason: null, ...more };
};

const bundle = (items: readonly BundleItem[]): Bundle => ({
  ...{ id: 'b', home: 'invgate', pack, name: 'Paul Durand', email: 'paul.durand@corp.example', startsAt, until, createdAt: beginning, items },
});

const typed = {
  email: '',
  givenName: 'Paul',
  familyName: 'Durand',
  pack: 'accounting',
  groups: [],
  from: '2026-11-23',
  until: '2027-03-31',
  justification: '',
};

/** From «prepare Paul's arrival» to what became of it. */
export const forOthers: Family = {
  name: 'for-others',
  title: 'Asking for somebody else',
  cards: (look) => {
    const { t } = look;
    const portal = withPacks(look);
    const portals = new Map([['invgate', portal]]);
    const frame = { ...frameOf(look, 'invgate'), portal };
    const prepared = { name: 'Paul Durand', email: 'paul.durand@corp.example', known: false, pack, startsAt, until };
    const what = portal.groups.slice(0, 2).map(({ id, name }) => ({ portal: 'invgate', groupId: id, group: name }));
    const waiting = bundle([item(look, 0, 'waiting', { reference: null }), item(look, 2, 'waiting', { reference: null })]);
    const some = bundle([
      item(look, 0, 'pending'),
      item(look, 1, 'refused', { reason: t.of({ fr: 'Pas avant janvier.', en: 'Not before January.' }) }),
      item(look, 2, 'notAsked', { reference: null, why: 'incompatible' }),
    ]);
    return [
      show('«Prepare Paul Durand’s arrival in accounting on Monday»: what was said stands in it.', behalfCard, frame, typed),
      show(
        'The address is nobody’s whom one may ask for: the same words whoever it is.',
        behalfCard,
        { ...frame, problems: [{ key: 'behalf.notYours', field: 'email' }] },
        {
          ...typed,
          email: 'somebody@corp.example',
        },
      ),
      show('The summary; this person has no account yet.', behalfConfirmCard, frame, { ...prepared, what }, ''),
      show('It has been sent, group by group.', bundleCard, t, portals, some),
      show('It waits for the account.', bundleCard, t, portals, waiting),
      show('The account did not come within 30 days.', bundleCard, t, portals, bundle([item(look, 0, 'expired', { reference: null })]), {
        expired: true,
      }),
      show('Who may ask for nobody is told what can be done instead.', notForOthersCard, t, portal),
      show('«My requests», with what was asked for somebody else.', myRequestsCard, t, [], { bundles: { of: [some], portals } }),
      show('The approver sees who asked for whom, and from when.', approvalCard, { t, portal, view: viewOf(look, { askedBy: 'Claire Fontaine', startsAt }) }),
    ];
  },
};
