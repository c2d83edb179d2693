import type { Translator } from '../../core/foundation/i18n.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Action, anytime, barOf, type Card, card, execute, open, paragraph } from '../card.ts';
import { labelTo, type Named, portalLine, procedureLabel, procedureRow } from '../frame.ts';
import { type Row, rows } from '../rows.ts';

/** What a card of these may offer: the portal meant, what comes near, and the procedure under way. */
export type Around = { readonly portal?: Portal | undefined; readonly nearest: readonly Procedure[]; readonly running?: Named | undefined };

/** At most this many procedures are offered, so that a person is never far down. */
const mostOffered = 3;

const offers = (t: Translator, { portal, nearest }: Around): Row[] =>
  nearest
    .filter((procedure) => procedure !== 'support')
    .slice(0, mostOffered)
    .map((procedure) => procedureRow(t, portal, procedure));

const onwards = (t: Translator, { running }: Around): (Action | undefined)[] => [
  running === undefined ? undefined : execute('root.continue', labelTo(t, 'menu.continue', running), anytime, { style: 'positive' }),
];

const person = (t: Translator, { portal }: Around): Action =>
  execute('support.start', t('procedure.support'), anytime, { data: portal ? { portal: portal.id } : {} });

const menu = (t: Translator): Action => execute('menu.show', t('menu'), anytime);

/** A complaint that names nothing: what it is about, and a person (TALK-2). */
export const complaintCard = (t: Translator, around: Around): Card =>
  card({
    lang: t.locale,
    over: around.portal ? portalLine(t, around.portal) : 'Guichet',
    title: t('talk.complaint.title'),
    body: [
      around.running === undefined ? undefined : paragraph(t('talk.complaint.running', { procedure: around.running.at })),
      paragraph(t('talk.complaint.text')),
      ...rows(offers(t, around)),
    ],
    actions: [...onwards(t, around), person(t, around), menu(t)],
  });

/** Procedures that end in a password. */
const forPassword: readonly Procedure[] = ['signUp', 'reset', 'unlock', 'changePassword', 'acceptInvitation', 'createOrganisation'];

/** Procedures that end in a mail, in a second factor, or in somebody else's access. */
const endings: Readonly<Partial<Record<Procedure, 'mailed' | 'factor' | 'others'>>> = {
  forgotIdentifier: 'mailed',
  twoFactor: 'factor',
  invite: 'others',
  addUser: 'others',
  removeUser: 'others',
  changeEmail: 'others',
};

/** What helps after a procedure reached its goal: what comes next, or what to look at where it still does not work. */
export function afterCard(t: Translator, portal: Portal, procedure: Procedure, about: 'next' | 'trouble'): Card {
  const isPassword = forPassword.includes(procedure);
  const names = { ...t.named(portal), label: t.of(portal.identifier.label), procedure: procedureLabel(t, portal, procedure) };
  const told = procedure === 'support' ? t('talk.after.case', { contact: contactOf(portal) }) : undefined;
  const text = told ?? t(`talk.after.${isPassword ? 'password' : (endings[procedure] ?? 'other')}.${about}`, names);
  const ways = (['reset', 'unlock', 'forgotIdentifier'] as const).filter((each) => portal.procedures[each === 'unlock' ? 'reset' : each] !== undefined);
  const around = { portal, nearest: about === 'trouble' && isPassword ? ways : [] };
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t(`talk.after.${about}`),
    body: [paragraph(text), ...rows(offers(t, around))],
    actions: [
      procedure === 'support' ? undefined : open(t('done.signIn', t.named(portal)), portal.address, around.nearest.length === 0 ? 'positive' : undefined),
      ...(procedure === 'enroll' ? [execute('myRequests.start', t('procedure.myRequests'), anytime)] : []),
      person(t, around),
      menu(t),
    ],
  });
}

/** A report of something that the person did not do: what is safe, and who to tell (TALK-4). */
export const abuseCard = (t: Translator, around: Around): Card =>
  card({
    lang: t.locale,
    over: around.portal ? portalLine(t, around.portal) : 'Guichet',
    title: t('talk.abuse.title'),
    body: [paragraph(t('talk.abuse.safe')), paragraph(t('talk.abuse.changed'), { weight: 'Bolder' })],
    actions: [
      execute('support.start', t('talk.abuse.report'), anytime, { style: 'positive', data: around.portal ? { portal: around.portal.id } : {} }),
      around.running === undefined ? undefined : execute('root.continue', t('go.on'), anytime),
      menu(t),
    ],
  });

/** What people tell that is no wish, and wants an answer of its own. */
export type Plight = 'forElse' | 'stolen' | 'leaked' | 'death' | 'outage' | 'noEntry' | 'disabled' | 'inactive' | 'stranger' | 'whyMe';

