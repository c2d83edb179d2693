import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Core } from '../../../core/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { answered } from '../answered.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import { inLanguage } from '../layout.ts';
import { changePasswordPage } from '../passwords/changePasswordPage.ts';
import { page, seeOther } from '../reply.ts';
import { type Holder, type SignedIn, type SignedInDependencies, signInPath, type Target, targetPath } from '../signIn/signedIn.ts';
import { frameOf, type Route } from '../visit.ts';
import { accountPage } from './accountPage.ts';

/** What the pages of an account lean on. */
export type AccountDependencies = SignedInDependencies & Pick<Core, 'account' | 'passwords'>;

/** The pages that this portal's accounts have. */
const linksOf = (t: Translator, { procedures: { changePassword, twoFactor } }: Portal): { target: Target; label: string }[] => [
  ...(changePassword ? [{ target: 'password' as const, label: changePassword.label ? t.of(changePassword.label) : t('procedure.changePassword') }] : []),
  ...(twoFactor ? [{ target: 'factor' as const, label: twoFactor.label ? t.of(twoFactor.label) : t('procedure.twoFactor') }] : []),
];

/** The routes of an account: the page, its sessions, and the change of its password. */
export function accountRoutes(
  dependencies: AccountDependencies,
  signedIn: SignedIn,
): { readonly [route in 'show' | 'end' | 'untie' | 'showPassword' | 'submitPassword']: Route } {
  const { securityEvents, entitlements, ties } = dependencies.account;
  const { sessions } = dependencies.signIn;
  const asksCurrent = ({ portal, session }: Holder) => dependencies.passwords.change.asksCurrent(portal, session);
  return {
    show: signedIn.shows('account', async (visit, holder) => {
      const frame = frameOf(visit);
      const said = (['changed', 'ended', 'unlinked', 'linked'] as const).find((known) => known === visit.query.get('said'));
      const { ticket } = holder;
      const [list, tied, events, held] = [await sessions.list(ticket), await ties.list(ticket), await securityEvents(ticket), await entitlements(ticket)];
      return page(200, accountPage(frame, holder, { sessions: list, ties: tied, events, held, links: linksOf(frame.t, holder.portal), said }));
    }),

    end: signedIn.does('account', async (_visit, { portal, ticket }, { session }, visitor) => {
      await (session === undefined ? sessions.endOthers(ticket, visitor) : sessions.end(ticket, session, visitor));
      return seeOther(`${inLanguage(targetPath(portal, 'account'), visitor.locale)}&said=ended`);
    }),

    untie: signedIn.does('account', async (_visit, { portal, ticket }, { tie }, visitor) => {
      await ties.end(ticket, tie, visitor);
      return seeOther(`${inLanguage(targetPath(portal, 'account'), visitor.locale)}&said=unlinked`);
    }),

    showPassword: signedIn.shows('password', async (visit, holder) =>
      holder.portal.procedures.changePassword
        ? page(200, changePasswordPage(frameOf(visit), holder, [], asksCurrent(holder)))
        : page(404, unknownLinkPage(frameOf(visit))),
    ),

    submitPassword: signedIn.does('password', async (visit, holder, { current = '', password = '', repeat = '' }, visitor) => {
      const { portal, ticket, session } = holder;
      const changed = await dependencies.passwords.change.submit(ticket, { current, password, repeat }, visitor);
      if (changed.ok)
        return seeOther(`${inLanguage(targetPath(portal, 'account'), visitor.locale)}&said=changed`, [
          signedIn.keep(portal, changed.value.secret, session.remember === 'me' ? session.expiresAt - dependencies.clock() : undefined),
          ...signedIn.knows(portal, changed.value.device),
        ]);
      if (changed.refusals.some(({ key }) => key === 'session.over'))
        return seeOther(inLanguage(`${signInPath(portal, 'password')}&said=over`, visitor.locale));
      return answered(changed.refusals, changePasswordPage(frameOf(visit), holder, changed.refusals, asksCurrent(holder)));
    }),
  };
}
