import { randomBytes, randomUUID } from 'node:crypto';
import type { HttpSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, type Entry } from '../../ports.ts';
import { type Finding, foundAs, secret, tried, triedOn, triedTeams, unnamed } from '../finding.ts';
import { pathPart } from '../service.ts';
import { createAsk } from './client.ts';
import * as contract from './contract.ts';
import { createHttpDirectory } from './http.ts';
import { type Signing, sign } from './signature.ts';

/** Names that a service must look for as they are. Nobody has one. */
const injections = ['*', '%', '_', "' or '1'='1", '*)(uid=*', '../../accounts', '" or true or "', '-'];

/**
 * The conformance suite of the contract (DIR-10, DIR-13): whether a service believes only what is signed, finds nobody who is not meant, and, on the test
 * account where one is named, does each thing that the profile says it can, and does it once.
 */
export async function* checkHttp(
  settings: HttpSettings,
  { account, teams = [] }: { readonly account?: string | undefined; readonly teams?: readonly string[] },
): AsyncGenerator<Finding> {
  const directory = createHttpDirectory(settings, () => undefined);
  const ask = createAsk(settings);
  const reached = await tried(`connect to ${settings.url}`, async () => {
    const { can } = await ask('GET', '/service', contract.service);
    const missing = settings.can.filter((ability) => !can.includes(ability));
    if (missing.length > 0) throw new DirectoryMisconfigured(`the profile says that it can ${missing.join(', ')}, and the service does not`);
    return `it can ${can.join(', ') || 'find people'}`;
  });
  yield reached;
  if (!reached.works) return;

  yield* signatures(settings);
  yield await tried('find nobody who is not meant', async () => {
    for (const name of injections)
      for (const by of [{ identifier: name }, { email: `${name}@nowhere.invalid` }, { id: name }]) {
        const found = await ask('POST', '/accounts/find', contract.found, by);
        if (found.account) throw new DirectoryMisconfigured(`${JSON.stringify(by)} finds ${found.account.identifier}`);
      }
    return '';
  });
  if (settings.can.includes('verify'))
    yield await tried('let nobody in who does not exist', async () => {
      const { result } = await ask('POST', `/accounts/${randomUUID()}/verify`, contract.compared, { password: 'x' });
      if (result !== 'wrong') throw new DirectoryMisconfigured(`the answer is ${result}: it must be wrong, as for a wrong password`);
      return '';
    });
  yield* triedTeams(directory, teams, 'nobody is seen in it');
  if (settings.can.includes('create')) yield { what: 'create accounts', works: undefined, detail: 'trying would leave an account' };

  if (account === undefined) return yield unnamed;
  const entry = await directory.find({ identifier: account });
  yield foundAs(account, entry, 'nobody answers to it');
  if (entry) yield* onAccount(settings, entry);
}

/** What a service must not believe. */
async function* signatures(settings: HttpSettings): AsyncGenerator<Finding> {
  const request: Signing = { method: 'POST', path: '/accounts/find', body: JSON.stringify({ identifier: randomUUID() }) };
  const answered = async (authorization: string | undefined, body = request.body): Promise<number> => {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(authorization !== undefined && { authorization: `Bearer ${authorization}` }),
    };
    const response = await fetch(`${settings.url}${request.path}`, { method: request.method, headers, body: body ?? '', redirect: 'manual' });
    await response.body?.cancel();
    return response.status;
  };
  const used = await sign(settings, request);
  await answered(used);
  const cases: readonly (readonly [what: string, token: string | undefined, body?: string])[] = [
    ['nothing unsigned', undefined],
    ['no other secret', await sign({ ...settings, secret: randomBytes(32).toString('hex') }, request)],
    ['nothing that is over', await sign(settings, request, -120)],
    ['nothing for another service', await sign({ ...settings, url: 'https://elsewhere.invalid' }, request)],
    ['nothing for another path', await sign(settings, { ...request, path: '/accounts' })],
    ['no other body', await sign(settings, request), JSON.stringify({ identifier: 'another' })],
    ['nothing twice', used],
  ];
  for (const [what, token, body] of cases)
    yield await tried(`believe ${what}`, async () => {
      const status = await answered(token, body);
      if (status !== 401) throw new DirectoryMisconfigured(`answered ${status} in place of 401`);
      return '';
    });
}

async function* onAccount(settings: HttpSettings, entry: Entry): AsyncGenerator<Finding> {
  const directory = createHttpDirectory(settings, () => undefined);
  const ask = createAsk(settings);
  yield await tried('find the same account by id, and by address in any case', async () => {
    for (const by of [{ id: entry.id }, { email: entry.email.toUpperCase() }, { email: entry.email }]) {
      const found = await directory.find(by);
      if (found?.id !== entry.id) throw new DirectoryMisconfigured(`${JSON.stringify(by)} finds ${found ? `id ${found.id}` : 'nobody'}`);
    }
    return '';
  });
  if (entry.disabled || entry.privileged)
    return yield { what: 'set a password', works: undefined, detail: `${entry.identifier} is ${entry.disabled ? 'disabled' : 'privileged'}: name another` };
  yield* triedOn(directory, entry, Object.keys(settings.groups?.catalogue ?? {}));
  if (settings.can.includes('verify'))
    yield await tried('refuse a wrong password', async () => {
      const { result } = await ask('POST', `/accounts/${pathPart(entry.id)}/verify`, contract.compared, { password: randomUUID() });
      if (result === 'right') throw new DirectoryMisconfigured('a password that nobody set is right');
      return '';
    });
  if (settings.can.includes('setPassword'))
    yield await tried('refuse an empty password with a reason', async () => {
      const set = await directory.setPassword(entry, '');
      if (set.ok || set.refusals[0].field !== 'password') throw new DirectoryMisconfigured('it must be a problem password-refused');
      return '';
    });
  if (settings.can.includes('changePassword')) yield await tried('do nothing twice under one Idempotency-Key', () => twiceUnderOneKey(settings, entry));
}

/** A change done again under its key would find another password in place, and be refused. */
async function twiceUnderOneKey(settings: HttpSettings, entry: Entry): Promise<string> {
  const directory = createHttpDirectory(settings, () => undefined);
  const [first, second] = [secret(), secret()];
  await directory.setPassword(entry, first);
  const path = `/accounts/${pathPart(entry.id)}/password`;
  const body = JSON.stringify({ current: first, password: second });
  const key = randomUUID();
  const statuses: number[] = [];
  for (let times = 0; times < 2; times += 1) {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      authorization: `Bearer ${await sign(settings, { method: 'POST', path, body })}`,
    };
    const response = await fetch(`${settings.url}${path}`, { method: 'POST', headers, body, redirect: 'manual' });
    await response.body?.cancel();
    statuses.push(response.status);
  }
  if (statuses[0] !== statuses[1] || (statuses[0] ?? 500) >= 300) throw new DirectoryMisconfigured(`answered ${statuses.join(', then ')}`);
  return '';
}
