import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ready } from './ready.ts';

// A service of an operator's (DIR-13) whose group «crowd» has as many people as CROWD says, five hundred a page.
const crowd = Number(process.env.CROWD);
const perPage = 500;

const account = (number: number) => ({ id: `d${number}`, identifier: `p${number}@corp.example`, email: `p${number}@corp.example`, givenName: 'Camille' });

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  const from = Number(searchParams.get('cursor') ?? 0);
  const to = Math.min(crowd, from + perPage);
  const page = { members: Array.from({ length: to - from }, (_, n) => account(from + n)), next: to < crowd ? `${to}` : null };
  const body = pathname.endsWith('/groups/crowd/members') ? page : pathname.endsWith('/members') ? { members: [], next: null } : { account: null, groups: [] };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}).listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
