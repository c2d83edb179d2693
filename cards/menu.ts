import type { Translator } from '../core/foundation/i18n.ts';
import type { Key } from '../core/foundation/locales/catalogue.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import type { Portal } from '../core/portal/index.ts';
import { type Action, anytime, buttons, type Card, card, choiceInput, type Element, execute, paragraph, plainLine } from './card.ts';
import { labelTo, type Named, portalLine, procedureLabel, procedureRow } from './frame.ts';
import { mark } from './mark.ts';
import { folded, heading, type Row, rows } from './rows.ts';

/** Up to this many portals are rows. More become a searchable list. */
const asRows = 6;

/** What a menu leads to: a procedure, one's account, or the list of one's invitations. */
type Entry = Procedure | 'account' | 'invitations';

/** What people come for, what most of them want first. */
const wanted: readonly Entry[] = ['reset', 'unlock', 'signUp', 'createOrganisation', 'enroll', 'invite', 'addUser', 'acceptInvitation', 'forgotIdentifier'];

/** This many are in view where there are more than `few`: the others are behind «Plus», each under the heading of its group. */
const inView = 3;
const few = 5;

const groups = [
  {
    heading: 'menu.group.access',
    entries: [
      'reset',
      'unlock',
      'signUp',
      'acceptInvitation',
      'createOrganisation',
      'changePassword',
      'forgotIdentifier',
      'changeEmail',
      'twoFactor',
      'account',
    ],
  },
  { heading: 'menu.group.requests', entries: ['enroll', 'myRequests', 'decide'] },
  { heading: 'menu.group.people', entries: ['invite', 'invitations', 'addUser', 'removeUser'] },
  { heading: 'menu.group.help', entries: ['support'] },
] as const satisfies readonly { heading: Key; entries: readonly Entry[] }[];

/** Who said hello, with the name that the channel knows. */
export type Hello = { readonly name: string | undefined };

const helloIn = (t: Translator, about: 'menu' | 'portals', { name }: Hello): string =>
  name === undefined ? t(`${about}.hello`) : t(`${about}.hello.name`, { name: plainLine(name) });

/** The procedures of a portal: what most people want in view, the rest behind «Plus». */
export function menuCard(
  t: Translator,
  portal: Portal,
  menu: {
    offered: readonly Procedure[];
    otherPortals: boolean;
    account: boolean;
    /** Whether this person may invite, and whether requests came to them: else they are likely to have been invited, and to ask. */
    invites?: boolean;
    decides?: boolean;
    running?: Named | undefined;
    hello?: Hello | undefined;
    /** Whether the rest is in view too. */
    all?: boolean;
  },
): Card {
  const { running, all = false } = menu;
  const entries = sorted(
    [...menu.offered, ...(menu.offered.includes('invite') ? ['invitations' as const] : []), ...(menu.account ? ['account' as const] : [])],
    menu,
  );
  const [first, ...others] = entries.slice(0, entries.length > few ? inView : few);
  const rest = entries.filter((entry) => entry !== first && !others.includes(entry));
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: menu.hello ? helloIn(t, 'menu', menu.hello) : t('menu.title'),
    body: [
      paragraph(t('menu.ask'), { subtle: true }),
      ...(running ? buttons([execute('root.continue', labelTo(t, 'menu.continue', running), anytime, { style: 'positive' })]) : []),
      ...rows([...(first ? [{ ...entryRow(t, portal, first), first: running === undefined }] : []), ...others.map((entry) => entryRow(t, portal, entry))]),
      ...(all ? grouped(t, portal, rest) : folded('more', t('menu.more'), grouped(t, portal, rest))),
    ],
    actions: [menu.otherPortals ? execute('menu.portals', t('menu.otherPortal'), anytime) : undefined, otherLanguage(t)],
  });
}

