import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Portal } from '../../core/portal/index.ts';
import { anytime, type Card, card, execute, open, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { type Frame, over, portalLine, procedureLabel } from '../frame.ts';
import { supportFacts } from '../notice.ts';
import { companyInputs, companyLabel } from './company.ts';

/** Asks which address was invited. The card is the same for everybody (ALL-4). */
export function acceptAddressCard(frame: Frame, shown: { readonly email: string }): Card {
  const { t, portal, stamp, problems, authenticated } = frame;
  return card({
    lang: t.locale,
    over: over(frame, 1, 4),
    title: procedureLabel(t, portal, 'acceptInvitation'),
    body: [
      paragraph(t(authenticated ? 'accept.address' : 'accept.address.link')),
      ...problemsOf(t, undefined, problems),
      ...textInput(t, { id: 'email', label: t('field.email'), value: shown.email, style: 'Email', problems }),
    ],
    actions: [
      execute('acceptInvitation.address', t(authenticated ? 'accept.address.send' : 'accept.address.link.send'), stamp, { style: 'positive', inputs: true }),
      execute('acceptInvitation.cancel', t('cancel'), stamp),
    ],
  });
}

/** Asks for the code of the mail that may have been sent (RC-4), or to open its link where the channel vouches for nobody. */
export function acceptCodeCard(frame: Frame, shown: { readonly email: string }): Card {
  const { t, portal, stamp, problems, authenticated } = frame;
  return card({
    lang: t.locale,
    over: over(frame, 2, 4),
    title: t('mailed.title'),
    body: [
      paragraph(t(authenticated ? 'accept.code' : 'accept.link', { to: plain(shown.email), ...t.named(portal) })),
      ...problemsOf(t, undefined, problems),
      ...(authenticated ? textInput(t, { id: 'code', label: t('mailed.code'), maxLength: 12, problems }) : []),
      paragraph(t('accept.code.none'), { subtle: true }),
    ],
    actions: [
      authenticated ? execute('acceptInvitation.code', t('mailed.check'), stamp, { style: 'positive', inputs: true }) : undefined,
      execute('acceptInvitation.again', t('mailed.resend'), stamp),
      execute('acceptInvitation.back', t('mailed.other'), stamp),
      execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } }),
      execute('acceptInvitation.cancel', t('cancel'), stamp),
    ],
  });
}

/** The terms and the rights, with links to read them (RC-5). */
export function acceptTermsCard(
  frame: Frame,
  shown: { readonly email: string; readonly inviter: string; readonly known: boolean; readonly rights: readonly string[]; readonly organisation?: string },
): Card {
  const { t, portal, stamp, problems } = frame;
  const { terms = [], agree } = portal.procedures.acceptInvitation ?? {};
  const { organisation = '' } = shown;
  const offered = organisation === '' ? portal.procedures.invite?.grants : portal.procedures.addUser?.rights;
  const rights = (offered ?? []).filter(({ id }) => shown.rights.includes(id));
  return card({
    lang: t.locale,
    over: over(frame, 3, 4),
    title: t('accept.terms.title', { inviter: plain(shown.inviter) }),
    body: [
      ...problemsOf(t, undefined, problems),
      paragraph(t('accept.terms.text', { email: plain(shown.email) })),
      shown.known ? paragraph(t('accept.terms.known')) : undefined,
      organisation === '' ? undefined : paragraph(`**${t('accept.terms.organisation')}** ${plain(organisation)}`),
      ...(rights.length > 0 ? [paragraph(`**${t('accept.terms.rights')}** ${rights.map(({ name }) => plain(t.of(name))).join(', ')}`)] : []),
      terms.length === 0
        ? undefined
        : paragraph(
            `**${t('accept.terms.read')}** ${terms.map(({ label, address, version }) => `[${t.of(label)}](${address}) (${plain(version)})`).join(', ')}`,
          ),
    ],
    actions: [
      execute('acceptInvitation.agree', agree ? t.of(agree) : t('accept.terms.agree'), stamp, { style: 'positive' }),
      execute('acceptInvitation.refuse', t('accept.terms.refuse'), stamp, { style: 'destructive' }),
      execute('acceptInvitation.cancel', t('cancel'), stamp),
    ],
  });
}

