import type { Translator } from '../../core/foundation/i18n.ts';
import type { Rule } from '../../core/foundation/passwordRules.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Action, anytime, barOf, type Card, type Element, execute, paragraph, plain } from '../card.ts';
import { type Frame, procedureLabel } from '../frame.ts';
import { pressablesOn } from '../pressables.ts';

/** What a step is about, for who asks back there. Each has its texts `step.<topic>.what` and `step.<topic>.why`. */
export const topics = [
  'identifier',
  'address',
  'invited',
  'mail',
  'code',
  'appCode',
  'page',
  'factorPage',
  'proofPage',
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
  'entity',
  'vat',
  'approver',
] as const;
export type Topic = (typeof topics)[number];

/** What somebody came back with, as the help answers it. */
export type HelpAbout =
  | 'what'
  | 'why'
  | 'unknown'
  | 'next'
  | 'needed'
  | 'complaint'
  | 'refused'
  | 'tries'
  | 'opens'
  | 'locked'
  | 'none'
  | 'both'
  | 'notReceived'
  | 'codeRefused'
  | 'linkExpired'
  | 'notYet'
  | 'noMailYet'
  | 'safe'
  | 'howLong'
  | 'howLongElse'
  | 'howLongDecided'
  | 'who'
  | 'whoDecides'
  | 'later'
  | 'laterMail'
  | 'urgent'
  | 'exists'
  | 'noPhone'
  | 'gotIt'
  | 'sentWhere'
  | 'sender'
  | 'bySms'
  | 'noMailbox'
  | 'newMailbox'
  | 'notOpening'
  | 'mailLink'
  | 'rules'
  | 'corrected'
  | 'correctIt'
  | 'notSent'
  | 'mailedOnce'
  | 'mailedThere'
  | 'lookWith'
  | 'currentPassword'
  | 'close'
  | 'closeMail'
  | 'device'
  | 'deviceMail'
  | 'forElse'
  | 'forElseOwn'
  | 'no'
  | 'noMailed'
  | 'first';

/** What is offered at a step to who cannot answer it. */
const otherWays: Readonly<Partial<Record<Topic, readonly Procedure[]>>> = {
  identifier: ['forgotIdentifier', 'signUp'],
  appCode: ['twoFactor'],
  user: ['addUser'],
};

/** The same, by what somebody came back with. */
const waysOut: Readonly<Partial<Record<HelpAbout, readonly Procedure[]>>> = { exists: ['signUp', 'forgotIdentifier'], currentPassword: ['reset'] };

/** What a help tells of this portal and this step besides. */
export type Told = {
  readonly rules?: readonly Rule[];
  readonly from?: string;
  /** Why the last answer is refused, and when the portal opens. */
  readonly refusals?: readonly string[];
  readonly opening?: string;
  readonly to?: string;
  /** What the buttons of the card are called, and its fields that are still empty. */
  readonly ways?: readonly string[];
  readonly missing?: readonly string[];
  /** Whether it has several fields: the help of the step tells of the first. */
  readonly several?: boolean;
};

/** What can be chosen on a card: to leave it, or a person, is offered besides. */
export const labelsOn = (card: Card): string[] =>
  pressablesOn(card).flatMap((action) => ('verb' in action && !/\.(?:cancel|support)$|^support\./.test(action.verb ?? '') ? (action.title ?? []) : []));

/** The labels of the fields of a card that are asked for and empty. */
export const missingOn = (card: Card): string[] => fieldsOn(card).flatMap(({ isRequired, value, label }) => (isRequired && !value ? (label ?? []) : []));

const fieldsOn = ({ body }: Card) => body.flatMap((element) => (element.type === 'Input.Text' || element.type === 'Input.ChoiceSet' ? [element] : []));

/** A step's card with what helps there on top of it. Its buttons and fields stay (TALK-2). */
export function helpedCard(card: Card, { t, portal }: Frame, topic: Topic, about: HelpAbout, running: Procedure, told: Told = {}): Card {
  const { actions = [], body, ...rest } = card;
  const title = about === 'safe' ? t('talk.safe.title') : t(`step.help.${isTitled(about) ? about : sharing[about]}`);
  const there = pressablesOn(card).flatMap((action) => ('verb' in action && action.verb !== undefined ? [action.verb] : []));
  const hasPerson = running === 'support' || there.some((verb) => verb.endsWith('.support') || verb === 'support.start');
  const more: Action[] = [
    ...(waysOut[about] ?? (about === 'why' ? [] : (otherWays[topic] ?? [])))
      .filter((procedure) => procedure !== running && !there.includes(`${procedure}.start`))
      .filter((procedure) => procedure !== 'support' && portal.procedures[procedure] !== undefined)
      .map((procedure) => execute(`${procedure}.start`, procedureLabel(t, portal, procedure), anytime, { data: { portal: portal.id } })),
    ...(hasPerson ? [] : [execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } })]),
  ];
  // The line above the card's title stands close to it, and would touch the help.
  const below = body.map((element, at): Element => (at === 0 ? { ...element, spacing: 'Medium' } : element));
  const known = { ways: labelsOn(card), missing: missingOn(card), several: fieldsOn(card).length > 1, ...told };
  const helped: Element[] = [
    { type: 'Container', style: 'emphasis', items: [paragraph(title, { weight: 'Bolder' }), paragraph(helpText(t, portal, topic, about, known))] },
    ...below,
  ];
  return { ...rest, speak: title, fallbackText: title, body: helped, actions: barOf(helped, [...actions, ...more]) };
}

