import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type FactorState, isRecent } from '../../../core/signIn/index.ts';
import { answered } from '../answered.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import type { Form } from '../form.ts';
import { inLanguage } from '../layout.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import { type Holder, type SignedIn, type SignedInDependencies, signInPath, targetPath } from './signedIn.ts';
import { recoveryCodesPage, twoFactorPage } from './twoFactorPage.ts';

/** The routes of an account's second factor (OU-11). Recovery codes are in the answer to the form that made them, and nowhere else. */
export function twoFactorRoutes(
  { signIn: { twoFactor }, clock }: Pick<SignedInDependencies, 'signIn' | 'clock'>,
  signedIn: SignedIn,
): { readonly [route in 'show' | 'submit']: Route } {
  const over = (visit: Visit, { portal }: Holder): Reply => seeOther(inLanguage(`${signInPath(portal, 'factor')}&said=over`, visit.asked ?? visit.preferred));

  const draw = (visit: Visit, holder: Holder, factor: FactorState, refusals: readonly Refusal[] = []): Reply => {
    const ended = factor.state === 'off' && refusals.length === 0 && visit.query.get('said') === 'off';
    return answered(refusals, twoFactorPage(frameOf(visit), holder, { factor, refusals, ended, asksPassword: !isRecent(holder.session, clock()) }));
  };

  const again = async (visit: Visit, holder: Holder, refusals: readonly Refusal[]): Promise<Reply> => {
    const factor = await twoFactor.look(holder.ticket);
    return factor ? draw(visit, holder, factor, refusals) : over(visit, holder);
  };

  return {
    show: signedIn.shows('factor', async (visit, holder) => {
      const { twoFactor: offered } = holder.portal.procedures;
      return offered ? await again(visit, holder, []) : page(404, unknownLinkPage(frameOf(visit)));
    }),

    submit: signedIn.does('factor', async (visit, holder, { press, password = '', code = '' }: Form, visitor) => {
      const { portal, ticket } = holder;
      const here = inLanguage(targetPath(portal, 'factor'), visitor.locale);
      switch (press) {
        case 'confirm': {
          const on = await twoFactor.confirm(ticket, code, visitor);
          return on.ok ? page(200, recoveryCodesPage(frameOf(visit), holder, on.value, 'on')) : await again(visit, holder, on.refusals);
        }
        case 'renew': {
          const made = await twoFactor.renew(ticket, code, visitor);
          return made.ok ? page(200, recoveryCodesPage(frameOf(visit), holder, made.value, 'renewed')) : await again(visit, holder, made.refusals);
        }
        case 'off': {
          const off = await twoFactor.off(ticket, code, visitor);
          return off.ok ? seeOther(`${here}&said=off`) : await again(visit, holder, off.refusals);
        }
        default: {
          const begun = await twoFactor.begin(ticket, password, visitor);
          return begun.ok ? seeOther(here) : await again(visit, holder, begun.refusals);
        }
      }
    }),
  };
}
