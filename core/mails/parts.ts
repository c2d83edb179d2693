import type { Translator } from '../foundation/i18n.ts';
import { procedures } from '../foundation/procedures.ts';
import { isName } from '../foundation/prose.ts';
import type { Portal } from '../portal/index.ts';
import type { Block } from './block.ts';

/** The content of a mail besides its template. Lifetimes and dates in `params` are already formatted. */
export type Filling = {
  readonly portal: Portal;
  readonly t: Translator;
  readonly params: Readonly<Record<string, string | number>>;
  /** `link` and `code`, if the mail contains them. */
  readonly secret: Readonly<Record<string, string>>;
};

/** A table, unless nothing would be in it. */
export const tableOf = (rows: readonly (readonly [string, string])[]): Block[] => (rows.length === 0 ? [] : [{ kind: 'table', rows }]);

/** Who did it to somebody that did not ask. A mail of an older version does not say. */
export const byOf = (t: Translator, { by }: Filling['params']): string => said(by ?? t('mail.by.administrator'));

/** Who changed an address. A mail of an older version does not say. */
export const changerRows = (t: Translator, { by }: Filling['params']): [string, string][] =>
  by === 'operator' || by === 'directory'
    ? [[t('mail.addressChanged.by'), t(by === 'operator' ? 'mail.tiesEnded.operator' : 'mail.addressChanged.directory')]]
    : [];

/** A portal's support contacts, in words. */
export const supportOf = ({ support }: Portal, t: Translator): { name: string; contact: string } => ({
  name: t.of(support.name),
  contact: support.phone === undefined ? support.email : `${support.email}, ${support.phone}`,
});

/** A mail with only a code, separate from the mail with its link. */
export const coded = (
  filling: Filling,
  intro:
    | 'mail.pageCode.intro'
    | 'mail.proof.intro'
    | 'mail.decideCode.intro'
    | 'mail.decideCode.chat'
    | 'mail.decideCode.absence'
    | 'mail.invitationCode.intro',
  ignore: 'mail.ignore' | 'mail.identifier.ignore',
): Block[] => {
  const { t, params, secret } = filling;
  return [
    { kind: 'code', intro: t(intro, { lives: said(params.lives), channel: chatOf(filling) }), code: said(secret.code) },
    ...asked(filling),
    ...warned(filling, dangers[intro]),
    note(t(ignore)),
  ];
};

/** The chat in which a code can be typed. A mail of an older version does not say which. */
const chatOf = ({ t, params }: Filling): string => said(params.channel ?? t('channel.msteams'));

type Danger = 'mail.code.stranger' | 'mail.code.stranger.tie' | 'mail.code.stranger.invitation';

/** What a code that comes alone lets somebody do, by the words that introduce it. */
const dangers: Readonly<Record<string, Danger>> = {
  'mail.proof.intro': 'mail.code.stranger.tie',
  'mail.invitationCode.intro': 'mail.code.stranger.invitation',
};

/** What somebody could do with the code who asked for it and is not known as the owner: whoever would read it out on the telephone should know. */
function warned({ t, params }: Filling, danger: Danger | undefined): Block[] {
  if (danger === undefined || params.stranger === undefined) return [note(t('mail.code.never'))];
  // Who is called what is no name is warned of all the same.
  return [paragraph(isName(params.asker) ? t(danger, { asker: params.asker }) : t('mail.code.stranger.nameless'))];
}

/** Who asked for a code, from where and for what. */
function asked({ portal, t, params }: Filling): Block[] {
  if (params.channel === undefined || params.procedure === undefined) return [];
  const procedure = procedures.find((known) => known === params.procedure) ?? 'support';
  const label = procedure === 'support' ? undefined : portal.procedures[procedure]?.label;
  const what = { channel: said(params.channel), procedure: label ? t.of(label) : t(`procedure.${procedure}`) };
  if (isName(params.asker)) {
    const asker = params.unproven === undefined ? params.asker : t('tie.unproven', { name: params.asker });
    return [paragraph(t('mail.asked.person', { ...what, asker }))];
  }
  if (params.ip !== undefined) return [paragraph(t('mail.asked.page', { ...what, ip: said(params.ip) }))];
  return [paragraph(t('mail.asked.chat', what))];
}

/** A password was set or changed, or an access pass given in its place (ALL-5). */
export const chosen = (
  { portal, t, params }: Filling,
  intro: 'mail.passwordSet.intro' | 'mail.passwordChanged.intro' | 'mail.accessPass.intro',
  next: 'mail.passwordSet.next' | 'mail.passwordChanged.next' | 'mail.accessPass.next',
): Block[] => [
  paragraph(t(intro, { ...t.named(portal), when: said(params.when) })),
  ...identifierRow(portal, t, params),
  ...endedTies(t, params),
  params.opens === undefined ? { kind: 'link', intro: t(next), address: portal.address } : paragraph(said(params.opens)),
  paragraph(t('mail.passwordChanged.notYou', supportOf(portal, t))),
];

