import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody of whom a directory of the bench is asked, by number; whether they are there, its caller decides. */
type Numbered = { readonly number: number; readonly isThere: boolean };

/** The id of whoever has this number. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const boss = 999_999;

/**
 * A directory that speaks SCIM below `/scim` and Microsoft Graph below `/v1.0`, and takes as long for who is there as for who is not. Addresses are `u<number>@corp.example`, with
 * six digits; everybody has one manager.
 */
export async function startPeople(known: number): Promise<{ readonly url: string; close(): void }> {
  const whoIn = (text: string): Numbered => {
    const digits = /u(\d{6})@/.exec(text)?.[1] ?? /-(\d{12})/.exec(text)?.[1] ?? '0';
    const number = Number(digits);
    return { number, isThere: number === boss || (number > 0 && number <= known) };
  };
  const names = (number: number) => ({ email: `u${String(number).padStart(6, '0')}@corp.example`, givenName: 'Camille', familyName: 'Petit' });
  const scim = (number: number) => {
    const { email, givenName, familyName } = names(number);
    const manager = { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: idOf(boss) } } };
    return { id: idOf(number), userName: email, name: { givenName, familyName }, emails: [{ value: email, primary: true }], active: true, ...manager };
  };
  const graph = (number: number) => {
    const { email, givenName, familyName: surname } = names(number);
    return { id: idOf(number), userPrincipalName: email, mail: email, displayName: `${givenName} ${surname}`, givenName, surname, accountEnabled: true };
  };

  const answer = (url: string): { status: number; body: object } => {
    const { number, isThere } = whoIn(url);
    // Both are made, whoever is there.
    const [person, missing] = [url.startsWith('/scim') ? scim(number) : graph(number), { error: { code: 'Request_ResourceNotFound' }, status: '404' }];
    if (url.startsWith('/identity'))
      return { status: 200, body: { access_token: 'token', expires_on: String(Math.floor(Date.now() / 1_000) + 3_600), token_type: 'Bearer' } };
    if (url.includes('filter')) {
      const found = isThere ? [person] : [];
      return { status: 200, body: url.startsWith('/scim') ? { totalResults: found.length, Resources: found } : { value: found } };
    }
    if (url.includes('/manager')) return isThere ? { status: 200, body: graph(boss) } : { status: 404, body: missing };
    return isThere ? { status: 200, body: person } : { status: 404, body: missing };
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { status, body } = answer(decodeURIComponent(request.url ?? '').replaceAll('+', ' '));
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close().closeAllConnections() };
}
