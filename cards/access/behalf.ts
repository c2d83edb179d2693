import type { Bundle, BundleItem, Prepared, Wanted } from '../../core/access/index.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import {
  anytime,
  type Card,
  card,
  choiceInput,
  dateInput,
  type Element,
  execute,
  facts,
  paragraph,
  plain,
  plainLine,
  problemsOf,
  textInput,
  tickInput,
} from '../card.ts';
import { type Frame, over, portalLine } from '../frame.ts';
import { shownAtOnce } from './enroll.ts';

/** Asks for whom, what, and from when (GOV-5). */
export function behalfCard(frame: Frame, typed: Wanted): Card {
  const { t, portal, stamp, problems } = frame;
  const { packs } = portal;
  // What is ticked stays on the card, so that its answer is the whole selection.
  const isTicked = ({ id }: { readonly id: string }) => typed.groups.includes(id);
  const listed = [...portal.groups.filter(isTicked), ...portal.groups.filter((each) => !isTicked(each)).slice(0, shownAtOnce)];
  return card({
    lang: t.locale,
    over: over(frame, 1, 2),
    title: t('behalf.title'),
    body: [
      paragraph(t('behalf.text')),
      ...textInput(t, { id: 'email', label: t('behalf.email'), value: typed.email, style: 'Email', problems }),
      ...textInput(t, { id: 'givenName', label: t('field.givenName'), value: typed.givenName, maxLength: 100, optional: true, problems }),
      ...textInput(t, { id: 'familyName', label: t('field.familyName'), value: typed.familyName, maxLength: 100, optional: true, problems }),
      paragraph(t('behalf.names'), { subtle: true }),
      ...(packs.length > 0
        ? choiceInput(t, {
            id: 'pack',
            label: t('behalf.pack'),
            choices: [...packs.map(({ id, name }) => ({ title: t.of(name), value: id })), { title: t('behalf.pack.none'), value: none }],
            value: typed.pack || none,
            expanded: packs.length < 5,
            problems,
          })
        : []),
      ...tickInput(t, {
        id: 'groups',
        label: t('behalf.groups'),
        choices: listed.map(({ id, name }) => ({ title: t.of(name), value: id })),
        ticked: typed.groups,
        problems,
      }),
      ...dateInput(t, { id: 'from', label: t('behalf.from'), value: typed.from, problems }),
      ...dateInput(t, { id: 'until', label: t('behalf.until'), value: typed.until, problems }),
      ...textInput(t, {
        id: 'justification',
        label: t('behalf.why'),
        value: typed.justification,
        multiline: true,
        maxLength: 2000,
        optional: true,
        problems,
      }),
      ...problemsOf(t, undefined, problems),
    ],
    actions: [
      execute('enroll.whom', t('go.on'), stamp, { style: 'positive', inputs: true, data: { groups: '' } }),
      execute('enroll.cancel', t('cancel'), stamp),
    ],
  });
}

/** What the choice of no pack says. */
export const none = '-';

/** What will be asked for, and of whom, to confirm. */
export function behalfConfirmCard(frame: Frame, prepared: Prepared, justification: string): Card {
  const { t, portal, stamp, problems } = frame;
  const { name, email, known, pack, startsAt, until } = prepared;
  const names = prepared.what.map(({ group, portalName }) => (portalName === undefined ? t.of(group) : `${t.of(group)} (${t.of(portalName)})`));
  return card({
    lang: t.locale,
    over: over(frame, 2, 2),
    title: t('behalf.confirm'),
    body: [
      facts([
        [t('behalf.whom'), name],
        [t('field.email'), email],
        ...(pack === undefined ? [] : [[t('behalf.pack'), t.of(pack)] as const]),
        [t('behalf.groups'), ...names],
        ...(startsAt === null ? [] : [[t('behalf.starts'), t.date(startsAt, 'date', portal.timeZone)] as const]),
        ...(until === null ? [] : [[t('behalf.ends'), t.until(until, portal.timeZone)] as const]),
        ...(justification === '' ? [] : [[t('approval.why'), justification] as const]),
      ]),
      known ? undefined : paragraph(t('behalf.newcomer', { name: plain(name), portals: t.named(portal).thePortal }), { weight: 'Bolder' }),
      ...problems.flatMap(({ field }) => problemsOf(t, field, problems)),
    ],
    actions: [
      execute('enroll.send', t('behalf.submit'), stamp, { style: 'positive' }),
      execute('enroll.back', t('go.back'), stamp),
      execute('enroll.cancel', t('cancel'), stamp),
    ],
  });
}

