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

/** The body of each mail, between the greeting and the footer. */
export const templates = {
  setPassword: (filling) =>
    linked(filling, 'mail.setPassword.intro', buttonOf(filling, 'signUp') ?? buttonOf(filling, 'createOrganisation') ?? filling.t('mail.setPassword.button')),
  reset: (filling) => linked(filling, 'mail.reset.intro', buttonOf(filling, 'reset') ?? filling.t('mail.reset.button')),
  passwordSet: (filling) => chosen(filling, 'mail.passwordSet.intro', 'mail.passwordSet.next'),
  passwordChanged: (filling) => chosen(filling, 'mail.passwordChanged.intro', 'mail.passwordChanged.next'),
  passwordEnds: (filling) => {
    const { portal, t, params } = filling;
    const named = { ...t.named(portal), until: said(params.until) };
    const changes = params.procedure === 'changePassword';
    const label = changes ? t('changePassword.open') : (buttonOf(filling, 'reset') ?? t('mail.reset.button'));
    return [
      paragraph(t('mail.passwordEnds.intro', named)),
      ...identifierRow(portal, t, params),
      ...buttonTo(t, label, said(params.link)),
      note(t(changes ? 'mail.passwordEnds.chat.changePassword' : 'mail.passwordEnds.chat.reset', named)),
    ];
  },
  pageCode: (filling) => coded(filling, 'mail.pageCode.intro', 'mail.ignore'),
  proof: (filling) => coded(filling, 'mail.proof.intro', 'mail.identifier.ignore'),
  decideCode: (filling) => coded(filling, 'mail.decideCode.intro', 'mail.identifier.ignore'),
  identifier: ({ portal, t, params }) => [paragraph(t('mail.identifier.intro')), ...identifierRow(portal, t, params), note(t('mail.identifier.ignore'))],
  excluded: ({ portal, t, params }) => [
    paragraph(t('mail.excluded.intro', t.named(portal))),
    ...reasonsOf(portal, params).map((reason) => paragraph(t.of(reason))),
    paragraph(t('mail.excluded.next', supportOf(portal, t))),
  ],
  supportCase: ({ portal, t, params }) => [
    paragraph(t('mail.supportCase.intro', t.named(portal))),
    paragraph(t(params.replyTo === undefined ? 'mail.supportCase.noReply' : 'mail.supportCase.reply')),
    {
      kind: 'table',
      rows: [[t('mail.supportCase.reference'), said(params.reference)], [t('mail.supportCase.reason'), said(params.reason)], ...gathered(params)],
    },
  ],
  // The requester's own words stay on the page. A mail to somebody else never repeats free text.
  approvalAsked: ({ portal, t, params, secret }) => [
    paragraph(t('mail.approvalAsked.intro', { requester: said(params.requester), group: said(params.group), ...t.named(portal) })),
    { kind: 'table', rows: [[t('approval.address'), said(params.email)]] },
    ...buttonTo(t, t('mail.approvalAsked.button'), said(secret.link)),
    note(t('mail.approvalAsked.code')),
  ],
  invitation: ({ portal, t, params, secret }) => {
    const button = portal.procedures.acceptInvitation?.button;
    const who = { inviter: said(params.inviter), ...t.named(portal) };
    return [
      paragraph(params.company === undefined ? t('mail.invitation.intro', who) : t('mail.invitation.company', { ...who, company: said(params.company) })),
      ...(params.note === undefined ? [] : [{ kind: 'table', rows: [[t('mail.invitation.note', who), said(params.note)]] } as const]),
      ...(params.rights === undefined ? [] : [{ kind: 'table', rows: [[t('mail.invitation.rights'), said(params.rights)]] } as const]),
      ...buttonTo(t, button === undefined ? t('mail.invitation.button') : t.of(button), said(secret.link)),
      paragraph(t('mail.invitation.until', { until: said(params.until) })),
      paragraph(t('mail.invitation.chat')),
      note(t('mail.invitation.ignore', { inviterEmail: said(params.inviterEmail) })),
    ];
  },
  invitationCode: (filling) => coded(filling, 'mail.invitationCode.intro', 'mail.identifier.ignore'),
  invitationNews: ({ portal, t, params }) => [
    ...newsOf(params).map((news) => paragraph(t(`mail.invitationNews.${news}`, { invited: said(params.invited), ...t.named(portal) }))),
    {
      kind: 'table',
      rows: [
        [t('field.email'), said(params.email)],
        ...(params.company === undefined ? [] : [[t('company.label.name'), said(params.company)] as const]),
        [t('mail.invitationNews.by'), t('mail.invitationNews.on', { inviter: said(params.inviter), on: said(params.on) })],
      ],
    },
  ],
  decided: ({ t, params }) => [
    ...outcomeOf(params).map((status) => paragraph(t(`mail.decided.${status}`, { reference: said(params.reference), group: said(params.group) }))),
    ...tableOf([
      ...(params.by === undefined ? [] : [[t('mail.decided.by'), t('mail.decided.on', { by: said(params.by), on: said(params.on) })] as const]),
      ...(params.reason === undefined ? [] : [[t('mail.decided.reason'), said(params.reason)] as const]),
    ]),
    ...(params.begins === undefined ? [] : [paragraph(t('mail.decided.begins', { begins: said(params.begins) }))]),
  ],
  twoFactor: ({ portal, t, params }) => [
    ...factorNewsOf(params).map((factor) => paragraph(t(`mail.twoFactor.${factor}`, { ...t.named(portal), when: said(params.when) }))),
    ...identifierRow(portal, t, params),
    ...endedTies(t, params),
    paragraph(t('mail.passwordChanged.notYou', supportOf(portal, t))),
  ],
  tieMade: ({ portal, t, params, secret }) => [
    paragraph(t('mail.tieMade.intro', { ...t.named(portal), when: said(params.when) })),
    {
      kind: 'table',
      rows: [
        [t('mail.tieMade.who'), said(params.who)],
        [t('mail.tieMade.channel'), said(params.channel)],
        [t.of(portal.identifier.label), said(params.identifier)],
      ],
    },
    paragraph(t('mail.tieMade.you')),
    paragraph(t('mail.tieMade.notYou')),
    ...buttonTo(t, t('mail.tieMade.button'), said(secret.link)),
    note(t('mail.tieMade.confirm', { until: said(params.until) })),
  ],
  tiesEnded: ({ portal, t, params }) => [
    paragraph(t('mail.tiesEnded.intro', { ...t.named(portal), when: said(params.when), ties: said(params.ties), by: said(params.by) })),
    ...identifierRow(portal, t, params),
    paragraph(t('mail.tiesEnded.again')),
    paragraph(t('mail.passwordChanged.notYou', supportOf(portal, t))),
  ],
  accountLocked: ({ portal, t, params }) => [
    paragraph(t('mail.accountLocked.intro', { ...t.named(portal), when: said(params.when), lives: said(params.lives) })),
    ...identifierRow(portal, t, params),
    ...(params.reset === undefined ? [] : [paragraph(t('mail.accountLocked.reset'))]),
    paragraph(t('mail.accountLocked.notYou', supportOf(portal, t))),
  ],
  addressChanged: ({ portal, t, params }) => [
    paragraph(t(params.side === 'old' ? 'mail.addressChanged.old' : 'mail.addressChanged.new', { ...t.named(portal), when: instant(portal, t, params.at) })),
    ...identifierRow(portal, t, params),
    paragraph(t('mail.addressChanged.ends')),
    ...endedTies(t, params),
    ...(params.rests === undefined
      ? []
      : [paragraph(t('mail.addressChanged.rests', { until: instant(portal, t, Number(params.at) + portal.lifetimes.newAddress) }))]),
    paragraph(t('mail.addressChanged.mistake', supportOf(portal, t))),
  ],
  administration: ({ portal, t, params }) => [
    ...deedsOf(params).map((deed) =>
      paragraph(t(`mail.administration.${deed}`, { ...t.named(portal), organisation: said(params.organisation), when: said(params.when) })),
    ),
    {
      kind: 'table',
      rows: [
        [t(params.deed === 'many' ? 'mail.administration.now' : 'mail.administration.whom'), said(params.whom)],
        [t('mail.administration.by'), said(params.who)],
        [t.of(portal.identifier.label), said(params.identifier)],
      ],
    },
    paragraph(t('mail.passwordChanged.notYou', supportOf(portal, t))),
    note(t('mail.administration.ties')),
  ],
  organisationPending: ({ portal, t, params }) => [
    paragraph(t('mail.organisationPending.intro', { organisation: said(params.organisation), ...t.named(portal), reference: said(params.reference) })),
    paragraph(t('mail.organisationPending.until')),
    ...identifierRow(portal, t, params),
  ],
  organisationValidated: ({ portal, t, params }) => [
    paragraph(t('mail.organisationValidated.intro', { organisation: said(params.organisation), ...t.named(portal) })),
    { kind: 'link', intro: t('mail.organisationValidated.next'), address: portal.address },
  ],
  memberAdded: ({ portal, t, params }) => [
    paragraph(t('mail.added.intro', { by: byOf(t, params), organisation: said(params.organisation), ...t.named(portal) })),
    paragraph(t('mail.memberAdded.same')),
    ...identifierRow(portal, t, params),
    { kind: 'link', intro: t('mail.memberAdded.next'), address: portal.address },
    note(t('mail.memberAdded.ignore', supportOf(portal, t))),
  ],
  userRemoved: ({ portal, t, params }) => [
    paragraph(t('mail.userRemoved.intro', { by: byOf(t, params), organisation: said(params.organisation), ...t.named(portal) })),
    ...identifierRow(portal, t, params),
    note(t('mail.userRemoved.mistake', supportOf(portal, t))),
  ],
  placeEnded: ({ portal, t, params }) => [
    paragraph(t('mail.placeEnded.intro', { by: byOf(t, params), organisation: said(params.organisation), ...t.named(portal) })),
    ...identifierRow(portal, t, params),
    note(t('mail.userRemoved.mistake', supportOf(portal, t))),
  ],
} as const satisfies Record<string, (filling: Filling) => readonly Block[]>;

