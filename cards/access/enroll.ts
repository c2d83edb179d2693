import type { Catalogue } from '../../core/access/index.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import { anytime, buttons, type Card, card, dateInput, type Element, execute, facts, paragraph, plain, problemsOf, textInput, tickInput } from '../card.ts';
import { type Frame, over, portalLine, procedureLabel } from '../frame.ts';
import { pick } from '../rows.ts';

/** How many catalogues are shown at once. If there are more, people search. */
export const shownAtOnce = 15;

/** Asks for which of the person's accounts on this portal. */
export const enrollAccountCard = (frame: Frame, accounts: readonly { readonly id: string; readonly identifier: string }[]): Card =>
  card({
    lang: frame.t.locale,
    over: over(frame, 1, 3),
    title: procedureLabel(frame.t, frame.portal, 'enroll'),
    body: pick(
      frame.t,
      {
        id: 'account',
        label: frame.t('enroll.account'),
        choices: accounts.map(({ id, identifier }) => ({ title: identifier, value: id })),
        problems: frame.problems,
      },
      (chosen) => execute('enroll.account', frame.t('go.on'), frame.stamp, chosen),
    ),
    actions: [execute('enroll.other', frame.t('enroll.account.other'), frame.stamp), execute('enroll.cancel', frame.t('cancel'), frame.stamp)],
  });

type Pickable = { readonly catalogues: readonly Catalogue[]; readonly chosen: readonly string[]; readonly search: string };

/**
 * The catalogues that can be ticked, in the order of the card. Ticked ones always stay on it, so that its answer is the whole selection; a search that
 * finds nothing hides nothing.
 */
export function cataloguesInView(t: Translator, { catalogues, chosen, search }: Pickable): readonly Catalogue[] {
  const open = catalogues.filter(({ state }) => state === 'open' || state === 'ending');
  const found = matching(t, open, search);
  const isChosen = ({ group }: Catalogue) => chosen.includes(group.id);
  const unticked = (found.length > 0 ? found : open).filter((each) => !isChosen(each));
  const shown = new Set(unticked.slice(0, shownAtOnce));
  return open.filter((each) => isChosen(each) || shown.has(each));
}

/** The catalogues: the available ones as a list, the others with the reason why they are not (IN-9). */
export function enrollPickCard(frame: Frame, shown: Pickable): Card {
  const { t, portal, stamp, problems } = frame;
  const named = (catalogue: Catalogue) => t.of(catalogue.group.name);
  const open = shown.catalogues.filter(({ state }) => state === 'open' || state === 'ending');
  const listed = cataloguesInView(t, shown);
  // A client may omit a list with nothing ticked.
  const unticked = { inputs: true, data: { groups: '' } };
  const many = open.length > shownAtOnce;
  const others = (state: Catalogue['state']) => shown.catalogues.filter((catalogue) => catalogue.state === state).map(named);
  const row = (label: string, names: string[]): Element[] =>
    names.length > 0 ? [paragraph(`${label} ${names.slice(0, 30).map(plain).join(', ')}${names.length > 30 ? '…' : ''}`, { subtle: true })] : [];
  return card({
    lang: t.locale,
    over: over(frame, 1, 2),
    title: procedureLabel(t, portal, 'enroll'),
    body: [
      paragraph(t(open.length === 0 ? 'enroll.pick.none' : 'enroll.pick')),
      ...(many
        ? [
            ...textInput(t, { id: 'search', label: t('enroll.search', { n: open.length }), value: shown.search, optional: true, problems }),
            ...buttons([execute('enroll.search', t('enroll.search.go'), stamp, unticked)]),
          ]
        : []),
      ...(open.length > 0 && matching(t, open, shown.search).length === 0 ? [paragraph(t('enroll.search.nothing'), { weight: 'Bolder' })] : []),
      ...(listed.length > 0
        ? tickInput(t, {
            id: 'groups',
            label: t('enroll.groups'),
            choices: listed.map(({ group, endsAt }) => ({
              title: choiceTitle(t, portal, { group, endsAt }),
              value: group.id,
            })),
            ticked: shown.chosen,
            problems,
          })
        : problemsOf(t, 'groups', problems)),
      ...problemsOf(t, undefined, problems),
      ...row(t('enroll.held'), others('held')),
      ...row(t('enroll.pending'), others('pending')),
      ...row(t('enroll.elsewhere'), others('elsewhere')),
    ],
    actions: [
      listed.length > 0 ? execute('enroll.pick', t('go.on'), stamp, { ...unticked, style: 'positive' }) : undefined,
      execute('myRequests.start', t('procedure.myRequests'), anytime),
      execute('enroll.cancel', t('cancel'), stamp),
    ],
  });
}

