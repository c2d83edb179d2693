import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { personOf as graphPerson } from '../../core/connectors/graph/people.ts';
import { createHttpDirectory } from '../../core/connectors/http/http.ts';
import { bounded } from '../../core/connectors/identityProviders/boundedFetch.ts';
import { keptEntry } from '../../core/connectors/keptEntry.ts';
import { personOf as scimPerson } from '../../core/connectors/scim/people.ts';
import { createScimDirectory } from '../../core/connectors/scim/scim.ts';
import { faultOf, pathPart } from '../../core/connectors/service.ts';
import { notForEver } from '../../core/directory/notForEver.ts';
import { graphSettings } from '../../core/portal/graphSettings.ts';
import { httpSettings } from '../../core/portal/httpSettings.ts';
import { scimSettings } from '../../core/portal/scimSettings.ts';
import type { Entry } from '../../core/ports.ts';

const alice: Entry = {
  ...{ id: 'a-1', identifier: 'alice', email: 'alice@corp.example', givenName: 'Alice', familyName: 'Martin', phone: '+33612345678', entity: 'Accounts' },
  ...{ hasPassword: true, locked: false, disabled: false, privileged: false, passwordEndsAt: null },
};
const long = (count: number) => 'x'.repeat(count);

/** What nobody can be kept by, in whatever directory it stands. */
const none: readonly Partial<Entry>[] = [
  { id: '' },
  { id: 'a\0b' },
  { id: '\ud800' },
  { id: long(5_000) },
  { identifier: 'ali\u202ece' },
  { identifier: long(5_000) },
  { email: 'alice@corp.example, thief@elsewhere.example' },
  { email: 'alice@corp.example\r\nBcc: thief@elsewhere.example' },
  { email: `${long(5_000)}@corp.example` },
];

/** An account as each kind of directory that is asked over HTTP has it. */
const kinds: Readonly<Record<string, (entry: Entry) => Promise<Entry | undefined>>> = {
  scim: async ({ id, identifier, email, givenName, familyName, phone }) => {
    const settings = scimSettings.parse({ kind: 'scim', url: 'https://scim.example', token: 'token', people: { phone: 'phoneNumbers.value' } });
    const resource = { id, userName: identifier, emails: [{ value: email }], name: { givenName, familyName }, phoneNumbers: [{ value: phone }] };
    return scimPerson(resource, settings)?.entry;
  },
  graph: async ({ id, identifier, email, givenName, familyName: surname, phone }) => {
    const settings = graphSettings.parse({ kind: 'graph', managedIdentity: true, people: { phone: 'mobilePhone' } });
    return graphPerson({ id, userPrincipalName: identifier, mail: email, givenName, surname, mobilePhone: phone, accountEnabled: true }, settings);
  },
  http: async (entry) => {
    const account = { ...entry, passwordEndsAt: null };
    const server = await answering(() => JSON.stringify({ account }));
    const directory = createHttpDirectory(httpSettings.parse({ kind: 'http', url: server.url, secret: long(40), can: [] }), () => undefined);
    try {
      // The contract bounds a text too, and says so of the whole answer.
      return await directory.find({ identifier: entry.identifier }).catch(() => undefined);
    } finally {
      server.close();
    }
  },
};

async function answering(body: () => string) {
  const server = createServer((_request, response) => void response.setHeader('content-type', 'application/json').end(body())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close().closeAllConnections() };
}

test('DIR-9 whatever kind of directory it is: an address that is several, and an id or a name that nobody can see or no index takes, is nobody’s', async () => {
  for (const wrong of none) assert.equal(keptEntry({ ...alice, ...wrong }), undefined, JSON.stringify(wrong).slice(0, 80));
  for (const [kind, shown] of Object.entries(kinds)) {
    assert.equal((await shown(alice))?.email, alice.email, kind);
    for (const wrong of none) assert.equal(await shown({ ...alice, ...wrong }), undefined, `${kind} ${JSON.stringify(wrong).slice(0, 80)}`);
    const odd = await shown({ ...alice, givenName: 'Ali\0ce\n\u202eA', familyName: long(290), phone: '\u202a+33612345678\u202c' });
    assert.deepEqual([odd?.givenName, odd?.familyName, odd?.phone], ['Alice A', long(100), '+33612345678'], kind);
    assert.equal((await shown({ ...alice, phone: long(200) }))?.phone ?? null, null, kind);
  }
});

test('DIR-9 a token that no header can have is told of without the token', async () => {
  for (const token of ['s3cret\nof the service', 's3cret–of the service']) {
    const told: string[] = [];
    // A profile takes none of these: whatever else comes to stand in a header.
    const settings = { ...scimSettings.parse({ kind: 'scim', url: 'https://scim.example', token: 'good' }), token };
    await assert.rejects(createScimDirectory(settings, (message) => told.push(message)).find({ email: 'a@b.example' }), { name: 'DirectoryMisconfigured' });
    assert.match(told.join(), /sent in a header/);
    assert.doesNotMatch(told.join(), /s3cret/);
  }
  assert.equal(faultOf('host', new TypeError('fetch failed')).message, 'host: fetch failed');
  assert.deepEqual([pathPart('..'), pathPart('\ud800'), pathPart('a/b')], ['-', '-', 'a%2Fb']);
});

test('a list of a directory that does not end is left, by its people or by its pages', async () => {
  const endless = async function* (people: readonly number[]) {
    for (;;) yield people;
  };
  const read = async (people: readonly number[]) => {
    let pages = 0;
    for await (const _page of notForEver(endless(people), { people: 10, pages: 7 })) pages += 1;
    return pages;
  };
  for (const people of [[1, 2], []]) await assert.rejects(read(people), /does not end/);
});

test('SSO-1 no answer of a provider is read that is larger than any', async () => {
  let body = '{"a":1}';
  const server = await answering(() => body);
  const ask = () => bounded()(server.url, { method: 'GET', body: null, headers: {}, redirect: 'manual' });
  assert.deepEqual(await (await ask()).json(), { a: 1 });
  body = JSON.stringify(long(6_000_000));
  await assert.rejects(ask(), { name: 'TypeError', message: /more than 5 MB/ });
  server.close();
});
