import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Request, Response, Server } from 'restify';
import type { Clock } from '../../core/foundation/clock.ts';
import { isUnavailable } from '../../core/foundation/database/open.ts';
import { localeOf, locales } from '../../core/foundation/i18n.ts';
import type { Core } from '../../core/index.ts';
import { DirectoryUnavailable } from '../../core/ports.ts';
import { decideRoutes } from './access/decideRoutes.ts';
import { accountRoutes } from './account/accountRoutes.ts';
import { tieRoutes } from './account/tieRoutes.ts';
import { interactionRoute } from './applications/interactionRoute.ts';
import { mountProviders } from './applications/mount.ts';
import { createProviders } from './applications/providers.ts';
import { tooManyBegunPage } from './applications/refusedPage.ts';
import { type Asset, accentAsset, loadAssets } from './assets.ts';
import { consoleRoutes } from './console/consoleRoutes.ts';
import type { ConsoleDependencies } from './console/inside.ts';
import { createCookies } from './cookies.ts';
import { createCsrf } from './csrf.ts';
import { unknownLinkPage } from './deadLinkPage.ts';
import { donePage } from './donePage.ts';
import { failurePage } from './failurePage.ts';
import { homePage, missingPage, waysOn } from './homePage.ts';
import { invitationRoutes } from './invitations/invitationRoutes.ts';
import { organisationRoutes } from './organisations/organisationRoutes.ts';
import { linkRoutes } from './passwords/linkRoutes.ts';
import { publicRoutes } from './passwords/publicRoutes.ts';
import { file, page, type Reply, seeOther, sendReply, unframed } from './reply.ts';
import { providerRoutes } from './signIn/providerRoutes.ts';
import { secondStepRoutes } from './signIn/secondStepRoutes.ts';
import { createSignedIn } from './signIn/signedIn.ts';
import { signInRoutes } from './signIn/signInRoutes.ts';
import { twoFactorRoutes } from './signIn/twoFactorRoutes.ts';
import { frameOf, type Methods, type Route, type Visit } from './visit.ts';

/** What the pages are made with. */
export type PagesOptions = {
  readonly core: Core;
  /** The console, and what the host knows of the installation. Undefined where no file names who may use it: then there is none. */
  readonly console?: Pick<ConsoleDependencies, 'console' | 'installation' | 'live'> | undefined;
  /** `SECRET_KEY`; it signs the forms. */
  readonly secretKey: string;
  readonly secretKeyPrevious?: string | undefined;
  readonly publicUrl: string;
  /** Which pages, if not all: those for everybody, or the console and what signs in to it. */
  readonly serves?: 'everybody' | 'console';
  readonly clock: Clock;
  /** The visitor's address, behind as many proxies as the host trusts. */
  ipOf(request: IncomingMessage): string;
  readonly log: Pick<Logger, 'error' | 'info'>;
  /** Hears of a form that is not from our page. */
  onDenied?(): void;
};

const verbs = ['get', 'head', 'post', 'put', 'patch', 'del', 'opts'] as const;

/** The kinds of addresses that are mailed. Mail programs cut them short, wherever. */
const mailed = ['link', 'decide', 'tie', 'invitation', 'organisation'];

const notFound: Route = async (visit) => {
  const [, , place = '', kind = ''] = visit.path.split('/');
  const isCut = place !== 'assets' && mailed.some((each) => each.startsWith(kind));
  const frame = frameOf(visit);
  return page(404, isCut ? unknownLinkPage(frame, waysOn(frame, visit.portal)) : missingPage(frame, visit.portal));
};

const download = async (visit: Visit, asset: Asset | undefined): Promise<Reply> =>
  asset ? file(asset.type, asset.body, visit.query.get('v') === asset.version) : notFound(visit);
const accent: Route = (visit) => download(visit, visit.portal && accentAsset(visit.portal));
const asset: Route = (visit) => download(visit, visit.assets.files.get(visit.file));

