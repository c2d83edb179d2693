import type { Membership } from '../../core/members/index.ts';
import { anytime, type Card, card, execute, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { type Frame, portalLine, procedureLabel } from '../frame.ts';
import { placeInput } from './place.ts';

/** Asks whom to add, and to which of the administrator's organisations (OU-7). */
export function addUserCard(
  frame: Frame,
  shown: {
    readonly organisations: readonly Membership[];
    readonly organisation: string;
    /** Whether what was said names none of these, or several: then none is chosen beforehand. */
    readonly unplaced?: boolean;
    readonly email: string;
    readonly givenName: string;
    readonly familyName: string;
  },
): Card {
  const { t, portal, stamp, problems } = frame;
  const chosen = shown.unplaced ? shown.organisation || undefined : shown.organisation;
  const [only, ...others] = shown.organisations;
  const { invites, existing } = portal.procedures.addUser ?? {};
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: procedureLabel(t, portal, 'addUser'),
    body: [
      paragraph(t(invites ? 'users.add.text' : 'addUser.text')),
      ...(others.length === 0
        ? [paragraph(plain(only?.name ?? ''), { weight: 'Bolder' })]
        : placeInput(frame, shown.organisations, chosen, t(invites ? 'changeEmail.establishment' : 'addUser.organisation'))),
      ...textInput(t, { id: 'email', label: t('field.email'), value: shown.email, style: 'Email', problems }),
      ...textInput(t, { id: 'givenName', label: t('field.givenName'), value: shown.givenName, maxLength: 100, problems }),
      ...textInput(t, { id: 'familyName', label: t('field.familyName'), value: shown.familyName, maxLength: 100, problems }),
      ...problemsOf(t, undefined, problems),
    ],
    actions: [
      execute('addUser.add', t(invites ? 'go.on' : 'addUser.add'), stamp, { style: 'positive', inputs: true }),
      existing ? execute('addUser.existing', t.of(existing), stamp) : undefined,
      execute('addUser.cancel', t('cancel'), stamp),
    ],
  });
}

/** Somebody was added. The wording is the same whether they had an account or not (ALL-4). */
export const addUserDoneCard = ({ t, portal }: Frame, added: { readonly email: string; readonly organisation: string }): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('addUser.done'),
    body: [paragraph(t('addUser.done.text', { email: plain(added.email), organisation: plain(added.organisation) }))],
    actions: [execute('addUser.start', t('addUser.next'), anytime, { data: { portal: portal.id } }), execute('menu.show', t('menu'), anytime)],
  });

/** Refused: not an administrator, or the organisation is still pending. Says whom to ask, or what to wait for (OU-6, OU-7). */
export const addUserNotYetCard = ({ t, portal }: Frame, waits: boolean): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('addUser.notYet'),
    body: [paragraph(t(waits ? 'organisation.pending.users' : portal.procedures.addUser?.invites ? 'users.notAdministrator' : 'addUser.notAdministrator'))],
    actions: [execute('menu.show', t('menu'), anytime)],
  });
