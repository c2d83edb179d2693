import { anytime, type Card, card, execute, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { type Frame, portalLine } from '../frame.ts';
import { rightsInput } from './removeUser.ts';

/** Invites somebody from another establishment: asks for its identifier and their address (EX-8). */
export function existingUserCard(frame: Frame, shown: { readonly establishment: string; readonly email: string }): Card {
  const { t, portal, stamp, problems } = frame;
  const { existing, review } = portal.procedures.addUser ?? {};
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: existing ? t.of(existing) : t('users.existing'),
    body: [
      paragraph(t('users.existing.text')),
      ...problemsOf(t, undefined, problems),
      ...textInput(t, { id: 'establishment', label: t('users.existing.establishment'), value: shown.establishment, maxLength: 60, problems }),
      ...textInput(t, { id: 'email', label: t('field.email'), value: shown.email, style: 'Email', problems }),
    ],
    actions: [
      execute('addUser.review', review ? t.of(review) : t('users.review'), stamp, { style: 'positive', inputs: true }),
      execute('addUser.back', t('go.back'), stamp),
      execute('addUser.cancel', t('cancel'), stamp),
    ],
  });
}

/** Chooses the invited user's rights, with «Envoyer l’invitation» (EX-6, EX-8). */
export function inviteUserCard(frame: Frame, shown: { readonly who: string; readonly organisation: string; readonly rights: readonly string[] }): Card {
  const { t, portal, stamp, problems } = frame;
  const { submit } = portal.procedures.addUser ?? {};
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('users.rights.title'),
    body: [
      paragraph(t('users.rights.text', { who: plain(shown.who), organisation: plain(shown.organisation) })),
      // Problems with the address are shown here too, although its field is on the card before.
      ...problemsOf(
        t,
        undefined,
        problems.filter(({ field }) => field !== 'rights').map(({ key, params }) => ({ key, ...(params && { params }) })),
      ),
      ...rightsInput(frame, shown.rights),
    ],
    actions: [
      // A client may omit a list with nothing ticked.
      execute('addUser.send', submit ? t.of(submit) : t('users.invite'), stamp, { style: 'positive', inputs: true, data: { rights: '' } }),
      execute('addUser.back', t('go.back'), stamp),
      execute('addUser.cancel', t('cancel'), stamp),
    ],
  });
}

/** An invitation was sent. The wording is the same whether they have an account or not (ALL-4). */
export const userInvitedCard = ({ t, portal }: Frame, invited: { readonly email: string; readonly organisation: string }): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('users.invited.title'),
    body: [paragraph(t('users.invited.text', { email: plain(invited.email), organisation: plain(invited.organisation) }))],
    actions: [
      execute('addUser.start', t('addUser.next'), anytime, { data: { portal: portal.id } }),
      execute('invite.list', t('invite.list'), anytime),
      execute('menu.show', t('menu'), anytime),
    ],
  });