/** A table, unless nothing would be in it. */
const tableOf = (rows: readonly (readonly [string, string])[]): Block[] => (rows.length === 0 ? [] : [{ kind: 'table', rows }]);

/** Who did it to somebody that did not ask. A mail of an older version does not say. */
const byOf = (t: Translator, { by }: Filling['params']): string => said(by ?? t('mail.by.administrator'));

/** A portal's support contacts, in words. */
export const supportOf = ({ support }: Portal, t: Translator): { name: string; contact: string } => ({
  name: t.of(support.name),
  contact: support.phone === undefined ? support.email : `${support.email}, ${support.phone}`,
});

/** A mail with only a code, separate from the mail with its link. */
const coded = (
  filling: Filling,
  intro: 'mail.pageCode.intro' | 'mail.proof.intro' | 'mail.decideCode.intro' | 'mail.invitationCode.intro',
  ignore: 'mail.ignore' | 'mail.identifier.ignore',
): Block[] => {
  const { t, params, secret } = filling;
  return [
    { kind: 'code', intro: t(intro, { lives: said(params.lives), channel: chatOf(filling) }), code: said(secret.code) },
    ...asked(filling),
    note(t('mail.code.never')),
    note(t(ignore)),
  ];
};

/** The chat in which a code can be typed. A mail of an older version does not say which. */
const chatOf = ({ t, params }: Filling): string => said(params.channel ?? t('channel.msteams'));

