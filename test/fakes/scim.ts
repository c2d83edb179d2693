import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import express, { type NextFunction, type Request, type Response } from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { newId } from '../../core/foundation/secrets.ts';

type Kind = 'User' | 'Group';
type Stored = Record<string, unknown> & { readonly id: string; readonly meta: Readonly<Record<string, string>> };
type Filter = readonly { readonly id?: readonly string[] }[] & { match(list: object[]): object[] };
type Member = { readonly value: string; readonly type?: string };

/** What stands between the client and the server, where a test wants a service that does things otherwise. */
export type Between = (request: Request, response: Response, next: NextFunction) => void;

export type ScimServer = {
  readonly url: string;
  readonly token: string;
  /** Each request that came: its method and address. */
  readonly asked: string[];
  /** Whether people are shown with the groups that they are in. */
  showsGroups: boolean;
  between: Between;
  put(kind: Kind, resource: Record<string, unknown>): string;
  change(kind: Kind, id: string, over: Record<string, unknown>): void;
  drop(kind: Kind, id: string): void;
  read(kind: Kind, id: string): Stored | undefined;
  /** The id of the person with this user name; empty where there is none. */
  find(userName: string): string;
  password(id: string): string | undefined;
  close(): Promise<void>;
};

/** Starts SCIMMY, a SCIM server, over SQLite. One in a process: its handlers are the process's own. */
export async function startScim(): Promise<ScimServer> {
  const db = new DatabaseSync(':memory:');
  db.exec('create table resource (kind text, id text primary key, name text, body text, password text, unique (kind, name))');
  const parsed = (row: unknown): Stored => JSON.parse(String((row as { body: string }).body));
  const read = (kind: Kind, id: string): Stored | undefined => {
    const row = db.prepare('select body from resource where kind = ? and id = ?').get(kind, id);
    return row === undefined ? undefined : parsed(row);
  };
  const list = (kind: Kind): Stored[] => db.prepare('select body from resource where kind = ?').all(kind).map(parsed);

  const write = (kind: Kind, id: string, { password, ...resource }: Record<string, unknown>): Stored => {
    const now = new Date().toISOString();
    const stored: Stored = { ...resource, id, meta: { resourceType: kind, created: now, lastModified: now, version: `W/"${newId()}"` } };
    const name = String(resource.userName ?? resource.displayName).toLowerCase();
    const before = db.prepare('select password from resource where id = ?').get(id) as { password: string | null } | undefined;
    try {
      db.prepare('insert or replace into resource values (?, ?, ?, ?, ?)').run(
        kind,
        id,
        name,
        JSON.stringify(stored),
        String(password ?? before?.password ?? ''),
      );
    } catch {
      throw new SCIMMY.Types.Error(409, 'uniqueness', 'This name is taken');
    }
    return stored;
  };
  const taken = (kind: Kind, id: string, name: unknown): boolean =>
    db.prepare('select id from resource where kind = ? and name = ? and id <> ?').get(kind, String(name).toLowerCase(), id) !== undefined;

  const server: ScimServer = {
    url: '',
    token: newId(),
    asked: [],
    showsGroups: true,
    between: (_request, _response, next) => next(),
    put: (kind, resource) => write(kind, newId(), resource).id,
    change: (kind, id, over) => void write(kind, id, { ...read(kind, id), ...over }),
    drop: (kind, id) => void db.prepare('delete from resource where kind = ? and id = ?').run(kind, id),
    read,
    find: (userName) => String(db.prepare("select id from resource where kind = 'User' and name = ?").get(userName.toLowerCase())?.id ?? ''),
    password: (id) => (db.prepare('select password from resource where id = ?').get(id) as { password: string } | undefined)?.password,
    close: async () => {
      http.close();
      http.closeAllConnections();
      db.close();
    },
  };

  /** The groups that hold somebody, and those that hold these. */
  const groupsOf = (id: string): object[] => {
    const groups = list('Group');
    const holding = (member: string) => groups.filter(({ members }) => ((members ?? []) as Member[]).some(({ value }) => value === member));
    const found = new Map(holding(id).map((group) => [group.id, { value: group.id, display: group.displayName, type: 'direct' }]));
    for (const { value } of found.values())
      for (const group of holding(value)) if (!found.has(group.id)) found.set(group.id, { value: group.id, display: group.displayName, type: 'indirect' });
    return [...found.values()];
  };
  const shown = (kind: Kind, stored: Stored): Stored => (kind === 'User' && server.showsGroups ? { ...stored, groups: groupsOf(stored.id) } : stored);

  for (const kind of ['User', 'Group'] as const) {
    SCIMMY.Resources.declare(SCIMMY.Resources[kind] as typeof SCIMMY.Resources.User)
      .egress((async ({ id, filter }: { id?: string; filter?: Filter }) => {
        if (id === undefined) {
          const some = named(filter)?.flatMap((one) => read(kind, one) ?? []) ?? list(kind);
          return (filter ? filter.match(some) : some).map((stored) => shown(kind, stored as Stored));
        }
        const stored = read(kind, id);
        if (!stored) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
        return shown(kind, stored);
      }) as never)
      .ingress((async ({ id }: { id?: string }, data: Record<string, unknown>) => {
        // Its own JSON leaves the password out.
        const plain: Record<string, unknown> = { ...JSON.parse(JSON.stringify(data)), password: data.password };
        if (typeof plain.password === 'string' && plain.password.length < 8) throw new SCIMMY.Types.Error(400, 'invalidValue', 'The password is too short');
        if (taken(kind, id ?? '', plain.userName ?? plain.displayName)) throw new SCIMMY.Types.Error(409, 'uniqueness', 'This name is taken');
        if (id !== undefined && !read(kind, id)) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
        return shown(kind, write(kind, id ?? newId(), plain));
      }) as never)
      .degress((async ({ id }: { id: string }) => {
        if (!read(kind, id)) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
        server.drop(kind, id);
      }) as never);
  }
  SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);

  const app = express();
  app.use((request, response, next) => {
    // restify gives every request of this process a method of that name, which Express takes for the query.
    request.query = Object.fromEntries(new URL(request.url, 'http://localhost').searchParams);
    server.asked.push(`${request.method} ${decodeURIComponent(request.url.replaceAll('+', ' '))}`);
    server.between(request, response, next);
  });
  const authentication = {
    type: 'bearer',
    handler: (request: Request) => {
      if (request.header('authorization') !== `Bearer ${server.token}`) throw new Error('No such token');
      return '';
    },
  };
  app.use('/scim/v2', new SCIMMYRouters(authentication));
  const http = app.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return Object.assign(server, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/scim/v2` });
}

/** The ids that a filter names, where it asks for nothing else: these are looked up, as a real store does. */
function named(filter: Filter | undefined): string[] | undefined {
  const ids = [...(filter ?? [])].map(({ id, ...more }) => (Object.keys(more).length === 0 && id?.[0] === 'eq' ? id[1] : undefined));
  return ids.length > 0 && ids.every((id) => id !== undefined) ? ids : undefined;
}
