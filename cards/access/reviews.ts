import type { ReviewDecision, ReviewedPerson, ReviewSummary, ReviewView } from '../../core/access/index.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Action, anytime, buttons, type Card, card, type Element, execute, facts, paragraph, plain, problemsOf, textInput, tickInput } from '../card.ts';
import { portalLine } from '../frame.ts';
import { mark } from '../mark.ts';
import { rows } from '../rows.ts';

type Shown = { readonly t: Translator; readonly portal: Portal };

/** What happened just now, and what it is about besides. */
type Around = { readonly said?: string | undefined; readonly reminds?: boolean; readonly problems?: readonly Refusal[] };

/** Above this many people a list can be searched. */
const searchedFrom = 8;

/**
 * A review as its reviewer answers it (GOV-4): a page of the people whose access is not decided on yet, ticked and then kept or removed together. What is ticked on
 * other pages stays so. Once the review is over, how it ended. The first card and every update are built here.
 */
export function reviewCard({ t, portal }: Shown, view: ReviewView | ReviewSummary, around: Around = {}): Card {
  const frame = { lang: t.locale, over: portalLine(t, portal, view.reference), title: t('review.title', { group: plain(t.of(view.group)) }) };
  const said = around.said === undefined ? [] : [paragraph(around.said, { weight: 'Bolder' })];
  const problems = problemsOf(t, undefined, around.problems ?? []);
  if (!('people' in view)) return card({ ...frame, body: [...said, ...problems, ...ended(t, view)], actions: [menu(t)] });
  if (view.open === 0) return card({ ...frame, body: [...said, ...problems, ...answered(t, view)], actions: [mine(t), menu(t)] });
  const elsewhere = view.ticked - view.people.filter(({ ticked }) => ticked).length;
  const searches = view.search !== '' || view.open > searchedFrom;
  return card({
    ...frame,
    body: [
      ...said,
      around.reminds ? paragraph(t('review.reminds'), { weight: 'Bolder' }) : undefined,
      ...problems,
      ...(view.behalf === undefined ? [] : [paragraph(t('review.behalf', { of: plain(view.behalf) }), { weight: 'Bolder' })]),
      paragraph(t('review.intro', { n: view.open, until: t.date(view.endsAt, 'dateTime', portal.timeZone) })),
      view.self ? paragraph(t('review.self'), { subtle: true }) : undefined,
      ...(searches
        ? [...textInput(t, { id: 'search', label: t('review.search'), value: view.search, optional: true, problems: [] }), ...searchButton(t, view)]
        : []),
      view.search === '' ? undefined : paragraph(view.found === 0 ? t('review.search.nothing') : t('review.found', { n: view.found }), { subtle: true }),
      ...(view.people.length === 0 ? [] : [ticks(t, portal, view)].flat()),
      elsewhere > 0 ? paragraph(t('review.elsewhere', { n: elsewhere }), { subtle: true }) : undefined,
      ...nextButton(t, view),
    ],
    actions: actionsOf(t, view),
  });
}

const ticks = (t: Translator, portal: Portal, { people }: ReviewView): Element[] =>
  tickInput(t, {
    id: 'ticks',
    label: t('review.people'),
    choices: people.map((person) => ({ title: titleOf(t, portal, person), value: person.id })),
    ticked: people.flatMap(({ id, ticked }) => (ticked ? [id] : [])),
    problems: [],
  });

function titleOf(t: Translator, { timeZone }: Portal, { name, email, given }: ReviewedPerson): string {
  const how = given
    ? [
        t('review.given.since', { since: t.date(given.since, 'date', timeZone) }),
        given.by ? t('review.given.by', { by: given.by }) : '',
        given.until === null ? '' : t('review.given.until', { until: t.until(given.until, timeZone) }),
        given.reviewedAt === null ? '' : t('review.given.reviewed', { on: t.date(given.reviewedAt, 'date', timeZone) }),
      ]
    : [t('review.given.not')];
  return [name === email ? name : `${name} — ${email}`, ...how].filter(Boolean).join(' · ');
}

/** A button that says what is ticked on this page too. */
function press(
  verb: string,
  title: string,
  { id, people, search, page }: ReviewView,
  more: Readonly<Record<string, string>> = {},
  style?: 'positive' | 'destructive',
): Action {
  // A client may leave out a field in which nothing stands.
  const data = { review: id, shown: people.map((person) => person.id).join(','), ticks: '', was: search, ...(page.after !== undefined && { at: page.after }) };
  return execute(verb, title, anytime, { inputs: true, ...(style && { style }), data: { ...data, ...more } });
}

const searchButton = (t: Translator, view: ReviewView): Element[] => buttons([press('review.search', t('review.search.go'), view)]);

const nextButton = (t: Translator, view: ReviewView): Element[] =>
  buttons(view.next === undefined ? [] : [press('review.page', t('review.next'), view, { after: view.next })]);

function actionsOf(t: Translator, view: ReviewView): (Action | undefined)[] {
  const { id, search, found } = view;
  if (view.people.length === 0) return [menu(t)];
  const all = (decision: ReviewDecision) =>
    execute('review.all', t(`review.all.${decision}`), anytime, { data: { review: id, decision, was: search, count: `${found}` } });
  return [
    press('review.keep', t('review.keep'), view, {}, 'positive'),
    press('review.remove', t('review.remove'), view, {}, 'destructive'),
    ...(found > 1 ? [all('keep'), all('remove')] : []),
    view.page.after === undefined ? undefined : press('review.page', t('review.first'), view),
    menu(t),
  ];
}