/** A catalogue to choose: what it is, or until when it is held already (GOV-3). */
function choiceTitle(t: Translator, { timeZone }: Portal, { group, endsAt }: Pick<Catalogue, 'group' | 'endsAt'>): string {
  const name = t.of(group.name);
  if (endsAt !== undefined) return t('enroll.extends', { group: name, until: t.until(endsAt, timeZone) });
  return group.description ? `${name} — ${t.of(group.description)}` : name;
}

/** The summary to confirm: until when, and why if a catalogue requires it. `until` is a day, or empty. */
export function enrollConfirmCard(
  frame: Frame,
  shown: {
    readonly catalogues: readonly Catalogue[];
    readonly identifier: string;
    readonly until: string;
    readonly justification: string;
    /** What is chosen that further approvers decide on, and why (GOV-7). */
    readonly further?: readonly string[];
  },
): Card {
  const { t, portal, stamp, problems } = frame;
  const names = shown.catalogues.map((each) => (each.endsAt === undefined ? t.of(each.group.name) : choiceTitle(t, portal, each)));
  const limited = shown.catalogues.flatMap(({ group: { name, longest } }) => (longest === undefined ? [] : [{ group: t.of(name), longest }]));
  const submit = portal.procedures.enroll?.submit;
  return card({
    lang: t.locale,
    over: over(frame, 2, 2),
    title: t('enroll.confirm'),
    body: [
      facts([
        [t.of(portal.identifier.label), shown.identifier],
        [t('enroll.groups'), ...names],
      ]),
      ...(shown.further ?? []).map((text) => paragraph(plain(text), { weight: 'Bolder' })),
      ...limited.map(({ group, longest }) => paragraph(t('enroll.longest', { group: plain(group), longest: t.duration(longest) }))),
      ...dateInput(t, { id: 'until', label: t(limited.length > 0 ? 'enroll.until.limited' : 'enroll.until'), value: shown.until, problems }),
      ...textInput(t, {
        id: 'justification',
        label: t(shown.catalogues.some(({ group }) => group.justification) ? 'enroll.why.needed' : 'enroll.why'),
        value: shown.justification,
        multiline: true,
        maxLength: 2000,
        optional: true,
        problems,
      }),
      ...problemsOf(t, 'groups', problems),
      ...problemsOf(t, undefined, problems),
    ],
    actions: [
      execute('enroll.confirm', submit ? t.of(submit) : t('enroll.submit'), stamp, { style: 'positive', inputs: true }),
      execute('enroll.back', t('go.back'), stamp),
      execute('enroll.cancel', t('cancel'), stamp),
    ],
  });
}

/** Requested: the reference numbers, and when access begins if the portal is not open yet (IN-12). */
export function enrollDoneCard(t: Translator, portal: Portal, asked: readonly { name: string; reference: string }[], opening: string | undefined): Card {
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('enroll.done', { n: asked.length }),
    body: [
      facts(asked.map(({ name, reference }) => [reference, name] as const)),
      paragraph(t('enroll.done.text')),
      opening === undefined ? undefined : paragraph(opening, { weight: 'Bolder' }),
    ],
    actions: [execute('myRequests.start', t('procedure.myRequests'), anytime), execute('menu.show', t('menu'), anytime)],
  });
}

/** Whether a catalogue's name or description contains the words, ignoring accents and case. */
function matching(t: Translator, catalogues: readonly Catalogue[], search: string): readonly Catalogue[] {
  const bare = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = bare(search).split(/\s+/).filter(Boolean);
  return catalogues.filter(({ group }) => {
    const text = bare(`${t.of(group.name)} ${group.description ? t.of(group.description) : ''}`);
    return words.every((word) => text.includes(word));
  });
}
