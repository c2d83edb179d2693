import type { Translator } from '../../core/foundation/i18n.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Action, anytime, barOf, type Card, type Element, execute, paragraph } from '../card.ts';
import { type Frame, procedureLabel } from '../frame.ts';
import { pressablesOn } from '../pressables.ts';

/** What a step is about, for who asks back there. Each has its texts `step.<topic>.what` and `step.<topic>.why`. */
export const topics = [
  'identifier',
  'address',
  'mail',
  'code',
  'appCode',
  'page',
  'details',
  'account',
  'groups',
  'summary',
  'person',
  'establishment',
  'rights',
  'user',
  'removal',
  'ways',
  'terms',
  'company',
  'domicile',
  'siret',
  'abroad',
  'comment',
] as const;
export type Topic = (typeof topics)[number];

/** What somebody came back with, as the help answers it. */
export type HelpAbout =
  | 'what'
  | 'why'
  | 'unknown'
  | 'next'
  | 'complaint'
  | 'none'
  | 'both'
  | 'notReceived'
  | 'codeRefused'
  | 'linkExpired'
  | 'notYet'
  | 'howLong'
  | 'no'
  | 'first';

/** What is offered at a step to who cannot answer it. */
const otherWays: Readonly<Partial<Record<Topic, readonly Procedure[]>>> = {
  identifier: ['forgotIdentifier', 'signUp'],
  appCode: ['twoFactor'],
  user: ['addUser'],
};

/** A step's card with what helps there on top of it. Its buttons and fields stay (TALK-2). */
export function helpedCard(card: Card, { t, portal }: Frame, topic: Topic, about: HelpAbout, running: Procedure): Card {
  const { actions = [], body, ...rest } = card;
  const title = t(`step.help.${about}`);
  const there = pressablesOn(card).flatMap((action) => ('verb' in action && action.verb !== undefined ? [action.verb] : []));
  const hasPerson = there.some((verb) => verb.endsWith('.support') || verb === 'support.start');
  const more: Action[] = [
    ...(about === 'why' ? [] : (otherWays[topic] ?? []))
      .filter((procedure) => procedure !== running && !there.includes(`${procedure}.start`))
      .filter((procedure) => procedure !== 'support' && portal.procedures[procedure] !== undefined)
      .map((procedure) => execute(`${procedure}.start`, procedureLabel(t, portal, procedure), anytime, { data: { portal: portal.id } })),
    ...(hasPerson ? [] : [execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } })]),
  ];
  const helped: Element[] = [
    { type: 'Container', style: 'emphasis', items: [paragraph(title, { weight: 'Bolder' }), paragraph(helpText(t, portal, topic, about))] },
    ...body,
  ];
  return { ...rest, speak: title, fallbackText: title, body: helped, actions: barOf(helped, [...actions, ...more]) };
}

/** What the help says. */
function helpText(t: Translator, portal: Portal, topic: Topic, about: HelpAbout): string {
  const { identifier, lifetimes } = portal;
  switch (about) {
    case 'why':
      return t(`step.${topic}.why`);
    case 'none':
    case 'both':
    case 'notYet':
    case 'no':
    case 'first':
      return t(`step.${about}`);
    case 'notReceived':
    case 'codeRefused':
    case 'linkExpired':
      return t(`mailed.help.${about}`);
    case 'howLong':
      return t('step.howLong', { code: t.duration(lifetimes.code), link: t.duration(lifetimes.reset) });
    default:
      return t(`step.${topic}.what`, { ...t.named(portal), label: t.of(identifier.label), example: identifier.example ?? t('step.noExample') });
  }
}