/** Who asked for a code, from where and for what. */
function asked({ portal, t, params }: Filling): Block[] {
  if (params.channel === undefined || params.procedure === undefined) return [];
  const procedure = procedures.find((known) => known === params.procedure) ?? 'support';
  const label = procedure === 'support' ? undefined : portal.procedures[procedure]?.label;
  const what = { channel: said(params.channel), procedure: label ? t.of(label) : t(`procedure.${procedure}`) };
  if (isName(params.asker)) return [paragraph(t('mail.asked.person', { ...what, asker: params.asker }))];
  if (params.ip !== undefined) return [paragraph(t('mail.asked.page', { ...what, ip: said(params.ip) }))];
  return [paragraph(t('mail.asked.chat', what))];
}

/** A password was set or changed (ALL-5). */
const chosen = (
  { portal, t, params }: Filling,
  intro: 'mail.passwordSet.intro' | 'mail.passwordChanged.intro',
  next: 'mail.passwordSet.next' | 'mail.passwordChanged.next',
): Block[] => [
  paragraph(t(intro, { ...t.named(portal), when: said(params.when) })),
  ...identifierRow(portal, t, params),
  ...endedTies(t, params),
  params.opens === undefined ? { kind: 'link', intro: t(next), address: portal.address } : paragraph(said(params.opens)),
  paragraph(t('mail.passwordChanged.notYou', supportOf(portal, t))),
];

