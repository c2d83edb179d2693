import { z } from 'zod';
import { certificateEnd, lifeOf } from './certificate.ts';
import { type Finding, fault, faultOf, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

const proxy = 'See whether the bot runs, and whether the proxy passes /p/ and /api/messages on to it (docs/operate.md, «TLS and the proxy»).';

/** PUBLIC_URL: its certificate, the pages, and the endpoint that Teams posts to. Asked from this machine: what a firewall does to others is not seen. */
export async function lookAtAddress(installation: Installation): Promise<readonly Finding[]> {
  const { config, clock, patience } = installation;
  const { publicUrl, production } = config;
  const { protocol, hostname, port } = new URL(publicUrl);
  const findings: Finding[] = [];
  if (protocol === 'https:')
    try {
      findings.push(lifeOf(hostname, await certificateEnd({ host: hostname, port: Number(port || 443) }, patience), clock()));
    } catch (error) {
      return [faultOf(`${publicUrl} cannot be reached`, error, proxy)];
    }
  try {
    return [...findings, await pagesOf(installation), await endpointOf(installation)];
  } catch (error) {
    const finding = faultOf(`${publicUrl} cannot be reached`, error, proxy);
    return [...findings, production ? finding : warning(finding.found, 'Start the bot (npm run dev), if it should run.')];
  }
}

async function pagesOf({ config: { publicUrl }, patience }: Installation): Promise<Finding> {
  const answer = await fetch(`${publicUrl}/p/assets/page.css`, { redirect: 'manual', signal: AbortSignal.timeout(patience) });
  await answer.body?.cancel();
  if (answer.status === 200 && answer.headers.get('content-type')?.startsWith('text/css')) return ok(`the pages are served below ${publicUrl}/p/`);
  return fault(`${publicUrl}/p/ does not lead to Guichet’s pages: the answer is ${answer.status}`, proxy);
}

const refusal = z.object({ error: z.literal('Not an activity') });

/** Posts what is no activity: Guichet says so before it looks for a token, and a proxy that wants its own sign-in shows itself. */
async function endpointOf({ config: { publicUrl }, patience }: Installation): Promise<Finding> {
  const endpoint = `${publicUrl}/api/messages`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.status === 400 && refusal.safeParse(body).success) return ok(`${endpoint} takes messages; write it as the messaging endpoint of the Azure Bot`);
  return fault(`${endpoint} does not lead to Guichet: the answer is ${answer.status}`, proxy);
}
