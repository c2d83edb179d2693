import { consoleItself } from '../../../core/console/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { flowLives } from '../../../core/identities/index.ts';
import { deviceKept } from '../../../core/signIn/index.ts';
import { agentLabel } from '../agent.ts';
import { answered } from '../answered.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import { inLanguage } from '../layout.ts';
import { page, type Reply, seeOther, unframed } from '../reply.ts';
import type { Methods, Visit } from '../visit.ts';
import { sessionsPath } from './consoleLayout.ts';
import { type ConsoleDependencies, type Door, drawn, framed, type Inside } from './inside.ts';
import { consoleProblemPage } from './outsidePage.ts';
import { sessionsPage } from './sessionsPage.ts';

/** The routes of signing in to the console at an OpenID provider (OPS-1), and of the sessions that were opened so. */
export function doorRoutes({ console, cookies, ipOf }: ConsoleDependencies, { shows, deed }: Door): Readonly<Record<string, Methods>> {
  const localeOf = (visit: Visit) => visit.asked ?? visit.preferred;

  const problem = (visit: Visit, refusal: Refusal): Reply => {
    const provider = console.door.providers.find(({ id }) => id === visit.provider);
    if (!provider) return page(404, unknownLinkPage(framed(visit)));
    const frame = framed(visit);
    const status = refusal.key === 'identity.unavailable' ? 503 : refusal.key === 'identity.wait' ? 429 : 403;
    // The address has the provider's answer in it, which is over: the page in another language begins anew.
    return page(status, consoleProblemPage({ ...frame, here: '/console' }, refusal, frame.t.of(provider.label)));
  };

  const sessions = async (visit: Visit, inside: Inside, refusals: readonly Refusal[] = []): Promise<Reply> =>
    drawn(visit, await console.sessions(inside.ticket, inside.visitor), (list) =>
      answered(refusals, sessionsPage(framed(visit), inside, { list, refusals, ended: visit.query.get('said') === 'ended' })),
    );

  return {
    '/console/signin/:provider': {
      GET: async (visit) => {
        const sent = await console.door.begin(visit.provider, localeOf(visit));
        if (!sent.ok) return unframed(problem(visit, sent.refusals[0]));
        return unframed(seeOther(sent.value.address, [cookies.set('provider', consoleItself, sent.value.cookie, flowLives)]));
      },
    },
    '/console/signin/:provider/callback': {
      GET: async (visit) => {
        const { request, query } = visit;
        const back = { cookie: cookies.read(request, 'provider', consoleItself), query };
        const before = cookies.read(request, 'session', consoleItself);
        const known = cookies.read(request, 'known', consoleItself);
        const arriving = { ip: ipOf(request), locale: localeOf(visit), agent: agentLabel(request.headers['user-agent']), before, known };
        const opened = await console.door.finish(visit.provider, back, arriving);
        const over = cookies.clear('provider', consoleItself);
        if (opened.ok) {
          const { secret, known: device } = opened.value;
          const kept = [cookies.set('session', consoleItself, secret), cookies.set('known', consoleItself, device, deviceKept)];
          return unframed(seeOther(inLanguage('/console', localeOf(visit)), [over, ...kept]));
        }
        const reply = problem(visit, opened.refusals[0]);
        return unframed({ ...reply, headers: { ...reply.headers, 'Set-Cookie': over } });
      },
    },
    '/console/sessions': {
      GET: shows(async (visit, inside) =>
        inside.who.portal === '' ? await sessions(visit, inside) : seeOther(inLanguage(sessionsPath(inside), inside.visitor.locale)),
      ),
      POST: deed(async (visit, inside, { session = '' }) => {
        const ended = await console.endSession(inside.ticket, session, inside.visitor);
        if (!ended.ok) return await sessions(visit, inside, ended.refusals);
        return seeOther(`${inLanguage('/console/sessions', inside.visitor.locale)}&said=ended`);
      }),
    },
  };
}
