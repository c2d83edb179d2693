import type { Locale } from '../../core/foundation/i18n.ts';
import { translate } from '../../core/foundation/i18n.ts';
import type { MailTemplate } from '../../core/foundation/outbox/job.ts';
import { renderMail } from '../../core/mails/index.ts';
import type { Portal } from '../../core/portal/index.ts';

type Params = Readonly<Record<string, string | number>>;

/** A mail of the gallery: which, when it is sent, of which portal, and what stands in it. */
export type ShownMail = {
  readonly template: MailTemplate;
  readonly when: string;
  readonly portal: string;
  readonly params: (locale: Locale) => Params;
  readonly secret?: Readonly<Record<string, string>>;
};

const at = Date.parse('2026-11-20T08:00:00Z');
const minutes = 60_000;
const when = (locale: Locale): string => translate(locale).date(at, 'dateTime');
const lives = (locale: Locale, count: number): string => translate(locale).duration(count * minutes);
const link = 'https://guichet.example/p/octopus/link/fpvV2tC7eF5uS3cReT-x8sLw0qZb4nYh';
const said = (locale: Locale, fr: string, en: string): string => (locale === 'fr' ? fr : en);

const asked = (locale: Locale, procedure: string): Params => ({
  asker: 'Alice Martin',
  channel: 'Microsoft Teams',
  procedure,
  lives: lives(locale, 30),
  codeLives: lives(locale, 10),
});
const owner = { identifier: 'alice.martin@corp.example' };
const dupont = 'Bruno Leroy (bruno.leroy@corp.example)';

