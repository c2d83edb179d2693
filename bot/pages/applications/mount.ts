import type { Portal } from '../../../core/portal/index.ts';
import { handle, type Request, type Server } from '../../restify.ts';
import { type Reply, sendReply } from '../reply.ts';
import type { Providers } from './providers.ts';

const verbs = ['get', 'head', 'post', 'opts'] as const;

/** What the library answers with of its own, such as a form that sends itself, may have nothing but its own script, which it names here by its hash. */
const policy = "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Where a sign-in begins; it goes on below it. */
const begins = /^\/auth\/?(\?|$)/;

/** Whether a sign-in may begin, and what is shown where it may not. */
export type Beginning = { may(request: Request): Promise<boolean>; refused(request: Request): Promise<Reply> };

/** Mounts the endpoints of the portals' providers. The library reads bodies itself, up to 56 KiB, and forms alone. */
export function mountProviders(server: Server, portals: ReadonlyMap<string, Portal>, providers: Providers, beginning: Beginning): void {
  const answer = handle(async (request, response) => {
    const [, , id = ''] = (request.url ?? '').split('/');
    const provider = await providers(portals.get(id));
    if (!provider) return void response.send(404);
    // The library's routes are below its issuer, which it is told as Express would.
    const baseUrl = `/p/${id}/openid`;
    const url = (request.url ?? '').slice(baseUrl.length) || '/';
    if (begins.test(url) && !(await beginning.may(request))) return sendReply(response, await beginning.refused(request));
    Object.assign(request, { baseUrl, url });
    response.setHeader('content-security-policy', policy);
    await provider.callback()(request, response);
  });
  for (const verb of verbs) server[verb]('/p/:portal/openid/*', answer);
}
