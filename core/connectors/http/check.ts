import { randomBytes, randomUUID } from 'node:crypto';
import { saidIn } from '../../foundation/accountWords.ts';
import type { HttpSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, type Entry } from '../../ports.ts';
import { type Finding, lookedUp, secret, tried, triedOn, triedTeams, unnamed } from '../finding.ts';
import { pathPart } from '../service.ts';
import { doesNothingTwice, refusesAnotherBody } from './checkKeys.ts';
import { createAsk } from './client.ts';
import * as contract from './contract.ts';
import { createHttpDirectory } from './http.ts';
import { sendPlainly } from './plain.ts';
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
    if (settings.can.includes('search'))
      for (const name of injections) {
        const [someone] = (await ask('POST', '/accounts/search', contract.several, { words: [name], most: 1 })).accounts;
        if (someone) throw new DirectoryMisconfigured(`the word ${JSON.stringify(name)} finds ${someone.identifier}`);
      }
    return '';
  });
  if (settings.can.includes('verify'))
    yield await tried('let nobody in who does not exist', async () => {
      const { result } = await ask('POST', `/accounts/${randomUUID()}/verify`, contract.compared, { password: 'x' });
      if (result !== 'wrong') throw new DirectoryMisconfigured(`the answer is ${result}: it must be wrong, as for a wrong password`);
      return '';
    });
  yield await tried('say what an answer is', () => saysItsType(settings));
  yield* triedTeams(directory, teams, 'nobody is seen in it');
  if (settings.can.includes('create')) yield { what: 'create accounts', works: undefined, detail: 'trying would leave an account' };

  if (account === undefined) return yield unnamed;
  const { entry, finding } = await lookedUp(directory, account, () => 'nobody answers to it');
  yield finding;
  if (entry) yield* onAccount(settings, entry);
}

/** What a service must not believe. */
async function* signatures(settings: HttpSettings): AsyncGenerator<Finding> {
  const request: Signing = { method: 'POST', path: '/accounts/find', body: JSON.stringify({ identifier: randomUUID() }) };
  const answered = async (token: string | undefined, body = request.body) => (await sendPlainly(settings, { ...request, body }, { token })).status;
  const refused = async (token: string | undefined, body?: string): Promise<string> => {
    const status = await answered(token, body);
    if (status !== 401) throw new DirectoryMisconfigured(`answered ${status} in place of 401`);
    return '';
  };
  const used = await sign(settings, request);
  const [, claims = ''] = used.split('.');
  const cases: readonly (readonly [what: string, token: string | undefined, body?: string])[] = [
    ['nothing unsigned', undefined],
    ['no other secret', await sign({ ...settings, secret: randomBytes(32).toString('hex') }, request)],
    ['nothing that says that it needs no signature', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`],
    ['nothing that is over', await sign(settings, request, -120)],
    ['nothing for another service', await sign({ ...settings, url: 'https://elsewhere.invalid' }, request)],
    ['nothing for another path', await sign(settings, { ...request, path: '/accounts' })],
    ['nothing for another method', await sign(settings, { ...request, method: 'GET' })],
    ['no other body', await sign(settings, request), JSON.stringify({ identifier: 'another' })],
  ];
  for (const [what, token, body] of cases) yield await tried(`believe ${what}`, () => refused(token, body));
  yield await tried('believe nothing twice', async () => {
    await answered(used);
    return await refused(used);
  });
}

/** Answers are JSON, and say so; refusals are problem details (RFC 9457, 3). */
async function saysItsType(settings: HttpSettings): Promise<string> {
  const said = async (method: string, path: string, sent?: object) => await sendPlainly(settings, { method, path, body: sent && JSON.stringify(sent) });
  const { type } = await said('GET', '/service');
  if (type !== 'application/json') throw new DirectoryMisconfigured(`GET /service is ${type || 'of no type'} in place of application/json`);
  if (!settings.can.includes('setPassword')) return '';
  const refused = await said('PUT', `/accounts/${randomUUID()}/password`, { password: secret() });
  const known = contract.problem.safeParse(refused.body);
  if (refused.status < 400 || !known.success || known.data.type !== contract.problemType('not-found'))
    throw new DirectoryMisconfigured(`the password of nobody is answered with ${refused.status} in place of a problem not-found`);
  if (refused.type !== 'application/problem+json')
    throw new DirectoryMisconfigured(`a problem is ${refused.type || 'of no type'} in place of application/problem+json`);
  return '';
}

async function* onAccount(settings: HttpSettings, entry: Entry): AsyncGenerator<Finding> {
  const directory = createHttpDirectory(settings, () => undefined);
  const ask = createAsk(settings);
  const searches = settings.can.includes('search');
  yield await tried(`find the same account by id, and by address in any case${searches ? ', and among others by its names' : ''}`, async () => {
    for (const by of [{ id: entry.id }, { email: entry.email.toUpperCase() }, { email: entry.email }]) {
      const found = await directory.find(by);
      if (found?.id !== entry.id) throw new DirectoryMisconfigured(`${JSON.stringify(by)} finds ${found ? `id ${found.id}` : 'nobody'}`);
    }
    const beginnings = beginningsOf(entry);
    if (searches && !(await directory.search?.({ words: beginnings }, 100))?.some(({ id }) => id === entry.id))
      throw new DirectoryMisconfigured(`names that begin with ${beginnings.join(' and ')} do not find it`);
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
  if (settings.can.includes('changePassword')) yield await tried('do nothing twice under one Idempotency-Key', () => doesNothingTwice(settings, entry));
  if (settings.can.includes('setPassword'))
    yield await tried('refuse another body under an Idempotency-Key that was used', () => refusesAnotherBody(settings, entry));
}

/** How somebody may be looked for on the phone: their names, or else their identifier, by the beginnings alone. */
function beginningsOf({ givenName, familyName, identifier }: Entry): readonly string[] {
  const said = [`${familyName} ${givenName}`, identifier].map(saidIn).find((one) => 'words' in one && one.words.length > 0);
  return said && 'words' in said ? said.words.map((word) => word.slice(0, 3).toUpperCase()) : [];
}
