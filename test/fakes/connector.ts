import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const attachment = z.looseObject({ contentType: z.string(), content: z.unknown() });

/** What the bot sent: the activity as it was on the wire, and how (`PUT` replaces one sent before). */
export type Posted = z.output<typeof posted>;
const posted = z.looseObject({
  method: z.enum(['POST', 'PUT', 'DELETE']),
  conversationId: z.string(),
  /** Given by this connector when it was posted. */
  id: z.string(),
  type: z.string(),
  text: z.string().optional(),
  locale: z.string().optional(),
  replyToId: z.string().optional(),
  attachments: z.array(attachment).optional(),
  suggestedActions: z.looseObject({}).optional(),
  channelData: z.unknown().optional(),
});

/** A person in the roster, as Teams gives them. */
export type Member = {
  id: string;
  aadObjectId: string;
  name: string;
  givenName: string;
  surname: string;
  email: string;
  userPrincipalName: string;
  tenantId: string;
  userRole: string;
};

/** The tenant that every made-up person belongs to. */
export const tenant = '11111111-1111-4111-8111-111111111111';

/** A made-up member; the Teams id, object id and address follow from the name. */
export function member(givenName: string, surname: string, objectId: string): Member {
  const email = `${givenName}.${surname}@corp.example`.toLowerCase();
  return {
    id: `29:${objectId}`,
    aadObjectId: objectId,
    name: `${givenName} ${surname}`,
    givenName,
    surname,
    email,
    userPrincipalName: email,
    tenantId: tenant,
    userRole: 'user',
  };
}

/** Two people who are in every roster. */
export const alice = member('Alice', 'Martin', 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa');
export const bruno = member('Bruno', 'Leroy', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb');

type Answer = { status: number; headers: Record<string, string>; times: number; code: string };

/** A small Bot Framework connector on loopback. */
export type Connector = {
  /** To be used as `serviceUrl`. */
  readonly url: string;
  /** Everything sent, in order; typing indicators and traces are left out. */
  readonly activities: Posted[];
  /** The bearer token of each request, `undefined` where there was none. */
  readonly tokens: (string | undefined)[];
  /** Requests of any kind, answered or not. */
  readonly requests: { method: string; path: string }[];
  /** The roster; a test may add to it. */
  readonly members: Member[];
  /** The next activity not yet returned by `next`, waited for at most `limit` ms (5 s). */
  next(limit?: number): Promise<Posted>;
  /** Forgets what was sent so far, and what it was told to answer, so that `next` waits for news. */
  clear(): void;
  /** The next `times` (1) requests get this status, and `code` as Bot Framework's error code; 0 is no answer at all. */
  answer(status: number, headers?: Record<string, string>, times?: number, code?: string): void;
  close(): Promise<void>;
};

/** Starts a connector that accepts everything until told otherwise. `onSent` hears of each activity when it comes. */
export async function startConnector(onSent: (activity: Posted) => void = () => undefined): Promise<Connector> {
  const activities: Posted[] = [];
  const tokens: (string | undefined)[] = [];
  const requests: { method: string; path: string }[] = [];
  const members: Member[] = [alice, bruno];
  const answers: Answer[] = [];
  let taken = 0;
  let ids = 0;

  const server = createServer(async (req, res) => {
    const method = req.method ?? 'GET';
    const path = decodeURIComponent(new URL(req.url ?? '/', 'http://connector').pathname);
    requests.push({ method, path });
    tokens.push(req.headers.authorization?.replace(/^Bearer /, ''));
    const body = method === 'POST' || method === 'PUT' ? await json(req) : {};
    const [told] = answers;
    if (told) {
      told.times -= 1;
      if (told.times === 0) answers.shift();
      return told.status === 0 ? undefined : send(res, told.status, { error: { code: told.code, message: `told to answer ${told.status}` } }, told.headers);
    }
    const [, conversationId = '', room, id] = /^\/v3\/conversations(?:\/([^/]+)(?:\/(activities|members|pagedmembers)(?:\/(.+))?)?)?$/.exec(path) ?? [];
    if (method === 'POST' && !conversationId) return send(res, 201, { id: `a:${++ids}`, serviceUrl: url });
    if (room === 'pagedmembers') {
      // A personal chat has its one person, by the name that test/chat.ts gives it.
      const own = members.filter(({ givenName }) => conversationId.startsWith(`a:${givenName}-`));
      return send(res, 200, { members: own.length > 0 ? own : members });
    }
    if (room === 'members' && !id) return send(res, 200, members);
    if (room === 'members') {
      const found = members.find((one) => one.id === id || one.aadObjectId === id);
      return found ? send(res, 200, found) : send(res, 404, { error: { code: 'MemberNotFoundInConversation', message: 'no such member' } });
    }
    if (room !== 'activities' || method === 'GET') return send(res, 404, { error: { code: 'NotFound', message: path } });
    const known = method === 'POST' ? `activity-${++ids}` : id;
    const activity = posted.parse({ type: 'delete', ...z.looseObject({}).parse(body), method, conversationId, id: known });
    if (activity.type !== 'typing' && activity.type !== 'trace') {
      activities.push(activity);
      onSent(activity);
    }
    return send(res, 200, { id: activity.id });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  return {
    url,
    activities,
    tokens,
    requests,
    members,
    async next(limit = 5_000) {
      for (const end = performance.now() + limit; performance.now() < end; await sleep(5)) {
        const activity = activities[taken];
        if (activity) {
          taken += 1;
          return activity;
        }
      }
      throw new Error(`The bot sent nothing within ${limit} ms (it had sent ${activities.length} activities before).`);
    },
    clear() {
      activities.length = 0;
      answers.length = 0;
      taken = 0;
    },
    answer(status, headers = {}, times = 1, code = 'ToldSo') {
      answers.push({ status, headers, times, code });
    },
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function send(res: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  // In two statements: restify, where it is loaded, makes every `writeHead` of the process return nothing.
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(body));
}