/** The chats and outside identities of others that ended with what the owner did. */
export const endedTies = (t: Translator, { ended, outside }: Filling['params']): Block[] =>
  ended === undefined ? [] : [paragraph(t(outside === undefined ? 'mail.ties.recovered' : 'mail.ties.recovered.outside', { ended: said(ended) }))];

/** Where codes go while a changed telephone number rests, and how its owner refuses it. Only where codes go by text message. */
export function phoneRests(portal: Portal, t: Translator, { until, former }: Filling['params']): Block[] {
  if (until === undefined || portal.pageCode?.by !== 'sms') return [];
  const when = instant(portal, t, until);
  const where = former === undefined ? t('mail.phoneChanged.restsMail', { until: when }) : t('mail.phoneChanged.rests', { until: when, former: said(former) });
  return [paragraph(where), paragraph(t('mail.phoneChanged.stop'))];
}

export const deedsOf = ({ deed }: Filling['params']) => (['invited', 'rights', 'lowered', 'removed', 'many'] as const).filter((known) => known === deed);

export const newsOf = ({ news }: Filling['params']) => (['accepted', 'refused', 'expired', 'askedAgain'] as const).filter((known) => known === news);

export const factorNewsOf = ({ factor }: Filling['params']) => (['on', 'off', 'renewed', 'recovery', 'tries'] as const).filter((known) => known === factor);

export const outcomeOf = ({ status }: Filling['params']) => (['approved', 'refused', 'expired'] as const).filter((known) => known === status);

export function linked(filling: Filling, intro: 'mail.setPassword.intro' | 'mail.reset.intro', label: string): Block[] {
  const { portal, t, params, secret } = filling;
  const added = intro === 'mail.setPassword.intro' ? addedTo(filling) : undefined;
  return [
    ...(added ? [added] : []),
    paragraph(t(intro, t.named(portal))),
    { kind: 'button', label, address: said(secret.link) },
    ...(secret.code === undefined
      ? []
      : ([{ kind: 'code', intro: t('mail.code', { codeLives: said(params.codeLives), channel: chatOf(filling) }), code: secret.code }] as const)),
    paragraph(t('mail.once', { lives: said(params.lives) })),
    ...identifierRow(portal, t, params),
    ...(added ? [] : asked(filling)),
    ...(secret.code === undefined ? [] : warned(filling, 'mail.code.stranger')),
    note(added ? t('mail.memberAdded.ignore', supportOf(portal, t)) : t(ignoring(filling, intro))),
    { kind: 'copy', text: t('mail.copy'), address: said(secret.link) },
  ];
}

/** What happens where nobody asked: a first access creates nothing, and who never chose a password has none that stays. */
const ignoring = ({ portal, params }: Filling, intro: 'mail.setPassword.intro' | 'mail.reset.intro') => {
  if (intro === 'mail.reset.intro' || (params.procedure === 'signUp' && portal.procedures.signUp?.kind !== 'create')) return 'mail.ignore';
  return params.procedure === 'signUp' ? 'mail.ignore.signUp' : 'mail.identifier.ignore';
};

/** Who added somebody that did not ask, and to what. */
const addedTo = ({ portal, t, params: { by, organisation } }: Filling): Block | undefined =>
  by === undefined || organisation === undefined
    ? undefined
    : paragraph(t('mail.added.intro', { by: said(by), organisation: said(organisation), ...t.named(portal) }));

export const buttonOf = ({ portal, t }: Filling, procedure: 'signUp' | 'reset' | 'createOrganisation'): string | undefined => {
  const button = portal.procedures[procedure]?.button;
  return button === undefined ? undefined : t.of(button);
};

export const identifierRows = (portal: Portal, t: Translator, { identifier }: Filling['params']): [string, string][] =>
  identifier === undefined ? [] : [[t.of(portal.identifier.label), said(identifier)]];

export const identifierRow = (portal: Portal, t: Translator, params: Filling['params']): Block[] => tableOf(identifierRows(portal, t, params));

/** Why the account's entity is excluded. If the entity is unknown, only what applies to all. */
export const reasonsOf = ({ excluded }: Portal, { entity }: Filling['params']) => {
  const mine = excluded.filter((one) => one.entity === entity);
  return (mine.length > 0 ? mine : excluded.length === 1 ? excluded : []).map(({ reason }) => reason);
};

/** `detail0`, `detail1` …: label and value, separated by a tab. */
export const gathered = (params: Filling['params']): [string, string][] =>
  Object.entries(params).flatMap(([name, value]): [string, string][] => {
    if (!/^detail\d+$/.test(name)) return [];
    const [label = '', ...rest] = said(value).split('\t');
    return [[label, rest.join(' ')]];
  });

/** An instant that was left in milliseconds, because who wrote the job had no profile at hand. */
export const instant = (portal: Portal, t: Translator, at: string | number | undefined): string => t.date(Number(at), 'dateTime', portal.timeZone);

export const buttonTo = (t: Translator, label: string, address: string): readonly Block[] => [
  { kind: 'button', label, address },
  { kind: 'copy', text: t('mail.copy'), address },
];
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const note = (text: string): Block => ({ kind: 'note', text });
export const said = (value: string | number | undefined): string => String(value ?? '');
