import type { Entitlements, OwnAccount } from '../../core/account/index.ts';
import type { Binding, Tie } from '../../core/directory/index.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import { absenceItems } from '../access/absence.ts';
import { anytime, type Card, card, execute, facts, paragraph, plain } from '../card.ts';
import { portalLine, procedureLabel, procedureRow } from '../frame.ts';
import { mark } from '../mark.ts';
import { heading, type Item, items, type Row, rows } from '../rows.ts';

/** How many security events a card shows. The account page has more. */
const newest = 5;

/** When an approver is away, or decides for one (GOV-2). */
type Absences = Parameters<typeof absenceItems>[1];
const none: Absences = { own: [], forOthers: [] };

/** «Mes comptes»: the accounts that this person has proven to own, to choose from. */
export function accountsCard(t: Translator, accounts: readonly Binding[], portals: ReadonlyMap<string, Portal>, absences: Absences = none): Card {
  const rowOf = ({ id, portal, identifier }: Binding): Row => {
    const known = portals.get(portal);
    return {
      title: plain(identifier),
      text: plain(known ? t.of(known.name) : portal),
      picture: known && mark(known.accent),
      action: execute('account.show', t('waiting.open'), anytime, { data: { account: id } }),
    };
  };
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('account.list'),
    body: [
      ...(accounts.length === 0 ? [paragraph(t('account.none')), paragraph(t('account.none.how'), { subtle: true })] : rows(accounts.map(rowOf))),
      ...absenceItems(t, absences),
    ],
    actions: [execute('menu.show', t('menu'), anytime)],
  });
}

/** The names of an account's groups, then of its organisations. */
export const holdingNames = (t: Translator, portal: Portal, { groups, organisations }: Entitlements): string[] => [
  ...groups.flatMap(({ groupId, endsAt, how }) => {
    const name = nameOf(t, portal, groupId) ?? [];
    if (typeof name === 'string' && how) return t(`account.group.${how}`, { group: name });
    return typeof name === 'string' && endsAt !== null ? t('account.group.until', { group: name, until: t.until(endsAt, portal.timeZone) }) : name;
  }),
  ...organisations.map(({ name, role }) => (role === 'administrator' ? t('account.administrator', { organisation: name }) : name)),
];

/** Groups without a display name, such as a domicile's, are internal to the directory. */
function nameOf(t: Translator, { groups, procedures }: Portal, id: string): string | undefined {
  const named = [...groups, ...(procedures.invite?.grants ?? [])].find((each) => each.id === id);
  return named && t.of(named.name);
}

/** A tie as the card shows it: named already, as that takes what the core knows of names. */
export type ShownTie = Pick<Tie, 'id' | 'createdAt' | 'issuer'> & { readonly who: string; readonly channel: string; readonly own: boolean };

/** «Mon compte»: one account with its groups, its sessions, the chats tied to it, recent security events, and what can be done about it. */
export function accountCard(t: Translator, portal: Portal, account: OwnAccount, ties: readonly ShownTie[], others: boolean, absences: Absences = none): Card {
  const when = (at: number) => t.date(at, 'dateTime', portal.timeZone);
  const { twoFactor } = portal.procedures;
  const factor =
    account.twoFactorSince === null ? t('account.factor.off') : t('account.factor.on', { since: t.date(account.twoFactorSince, 'date', portal.timeZone) });
  const offered = (['changePassword', 'twoFactor', 'enroll'] as const).filter((procedure) => portal.procedures[procedure] !== undefined);
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('account.title'),
    body: [
      facts([
        [t.of(portal.identifier.label), account.identifier],
        [t('account.groups'), holdingNames(t, portal, account).join(', ') || t('account.groups.none')],
        ...(twoFactor ? [[procedureLabel(t, portal, 'twoFactor'), factor] as const] : []),
        [t('account.linked'), t.date(account.createdAt, 'date', portal.timeZone)],
      ]),
      ...rows([...offered, 'myRequests' as const].map((procedure) => procedureRow(t, portal, procedure))),
      ...(account.sessions.length === 0 ? [] : [heading(t('account.sessions'))]),
      ...items(
        account.sessions.map(({ id, agent, ip, lastSeenAt }) => {
          const name = agent || t('page.account.agent');
          return {
            id,
            title: plain(name),
            text: t('account.session', { seen: when(lastSeenAt), ip: plain(ip) }),
            actions: [
              {
                ...execute('account.endSession', t('account.session.end'), anytime, { data: { account: account.id, session: id } }),
                tooltip: t('account.session.end.which', { agent: name }),
              },
            ],
          };
        }),
      ),
      ...(ties.length === 0 ? [] : [heading(t(ties.some(({ issuer }) => issuer !== undefined) ? 'page.account.ties.outside' : 'account.ties'))]),
      ...items(ties.map((tie) => tieItem(t, account.id, tie, when(tie.createdAt)))),
      ...absenceItems(t, absences),
      ...(account.events.length === 0 ? [] : [heading(t('account.events'))]),
      ...account.events.slice(0, newest).map(({ what, at, ip }) => {
        const told = { what: t(`event.${what}`), when: when(at) };
        return paragraph(ip === undefined ? t('account.event.chat', told) : t('account.event', { ...told, ip: plain(ip) }), { subtle: true });
      }),
    ],
    actions: [
      others ? execute('account.list', t('account.list'), anytime) : undefined,
      execute('account.unlink', t('account.unlink'), anytime, { data: { account: account.id } }),
      execute('menu.show', t('menu'), anytime),
    ],
  });
}

const tieItem = (t: Translator, account: string, { id, who, channel, own, issuer }: ShownTie, since: string): Item => ({
  id,
  title: own ? t('account.tie.own') : plain(who),
  text: t('account.tie', { channel, since }),
  actions: own
    ? []
    : [
        {
          ...execute('account.endTie', t('account.tie.end'), anytime, { data: { account, tie: id } }),
          tooltip: t(issuer === undefined ? 'account.tie.end.which' : 'page.account.tie.end.account', { who }),
        },
      ],
});

/** Explains what unlinking means, before it is done. */
export const unlinkCard = (t: Translator, portal: Portal, account: Binding): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('account.unlink.title', { identifier: plain(account.identifier) }),
    body: [paragraph(t('account.unlink.text'))],
    actions: [
      execute('account.unlinkNow', t('account.unlink'), anytime, { style: 'destructive', data: { account: account.id } }),
      execute('account.show', t('go.back'), anytime, { data: { account: account.id } }),
    ],
  });