/** Whether the terms are refused: it cannot be taken back. */
export const acceptRefuseCard = ({ t, portal, stamp }: Frame, inviter: string): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('accept.refuse.title', { inviter: plain(inviter) }),
    body: [paragraph(t('accept.refuse.text'))],
    actions: [
      execute('acceptInvitation.refuse', t('accept.refuse.yes'), stamp, { style: 'destructive' }),
      execute('acceptInvitation.back', t('go.back'), stamp),
      execute('acceptInvitation.cancel', t('cancel'), stamp),
    ],
  });

/** The company form, filled in with what is known, and what is still wrong in it (RC-6). */
export function acceptCompanyCard(frame: Frame, shown: { readonly company: Readonly<Record<string, string>>; readonly wrong: readonly Refusal[] }): Card {
  const { t, portal, stamp, problems } = frame;
  const { company: fields = [], submit } = portal.procedures.acceptInvitation ?? {};
  const wrong = fields.filter(({ id }) => shown.wrong.some(({ field }) => field === id)).map((field) => companyLabel(t, field));
  return card({
    lang: t.locale,
    over: over(frame, 4, 4),
    title: t('accept.company.title'),
    body: [
      paragraph(t('accept.company.text')),
      ...problemsOf(t, undefined, problems),
      wrong.length > 0 ? paragraph(`${t('accept.company.wrong', { n: wrong.length })} ${wrong.join(', ')}`, { weight: 'Bolder' }) : undefined,
      ...companyInputs(t, portal, shown.company, problems, []),
    ],
    actions: [
      execute('acceptInvitation.complete', submit ? t.of(submit) : t('accept.company.submit'), stamp, { style: 'positive', inputs: true }),
      execute('acceptInvitation.save', t('accept.company.save'), stamp, { inputs: true }),
      execute('acceptInvitation.cancel', t('cancel'), stamp),
    ],
  });
}

/** The invitation is dead: why, and how to get a new one (RC-8). */
export function acceptDeadCard(frame: Frame, why: string): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('accept.dead.title'),
    body: [paragraph(why), ...problemsOf(t, undefined, problems)],
    actions: [
      execute('acceptInvitation.wish', t('accept.dead.again'), stamp, { style: 'positive' }),
      portal.procedures.reset ? execute('reset.start', procedureLabel(t, portal, 'reset'), anytime, { data: { portal: portal.id } }) : undefined,
      execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } }),
      execute('acceptInvitation.cancel', t('cancel'), stamp),
    ],
  });
}

/** Done (RC-7), with links to the portal's functions. */
export function acceptWelcomeCard(t: Translator, portal: Portal, name: string, opening: string | undefined, isGuest = false): Card {
  const { welcome = [] } = portal.procedures.acceptInvitation ?? {};
  const title = t('accept.welcome.title', t.named(portal));
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title,
    body: [
      paragraph(t('accept.welcome.text', { name: plain(name) })),
      isGuest ? paragraph(t('accept.welcome.guest')) : undefined,
      opening === undefined ? undefined : paragraph(opening, { weight: 'Bolder' }),
    ],
    actions: [
      open(t('done.signIn', t.named(portal)), portal.address, 'positive'),
      ...welcome.map(({ label, address }) => open(t.of(label), address)),
      execute('menu.show', t('menu'), anytime),
    ],
  });
}

/** A final card with nothing left to do: refused, saved for later, or a new invitation requested. */
export const acceptEndCard = (t: Translator, portal: Portal, title: string, text: string): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title,
    body: [paragraph(text), supportFacts(t, portal)],
    actions: [execute('menu.show', t('menu'), anytime)],
  });
