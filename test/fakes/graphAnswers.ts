import { randomUUID } from 'node:crypto';
import type { GraphStore, GraphUser } from './graphStore.ts';

export type GraphRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the version, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
};
export type Reply = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };

/** An error as Graph writes it. */
export const refused = (status: number, code: string, message: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { error: { code, message, innerError: { date: '2026-11-29T00:00:00', 'request-id': randomUUID(), 'client-request-id': randomUUID() } } },
});
const missing = (id: string) =>
  refused(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`);
const conflict = (property: string) => refused(400, 'Request_BadRequest', `Another object with the same value for property ${property} already exists.`);
const empty: Reply = { status: 204 };

const readsUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];
const readsGroups = ['GroupMember.Read.All', 'GroupMember.ReadWrite.All', 'Directory.Read.All'];

/** Which permissions a request takes: any one of them. */
function permitted({ method, path, body }: GraphRequest): readonly string[] {
  if (/^\/groups/.test(path) || /\/transitiveMemberOf$/.test(path)) return method === 'GET' ? readsGroups : ['GroupMember.ReadWrite.All'];
  if (path === '/invitations') return ['User.Invite.All'];
  if (/\/revokeSignInSessions$/.test(path)) return ['User.RevokeSessions.All'];
  if (/\/temporaryAccessPassMethods$/.test(path)) return ['UserAuthMethod-TAP.ReadWrite.All'];
  if (method === 'GET') return readsUsers;
  if ('passwordProfile' in body && method === 'PATCH') return ['User-PasswordProfile.ReadWrite.All'];
  if ('accountEnabled' in body && method === 'PATCH') return ['User.EnableDisableAccount.All', 'User.ReadWrite.All'];
  return ['User.ReadWrite.All'];
}

/** What Graph answers. */
export function answerTo(server: { readonly url: string }, store: GraphStore, request: GraphRequest): Reply {
  const { method, path, query, headers, body } = request;
  const { permissions } = store;
  if (permissions && !permitted(request).some((one) => permissions.has(one)))
    return refused(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const [, kind = '', id = '', ...more] = path.split('/');
  const part = more.join('/');
  if (path === '/users' && method === 'GET') return listed(store, query);
  if (path === '/users' && method === 'POST') return made(store, body);
  if (path === '/invitations' && method === 'POST') return invited(store, body);
  if (path.startsWith('/directory/deletedItems/')) return store.deleted.has(more[0] ?? '') ? { status: 200, body: { id: more[0] } } : missing(more[0] ?? '');
  if (kind === 'users') {
    const user =
      store.users.get(id.toLowerCase()) ?? [...store.users.values()].find(({ userPrincipalName }) => userPrincipalName.toLowerCase() === id.toLowerCase());
    if (!user || !store.sees(user.id)) return missing(id);
    return ofUser(server, store, request, user, part);
  }
  const group = kind === 'groups' ? store.groups.get(id.toLowerCase()) : undefined;
  if (!group) return missing(id);
  if (part === '') return { status: 200, body: chosen(group, query) };
  if (part === 'transitiveMembers/microsoft.graph.user' || part === 'members/microsoft.graph.user') {
    if (headers.consistencylevel !== 'eventual' || query.get('$count') !== 'true')
      return refused(400, 'Request_UnsupportedQuery', 'OData cast needs ConsistencyLevel and $count.');
    const people = [...(part.startsWith('members') ? group.members : below(store, group.id))].flatMap((one) => store.users.get(one) ?? []);
    return paged(
      server,
      request,
      store.page,
      people.map((one) => chosen(one, query)),
    );
  }
  if (part === 'members/$ref' && method === 'POST') {
    const wanted = String(body['@odata.id']).split('/').at(-1)?.toLowerCase() ?? '';
    if (!store.users.has(wanted) || !store.sees(wanted)) return missing(wanted);
    if (group.members.includes(wanted))
      return refused(400, 'Request_BadRequest', "One or more added object references already exist for the following modified properties: 'members'.");
    group.members.push(wanted);
    return empty;
  }
  const [, member, isReference] = /^members\/([^/]+)(\/\$ref)?$/.exec(part) ?? [];
  if (member === undefined || method !== 'DELETE') return refused(400, 'BadRequest', `Resource not found for the segment '${part}'.`);
  // As in Graph: without $ref the object itself is deleted.
  if (isReference === undefined) return gone(store, member.toLowerCase());
  const at = group.members.indexOf(member.toLowerCase());
  if (at < 0) return missing(member);
  group.members.splice(at, 1);
  return empty;
}

function ofUser(server: { readonly url: string }, store: GraphStore, request: GraphRequest, user: GraphUser, part: string): Reply {
  const { method, query, body } = request;
  if (part === '' && method === 'GET') return { status: 200, body: chosen(user, query) };
  if (part === '' && method === 'DELETE') return gone(store, user.id);
  if (part === '' && method === 'PATCH') {
    const { passwordProfile, ...properties } = body;
    const { password } = (passwordProfile ?? {}) as { password?: string };
    if (password !== undefined && isWeak(password)) return weak;
    if (password !== undefined) store.passwords.set(user.id, password);
    Object.assign(user, properties);
    return empty;
  }
  if (part === 'revokeSignInSessions') {
    store.revoked.push(user.id);
    return { status: 200, body: { value: true } };
  }
  if (part === 'authentication/temporaryAccessPassMethods') {
    if (user.userType === 'Guest') return refused(400, 'badRequest', 'Temporary Access Pass cannot be added to an external guest user.');
    const temporaryAccessPass = `Pass${randomUUID().slice(0, 6)}`;
    store.passes.set(user.id, temporaryAccessPass);
    return { status: 201, body: { id: randomUUID(), ...body, isUsable: true, methodUsabilityReason: 'EnabledByPolicy', temporaryAccessPass } };
  }
  if (part === 'manager') {
    const manager = store.users.get(user.manager ?? '');
    return manager ? { status: 200, body: { '@odata.type': '#microsoft.graph.user', ...chosen(manager, query) } } : missing('manager');
  }
  if (part === 'transitiveMemberOf') {
    const held = [...above(store, user.id)].flatMap((id) => store.groups.get(id) ?? []);
    const shown = held.map(({ id, role }) => ({ '@odata.type': `#microsoft.graph.${role ? 'directoryRole' : 'group'}`, id }));
    return paged(server, request, store.page, shown);
  }
  return refused(400, 'BadRequest', `Resource not found for the segment '${part}'.`);
}

