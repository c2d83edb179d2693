import type { Translator } from '../../core/foundation/i18n.ts';
import type { BadInvitee, Batch, Invitee } from '../../core/invitations/index.ts';
import type { Portal } from '../../core/portal/index.ts';
import { alert, anytime, type Card, card, choiceInput, type Element, execute, facts, paragraph, plain, problemsOf, textInput, tickInput } from '../card.ts';
import { type Frame, over, portalLine, procedureLabel } from '../frame.ts';
import { supportFacts } from '../notice.ts';
import { companyInputs } from './company.ts';

/** The languages that an invitation can be written in. */
const locales = ['fr', 'en'] as const;

/** How many addresses are listed. The rest are only counted. */
const written = 12;

/** Asks whom to invite: one person with a name, or a pasted list of addresses (RC-1). */
export function inviteWhoCard(frame: Frame, shown: { readonly email: string; readonly givenName: string; readonly familyName: string }): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: over(frame, 1, 3),
    title: procedureLabel(t, portal, 'invite'),
    body: [
      paragraph(t('invite.who.text')),
      ...problemsOf(t, undefined, problems),
      ...textInput(t, { id: 'email', label: t('invite.who.emails'), value: shown.email, maxLength: 16_000, multiline: true, problems }),
      paragraph(t('invite.who.one'), { subtle: true }),
      ...textInput(t, { id: 'givenName', label: t('field.givenName'), value: shown.givenName, maxLength: 100, optional: true, problems }),
      ...textInput(t, { id: 'familyName', label: t('field.familyName'), value: shown.familyName, maxLength: 100, optional: true, problems }),
    ],
    actions: [
      execute('invite.who', t('go.on'), stamp, { style: 'positive', inputs: true }),
      execute('invite.list', t('invite.list'), anytime),
      execute('invite.cancel', t('cancel'), stamp),
    ],
  });
}

/** What the inviter knows about the company, and what they grant. Its name is required if only one person is invited (`single`). */
export function inviteCompanyCard(
  frame: Frame,
  shown: { readonly company: Readonly<Record<string, string>>; readonly rights: readonly string[]; readonly single: boolean },
): Card {
  const { t, portal, stamp, problems } = frame;
  const grants = portal.procedures.invite?.grants ?? [];
  return card({
    lang: t.locale,
    over: over(frame, 2, 3),
    title: t('invite.company.title'),
    body: [
      paragraph(t(shown.single ? 'invite.company.text' : 'invite.company.text.many')),
      ...problemsOf(t, undefined, problems),
      ...companyInputs(t, portal, shown.company, problems, shown.single ? ['name'] : []),
      ...(grants.length > 0
        ? tickInput(t, {
            id: 'rights',
            label: t('invite.rights'),
            choices: grants.map(({ id, name }) => ({ title: t.of(name), value: id })),
            ticked: shown.rights,
            problems,
          })
        : []),
    ],
    actions: [
      // A client may omit a list with nothing ticked.
      execute('invite.company', t('go.on'), stamp, { style: 'positive', inputs: true, data: { rights: '' } }),
      execute('invite.back', t('go.back'), stamp),
      execute('invite.cancel', t('cancel'), stamp),
    ],
  });
}