/** What only a person can see to, so that how to reach one stands on the card. */
const forPerson: ReadonlySet<Plight> = new Set<Plight>(['stolen', 'outage', 'disabled']);

/** The answer to it: what to do, what does it here, and a person (TALK-2). */
export function plightCard(t: Translator, plight: Plight, around: Around): Card {
  const { portal } = around;
  return card({
    lang: t.locale,
    over: portal ? portalLine(t, portal) : 'Guichet',
    title: t(`told.${plight}.title`),
    body: [
      paragraph(t(`told.${plight}`)),
      portal && forPerson.has(plight) ? paragraph(t('told.contact', { contact: contactOf(portal) })) : undefined,
      ...rows(offers(t, around)),
    ],
    actions: [
      ...onwards(t, around),
      plight === 'forElse' && portal
        ? open(t('done.signIn', t.named(portal)), portal.address, around.running === undefined ? 'positive' : undefined)
        : undefined,
      person(t, around),
      menu(t),
    ],
  });
}

/** How a portal’s support is reached without the bot. */
export const contactOf = ({ support: { email, phone } }: Portal): string => (phone === undefined ? email : `${phone}, ${email}`);

/** Who is speaking, and what becomes of what is said. */
export const aboutCard = (t: Translator, around: Around): Card =>
  card({
    lang: t.locale,
    over: 'Guichet',
    title: t('talk.about.title'),
    body: [paragraph(t('talk.about.text')), paragraph(t('help.text')), paragraph(t('talk.about.privacy'), { subtle: true })],
    actions: [...onwards(t, around), menu(t), person(t, around)],
  });

/** Whether it is safe to say things here: what becomes of them, and no more than that. */
export const safeCard = (t: Translator, around: Around): Card =>
  card({
    lang: t.locale,
    over: 'Guichet',
    title: t('talk.safe.title'),
    body: [paragraph(t('talk.about.privacy'))],
    actions: [...onwards(t, around), menu(t), person(t, around)],
  });

/** Two messages in a row that were not understood: what is asked here, or how to say it, the nearest, and a person (TALK-5). From the third on in other words. */
export const lostCard = (t: Translator, around: Around, { asked, again = false }: { asked?: string | undefined; again?: boolean } = {}): Card =>
  card({
    lang: t.locale,
    over: around.portal ? portalLine(t, around.portal) : 'Guichet',
    title: t(again ? 'talk.lost.again.title' : 'talk.lost.title'),
    body: [
      paragraph(again ? t(asked === undefined ? 'talk.lost.again' : 'talk.lost.again.step') : (asked ?? t('talk.lost.text'))),
      ...rows([{ ...procedureRow(t, around.portal, 'support'), first: around.running === undefined }, ...offers(t, around)]),
    ],
    actions: [...onwards(t, around), menu(t)],
  });

/** Many messages in a row that were not understood: only a person helps now, who is told what was said last (TALK-5). */
export const personCard = (t: Translator, around: Around, told: string): Card =>
  card({
    lang: t.locale,
    over: around.portal ? portalLine(t, around.portal) : 'Guichet',
    title: t('talk.lost.again.title'),
    body: [
      paragraph(t('talk.lost.person')),
      around.portal?.support.phone === undefined ? undefined : paragraph(t('talk.lost.call', { phone: around.portal.support.phone })),
    ],
    actions: [
      execute('support.start', t('procedure.support'), anytime, {
        ...(around.running === undefined && { style: 'positive' }),
        data: { told, ...(around.portal && { portal: around.portal.id }) },
      }),
      ...onwards(t, around),
      menu(t),
    ],
  });

/** Another language: said in both of ours, with both to choose from (TALK-10). */
export const languagesCard = (t: Translator, other: Translator): Card =>
  card({
    lang: t.locale,
    over: 'Guichet',
    title: `${t('talk.language.title')} · ${other('talk.language.title')}`,
    actions: [execute('language.fr', 'Français', anytime), execute('language.en', 'English', anytime)],
  });

/** The second of two wishes, where no card ended the first (TALK-12). */
export const nextCard = (t: Translator, actions: readonly Action[]): Card =>
  card({ lang: t.locale, over: 'Guichet', title: t('talk.next.title'), actions: [...actions, menu(t)] });

/** Adds buttons that lead on to a card that ends something, after its main one. */
export function leadingOn({ actions = [], ...end }: Card, more: readonly Action[]): Card {
  if (more.length === 0) return { actions, ...end };
  const isMain = ({ style }: Action) => style === 'positive';
  return { ...end, actions: barOf(end.body, [...actions.filter(isMain), ...more, ...actions.filter((action) => !isMain(action))]) };
}
