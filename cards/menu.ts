import type { Translator } from '../core/foundation/i18n.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import type { Portal } from '../core/portal/index.ts';
import { type Action, anytime, buttons, type Card, card, choiceInput, type Element, execute, paragraph } from './card.ts';
import { procedureLabel } from './frame.ts';

/** Up to this many portals are shown as buttons. More become a searchable list. */
const asButtons = 5;

/** The procedures of a portal. */
export function menuCard(
  t: Translator,
  portal: Portal,
  menu: { offered: readonly Procedure[]; otherPortals: boolean; account: boolean; running?: Procedure | undefined },
): Card {
  const { running } = menu;
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t.of(portal.name),
    body: [
      portal.description ? paragraph(t.of(portal.description)) : undefined,
      paragraph(t('menu.ask')),
      ...buttons([
        ...(running ? [execute('root.continue', t('menu.continue', { procedure: procedureLabel(t, portal, running) }), anytime, { style: 'positive' })] : []),
        ...menu.offered.map((procedure) => start(t, portal, procedure)),
        ...(menu.offered.includes('invite') ? [execute('invite.list', t('invite.list'), anytime)] : []),
      ]),
    ],
    actions: [
      menu.account ? execute('account.show', t('account.title'), anytime) : undefined,
      menu.otherPortals ? execute('menu.portals', t('menu.otherPortal'), anytime) : undefined,
      otherLanguage(t),
    ],
  });
}

/** Chooses a portal, for the menu or for a procedure that was already asked for. */
export function portalsCard(t: Translator, portals: readonly Portal[], procedure?: Procedure): Card {
  const title = procedure ? t('portals.forProcedure', { procedure: procedureLabel(t, undefined, procedure) }) : t('portals.title');
  return card({ lang: t.locale, over: 'Guichet', title, ...choices(t, portals, procedure) });
}

/** The welcome card: who is speaking, and what for. */
export function welcomeCard(t: Translator, portals: readonly Portal[]): Card {
  const { body = [], actions } = choices(t, portals);
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('welcome.title'),
    body: [paragraph(t('welcome.text')), ...body],
    actions: [...actions, otherLanguage(t)],
  });
}

function choices(t: Translator, portals: readonly Portal[], procedure?: Procedure): { body?: Element[]; actions: Action[] } {
  const data = procedure ? { procedure } : {};
  if (portals.length <= asButtons)
    return { actions: portals.map((portal) => execute('portal.choose', t.of(portal.name), anytime, { data: { ...data, portal: portal.id } })) };
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
export function nearestCard(t: Translator, portal: Portal | undefined, nearest: readonly Procedure[]): Card {
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('nearest.title'),
    actions: [...nearest.map((procedure) => start(t, portal, procedure)), execute('menu.show', t('nearest.other'), anytime)],
  });
}

/** Switches to the other language. The button is labelled in that language. */
const otherLanguage = (t: Translator): Action => execute(`language.${t.locale === 'fr' ? 'en' : 'fr'}`, t('language.switch'), anytime);

const start = (t: Translator, portal: Portal | undefined, procedure: Procedure): Action =>
  execute(`${procedure}.start`, procedureLabel(t, portal, procedure), anytime, { data: portal ? { portal: portal.id } : {} });