/** Says by which methods an address is reached. */
function dispatch(methods: Methods, visit: Visit): Promise<Reply> | Reply {
  const { method } = visit.request;
  const route = method === 'POST' ? methods.POST : method === 'GET' || method === 'HEAD' ? methods.GET : undefined;
  if (route) return route(visit);
  const allowed = [methods.GET && 'GET, HEAD', methods.POST && 'POST'].filter((names) => typeof names === 'string').join(', ');
  return page(405, failurePage(frameOf(visit), 'unreadable'), { Allow: allowed });
}

/** What signs in to the console, where it has a port of its own, and what its pages are made of. */
const besideConsole = new Set([
  '/',
  '/p/:portal/signin',
  '/p/:portal/signin/second',
  '/p/:portal/signin/second/lost',
  '/p/:portal/account/second-factor',
  '/p/:portal/accent.css',
  '/p/assets/:file',
  '/p/*',
]);

const isServed = (path: string, serves: PagesOptions['serves']): boolean =>
  serves === undefined || (/^\/console(\/|$)/.test(path) ? serves === 'console' : serves === 'everybody' || besideConsole.has(path));

/** Mounts the web pages, below `/p/` but for the first and the console's, on the host's server. Nothing here logs an address: it may hold a link's secret. */
export function mountPages(server: Server, options: PagesOptions): void {
  const { core, console, log } = options;
  const { portals } = core;
  const done: Route = async (visit) => (visit.portal ? page(200, donePage(frameOf(visit), visit.portal, options.clock())) : notFound(visit));
  const guarded = { ...options, ...core, csrf: createCsrf(options.secretKey, options.secretKeyPrevious) };
  const decide = decideRoutes(guarded);
  const tie = tieRoutes(guarded);
  const organisation = organisationRoutes(guarded);
  const open = publicRoutes(guarded);
  const holding = { ...guarded, cookies: createCookies(options.publicUrl) };
  const link = linkRoutes(holding);
  const invitation = invitationRoutes(holding);
  const signedIn = createSignedIn(holding);
  const signIn = signInRoutes(holding, signedIn);
  const account = accountRoutes(holding, signedIn);
  const second = secondStepRoutes(holding, signedIn);
  const factor = twoFactorRoutes(holding, signedIn);
  const providers = createProviders(holding);
  const outside = providerRoutes(holding, signedIn);

  const visitOf = async (request: Request): Promise<Visit> => {
    const [path = '/', rest] = (request.url ?? '/').split('?', 2);
    const query = new URLSearchParams(rest);
    // From the address and not the route: a link cut short still names its portal.
    const [, , portalId = '', kind] = path.split('/');
    const { secret = '', file = '', provider = '' }: Record<string, string | undefined> = request.params;
    return {
      request,
      path,
      query,
      portalId,
      portal: portals.get(portalId),
      kind: kind === 'decide' || kind === 'organisation' || kind === 'invitation' || kind === 'tie' ? kind : 'link',
      secret,
      provider,
      file,
      asked: locales.find((locale) => locale === query.get('lang')),
      preferred: localeOf(request.headers['accept-language']),
      assets: await loadAssets(),
    };
  };

  const mount = (path: string, methods: Methods) => {
    if (!isServed(path, options.serves)) return;
    const answer = async (request: Request, response: Response) => {
      const visit = await visitOf(request);
      let reply: Reply;
      try {
        reply = await dispatch(methods, visit);
      } catch (error) {
        log.error({ err: error, route: path }, 'A page failed');
        // 503: nothing was done, and the same click may work in a moment.
        const directory = error instanceof DirectoryUnavailable;
        reply = page(isUnavailable(error) || directory ? 503 : 500, failurePage(frameOf(visit), directory ? 'directory' : 'fault'));
      }
      await sendReply(response, reply).catch((error: unknown) => {
        log.error({ err: error, route: path }, 'A page failed');
        // Its beginning is out: cut off, it is not taken for whole.
        response.destroy();
      });
    };
    for (const verb of verbs) server[verb](path, answer);
  };

  const home: Route = async (visit) => page(200, homePage(frameOf(visit), [...portals.values()]));
  mount('/', { GET: options.serves === 'console' ? async () => seeOther('/console') : home });
  for (const [path, methods] of Object.entries(console ? consoleRoutes({ ...holding, ...console }) : {})) mount(path, methods);
  mount('/p/:portal/link/:secret', { GET: link.show, POST: link.submit });
  mount('/p/:portal/link/:secret/code', { POST: link.sendCode });
  mount('/p/:portal/link/:secret/renew', { POST: link.renew });
  mount('/p/:portal/decide/:secret', { GET: decide.show, POST: decide.submit });
  mount('/p/:portal/decide/:secret/code', { POST: decide.sendCode });
  mount('/p/:portal/tie/:secret', { GET: tie.show, POST: tie.submit });
  mount('/p/:portal/tie/:secret/renew', { POST: tie.renew });
  mount('/p/:portal/organisation', { GET: organisation.show, POST: organisation.submit });
  mount('/p/:portal/organisation/:secret', { GET: organisation.show, POST: organisation.submit });
  mount('/p/:portal/signin', { GET: signIn.show, POST: signIn.submit });
  mount('/p/:portal/signin/second', { GET: second.show, POST: second.submit });
  mount('/p/:portal/signin/second/lost', { POST: second.lost });
  mount('/p/:portal/signin/with/:provider', { GET: outside.start });
  mount('/p/:portal/signin/with/:provider/callback', { GET: outside.callback });
  mount('/p/:portal/signout', { POST: signIn.signOut });
  mount('/p/:portal/account', { GET: account.show });
  mount('/p/:portal/account/end', { POST: account.end });
  mount('/p/:portal/account/untie', { POST: account.untie });
  mount('/p/:portal/account/link/:provider', { GET: outside.showLink, POST: outside.submitLink });
  mount('/p/:portal/account/password', { GET: account.showPassword, POST: account.submitPassword });
  mount('/p/:portal/invitation', { GET: outside.toInvitation });
  mount('/p/:portal/invitation/:secret/with/:provider', { GET: outside.fromInvitation });
  mount('/p/:portal/invitation/:secret', { GET: invitation.show, POST: invitation.submit });
  mount('/p/:portal/invitation/:secret/code', { POST: invitation.sendCode });
  mount('/p/:portal/welcome', { GET: invitation.welcome });
  mount('/p/:portal/account/second-factor', { GET: factor.show, POST: factor.submit });
  mount('/p/:portal/openid/interaction/:uid', { GET: interactionRoute(holding, providers) });
  if (options.serves !== 'console')
    mountProviders(server, portals, providers, {
      may: async (request) => {
        const { portalId: portal } = await visitOf(request);
        const secret = holding.cookies.read(request, 'session', portal);
        const session = secret === undefined ? undefined : await core.signIn.sessions.find({ portal, secret });
        return await core.applications.mayBegin(options.ipOf(request), session?.state === 'open' ? session : undefined);
      },
      refused: async (request) => {
        const visit = await visitOf(request);
        return visit.portal ? unframed(page(429, tooManyBegunPage(frameOf(visit), visit.portal), { 'Retry-After': '3600' })) : await notFound(visit);
      },
    });
  for (const [path, routes] of [
    ['/p/:portal/reset', open.reset],
    ['/p/:portal/identifier', open.identifier],
  ] as const) {
    mount(path, { GET: routes.show, POST: routes.submit });
    mount(`${path}/sent`, { GET: routes.sent });
    mount(`${path}/challenge`, { GET: routes.challenge });
  }
  mount('/p/:portal/done', { GET: done });
  mount('/p/:portal/accent.css', { GET: accent });
  mount('/p/assets/:file', { GET: asset });
  mount('/p/*', { GET: notFound, POST: notFound });
}
