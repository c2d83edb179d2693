import type { User, UserPage } from '../../core/establishments/index.ts';
import { type Action, anytime, buttons, type Card, card, type Element, execute, paragraph, plain, problemsOf, textInput, tickInput } from '../card.ts';
import { type Frame, portalLine, procedureLabel } from '../frame.ts';
import { pick, type Row, rows } from '../rows.ts';

/** The names of rights, as the profile gives them. */
export const rightNames = ({ t, portal }: Frame, rights: readonly string[]): string =>
  (portal.procedures.addUser?.rights ?? [])
    .filter(({ id }) => rights.includes(id))
    .map(({ name }) => t.of(name))
    .join(', ');

/** The rights in an establishment, as check boxes. */
export function rightsInput({ t, portal, problems }: Frame, chosen: readonly string[]): Element[] {
  return tickInput(t, {
    id: 'rights',
    label: t('users.rights.label'),
    choices: (portal.procedures.addUser?.rights ?? []).map(({ id, name }) => ({ title: t.of(name), value: id })),
    ticked: chosen,
    problems,
  });
}

/** Asks which establishment, for an administrator of several. */
export const establishmentCard = (
  frame: Frame,
  shown: { readonly organisations: readonly { readonly organisationId: string; readonly name: string }[] },
): Card =>
  card({
    lang: frame.t.locale,
    over: portalLine(frame.t, frame.portal),
    title: procedureLabel(frame.t, frame.portal, 'removeUser'),
    body: pick(
      frame.t,
      {
        id: 'organisation',
        label: frame.t(frame.portal.procedures.addUser?.invites ? 'changeEmail.establishment' : 'addUser.organisation'),
        choices: shown.organisations.map(({ organisationId, name }) => ({ title: name, value: organisationId })),
        problems: frame.problems,
      },
      (chosen) => execute('removeUser.choose', frame.t('users.show'), frame.stamp, chosen),
    ),
    actions: [execute('removeUser.cancel', frame.t('cancel'), frame.stamp)],
  });

/** The users of an establishment, one page at a time, with a search. */
export function usersCard(
  frame: Frame,
  shown: { readonly page: UserPage; readonly search: string; readonly several: boolean; readonly isFirst: boolean },
): Card {
  const { t, portal, stamp, problems } = frame;
  const { organisation, users, next } = shown.page;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('users.list.title', { organisation: plain(organisation) }),
    body: [
      ...problemsOf(t, undefined, problems),
      ...textInput(t, { id: 'search', label: t('users.list.search'), value: shown.search, maxLength: 100, optional: true, problems }),
      ...buttons([execute('removeUser.search', t('users.list.go'), stamp, { inputs: true })]),
      ...(users.length === 0 ? [paragraph(t('users.list.none'))] : rows(users.map((user) => userRow(frame, user)))),
    ],
    actions: [
      next === undefined ? undefined : execute('removeUser.more', t('users.list.more'), stamp, { data: { after: next } }),
      shown.isFirst ? undefined : execute('removeUser.first', t('users.list.first'), stamp),
      execute('addUser.start', procedureLabel(t, portal, 'addUser'), anytime, { data: { portal: portal.id } }),
      portal.procedures.addUser?.invites ? execute('invite.list', t('invite.list'), anytime) : undefined,
      shown.several ? execute('removeUser.other', t('users.list.choose'), stamp) : undefined,
      execute('removeUser.cancel', t('cancel'), stamp),
    ],
  });
}

function userRow(frame: Frame, user: User): Row {
  const { t, portal, stamp } = frame;
  const [path] = portal.procedures.removeUser?.path ?? [];
  const addresses = [...new Set([user.identifier, user.email])].filter((address) => address !== user.name);
  const manage = path ? t.of(path) : t('users.manage');
  return {
    title: plain(user.name),
    text: [...addresses.map(plain), rightNames(frame, user.rights)].filter(Boolean).join(' · '),
    verb: manage,
    action: execute('removeUser.manage', manage, stamp, { data: { account: user.accountId } }),
  };
}

/** One user and the available actions («Gérer»). */
export function userCard(frame: Frame, { user, organisation }: { readonly user: User; readonly organisation: string }): Card {
  const { t, portal, stamp, problems } = frame;
  const hasRights = (portal.procedures.addUser?.rights ?? []).length > 0;
  const change: Action[] = hasRights ? [execute('removeUser.rights', t('users.one.change'), stamp)] : [];
  return card({
    lang: t.locale,
    over: portalLine(t, portal, plain(organisation)),
    title: plain(user.name),
    body: [
      ...problemsOf(t, undefined, problems),
      paragraph([...new Set([user.identifier, user.email])].map(plain).join(' · ')),
      hasRights ? paragraph(t('users.one.rights', { rights: rightNames(frame, user.rights) || '–' })) : undefined,
    ],
    actions: [
      execute('removeUser.ask', procedureLabel(t, portal, 'removeUser'), stamp, { style: 'destructive' }),
      ...change,
      execute('removeUser.list', t('users.one.back'), stamp),
      execute('removeUser.cancel', t('cancel'), stamp),
    ],
  });
}

/** Edits a user's rights. Ticking the management of users hands it over. */
export const userRightsCard = (frame: Frame, shown: { readonly name: string; readonly organisation: string; readonly rights: readonly string[] }): Card =>
  card({
    lang: frame.t.locale,
    over: portalLine(frame.t, frame.portal),
    title: frame.t('users.rights.title'),
    body: [
      paragraph(frame.t('users.rights.text', { who: plain(shown.name), organisation: plain(shown.organisation) })),
      ...problemsOf(frame.t, undefined, frame.problems),
      ...rightsInput(frame, shown.rights),
    ],
    actions: [
      // A client may omit a list with nothing ticked.
      execute('removeUser.save', frame.t('users.rights.save'), frame.stamp, { style: 'positive', inputs: true, data: { rights: '' } }),
      execute('removeUser.back', frame.t('go.back'), frame.stamp),
      execute('removeUser.cancel', frame.t('cancel'), frame.stamp),
    ],
  });

/** The second confirmation before a user is deleted (EX-7). */
export const removeSureCard = (frame: Frame, shown: { readonly name: string; readonly organisation: string }): Card =>
  card({
    lang: frame.t.locale,
    over: portalLine(frame.t, frame.portal),
    title: frame.t('users.remove.sure', { who: plain(shown.name) }),
    body: [
      paragraph(frame.t('users.remove.text', { who: plain(shown.name), organisation: plain(shown.organisation) })),
      ...problemsOf(frame.t, undefined, frame.problems),
    ],
    actions: [
      execute('removeUser.remove', frame.t('users.remove.yes'), frame.stamp, { style: 'destructive' }),
      execute('removeUser.back', frame.t('go.back'), frame.stamp),
      execute('removeUser.cancel', frame.t('cancel'), frame.stamp),
    ],
  });

/** Confirms that an action on a user is done. */
export const userDoneCard = ({ t, portal }: Frame, title: string, text: string): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title,
    body: [paragraph(text)],
    actions: [execute('removeUser.start', t('users.show'), anytime, { data: { portal: portal.id } }), execute('menu.show', t('menu'), anytime)],
  });
