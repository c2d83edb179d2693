import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { type Finding, fault, faultOf, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

const scope = 'https://api.botframework.com';
const out = 'Let this machine out to login.microsoftonline.com, login.botframework.com and smba.trafficmanager.net, by https.';
const registration =
  'Compare MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppPassword with the app registration in Entra (docs/install-teams.md, 1 and 2).';

/** The bot's registration: whether it gets a token, and whether what it needs of Microsoft can be reached. */
export async function lookAtRegistration(installation: Installation): Promise<readonly Finding[]> {
  const { app, production } = installation.config;
  if (!app && production) return [warning('not looked at: the bot has no app id', 'Set MicrosoftAppId once the bot is registered (docs/install-teams.md).')];
  if (!app) return [ok('no app id: only this machine is served, and nobody is authenticated')];
  return await Promise.all([token(installation, app), reach(installation, 'keys'), reach(installation, 'connector')]);
}

const granted = z.object({ access_token: z.string().min(1) });
const denied = z.object({ error: z.string(), error_codes: z.array(z.number()).default([]) });

/** What Entra's commonest refusals mean (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). */
const meanings: Readonly<Record<number, readonly [string, string]>> = {
  7000215: ['the client secret is not that of this app', 'Set MicrosoftAppPassword to the value of the secret, not to its id.'],
  7000222: ['the client secret has expired', 'Add a new one in Entra (Certificates & secrets), set MicrosoftAppPassword to it, and restart.'],
  700016: ['that tenant has no app with this id', registration],
  90002: ['there is no such tenant', 'Set MicrosoftAppTenantId to the directory (tenant) id of the app registration.'],
  7000229: ['the app has no service principal in that tenant', 'In Entra, open the app under Enterprise applications; if it is not there, register it anew.'],
};

type App = NonNullable<Config['app']>;

async function token(installation: Installation, app: App): Promise<Finding> {
  try {
    const answer = await (app.type === 'UserAssignedMSI' ? askIdentity(installation, app) : askEntra(installation, app));
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && granted.safeParse(body).success) return ok(`Entra gives the bot ${app.id} a token; the end of its secret is seen in Entra alone`);
    const refused = denied.safeParse(body).data;
    const [code] = refused?.error_codes ?? [];
    const known = code === undefined ? undefined : meanings[code];
    if (known) return fault(`Entra gives the bot ${app.id} no token: ${known[0]} (AADSTS${code})`, known[1]);
    return fault(
      `Entra gives the bot ${app.id} no token: ${refused ? `${refused.error}${code === undefined ? '' : ` (AADSTS${code})`}` : answer.status}`,
      registration,
    );
  } catch (error) {
    return faultOf('Entra cannot be asked for a token', error, out);
  }
}

function askEntra({ microsoft, patience }: Installation, { id, password, type, tenantId }: App): Promise<Response> {
  const tenant = type === 'MultiTenant' ? 'botframework.com' : tenantId;
  return fetch(`${microsoft.login}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: password ?? '', scope: `${scope}/.default` }),
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
}

/** A managed identity is asked for at the address that Azure gives to the process, or at that of its virtual machines. */
function askIdentity({ env, patience }: Installation, { id }: App): Promise<Response> {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header = '' } = env;
  const version = endpoint ? '2019-08-01' : '2018-02-01';
  const query = new URLSearchParams({ resource: scope, 'api-version': version, client_id: id });
  return fetch(`${endpoint ?? 'http://169.254.169.254/metadata/identity/oauth2/token'}?${query}`, {
    headers: endpoint ? { 'x-identity-header': header } : { metadata: 'true' },
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
}

/** Any answer shows that there is a way. */
async function reach({ microsoft, patience }: Installation, what: 'keys' | 'connector'): Promise<Finding> {
  const { host } = new URL(microsoft[what]);
  try {
    const answer = await fetch(microsoft[what], { signal: AbortSignal.timeout(patience) });
    await answer.body?.cancel();
    if (what === 'keys' && !answer.ok) return fault(`${host} does not give the keys of Teams’ tokens: the answer is ${answer.status}`, out);
    return ok(`${host} can be reached`);
  } catch (error) {
    return faultOf(`${host} cannot be reached`, error, out);
  }
}

const manifest = z.object({
  id: z.string(),
  version: z.string(),
  bots: z.array(z.object({ botId: z.string() })).min(1),
  validDomains: z.array(z.string()).default([]),
});

/** Whether the package that was made for Teams is that of these settings. */
export async function lookAtPackage({ config, packageFile }: Installation): Promise<readonly Finding[]> {
  const zip = await readFile(packageFile).catch(() => undefined);
  if (!zip) return [ok(`there is no package for Teams at ${packageFile} to compare; npm run manifest makes it`)];
  const again = 'Run npm run manifest with these settings, raise the version, and upload the package again (docs/install-teams.md, 3 and 4).';
  let made: z.output<typeof manifest>;
  try {
    made = manifest.parse(JSON.parse(Buffer.from(unzipSync(zip)['manifest.json'] ?? []).toString()));
  } catch {
    return [fault(`${packageFile} is no package for Teams`, again)];
  }
  const { host } = new URL(config.publicUrl);
  const ids = [made.id, ...made.bots.map(({ botId }) => botId)];
  const findings: Finding[] = [];
  if (config.app && ids.some((id) => id.toLowerCase() !== config.app?.id.toLowerCase()))
    findings.push(fault(`the package is for the app ${made.id}, and MicrosoftAppId is ${config.app.id}`, again));
  if (!made.validDomains.includes(host))
    findings.push(fault(`the package names ${made.validDomains.join(', ') || 'no domain'}, and PUBLIC_URL is at ${host}`, again));
  return findings.length > 0 ? findings : [ok(`the package ${packageFile} (version ${made.version}) is that of these settings`)];
}
