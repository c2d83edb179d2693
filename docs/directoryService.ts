import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import * as contract from '../core/connectors/http/contract.ts';

// Writes docs/directory-service.openapi.json from the schemas that answers are read with; `npm run format` lays it out.

const file = join(import.meta.dirname, 'directory-service.openapi.json');

const named = {
  Account: contract.account,
  Lookup: contract.lookup,
  NewAccount: contract.newAccount,
  Found: contract.found,
  Several: contract.several,
  Made: contract.made,
  Compared: contract.compared,
  GroupsHeld: contract.groupsHeld,
  Members: contract.members,
  Endings: contract.endings,
  Service: contract.service,
  Problem: contract.problem,
} as const;
type Name = keyof typeof named;

/** The schemas as a service writes them: what has a default may be left out. */
function components(): object {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(named)) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { uri: (name) => `#/components/schemas/${name}`, io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]));
}

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const ref = (name: Name) => ({ $ref: `#/components/schemas/${name}` });
const body = (properties: object) => ({ requestBody: { required: true, ...json({ type: 'object', required: Object.keys(properties), properties }) } });
const string = { type: 'string' };
const statusOf: Readonly<Record<contract.ProblemName, number>> = {
  taken: 409,
  closed: 403,
  'not-found': 404,
  'wrong-password': 422,
  'password-refused': 422,
  'key-reused': 422,
};
const refusals = (...names: contract.ProblemName[]) =>
  Object.fromEntries(
    names.map((name) => [
      statusOf[name],
      {
        description: names.filter((other) => statusOf[other] === statusOf[name]).join(' or '),
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
const unsigned = { 401: { description: 'The signature is missing, over, used before, or for another request' } };
const answers = (name: Name, description = 'What was asked for') => ({ 200: { description, ...json(ref(name)) } });
const done = { 204: { description: 'Done, also if it was so already' } };
const writing = [{ $ref: '#/components/parameters/IdempotencyKey' }];
const id = { name: 'id', in: 'path', required: true, schema: string };
const group = { name: 'group', in: 'path', required: true, schema: string };

const document = {
  openapi: '3.1.0',
  info: {
    title: 'A directory behind a portal',
    version: '1',
    description:
      'What a service does so that Guichet can keep the accounts of a portal in it. Every request is signed with a JWT (RFC 7519, HS256) under the secret that both sides know: iss is guichet, aud the base address, exp within a minute, jti new for each request; method, path (after the base address, with its query) and digest (SHA-256 of the body, base64url) are those of the request. A service answers 401 to anything else. What writes carries an Idempotency-Key: asked again under one key, it answers as before and does nothing, for a day at least; under one key with another method, path or body it does nothing, and answers 422 with key-reused. Refusals are problem details (RFC 9457).',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  security: [{ signed: [] }],
  paths: {
    '/service': { get: { operationId: 'service', summary: 'What the service can do', responses: { ...answers('Service'), ...unsigned } } },
    '/accounts/find': {
      post: {
        operationId: 'find',
        summary: 'The one account that has this identifier, address or id. Identifiers and addresses are the same in any case; nothing in them is a pattern',
        requestBody: { required: true, ...json(ref('Lookup')) },
        responses: { ...answers('Found'), ...unsigned },
      },
    },
    '/accounts/search': {
      post: {
        operationId: 'search',
        summary:
          'The accounts whose names begin so, for support: each word begins the given name, a part of the family name or the identifier, in any order, without capitals or accents. Or those with a telephone number. A word is no pattern',
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            required: ['most'],
            properties: {
              words: { type: 'array', items: string },
              phone: { ...string, description: 'In E.164 form, in place of words' },
              most: { type: 'integer', description: 'No more than so many' },
            },
          }),
        },
        responses: { ...answers('Several'), ...unsigned },
      },
    },
    '/accounts': {
      post: {
        operationId: 'create',
        summary: 'Makes an account, with what new accounts are given',
        parameters: writing,
        requestBody: { required: true, ...json(ref('NewAccount')) },
        responses: { ...answers('Made'), ...refusals('taken', 'password-refused', 'key-reused'), ...unsigned },
      },
    },
    '/accounts/{id}': {
      delete: {
        operationId: 'remove',
        summary: 'Ends an account: it is disabled or gone, and in no group',
        parameters: [id, ...writing],
        responses: { ...done, ...refusals('not-found', 'key-reused'), ...unsigned },
      },
    },
    '/accounts/{id}/verify': {
      post: {
        operationId: 'verify',
        summary: 'Compares a password. For an id that is not there the answer is wrong, after the same time',
        parameters: [id],
        ...body({ password: string }),
        responses: { ...answers('Compared'), ...unsigned },
      },
    },
    '/accounts/{id}/password': {
      put: {
        operationId: 'setPassword',
        summary: 'Sets a password under the policy of the service, and unlocks the account',
        parameters: [id, ...writing],
        ...body({ password: string }),
        responses: { ...done, ...refusals('closed', 'not-found', 'password-refused', 'key-reused'), ...unsigned },
      },
      post: {
        operationId: 'changePassword',
        summary: 'Changes a password that its owner knows',
        parameters: [id, ...writing],
        ...body({ current: string, password: string }),
        responses: { ...done, ...refusals('closed', 'not-found', 'wrong-password', 'password-refused', 'key-reused'), ...unsigned },
      },
    },
    '/accounts/{id}/groups': {
      post: {
        operationId: 'groupsOf',
        summary: 'Which of these groups an account is in',
        parameters: [id],
        ...body({ groups: { type: 'array', items: string } }),
        responses: { ...answers('GroupsHeld'), ...refusals('not-found'), ...unsigned },
      },
    },
    '/accounts/{id}/manager': {
      get: {
        operationId: 'managerOf',
        summary: 'The account of somebody’s manager',
        parameters: [id],
        responses: { ...answers('Found'), ...refusals('not-found'), ...unsigned },
      },
    },
    '/groups/{group}/members': {
      get: {
        operationId: 'membersOf',
        summary: 'The people in a group; where there are many, page by page',
        parameters: [group, { name: 'cursor', in: 'query', schema: string, description: 'What the page before named as next; left out for the first' }],
        responses: { ...answers('Members'), ...refusals('not-found'), ...unsigned },
      },
    },
    '/groups/{group}/members/{id}': {
      put: {
        operationId: 'join',
        summary: 'Puts an account into a group',
        parameters: [group, id, ...writing],
        responses: { ...done, ...refusals('not-found', 'key-reused'), ...unsigned },
      },
      delete: {
        operationId: 'leave',
        summary: 'Takes an account out of a group',
        parameters: [group, id, ...writing],
        responses: { ...done, ...refusals('not-found', 'key-reused'), ...unsigned },
      },
    },
    '/passwords/ending': {
      get: {
        operationId: 'ending',
        summary: 'The accounts whose passwords end after one instant and not after another, page by page: none that is disabled or privileged',
        parameters: ['after', 'until', 'cursor'].map((name) => ({
          name,
          in: 'query',
          required: true,
          schema: name === 'cursor' ? string : { ...string, format: 'date-time' },
        })),
        responses: { ...answers('Endings'), ...unsigned },
      },
    },
  },
  components: {
    securitySchemes: { signed: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    parameters: { IdempotencyKey: { name: 'Idempotency-Key', in: 'header', required: true, schema: string } },
    schemas: components(),
  },
};

/** The contract, as the file has it. */
export const openApi = (): string => `${JSON.stringify(document, (key, value) => (key === 'pattern' && String(value).length > 100 ? undefined : value), 2)}\n`;

if (import.meta.main) await writeFile(file, openApi());