/** The chats of others that ended with what the owner did. */
const endedTies = (t: Translator, { ended }: Filling['params']): Block[] =>
  ended === undefined ? [] : [paragraph(t('mail.ties.recovered', { ended: said(ended) }))];

const deedsOf = ({ deed }: Filling['params']) => (['invited', 'rights', 'lowered', 'removed', 'many'] as const).filter((known) => known === deed);

const newsOf = ({ news }: Filling['params']) => (['accepted', 'refused', 'expired', 'askedAgain'] as const).filter((known) => known === news);

const factorNewsOf = ({ factor }: Filling['params']) => (['on', 'off', 'renewed', 'recovery', 'tries'] as const).filter((known) => known === factor);

const outcomeOf = ({ status }: Filling['params']) => (['approved', 'refused', 'expired'] as const).filter((known) => known === status);

function linked(filling: Filling, intro: 'mail.setPassword.intro' | 'mail.reset.intro', label: string): Block[] {
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
    ...(secret.code === undefined ? [] : [note(t('mail.code.never'))]),
    note(added ? t('mail.memberAdded.ignore', supportOf(portal, t)) : t('mail.ignore')),
    { kind: 'copy', text: t('mail.copy'), address: said(secret.link) },
  ];
}

/** Who added somebody that did not ask, and to what. */
const addedTo = ({ portal, t, params: { by, organisation } }: Filling): Block | undefined =>
  by === undefined || organisation === undefined
    ? undefined
    : paragraph(t('mail.added.intro', { by: said(by), organisation: said(organisation), ...t.named(portal) }));

const buttonOf = ({ portal, t }: Filling, procedure: 'signUp' | 'reset' | 'createOrganisation'): string | undefined => {
  const button = portal.procedures[procedure]?.button;
  return button === undefined ? undefined : t.of(button);
};

const identifierRow = (portal: Portal, t: Translator, { identifier }: Filling['params']): Block[] =>
  identifier === undefined ? [] : [{ kind: 'table', rows: [[t.of(portal.identifier.label), said(identifier)]] }];

/** Why the account's entity is excluded. If the entity is unknown, only what applies to all. */
const reasonsOf = ({ excluded }: Portal, { entity }: Filling['params']) => {
  const mine = excluded.filter((one) => one.entity === entity);
  return (mine.length > 0 ? mine : excluded.length === 1 ? excluded : []).map(({ reason }) => reason);
};

/** `detail0`, `detail1` …: label and value, separated by a tab. */
const gathered = (params: Filling['params']): [string, string][] =>
  Object.entries(params).flatMap(([name, value]): [string, string][] => {
    if (!/^detail\d+$/.test(name)) return [];
    const [label = '', ...rest] = said(value).split('\t');
    return [[label, rest.join(' ')]];
  });

/** An instant that was left in milliseconds, because who wrote the job had no profile at hand. */
const instant = (portal: Portal, t: Translator, at: string | number | undefined): string => t.date(Number(at), 'dateTime', portal.timeZone);

const buttonTo = (t: Translator, label: string, address: string): readonly Block[] => [
  { kind: 'button', label, address },
  { kind: 'copy', text: t('mail.copy'), address },
];
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const note = (text: string): Block => ({ kind: 'note', text });
const said = (value: string | number | undefined): string => String(value ?? '');
