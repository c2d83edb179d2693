import { type Action, type Card, card, execute, openings, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { type Frame, over } from '../frame.ts';

/** Procedures that mail a link. */
export type MailedBy = 'signUp' | 'reset' | 'unlock' | 'createOrganisation' | 'acceptInvitation';

/** A mail may have been sent. The card is the same for everybody (ALL-4), with a field for the code in that mail (ALL-1) where the channel vouches for who types it. */
export function mailedCard(
  frame: Frame,
  procedure: MailedBy,
  shown: { readonly to: string; readonly step: number; readonly steps: number; readonly again: boolean },
): Card {
  const { t, portal, stamp, problems, authenticated } = frame;
  const isNew = procedure === 'acceptInvitation' || (procedure === 'signUp' && portal.procedures.signUp?.kind === 'create');
  return card({
    lang: t.locale,
    over: over(frame, shown.step, shown.steps),
    title: t('mailed.title'),
    body: [
      paragraph(t(isNew ? 'mailed.signUp' : 'mailed.text', { to: plain(shown.to) })),
      paragraph(t(authenticated ? 'mailed.after' : 'mailed.link')),
      shown.again ? paragraph(t('mailed.again'), { weight: 'Bolder' }) : undefined,
      ...problemsOf(t, undefined, problems),
      ...(authenticated ? textInput(t, { id: 'code', label: t('mailed.code'), maxLength: 12, optional: true, problems }) : []),
      paragraph(t('mailed.nothing'), { subtle: true }),
    ],
    actions: [
      authenticated ? execute(`${procedure}.code`, t('mailed.check'), stamp, { style: 'positive', inputs: true }) : undefined,
      execute(`${procedure}.again`, t('mailed.resend'), stamp),
      // For an invitation the address is already proven at this point.
      procedure === 'acceptInvitation' ? undefined : execute(`${procedure}.back`, t('mailed.other'), stamp),
      execute(`${procedure}.support`, t('procedure.support'), stamp),
      execute(`${procedure}.cancel`, t('cancel'), stamp),
    ],
  });
}

/** What people come back with while a mail is waited for, and what is answered (TALK-3). */
export type MailedHelp = 'notReceived' | 'linkExpired' | 'codeRefused' | 'done' | 'complaint';

/** The same wait, with what helps now: when it was asked for, what can be checked, and a new mail. Says as little of the account as before (ALL-4). */
export function mailedHelpCard(
  frame: Frame,
  procedure: MailedBy,
  about: MailedHelp,
  shown: { readonly to: string; readonly step: number; readonly steps: number; readonly askedAt: string | undefined },
): Card {
  const { t, portal, stamp, problems, authenticated } = frame;
  return card({
    lang: t.locale,
    over: over(frame, shown.step, shown.steps),
    title: t(`mailed.help.title.${about}`),
    body: [
      paragraph(t(about === 'codeRefused' && portal.pageCode === undefined ? 'mailed.help.codeRefused.only' : `mailed.help.${about}`)),
      shown.askedAt === undefined ? undefined : paragraph(t('mailed.help.asked', { when: shown.askedAt, to: plain(shown.to) }), { subtle: true }),
      // As on the card before: where nobody vouches for who types, only the link leads on.
      ...(authenticated ? textInput(t, { id: 'code', label: t('mailed.code'), maxLength: 12, optional: true, problems }) : []),
    ],
    actions: [
      authenticated ? execute(`${procedure}.code`, t('mailed.check'), stamp, { inputs: true }) : undefined,
      execute(`${procedure}.again`, t('mailed.resend'), stamp, { style: 'positive' }),
      procedure === 'acceptInvitation' ? undefined : execute(`${procedure}.back`, t('mailed.other'), stamp),
      execute(`${procedure}.support`, t('procedure.support'), stamp),
      execute(`${procedure}.cancel`, t('cancel'), stamp),
    ],
  });
}

/** The same, shown again: the address is not kept with the conversation, so that a button makes another. */
export const pageAgainCard = (frame: Frame, procedure: MailedBy, place: { readonly step: number; readonly steps: number }): Card =>
  card({
    lang: frame.t.locale,
    over: over(frame, place.step, place.steps),
    title: frame.t('openPage.title'),
    body: [paragraph(frame.t('openPage.again')), ...problemsOf(frame.t, undefined, frame.problems)],
    actions: [
      execute(`${procedure}.page`, frame.t('openPage.show'), frame.stamp, { style: 'positive' }),
      execute(`${procedure}.again`, frame.t('mailed.resend'), frame.stamp),
      execute(`${procedure}.support`, frame.t('procedure.support'), frame.stamp),
      leave(frame, procedure),
    ],
  });

/** An organisation is created by then: there is nothing to cancel. */
const leave = ({ t, stamp }: Frame, procedure: MailedBy): Action =>
  procedure === 'createOrganisation' ? execute('createOrganisation.finish', t('finish'), stamp) : execute(`${procedure}.cancel`, t('cancel'), stamp);

/** The code was right. Opens the page in Teams' own window or by a plain link (ALL-1). */
export function openPageCard(
  frame: Frame,
  procedure: MailedBy,
  shown: { readonly url: string; readonly until: string; readonly step: number; readonly steps: number; readonly window: boolean },
): Card {
  const { t } = frame;
  return card({
    lang: t.locale,
    over: over(frame, shown.step, shown.steps),
    title: t('openPage.title'),
    body: [paragraph(t('openPage.text', { until: shown.until }))],
    actions: [...openings(t, t('openPage.window'), shown), leave(frame, procedure)],
  });
}