const menu = (t: Translator): Action => execute('menu.show', t('menu'), anytime);
const mine = (t: Translator): Action => execute('review.start', t('review.list'), anytime);

/** What a reviewer sees who has nothing left to decide. */
const answered = (t: Translator, { total, kept, removed, self }: ReviewView): Element[] => [
  paragraph(t('review.answered')),
  ...(total > kept + removed ? [paragraph(t('review.answered.others', { n: total - kept - removed }), { subtle: true })] : []),
  ...(self ? [paragraph(t('review.self'), { subtle: true })] : []),
];

const ended = (t: Translator, { group, kept, removed, unanswered }: ReviewSummary): Element[] => [
  paragraph(t('review.over', { group: plain(t.of(group)) })),
  facts([
    [t('review.over.kept'), `${kept}`],
    [t('review.over.removed'), `${removed}`],
    ...(unanswered > 0 ? [[t('review.over.unanswered'), `${unanswered}`] as const] : []),
  ]),
];

/** Whom a decision is about that is to be confirmed: those who are ticked, by some of their names, or all that are left, or answer to a search. */
export type ToConfirm = { readonly id: string; readonly decision: ReviewDecision; readonly count: number } & (
  | { readonly names: readonly string[]; readonly tickedAs: string }
  | { readonly search: string }
);

/** Asks whether so many people are really to keep or lose their access, and why. */
export function confirmReviewCard({ t, portal }: Shown, summary: ReviewSummary, about: ToConfirm): Card {
  const { id, decision, count } = about;
  const removes = decision === 'remove';
  const more = 'names' in about ? count - about.names.length : 0;
  const names = 'names' in about ? about.names.map(plain).join(', ') : '';
  const whom =
    'names' in about
      ? t.say({ key: more > 0 ? 'review.confirm.more' : 'review.confirm.names', params: { names, n: more } })
      : about.search === ''
        ? t('review.confirm.all', { group: plain(t.of(summary.group)) })
        : t('review.confirm.search', { search: plain(about.search) });
  const data = { review: id, decision, ...('names' in about ? { tickedAs: about.tickedAs } : { was: about.search, count: `${count}` }) };
  return card({
    lang: t.locale,
    over: portalLine(t, portal, summary.reference),
    title: t(`review.confirm.${decision}`, { n: count }),
    body: [
      paragraph(whom),
      ...(removes
        ? [
            paragraph(t('review.confirm.told')),
            ...textInput(t, { id: 'reason', label: t('review.confirm.reason'), multiline: true, maxLength: 500, optional: true, problems: [] }),
          ]
        : []),
    ],
    actions: [
      execute('review.decide', t(`review.yes.${decision}`), anytime, { style: removes ? 'destructive' : 'positive', inputs: removes, data }),
      execute('review.open', t('go.back'), anytime, { data: { review: id } }),
    ],
  });
}

type Mine = { readonly reviews: readonly (ReviewSummary & { readonly open: number })[]; readonly silent: readonly string[] };

/** «Mes revues»: the reviews that wait for me, those that end first before others. */
export function reviewsCard(
  t: Translator,
  { reviews, silent }: Mine,
  portals: ReadonlyMap<string, Portal>,
  none: 'review.none' | 'review.none.group' = 'review.none',
): Card {
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('review.list'),
    body: [
      ...silent.map((id) => paragraph(t('review.silent', { thePortal: plain(t.named(portals.get(id) ?? { name: id }).thePortal) }))),
      ...(reviews.length === 0 && silent.length === 0 ? [paragraph(t(none))] : []),
      ...rows(
        reviews.map(({ id, group, portal: portalId, open, endsAt }) => {
          const portal = portals.get(portalId);
          return {
            title: plain(t.of(group)),
            text: `${portal ? t.of(portal.name) : portalId} · ${t('review.row', { n: open, until: t.date(endsAt, 'dateTime', portal?.timeZone) })}`,
            picture: portal && mark(portal.accent),
            action: execute('review.open', t('waiting.open'), anytime, { data: { review: id } }),
          };
        }),
      ),
    ],
    actions: [menu(t)],
  });
}

/** Access was taken away in a review: told to who had it. */
export const accessRemovedCard = (
  { t, portal }: Shown,
  {
    group,
    reference,
    reason,
    asksAgain,
  }: { readonly group: { readonly id: string; readonly name: string }; readonly reference: string; readonly reason: string; readonly asksAgain: boolean },
): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal, reference),
    title: t('accessRemoved.title'),
    body: [
      paragraph(t('accessRemoved.text', { group: plain(group.name), thePortal: t.named(portal).thePortal, reference })),
      reason === '' ? undefined : paragraph(t('accessRemoved.reason', { reason: plain(reason) })),
      asksAgain ? paragraph(t('accessRemoved.again')) : undefined,
    ],
    actions: [
      asksAgain ? execute('enroll.start', t('myRequests.again'), anytime, { data: { portal: portal.id, groups: group.id } }) : undefined,
      execute('myRequests.start', t('procedure.myRequests'), anytime),
    ],
  });
