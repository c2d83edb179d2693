import type { Block } from './block.ts';
import {
  buttonOf,
  buttonTo,
  byOf,
  changerRows,
  chosen,
  coded,
  deedsOf,
  endedTies,
  type Filling,
  factorNewsOf,
  gathered,
  identifierRow,
  identifierRows,
  instant,
  linked,
  newsOf,
  note,
  outcomeOf,
  paragraph,
  phoneRests,
  reasonsOf,
  said,
  supportOf,
  tableOf,
} from './parts.ts';

/** The body of each mail, between the greeting and the footer. */
export const templates = {
  setPassword: (filling) =>
    linked(filling, 'mail.setPassword.intro', buttonOf(filling, 'signUp') ?? buttonOf(filling, 'createOrganisation') ?? filling.t('mail.setPassword.button')),
  reset: (filling) => linked(filling, 'mail.reset.intro', buttonOf(filling, 'reset') ?? filling.t('mail.reset.button')),
  passwordSet: (filling) => chosen(filling, 'mail.passwordSet.intro', 'mail.passwordSet.next'),
  passwordChanged: (filling) => chosen(filling, 'mail.passwordChanged.intro', 'mail.passwordChanged.next'),
  accessPass: (filling) => chosen(filling, 'mail.accessPass.intro', 'mail.accessPass.next'),
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
  decideCode: (filling) => {
    const { chat } = filling.params;
    return coded(
      filling,
      chat === undefined ? 'mail.decideCode.intro' : chat === 'absence' ? 'mail.decideCode.absence' : 'mail.decideCode.chat',
      'mail.identifier.ignore',
    );
  },
  identifier: ({ portal, t, params }) => [
    paragraph(t('mail.identifier.intro', t.named(portal))),
    ...identifierRow(portal, t, params),
    note(t('mail.identifier.ignore')),
  ],
  excluded: ({ portal, t, params }) => [
    paragraph(t('mail.excluded.intro', t.named(portal))),
    ...reasonsOf(portal, params).map((reason) => paragraph(t.of(reason))),
    paragraph(t('mail.excluded.next', supportOf(portal, t))),
  ],
  supportCase: ({ portal, t, params }) => [
    paragraph(
      params.requester === undefined
        ? t('mail.supportCase.intro', t.named(portal))
        : t('mail.supportCase.by', { requester: said(params.requester), ...t.named(portal) }),
    ),
    paragraph(t(params.replyTo === undefined ? 'mail.supportCase.noReply' : 'mail.supportCase.reply')),
    {
      kind: 'table',
      rows: [
        [t('mail.supportCase.reference'), said(params.reference)],
        ...(params.reason === undefined ? [] : [[t('mail.supportCase.reason'), said(params.reason)] as const]),
        ...gathered(params),
      ],
    },
  ],
  // The requester's own words are in it only where they open nothing and are short: `why`. The page has them whole.
  approvalAsked: ({ portal, t, params, secret }) => [
    paragraph(
      t(params.validates === undefined ? 'mail.approvalAsked.intro' : 'mail.approvalAsked.organisation', {
        requester: said(params.requester),
        group: said(params.group),
        ...t.named(portal),
      }),
    ),
    ...(params.behalf === undefined ? [] : [paragraph(t('mail.approvalAsked.behalf', { of: said(params.behalf) }))]),
    {
      kind: 'table',
      rows: [
        [t('approval.address'), said(params.email)],
        ...(params.since === undefined ? [] : [[t('mail.approvalAsked.since'), said(params.since)] as const]),
        ...(params.until === undefined ? [] : [[t('approval.until'), said(params.until)] as const]),
        ...(params.why === undefined ? [] : [[t('mail.approvalAsked.why'), said(params.why)] as const]),
      ],
    },
    ...buttonTo(t, t('mail.approvalAsked.button'), said(secret.link)),
    note(t('mail.approvalAsked.code')),
  ],
  invitation: ({ portal, t, params, secret }) => {
    const button = portal.procedures.acceptInvitation?.button;
    const [name, address] = [said(params.inviter), said(params.inviterEmail)];
    const who = { inviter: name, ...t.named(portal) };
    return [
      paragraph(params.company === undefined ? t('mail.invitation.intro', who) : t('mail.invitation.company', { ...who, company: said(params.company) })),
      ...tableOf([
        ...(params.note === undefined ? [] : [[t('mail.invitation.note', who), said(params.note)] as const]),
        ...(params.rights === undefined ? [] : [[t('mail.invitation.rights'), said(params.rights)] as const]),
      ]),
      ...buttonTo(t, button === undefined ? t('mail.invitation.button') : t.of(button), said(secret.link)),
      paragraph(t('mail.invitation.until', { until: said(params.until) })),
      paragraph(t('mail.invitation.chat')),
      note(t('mail.invitation.ignore', { who: name === address ? address : `${name} (${address})` })),
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
    ...outcomeOf(params).map((status) => {
      const about = { reference: said(params.reference), group: said(params.group) };
      return paragraph(
        params.asker === undefined ? t(`mail.decided.${status}`, about) : t(`mail.decided.${status}.forYou`, { ...about, asker: said(params.asker) }),
      );
    }),
    ...tableOf([
      ...(params.by === undefined ? [] : [[t('mail.decided.by'), t('mail.decided.on', { by: said(params.by), on: said(params.on) })] as const]),
      ...(params.reason === undefined ? [] : [[t('mail.decided.reason'), said(params.reason)] as const]),
    ]),
    ...(params.begins === undefined ? [] : [paragraph(t('mail.decided.begins', { begins: said(params.begins) }))]),
    ...(params.until === undefined ? [] : [paragraph(t('mail.decided.until', { until: said(params.until) }))]),
  ],
  askedForYou: ({ portal, t, params }) => [
    paragraph(t('mail.askedForYou.intro', { by: said(params.by), groups: said(params.groups), ...t.named(portal) })),
    ...(params.begins === undefined ? [] : [paragraph(t('mail.askedForYou.begins', { begins: said(params.begins) }))]),
    ...(params.ends === undefined ? [] : [paragraph(t('mail.askedForYou.ends', { until: said(params.ends) }))]),
    paragraph(t(params.waits === undefined ? 'mail.askedForYou.next' : 'mail.askedForYou.waits')),
    ...(params.waits === 'signUp' ? [paragraph(t('mail.askedForYou.signUp'))] : []),
    note(t('mail.askedForYou.ignore', supportOf(portal, t))),
  ],
  accessEnds: ({ t, params }) => [
    paragraph(t('mail.accessEnds.intro', { group: said(params.group), until: said(params.until) })),
    note(t('mail.accessEnds.chat')),
  ],
  absence: ({ t, params }) => {
    const period = { of: said(params.of), by: said(params.by), from: said(params.from), to: said(params.to) };
    if (params.news === 'declined') return [paragraph(t('mail.absence.declined', period)), note(t('mail.absence.declined.chat'))];
    if (params.news === 'begun') return [paragraph(t('mail.absence.begun', period)), note(t('mail.absence.begun.chat'))];
    return [paragraph(t('mail.absence.asked', period)), note(t('mail.absence.asked.chat'))];
  },
  accessEnded: ({ t, params }) => {
    const about = { group: said(params.group), until: said(params.until) };
    if (params.who !== undefined) return [paragraph(t('mail.accessEnded.other', { ...about, who: said(params.who) }))];
    return [paragraph(t('mail.accessEnded.intro', about)), note(t('mail.accessEnded.chat'))];
  },
  accessRemoved: ({ t, params }) => {
    const about = { group: said(params.group), on: said(params.on) };
    return [
      paragraph(params.by === undefined ? t('mail.accessRemoved.unanswered', about) : t('mail.accessRemoved.by', { ...about, by: said(params.by) })),
      ...tableOf([
        ...(params.reason === undefined ? [] : [[t('mail.accessRemoved.reason'), said(params.reason)] as const]),
        [t('mail.accessRemoved.reference'), said(params.reference)],
      ]),
      note(t('mail.accessRemoved.again')),
    ];
  },
  reviewAsked: ({ t, params }) => [
    paragraph(t('mail.reviewAsked.intro', { group: said(params.group), until: said(params.until) })),
    ...tableOf([
      ...(params.people === undefined ? [] : [[t('mail.reviewAsked.people'), said(params.people)] as const]),
      [t('mail.accessRemoved.reference'), said(params.reference)],
    ]),
    paragraph(t('mail.reviewAsked.chat')),
  ],
  twoFactor: ({ portal, t, params }) => [
    ...factorNewsOf(params).map((factor) => paragraph(t(`mail.twoFactor.${factor}`, { ...t.named(portal), when: said(params.when) }))),
    ...identifierRow(portal, t, params),
    ...endedTies(t, params),
    paragraph(t('mail.passwordChanged.notYou', supportOf(portal, t))),
  ],
  tieMade: ({ portal, t, params, secret }) => [
    paragraph(
      params.outside === undefined
        ? t('mail.tieMade.intro', { ...t.named(portal), when: said(params.when) })
        : t('mail.tieMade.outside.intro', { ...t.named(portal), when: said(params.when), channel: said(params.channel) }),
    ),
    {
      kind: 'table',
      rows: [
        [t(params.outside === undefined ? 'mail.tieMade.who' : 'mail.tieMade.outside.who'), said(params.who)],
        [t('mail.tieMade.channel'), said(params.channel)],
        [t.of(portal.identifier.label), said(params.identifier)],
      ],
    },
    paragraph(t('mail.tieMade.you')),
    paragraph(t(params.outside === undefined ? 'mail.tieMade.notYou' : 'mail.tieMade.outside.notYou')),
    ...buttonTo(t, t(params.outside === undefined ? 'mail.tieMade.button' : 'mail.tieMade.outside.button'), said(secret.link)),
    note(t('mail.tieMade.confirm', { until: said(params.until) })),
  ],
  tiesEnded: ({ portal, t, params }) => [
    paragraph(
      t(params.outside === undefined ? 'mail.tiesEnded.intro' : 'mail.tiesEnded.outside.intro', {
        ...t.named(portal),
        when: said(params.when),
        ties: said(params.ties),
        by: said(params.by),
      }),
    ),
    ...identifierRow(portal, t, params),
    paragraph(t(params.outside === undefined ? 'mail.tiesEnded.again' : 'mail.tiesEnded.outside.again')),
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
    ...tableOf([...identifierRows(portal, t, params), ...changerRows(t, params)]),
    paragraph(t('mail.addressChanged.ends')),
    ...endedTies(t, params),
    ...(params.rests === undefined
      ? []
      : [paragraph(t('mail.addressChanged.rests', { until: instant(portal, t, Number(params.at) + portal.lifetimes.newAddress) }))]),
    paragraph(t('mail.addressChanged.mistake', supportOf(portal, t))),
  ],
  phoneChanged: ({ portal, t, params }) => [
    paragraph(t('mail.phoneChanged.intro', { ...t.named(portal), when: instant(portal, t, params.at) })),
    ...identifierRow(portal, t, params),
    paragraph(params.ends === undefined ? t('mail.phoneChanged.none') : t('mail.phoneChanged.now', { ends: said(params.ends) })),
    ...phoneRests(portal, t, params),
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
