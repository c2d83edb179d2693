import type { Replacement } from '../../core/establishments/index.ts';
import { anytime, type Card, card, execute, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { type Frame, portalLine, procedureLabel } from '../frame.ts';
import { supportFacts } from '../notice.ts';
import { type Place, placeInput } from './place.ts';

/** Tells everybody that the sign-in address cannot be changed (EX-5). `canProve` if the chat can check whether the person is an administrator: by which account. */
export const changeEmailCard = ({ t, portal, stamp, problems }: Frame, shown: { readonly canProve: boolean; readonly identifier?: string | undefined }): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: procedureLabel(t, portal, 'changeEmail'),
    body: [
      paragraph(t('changeEmail.explain')),
      paragraph(t('changeEmail.ask')),
      supportFacts(t, portal),
      ...(shown.canProve
        ? [
            paragraph(t('changeEmail.prove')),
            ...textInput(t, {
              id: 'identifier',
              label: t.of(portal.identifier.label),
              value: shown.identifier,
              placeholder: portal.identifier.example,
              optional: true,
              problems,
            }),
          ]
        : []),
    ],
    actions: [
      shown.canProve ? execute('changeEmail.administrator', t('changeEmail.administrator'), stamp, { inputs: true }) : undefined,
      execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } }),
      execute('menu.show', t('menu'), anytime),
    ],
  });

/** Asks an administrator for the old user and the new one (EX-5). */
export function replaceUserCard(
  frame: Frame,
  shown: {
    readonly places: readonly Place[];
    readonly organisation: string;
    readonly old: string;
    readonly email: string;
    readonly givenName: string;
    readonly familyName: string;
  },
): Card {
  const { t, portal, stamp, problems } = frame;
  const { submit } = portal.procedures.addUser ?? {};
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: procedureLabel(t, portal, 'changeEmail'),
    body: [
      paragraph(t('changeEmail.explain')),
      paragraph(t('changeEmail.replace')),
      ...problemsOf(t, undefined, problems),
      ...placeInput(frame, shown.places, shown.organisation),
      ...textInput(t, { id: 'old', label: t('changeEmail.replace.old'), value: shown.old, style: 'Email', problems }),
      ...textInput(t, { id: 'email', label: t('changeEmail.replace.new'), value: shown.email, style: 'Email', problems }),
      ...textInput(t, { id: 'givenName', label: t('field.givenName'), value: shown.givenName, maxLength: 100, problems }),
      ...textInput(t, { id: 'familyName', label: t('field.familyName'), value: shown.familyName, maxLength: 100, problems }),
    ],
    actions: [
      execute('changeEmail.invite', submit ? t.of(submit) : t('users.invite'), stamp, { style: 'positive', inputs: true }),
      execute('changeEmail.cancel', t('cancel'), stamp),
    ],
  });
}

/** The state of a replacement: the new user has not accepted yet, or the old one can be removed. */
export function replacementCard({ t, portal, stamp, problems }: Frame, { status, ...shown }: Replacement): Card {
  const { email, old, organisation } = { email: plain(shown.email), old: plain(shown.old), organisation: plain(shown.organisation) };
  const isAccepted = status === 'accepted';
  const text = isAccepted
    ? t('changeEmail.accepted.text', { email, old, organisation })
    : t('changeEmail.waiting.text', { email, old, organisation, status: t(`invite.status.${status}`) });
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t(isAccepted ? 'changeEmail.accepted' : 'changeEmail.waiting'),
    body: [paragraph(text), ...problemsOf(t, undefined, problems)],
    actions: [
      isAccepted
        ? execute('changeEmail.finish', t('changeEmail.finish'), stamp, { style: 'destructive' })
        : execute('changeEmail.look', t('changeEmail.look'), stamp),
      execute('invite.list', t('invite.list'), anytime),
      execute('changeEmail.cancel', t('cancel'), stamp),
    ],
  });
}

/** Left while a replacement is under way: it goes on, and is given up by a button that works at any time. */
export const replacementStaysCard = ({ t, portal }: Frame, { id, ...shown }: Replacement): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('changeEmail.stays'),
    body: [paragraph(t('changeEmail.stays.text', { email: plain(shown.email), old: plain(shown.old) }))],
    actions: [
      execute('changeEmail.leave', t('changeEmail.leave'), anytime, { data: { portal: portal.id, replacement: id } }),
      execute('menu.show', t('menu'), anytime),
    ],
  });

/** Local support makes the change; whom to contact depends on the establishment's country (EX-9). */
export const localSupportCard = (frame: Frame, shown: { readonly places: readonly Place[]; readonly organisation: string; readonly email: string }): Card =>
  card({
    lang: frame.t.locale,
    over: portalLine(frame.t, frame.portal),
    title: procedureLabel(frame.t, frame.portal, 'changeEmail'),
    body: [
      paragraph(frame.t('changeEmail.explain')),
      paragraph(frame.t('changeEmail.local')),
      ...problemsOf(frame.t, undefined, frame.problems),
      ...placeInput(frame, shown.places, shown.organisation),
      ...textInput(frame.t, { id: 'email', label: frame.t('changeEmail.replace.new'), value: shown.email, style: 'Email', problems: frame.problems }),
    ],
    actions: [
      execute('changeEmail.local', frame.t('changeEmail.local.send'), frame.stamp, { style: 'positive', inputs: true }),
      execute('changeEmail.cancel', frame.t('cancel'), frame.stamp),
    ],
  });

/** The last card of the procedure. */
export const changeEmailEndCard = ({ t, portal }: Frame, title: string, text: string): Card =>
  card({ lang: t.locale, over: portalLine(t, portal), title, body: [paragraph(text)], actions: [execute('menu.show', t('menu'), anytime)] });
