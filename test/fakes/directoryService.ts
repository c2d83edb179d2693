import { once } from 'node:events';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { compactVerify, decodeJwt, SignJWT } from 'jose';
import { type Daemon, findProgram, startDaemon } from './daemon.ts';

const source = join(import.meta.dirname, '..', '..', 'examples', 'directory-service', 'service.py');

/** Debian's own, which every user may run, before one of somebody's home. */
const python = (): string | undefined => (existsSync('/usr/bin/python3') ? '/usr/bin/python3' : findProgram('python3'));

/** Why the tests of the example service cannot run; false where they can. In CI nothing is skipped. */
export const skipWithoutPython = (): string | false => !process.env.CI && python() === undefined && 'python3 is not installed here (apt-get install python3)';

export type ServedAccount = { readonly id: string; readonly login: string; readonly mail: string; readonly [field: string]: unknown };

/** Starts the service of examples/ with these accounts and groups. */
export async function startDirectoryService(
  secret: string,
  filled: { readonly accounts: readonly ServedAccount[]; readonly groups: Readonly<Record<string, readonly string[]>> },
): Promise<Daemon & { readonly url: string; add(account: ServedAccount): void }> {
  process.env.DIRECTORY_SECRET = secret;
  const accounts = [...filled.accounts];
  let file = '';
  const service = await startDaemon({
    program: python() ?? 'python3',
    args: (folder, port) => [join(folder, 'service.py'), `${port}`, join(folder, 'accounts.json')],
    ready: /ready/,
    atOnce: 'SIGKILL',
    prepare: (folder) => {
      copyFileSync(source, join(folder, 'service.py'));
      file = join(folder, 'accounts.json');
      writeFileSync(file, JSON.stringify(filled));
    },
  });
  const add = (account: ServedAccount): void => {
    accounts.push(account);
    writeFileSync(file, JSON.stringify({ ...filled, accounts }));
  };
  return { ...service, url: `http://127.0.0.1:${service.port}`, add };
}

/** A request on its way to the service, and its answer on the way back. */
export type Passing = { readonly method: string; path: string; headers: Record<string, string | undefined>; body: string };
export type Answered = { status: number; body: string; headers?: Record<string, string> };

/** What stands between: it may change the request, and then the answer; what it returns in the place of either is taken. */
export type Between = {
  /** «cut»: the connection ends without an answer. */
  request?(passing: Passing): Promise<Answered | 'cut' | undefined> | Answered | 'cut' | undefined;
  answer?(answered: Answered, passing: Passing): Answered;
};

/** Stands before a service at an address of its own, and does as it is told: a service that is wrong in one way. What is signed for it is signed for the service. */
export async function startWrong(service: string, secret: string, between: Between): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '' } = request;
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)));
    const passing: Passing = { method, path, headers: headers as Record<string, string | undefined>, body: await bodyOf(request) };
    passing.headers.authorization = await signedFor(service, `http://${request.headers.host}`, secret, passing.headers.authorization);
    const answered = (await between.request?.(passing)) ?? (await passOn(service, passing));
    if (answered === 'cut') return void request.socket.destroy();
    const { status, body, headers: given } = between.answer?.(answered, passing) ?? answered;
    // Not in one: restify, where a bot runs in this process, has its own `writeHead`, which returns nothing.
    response.writeHead(status, { 'content-type': 'application/json', ...given });
    response.end(status === 204 ? undefined : body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

export async function passOn(service: string, { method, path, headers, body }: Passing): Promise<Answered> {
  const given = Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined);
  const response = await fetch(`${service}${path}`, { method, headers: given, ...(body !== '' && { body }) });
  const type = response.headers.get('content-type');
  return { status: response.status, body: await response.text(), ...(type !== null && { headers: { 'content-type': type } }) };
}

/** The same claims for another audience, where they were signed with the secret for this one; otherwise as it came. */
async function signedFor(service: string, audience: string, secret: string, authorization: string | undefined): Promise<string | undefined> {
  const key = new TextEncoder().encode(secret);
  const token = authorization?.replace(/^Bearer /, '') ?? '';
  try {
    await compactVerify(token, key);
    const claims = decodeJwt(token);
    return claims.aud === audience ? `Bearer ${await new SignJWT({ ...claims, aud: service }).setProtectedHeader({ alg: 'HS256' }).sign(key)}` : authorization;
  } catch {
    return authorization;
  }
}
