import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decodeJwt } from 'jose';
import type { GraphSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured } from '../../ports.ts';
import { type Finding, lookedUp, tried, triedOn, triedTeams, unnamed } from '../finding.ts';
import type { KeptToken } from '../keptToken.ts';
import { patience } from '../service.ts';
import { GraphRefusal, textOf } from './answers.ts';
import { createGraphClient } from './client.ts';
import { createGraphDirectory } from './graph.ts';
import { excessive, permissionsFor } from './permissions.ts';
import { createGraphTokens } from './tokens.ts';

/** Says what the application may do, permission by permission, and what is missing (DIR-10). Reads only, but for the test account where one is named. */
export async function* checkGraph(
  settings: GraphSettings,
  { account, teams = [] }: { readonly account?: string | undefined; readonly teams?: readonly string[] },
  tokens: KeptToken = createGraphTokens(settings),
): AsyncGenerator<Finding> {
  const told: string[] = [];
  const directory = createGraphDirectory(settings, (message) => told.push(message), tokens);
  const client = createGraphClient(settings, tokens);
  const { certificate } = settings;
  if (certificate !== undefined) yield await tried('read the certificate', () => lifeOf(certificate));
  const reached = await tried(`connect to ${client.url}`, async () => {
    await directory.find({ identifier: account ?? '-' });
    return settings.managedIdentity ? 'with the identity of this machine' : `as ${settings.clientId}`;
  });
  yield* permitted(settings, await rolesIn(tokens));
  yield reached;
  if (!reached.works) return;

  const named = Object.entries(settings.groups?.catalogue ?? {});
  for (const group of new Set([...named.map(([, id]) => id), ...(settings.create?.groups ?? []), ...settings.privileged]))
    yield await tried(`find the group ${group}`, async () => {
      const shown = await orMisconfigured(client.begin()(`/groups/${group}?$select=displayName`, { needs: 'GroupMember.Read.All' }));
      return textOf(shown, 'displayName') ?? 'its name may not be read';
    });
  yield* triedTeams(directory, teams);

  if (account === undefined) return yield unnamed;
  const { entry, finding } = await lookedUp(directory, account, () => told.at(-1) ?? 'nobody answers to it, or has an address');
  yield finding;
  if (!entry) return;
  yield await tried(`read the manager of ${account}`, async () => (await directory.managerOf(entry))?.email ?? 'they have none');
  if (entry.disabled) return yield { what: 'set a password', works: undefined, detail: `${account} is disabled: name another` };
  if (entry.signsIn)
    return yield { what: 'set a password', works: undefined, detail: `${account} signs in with a password that is kept elsewhere: name another` };
  yield* triedOn(
    directory,
    entry,
    named.map(([group]) => group),
    // Graph's servers learn of a change one by one.
    [250, 1_000, 3_000],
  );
}

/** The permissions that a token holds; undefined where it cannot be read: Graph's tokens are for Graph. */
async function rolesIn(tokens: KeptToken): Promise<readonly string[] | undefined> {
  try {
    const { roles } = decodeJwt(await tokens.current(AbortSignal.timeout(patience)));
    return Array.isArray(roles) ? roles.map(String) : [];
  } catch {
    return undefined;
  }
}

function* permitted(settings: GraphSettings, roles: readonly string[] | undefined): Generator<Finding> {
  for (const { name, why, or } of permissionsFor(settings)) {
    const holding = roles?.find((role) => role === name || or.includes(role));
    const works = roles === undefined ? undefined : holding !== undefined;
    const detail =
      works === false ? 'grant it, with an administrator’s consent' : holding === undefined || holding === name ? '' : `held by ${holding}, which is more`;
    yield { what: `${name}, to ${why}`, works, detail };
  }
  for (const role of roles ?? [])
    if (excessive.has(role))
      yield { what: `not to hold ${role}`, works: false, detail: 'with it the application can do far more than this portal needs: take it away' };
}

async function lifeOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new DirectoryMisconfigured(error.message);
  });
  const end = endOf(text);
  if (end <= Date.now())
    throw new DirectoryMisconfigured(`it ended on ${new Date(end).toISOString().slice(0, 10)}: make another, and let the application know it`);
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw new DirectoryMisconfigured('its private key is not in the file');
  return `it ends on ${new Date(end).toISOString().slice(0, 10)}`;
}

function endOf(text: string): number {
  try {
    return Date.parse(new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE-----'))).validTo);
  } catch {
    throw new DirectoryMisconfigured('there is no certificate in the file (PEM)');
  }
}

/** What Graph refuses here is what is missing. */
async function orMisconfigured<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GraphRefusal) throw new DirectoryMisconfigured(`refused (${error.status}): ${error.message}`);
    throw error;
  }
}