/** The summary to confirm: recipients, what was left out and why, and what they are granted. */
export function inviteConfirmCard(
  frame: Frame,
  shown: {
    readonly invitees: readonly Invitee[];
    readonly bad: readonly BadInvitee[];
    readonly repeated: number;
    readonly company: string;
    readonly rights: readonly string[];
    readonly language: string;
    readonly note: string;
  },
): Card {
  const { t, portal, stamp, problems } = frame;
  const { invitees, bad, repeated, company, rights } = shown;
  const granted = (portal.procedures.invite?.grants ?? []).filter(({ id }) => rights.includes(id)).map(({ name }) => t.of(name));
  const n = invitees.length;
  return card({
    lang: t.locale,
    over: over(frame, 3, 3),
    title: t('invite.confirm.title', { n }),
    body: [
      facts([
        ...invitees.slice(0, written).map((invitee, at) => [at === 0 ? t('invite.confirm.to') : ' ', called(invitee)] as const),
        ...(n > written ? [[' ', t('invite.confirm.more', { n: n - written })] as const] : []),
        ...(company ? [[t('company.label.name'), company] as const] : []),
        ...(granted.length > 0 ? [[t('invite.rights'), granted.join(', ')] as const] : []),
      ]),
      granted.length === 0 && (portal.procedures.invite?.grants.length ?? 0) > 0 ? paragraph(t('invite.confirm.noRights'), { weight: 'Bolder' }) : undefined,
      ...(bad.length > 0 ? [alert(t('invite.confirm.bad', { n: bad.length })), ...bad.map((each) => wrong(t, each))] : []),
      repeated > 0 ? paragraph(t('invite.confirm.repeated', { n: repeated }), { subtle: true }) : undefined,
      ...choiceInput(t, {
        id: 'language',
        label: t('invite.language'),
        choices: locales.map((locale) => ({ title: t(`invite.language.${locale}`), value: locale })),
        value: shown.language || t.locale,
        expanded: true,
        problems: [],
      }),
      ...textInput(t, { id: 'note', label: t('invite.note'), value: shown.note, maxLength: 300, multiline: true, optional: true, problems: [] }),
      ...problems.map((problem) => alert(t.say(problem))),
      paragraph(t('invite.confirm.text', { lives: t.duration(portal.lifetimes.invitation) }), { subtle: true }),
    ],
    actions: [
      execute('invite.send', t.say({ key: 'invite.send', params: { n } }), stamp, { style: 'positive', inputs: true }),
      execute('invite.back', t('go.back'), stamp),
      execute('invite.cancel', t('cancel'), stamp),
    ],
  });
}

/** The progress of a confirmation: what was sent, what was not, and why (RC-9). */
export function inviteProgressCard(t: Translator, portal: Portal, batch: Batch): Card {
  const isDone = batch.done === batch.total;
  const n = batch.done - batch.others.length;
  const title = isDone ? (n > 0 ? t('invite.done', { n }) : t('invite.done.none')) : t('invite.progress', { done: batch.done, total: batch.total });
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title,
    body: [
      isDone ? (n > 0 ? paragraph(t('invite.done.text')) : undefined) : paragraph(t('invite.progress.text')),
      ...(['invited', 'access', 'limit', 'inviter'] as const).flatMap((why): Element[] => {
        const those = batch.others.filter((other) => other.why === why).map(({ email }) => plain(email));
        return those.length === 0 ? [] : [paragraph(`**${t(`invite.why.${why}`)}** ${those.join(', ')}`)];
      }),
    ],
    actions: [
      isDone ? undefined : execute('invite.progress', t('invite.progress.look'), anytime, { style: 'positive', data: { batch: batch.id } }),
      isDone ? execute('invite.start', t('invite.another'), anytime, { data: { portal: portal.id } }) : undefined,
      execute('invite.list', t('invite.list'), anytime),
      execute('menu.show', t('menu'), anytime),
    ],
  });
}

/** The profile does not list this person as an inviter. Says so, and who can help. */
export const notInviterCard = (t: Translator, portal: Portal): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('invite.notAllowed.title'),
    body: [paragraph(t('invite.notAllowed.text')), supportFacts(t, portal)],
    actions: [execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } }), execute('menu.show', t('menu'), anytime)],
  });

const called = ({ givenName, familyName, email }: Invitee): string => {
  const name = `${givenName} ${familyName}`.trim();
  return name === '' ? email : `${name} · ${email}`;
};

const wrong = (t: Translator, { text, refusal }: BadInvitee): Element => paragraph(`${plain(text)} — ${t.say(refusal)}`, { subtle: true });