/** Helps with the title of another. */
const sharing = {
  howLongElse: 'howLong',
  howLongDecided: 'howLong',
  laterMail: 'later',
  newMailbox: 'noMailbox',
  closeMail: 'close',
  deviceMail: 'device',
  forElseOwn: 'forElse',
  noMailed: 'no',
  mailedThere: 'mailedOnce',
} as const;
const isTitled = (about: HelpAbout): about is Exclude<HelpAbout, keyof typeof sharing | 'safe'> => !Object.hasOwn(sharing, about);

/** The rules for passwords, one after another. */
export const rulesIn = (t: Translator, rules: readonly Rule[]): string => rules.map(({ id, count }) => t(`page.rule.${id}`, { n: count })).join(', ');

/** What the help says. */
export function helpText(
  t: Translator,
  portal: Portal,
  topic: Topic,
  about: HelpAbout,
  { rules = [], from = '', to = '', refusals = [], opening, ways = [], missing = [], several = false }: Told = {},
): string {
  const { identifier, lifetimes, sender, support } = portal;
  const names = t.named(portal);
  switch (about) {
    case 'why':
      return t(`step.${topic}.why`);
    case 'none':
    case 'both':
    case 'notYet':
    case 'noMailYet':
    case 'no':
    case 'noMailed':
    case 'correctIt':
    case 'notSent':
    case 'mailedOnce':
    case 'mailedThere':
    case 'currentPassword':
    case 'first':
    case 'gotIt':
    case 'sentWhere':
    case 'bySms':
    case 'noMailbox':
    case 'newMailbox':
    case 'notOpening':
    case 'mailLink':
    case 'exists':
    case 'later':
    case 'howLongElse':
    case 'howLongDecided':
    case 'close':
    case 'closeMail':
    case 'device':
    case 'deviceMail':
    case 'forElse':
    case 'forElseOwn':
      return t(`step.${about}`);
    case 'tries':
    case 'locked':
      return t(portal.directory.kind === 'embedded' ? `step.${about}` : `step.${about}.elsewhere`, { n: portal.lockAfter, codes: portal.codeTries });
    case 'opens':
      return opening ?? t('step.opens', names);
    case 'noPhone':
      return t(topic === 'factorPage' ? 'step.noPhone.factor' : 'step.noPhone');
    case 'linkExpired':
      return t(topic === 'page' || topic === 'proofPage' ? 'step.linkExpired' : 'mailed.help.linkExpired');
    case 'notReceived':
    case 'codeRefused':
      return t(`mailed.help.${about}`);
    case 'howLong':
    case 'laterMail':
      return t(`step.${about}`, { code: t.duration(lifetimes.code), link: t.duration(lifetimes.reset) });
    case 'safe':
      return t('talk.about.privacy');
    case 'who':
      return t('step.who', names);
    case 'sender':
      return t('step.sender', { name: plain(sender.name), address: plain(sender.address) });
    case 'urgent':
      return support.phone === undefined ? t('step.urgent', names) : t('step.urgent.phone', { ...names, phone: plain(support.phone) });
    case 'rules':
      return t('step.rules', { ...names, rules: rulesIn(t, rules) });
    case 'corrected':
      return t('step.corrected', { from: plain(from), to: plain(to) });
    case 'lookWith':
      return t('step.lookWith', { to: plain(to) });
    case 'whoDecides':
      return `${t('step.approver.what', names)} ${t('step.who', names)}`;
    case 'needed':
      // Of the only field the help is told; of several, which are missing.
      if (several && missing.length > 0) return t('step.needed', { fields: missing.map((label) => plain(label)).join(', ') });
      break;
    default:
  }
  if (about === 'refused') return [...refusals, helpText(t, portal, topic, 'what', { ways })].join(' ');
  if (topic === 'ways' && ways.length > 0 && about !== 'unknown')
    return t('step.ways.these', { ways: ways.map((way) => t('step.way', { way: plain(way) })).join(', ') });
  return t(`step.${topic}.what`, { ...names, label: t.of(identifier.label), example: identifier.example ?? t('step.noExample') });
}