/** What most people want comes first, and a person to talk to last. */
function sorted(offered: readonly Entry[], { invites = true, decides = false }: { invites?: boolean; decides?: boolean }): readonly Entry[] {
  const likely = invites ? wanted : wanted.filter((entry) => entry !== 'invite');
  const first = [...(decides ? (['decide'] as const) : []), ...likely].filter((entry) => offered.includes(entry));
  const others = offered.filter((entry) => !first.includes(entry) && entry !== 'support');
  return [...first, ...others, ...(offered.includes('support') ? ['support' as const] : [])];
}

const grouped = (t: Translator, portal: Portal, rest: readonly Entry[]): Element[] =>
  groups.flatMap((group) => {
    const here = rest.filter((entry) => group.entries.some((each) => each === entry));
    return here.length === 0 ? [] : [heading(t(group.heading)), ...rows(here.map((entry) => entryRow(t, portal, entry)))];
  });

function entryRow(t: Translator, portal: Portal | undefined, entry: Entry): Row {
  const text = t(`hint.${entry}`);
  if (entry === 'account') return { title: t('account.title'), text, action: execute('account.show', t('account.title'), anytime) };
  if (entry === 'invitations') return { title: t('invite.list'), text, action: execute('invite.list', t('invite.list'), anytime) };
  return procedureRow(t, portal, entry);
}

/** Chooses a portal, for the menu or for a procedure that was already asked for. */
export function portalsCard(t: Translator, portals: readonly Portal[], { procedure, hello }: { procedure?: Procedure; hello?: Hello } = {}): Card {
  const asked = procedure ? t('portals.forProcedure', { procedure: procedureLabel(t, undefined, procedure) }) : t('portals.title');
  const title = hello ? helloIn(t, 'portals', hello) : asked;
  return card({ lang: t.locale, over: 'Guichet', title, ...choices(t, portals, procedure) });
}

/** The welcome card: who is speaking, and what for. */
export function welcomeCard(t: Translator, portals: readonly Portal[]): Card {
  const { body, actions } = choices(t, portals);
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('welcome.title'),
    body: [paragraph(t('welcome.text')), ...body],
    actions: [...actions, otherLanguage(t)],
  });
}

function choices(t: Translator, portals: readonly Portal[], procedure?: Procedure): { body: Element[]; actions: Action[] } {
  const data = procedure ? { procedure } : {};
  if (portals.length <= asRows)
    return {
      body: rows(
        portals.map((portal) => ({
          title: t.of(portal.name),
          text: portal.description && t.of(portal.description),
          picture: mark(portal.accent),
          action: execute('portal.choose', t.of(portal.name), anytime, { data: { ...data, portal: portal.id } }),
        })),
      ),
      actions: [],
    };
  return {
    body: choiceInput(t, {
      id: 'portal',
      label: t('portals.search'),
      choices: portals.map((portal) => ({ title: t.of(portal.name), value: portal.id })),
      filtered: true,
      required: true,
      problems: [],
    }),
    actions: [execute('portal.choose', t('go.on'), anytime, { style: 'positive', inputs: true, data })],
  };
}

/** A message was only partly understood: offers the nearest procedures. */
export function nearestCard(t: Translator, portal: Portal | undefined, nearest: readonly Procedure[], running?: Named, isAsked = false): Card {
  return card({
    lang: t.locale,
    over: portal ? portalLine(t, portal) : 'Guichet',
    title: t(isAsked ? 'nearest.question' : 'nearest.title'),
    body: rows(nearest.map((procedure) => procedureRow(t, portal, procedure))),
    actions: [
      running === undefined ? undefined : execute('root.continue', labelTo(t, 'menu.continue', running), anytime),
      execute('menu.show', t('nearest.other'), anytime),
      nearest.includes('support') ? undefined : execute('support.start', t('procedure.support'), anytime, { data: portal ? { portal: portal.id } : {} }),
    ],
  });
}

/** Switches to the other language. The button is labelled in that language. */
const otherLanguage = (t: Translator): Action => execute(`language.${t.locale === 'fr' ? 'en' : 'fr'}`, t('language.switch'), anytime);