/** Somebody may ask for nobody here, said kindly, and what can be done instead. */
export const notForOthersCard = (t: Translator, portal: Portal): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('behalf.nobody.title'),
    body: [paragraph(t('behalf.nobody.text', t.named(portal)))],
    actions: [
      execute('enroll.start', t('behalf.nobody.own'), anytime, { data: { portal: portal.id } }),
      execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } }),
      execute('menu.show', t('menu'), anytime),
    ],
  });

type Portals = ReadonlyMap<string, Portal>;

/** What was asked for, group by group: at its end, and where its account did not come. */
export function bundleCard(t: Translator, portals: Portals, bundle: Bundle, { expired = false }: { readonly expired?: boolean } = {}): Card {
  const home = portals.get(bundle.home);
  const name = plain(bundle.name);
  const isOpen = bundle.items.some(({ state }) => state !== 'notAsked' && state !== 'waiting');
  const waiting = bundle.items.flatMap(({ state, portal }) => (state === 'waiting' ? [portals.get(portal)] : []));
  const waits = [...new Set(waiting)].flatMap((portal) => (portal ? [t.named(portal).thePortal] : []));
  const title = expired ? 'bundle.expired.title' : isOpen ? 'behalf.done' : waits.length > 0 ? 'behalf.done.waiting' : 'behalf.done.none';
  return card({
    lang: t.locale,
    over: home ? portalLine(t, home) : 'Guichet',
    title: t(title, { name }),
    body: [
      ...bundleRows(t, portals, bundle),
      expired ? paragraph(t('bundle.expired.text')) : isOpen ? paragraph(t('behalf.done.text', { name })) : undefined,
      !expired && waits.length > 0 ? paragraph(t('behalf.newcomer', { name, portals: waits.map(plain).join(', ') })) : undefined,
    ],
    actions: [execute('myRequests.start', t('procedure.myRequests'), anytime), execute('menu.show', t('menu'), anytime)],
  });
}

/** A bundle within a list: what it is, for whom, how each group stands, and a button that withdraws what is left of it. */
export function bundleRows(t: Translator, portals: Portals, bundle: Bundle, { withdraws = false } = {}): Element[] {
  const zone = portals.get(bundle.home)?.timeZone;
  const title = t('bundle.title', { what: plain(bundle.pack === undefined ? t('bundle.single') : t.of(bundle.pack)), name: plain(bundle.name) });
  const from = bundle.startsAt === null ? '' : t('bundle.from', { from: t.date(bundle.startsAt, 'date', zone) });
  const until = bundle.until === null ? '' : t('bundle.until', { until: t.until(bundle.until, zone) });
  const isLeft = bundle.items.some(({ state }) => state === 'pending' || state === 'waiting');
  return [
    paragraph(title, { weight: 'Bolder' }),
    paragraph([plain(bundle.email), from, until].filter(Boolean).join(' · '), { subtle: true }),
    facts(bundle.items.map((item) => [named(t, portals, bundle, item), stateOf(t, item)] as const)),
    ...(withdraws && isLeft ? [actionSet(t, bundle)] : []),
  ];
}

const actionSet = (t: Translator, { id }: Bundle): Element => ({
  type: 'ActionSet',
  actions: [execute('myRequests.withdrawAll', t('bundle.withdraw'), anytime, { data: { bundle: id } })],
});

const named = (t: Translator, portals: Portals, { home }: Bundle, { portal: id, group }: BundleItem): string => {
  const portal = portals.get(id);
  return id === home ? t.of(group) : `${t.of(group)} (${portal ? t.of(portal.name) : id})`;
};

function stateOf(t: Translator, { state, why, reason, reference }: BundleItem): string {
  const said = why === undefined ? t(`bundle.state.${state}`) : `${t(`bundle.state.${state}`)} (${t(`bundle.why.${why}`)})`;
  return [said, reason === null ? '' : t('approval.outcome.reason', { reason: plainLine(reason) }), reference ?? ''].filter(Boolean).join(' · ');
}