/** Every mail that Guichet sends, with what is usual in it. */
export const shownMails: readonly ShownMail[] = [
  {
    template: 'setPassword',
    when: 'A first access was asked for.',
    portal: 'invgate',
    params: (locale) => ({ ...asked(locale, 'signUp'), lives: lives(locale, 24 * 60), hello: 'Alice Martin' }),
    secret: { link, code: '049381' },
  },
  { template: 'reset', when: 'A new password was asked for.', portal: 'octopus', params: (locale) => asked(locale, 'reset'), secret: { link, code: '049381' } },
  { template: 'passwordSet', when: 'A password was chosen.', portal: 'octopus', params: (locale) => ({ when: when(locale), identifier: 'amartin' }) },
  { template: 'passwordChanged', when: 'A password was changed.', portal: 'extranet', params: (locale) => ({ when: when(locale), ...owner }) },
  { template: 'accessPass', when: 'A temporary access pass was shown.', portal: 'rconnect', params: (locale) => ({ when: when(locale), ...owner }) },
  {
    template: 'passwordEnds',
    when: 'A password expires soon.',
    portal: 'octopus',
    params: (locale) => ({ until: translate(locale).date(at), identifier: 'amartin', link, procedure: 'reset' }),
  },
  {
    template: 'pageCode',
    when: 'The page of the password asks for a code.',
    portal: 'invgate',
    params: (locale) => ({ lives: lives(locale, 10) }),
    secret: { code: '049381' },
  },
  {
    template: 'proof',
    when: 'An account is proven in the chat.',
    portal: 'invgate',
    params: (locale) => ({ ...asked(locale, 'enroll'), lives: lives(locale, 10) }),
    secret: { code: '049381' },
  },
  { template: 'identifier', when: 'A forgotten identifier was asked for.', portal: 'octopus', params: () => ({ identifier: 'amartin' }) },
  { template: 'excluded', when: 'An entity has its own procedure.', portal: 'invgate', params: () => ({ entity: 'fhl' }) },
  {
    template: 'supportCase',
    when: 'A case is handed to support.',
    portal: 'extranet',
    params: (locale) => ({
      reference: 'D174-2DRT',
      requester: 'Alice Martin',
      topic: translate(locale)('procedure.forgotIdentifier'),
      reason: translate(locale)('procedure.forgotIdentifier'),
      replyTo: owner.identifier,
      detail0: `${translate(locale)('support.words')}\t${said(locale, 'Je ne sais plus avec quel nom j’entre.', 'I no longer know which name I sign in with.')}`,
      detail1: `${translate(locale)('support.context.email')}\t${owner.identifier}`,
    }),
  },
  {
    template: 'approvalAsked',
    when: 'A request is to be decided, and no card reaches the approver.',
    portal: 'invgate',
    params: (locale) => ({
      requester: 'Alice Martin',
      email: owner.identifier,
      group: said(locale, 'Poste de travail', 'Workplace'),
      reference: '7K3M-2QXP',
      since: when(locale),
      why: said(locale, 'Remplacer Paul à la paie', 'I take over from Paul'),
    }),
    secret: { link },
  },
  {
    template: 'approvalAsked',
    when: 'An organisation is to be validated.',
    portal: 'outscale',
    params: (locale) => ({
      requester: 'Alice Martin',
      email: owner.identifier,
      group: 'ACME LOGICIELS',
      reference: '47J9-ZY7M',
      validates: 'organisation',
      since: when(locale),
    }),
    secret: { link },
  },
  {
    template: 'decideCode',
    when: 'The page of a request asks for a code.',
    portal: 'invgate',
    params: (locale) => ({ lives: lives(locale, 10) }),
    secret: { code: '049381' },
  },
  {
    template: 'decideCode',
    when: 'An approver decides on a sensitive group in the chat. The code is not in the subject: it would be read off the phone beside the chat.',
    portal: 'invgate',
    params: (locale) => ({ lives: lives(locale, 10), chat: 'decision' }),
    secret: { code: '049381' },
  },
  {
    template: 'decideCode',
    when: 'An approver of a sensitive group names who decides while they are away.',
    portal: 'invgate',
    params: (locale) => ({ lives: lives(locale, 10), chat: 'absence' }),
    secret: { code: '049381' },
  },
  {
    template: 'decided',
    when: 'A request was decided.',
    portal: 'invgate',
    params: (locale) => ({
      status: 'approved',
      group: said(locale, 'Poste de travail', 'Workplace'),
      reference: '7K3M-2QXP',
      by: 'Claire Fontaine',
      on: when(locale),
      begins: translate(locale).date(Date.parse('2027-04-02T00:00:00Z')),
    }),
  },
  {
    template: 'askedForYou',
    when: 'Somebody asked in another person’s name, who has no account yet.',
    portal: 'invgate',
    params: (locale) => ({
      by: 'Claire Fontaine',
      groups: said(locale, 'Poste de travail, Réseau et accès distants', 'Workplace, Network and remote access'),
      begins: translate(locale).date(at),
      ends: translate(locale).date(Date.parse('2027-03-31T12:00:00Z')),
      waits: 'signUp',
    }),
  },
  {
    template: 'accessEnds',
    when: 'Access ends soon.',
    portal: 'invgate',
    params: (locale) => ({ group: said(locale, 'Réseau et accès distants', 'Network and remote access'), until: translate(locale).date(at) }),
  },
  ...(
    [
      ['asked', 'An approver is away, and this person decides in their place.'],
      ['begun', 'The approver hears the same: another may have said so in their chat.'],
      ['declined', 'The delegate declined: who is away is told.'],
    ] as const
  ).map(([news, when]) => ({
    template: 'absence' as const,
    when,
    portal: 'invgate',
    params: (locale: Locale) => ({
      ...{ news, of: 'Hugo Marchand', by: 'Claire Fontaine' },
      ...{ from: translate(locale).date(Date.parse('2026-12-03T12:00:00+01:00')), to: translate(locale).date(Date.parse('2026-12-17T12:00:00+01:00')) },
    }),
  })),
  {
    template: 'accessEnded',
    when: 'Access has ended by itself.',
    portal: 'invgate',
    params: (locale) => ({ group: said(locale, 'Réseau et accès distants', 'Network and remote access'), until: translate(locale).date(at) }),
  },
  {
    template: 'accessRemoved',
    when: 'A review took access away.',
    portal: 'invgate',
    params: (locale) => ({
      group: said(locale, 'Réseau et accès distants', 'Network and remote access'),
      reference: 'RQZR-QVY8',
      on: translate(locale).date(at),
      by: 'Hugo Marchand',
      reason: said(locale, 'La mission est terminée.', 'The task is over.'),
    }),
  },
  {
    template: 'reviewAsked',
    when: 'A review waits for somebody who has no chat with the bot.',
    portal: 'invgate',
    params: (locale) => ({
      group: said(locale, 'Réseau et accès distants', 'Network and remote access'),
      reference: 'RQZR-QVY8',
      people: 488,
      until: when(locale),
    }),
  },
  {
    template: 'organisationPending',
    when: 'An organisation was created.',
    portal: 'outscale',
    params: () => ({ organisation: 'ACME LOGICIELS', reference: '7K3M-2QXP', ...owner }),
  },
  { template: 'organisationValidated', when: 'An organisation was validated.', portal: 'outscale', params: () => ({ organisation: 'ACME LOGICIELS' }) },
  {
    template: 'memberAdded',
    when: 'Somebody was added to an organisation.',
    portal: 'outscale',
    params: () => ({ by: 'Alice Martin', organisation: 'ACME LOGICIELS', ...owner }),
  },
  {
    template: 'userRemoved',
    when: 'Somebody’s access was ended.',
    portal: 'extranet',
    params: () => ({ by: 'Alice Martin', organisation: 'Hôtel du Port', ...owner }),
  },
  {
    template: 'placeEnded',
    when: 'Somebody’s access to one establishment was ended.',
    portal: 'extranet',
    params: () => ({ by: 'Alice Martin', organisation: 'Hôtel du Port', ...owner }),
  },
  {
    template: 'invitation',
    when: 'Somebody was invited.',
    portal: 'rconnect',
    params: (locale) => ({
      hello: 'Ada Lovelace',
      inviter: 'Sonia Lambert',
      inviterEmail: 'sonia.lambert@sales.example.com',
      company: 'Analytique SARL',
      note: said(locale, 'Voici l’accès dont nous avons parlé.', 'Here is the access that we spoke of.'),
      rights: said(locale, 'Passer des commandes', 'Place orders'),
      until: translate(locale).date(at),
    }),
    secret: { link },
  },
  {
    template: 'invitationCode',
    when: 'An invitation is accepted: the mailbox is proven.',
    portal: 'rconnect',
    params: (locale) => ({ lives: lives(locale, 10) }),
    secret: { code: '049381' },
  },
  {
    template: 'invitationNews',
    when: 'An inviter is told what became of an invitation.',
    portal: 'rconnect',
    params: (locale) => ({
      news: 'accepted',
      invited: 'Ada Lovelace',
      email: 'ada@client.example',
      company: 'Analytique SARL',
      inviter: 'Sonia Lambert',
      on: translate(locale).date(at),
    }),
  },
  { template: 'twoFactor', when: 'Two-factor sign-in was changed.', portal: 'outscale', params: (locale) => ({ factor: 'off', when: when(locale), ...owner }) },
  {
    template: 'twoFactor',
    when: 'Support ended a lost second factor.',
    portal: 'outscale',
    params: (locale) => ({ factor: 'off', by: 'operator', when: when(locale), ...owner }),
  },
  {
    template: 'tieMade',
    when: 'A chat was linked to an account.',
    portal: 'invgate',
    params: (locale) => ({ when: when(locale), who: dupont, channel: 'Microsoft Teams', until: when(locale), ...owner }),
    secret: { link },
  },
  {
    template: 'tiesEnded',
    when: 'Chats were unlinked from an account.',
    portal: 'invgate',
    params: (locale) => ({ when: when(locale), ties: dupont, side: 'operator', by: translate(locale)('mail.tiesEnded.operator'), ...owner }),
  },
  {
    template: 'accountLocked',
    when: 'An account was locked.',
    portal: 'extranet',
    params: (locale) => ({ when: when(locale), lives: lives(locale, 60), reset: 1, ...owner }),
  },
  {
    template: 'addressChanged',
    when: 'An account has another address.',
    portal: 'extranet',
    params: () => ({ at, side: 'new', by: 'operator', rests: 1, ...owner }),
  },
  {
    template: 'phoneChanged',
    when: 'An account has another telephone number.',
    portal: 'invgate',
    params: () => ({ at, ends: '67', former: '78', until: at + 72 * 3_600_000, ...owner }),
  },
  {
    template: 'administration',
    when: 'Something was done about an administrator in the name of one’s account.',
    portal: 'extranet',
    params: (locale) => ({ deed: 'invited', who: dupont, whom: 'marc.petit@hotel.example', organisation: 'Hôtel du Port', when: when(locale), ...owner }),
  },
];

/** A mail as it is sent, in one language. */
export function renderShown({ template, portal: id, params, secret = {} }: ShownMail, portals: ReadonlyMap<string, Portal>, locale: Locale) {
  const portal = portals.get(id);
  if (!portal) throw new Error(`There is no portal ${id}.`);
  return renderMail(template, { portal, t: translate(locale), params: params(locale), secret });
}

/** `docs/mails.md`: when each is sent, and its subject in both languages. */
export const mailsPage = (portals: ReadonlyMap<string, Portal>): string => `# What is mailed

Every mail that Guichet sends, and the subjects that mailboxes show. Written by \`PICTURES=1 node --test test/e2e/mails.test.ts\` from
[test/gallery/mails.ts](../test/gallery/mails.ts); a mail that is missing here fails a test. Each is HTML and plain text with the same words, at most 600 pixels
wide, and readable in dark mode.

| when | subject |
| --- | --- |
${shownMails.map((mail) => `| ${mail.when} | ${renderShown(mail, portals, 'fr').subject}<br>${renderShown(mail, portals, 'en').subject} |`).join('\n')}

A new password, a case for support and an invitation, on a desktop, on a phone and in dark mode:

![Three mails](pictures/mails.png)
`;