const form = /^(?:(\w+) eq '((?:[^']|'')*)'|otherMails\/any\((\w+):\3 eq '((?:[^']|'')*)'\))$/;

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** Whether a name has words that begin so, in any order. */
function isSaid({ displayName }: GraphUser, search: string): boolean {
  const words = plain(String(displayName)).split(/[\s'’-]+/);
  return [...search.matchAll(/"displayName:([^"]*)"/g)].every(([, text = '']) =>
    plain(text)
      .split(/[^\p{L}\p{N}]+/u)
      .every((word) => words.some((each) => each.replace(/[^\p{L}\p{N}]/gu, '').startsWith(word))),
  );
}

/** People by a filter: one condition, as it is written. Compared as loosely as Graph does. Or by a search of their names. */
function listed(store: GraphStore, query: URLSearchParams): Reply {
  const search = query.get('$search');
  if (search !== null) {
    if (!/^"displayName:[^"]*"( AND "displayName:[^"]*")*$/.test(search)) return refused(400, 'BadRequest', `Syntax error: ${search}`);
    const said = [...store.users.values()].filter((user) => isSaid(user, search)).slice(0, Number(query.get('$top') ?? 100));
    return { status: 200, body: { value: said.map((user) => chosen(user, query)) } };
  }
  const [whole, property = 'otherMails', one, , other] = form.exec(query.get('$filter') ?? '') ?? [];
  if (whole === undefined) return refused(400, 'BadRequest', `Invalid filter clause: ${query.get('$filter')}`);
  const value = (one ?? other ?? '').replaceAll("''", "'").toLowerCase();
  const people = [...store.users.values()].filter((user) => [user[property]].flat().some((text) => typeof text === 'string' && text.toLowerCase() === value));
  return {
    status: 200,
    body: {
      value: people
        .filter(({ id }) => store.sees(id))
        .slice(0, Number(query.get('$top') ?? 100))
        .map((user) => chosen(user, query)),
    },
  };
}

function made(store: GraphStore, { passwordProfile, ...properties }: Record<string, unknown>): Reply {
  const user = properties as Partial<GraphUser>;
  for (const needed of ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'])
    if (!user[needed]) return refused(400, 'Request_BadRequest', `A value is required for property '${needed}' of resource 'User'.`);
  const { password } = (passwordProfile ?? {}) as { password?: string };
  if (password === undefined || isWeak(password)) return weak;
  for (const property of ['userPrincipalName', 'mail'] as const)
    if ([...store.users.values()].some((one) => one[property]?.toLowerCase() === user[property]?.toLowerCase()))
      return conflict(property === 'mail' ? 'proxyAddresses' : property);
  const id = store.put(user);
  store.passwords.set(id, password);
  store.made(id);
  const query = new URLSearchParams({ $select: 'id,displayName,givenName,surname,mail,userPrincipalName,mobilePhone' });
  return { status: 201, body: chosen(store.users.get(id) ?? {}, query) };
}

function invited(store: GraphStore, body: Record<string, unknown>): Reply {
  const address = String(body.invitedUserEmailAddress);
  store.invitations.push(body);
  const before = [...store.users.values()].find(({ mail }) => mail?.toLowerCase() === address.toLowerCase());
  if (before && before.userType !== 'Guest')
    return refused(400, 'BadRequest', `Invited user already exists in the directory as object ID: ${before.id}. They can use that account to sign in.`);
  const userPrincipalName = `${address.replace('@', '_')}#EXT#@corp.example`;
  const guest = { userPrincipalName, mail: address, displayName: String(body.invitedUserDisplayName), userType: 'Guest', creationType: 'Invitation' } as const;
  const id = before?.id ?? store.put(guest);
  if (!before) store.made(id);
  const { invitedUserDisplayName, inviteRedirectUrl, sendInvitationMessage } = body;
  const sent = { invitedUserEmailAddress: address, invitedUserDisplayName, inviteRedirectUrl, sendInvitationMessage };
  return {
    status: 201,
    body: { id: randomUUID(), inviteRedeemUrl: 'https://login.microsoftonline.com/redeem?rd=x', status: 'PendingAcceptance', ...sent, invitedUser: { id } },
  };
}

function gone(store: GraphStore, id: string): Reply {
  if (!store.users.delete(id)) return missing(id);
  store.deleted.add(id);
  for (const { members } of store.groups.values()) if (members.includes(id)) members.splice(members.indexOf(id), 1);
  return empty;
}

const isWeak = (password: string): boolean => password.length < 8;
const weak = refused(
  400,
  'Request_BadRequest',
  'The specified password does not comply with password complexity requirements. Please provide a different password.',
);

/** The properties that were asked for. */
function chosen(object: Readonly<Record<string, unknown>>, query: URLSearchParams): Record<string, unknown> {
  const names = (query.get('$select') ?? 'id,displayName,mail,userPrincipalName').split(',');
  return Object.fromEntries(names.map((name) => [name, object[name] ?? null]));
}

/** A page, with the address of the next one. */
function paged({ url }: { readonly url: string }, { path, query }: GraphRequest, page: number, values: readonly object[]): Reply {
  const size = Math.min(Number(query.get('$top') ?? 100), 999, page);
  const from = Number(query.get('$skiptoken') ?? 0);
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(from + size));
  return {
    status: 200,
    body: {
      ...(query.get('$count') === 'true' && from === 0 && { '@odata.count': values.length }),
      ...(from + size < values.length && { '@odata.nextLink': `${url}${path}?${next}` }),
      value: values.slice(from, from + size),
    },
  };
}

/** The groups and roles that hold somebody, and those that hold these. */
function above(store: GraphStore, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const climb = (member: string): void => {
    for (const group of store.groups.values())
      if (group.members.includes(member) && !found.has(group.id)) {
        found.add(group.id);
        climb(group.id);
      }
  };
  climb(id);
  return found;
}

/** Everybody and everything in a group. */
function below(store: GraphStore, id: string, found = new Set<string>()): ReadonlySet<string> {
  for (const member of store.groups.get(id)?.members ?? [])
    if (!found.has(member)) {
      found.add(member);
      below(store, member, found);
    }
  return found;
}
