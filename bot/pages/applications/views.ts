import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { localeOf, locales, translate } from '../../../core/foundation/i18n.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { loadAssets } from '../assets.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { contentPolicy, page } from '../reply.ts';
import { signInPath } from '../signIn/signedIn.ts';
import { formsOf } from './clients.ts';
import { refusedPage } from './refusedPage.ts';
import { signOutPage } from './signOutPage.ts';

type Logout = NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>;

/** What the library shows people, as pages of ours. */
export type ApplicationViews = {
  /** Where somebody signs in. */
  interaction(ctx: KoaContextWithOIDC, uid: string): string;
  readonly refused: NonNullable<Configuration['renderError']>;
  readonly askToSignOut: NonNullable<Logout['logoutSource']>;
  readonly signedOut: NonNullable<Logout['postLogoutSuccessSource']>;
};

/** The language that a request asks for: in its address, by the application (`ui_locales`), or else by the browser. */
function localeIn({ query, req, oidc }: KoaContextWithOIDC) {
  const wished = [query.lang, ...String(oidc.params?.ui_locales ?? query.ui_locales ?? '').split(' ')].map((tag) => String(tag ?? '').slice(0, 2));
  return wished.map((tag) => locales.find((locale) => locale === tag)).find((locale) => locale !== undefined) ?? localeOf(req.headers['accept-language']);
}

/** Creates the views of a portal's provider. */
export function createViews(portal: Portal): ApplicationViews {
  const base = `/p/${portal.id}/openid`;
  const frameOf = async (ctx: KoaContextWithOIDC): Promise<Frame> => {
    const query = new URLSearchParams(ctx.querystring);
    query.delete('lang');
    const here = ctx.method === 'GET' ? `${base}${ctx.path}${query.size > 0 ? `?${query}` : ''}` : signInPath(portal, 'account');
    return { t: translate(localeIn(ctx)), urls: (await loadAssets()).urls, here, portal };
  };
  const show = (ctx: KoaContextWithOIDC, { headers, body }: ReturnType<typeof page>, forms?: string): void => {
    ctx.set({ ...headers, 'Content-Security-Policy': contentPolicy({ frames: "'none'", ...(forms !== undefined && { forms }) }) });
    ctx.body = body;
  };

  return {
    interaction: (ctx, uid) => inLanguage(`${base}/interaction/${uid}`, localeIn(ctx)),
    refused: async (ctx, { error }) => show(ctx, page(ctx.status, refusedPage(await frameOf(ctx), error))),
    askToSignOut: async (ctx, form) => {
      const hint = ctx.oidc.entities.IdTokenHint?.payload.sub;
      // An ID token of this very account: the application asks for the person, who is not asked once more.
      const sure = hint !== undefined && hint === ctx.oidc.session?.accountId;
      show(ctx, page(200, signOutPage(await frameOf(ctx), form, sure)), formsOf(portal));
    },
    signedOut: (ctx) => {
      ctx.status = 303;
      ctx.redirect(inLanguage(`${signInPath(portal, 'account')}&said=out`, localeIn(ctx)));
    },
  };
}
