import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { alice, enters, withConsole } from '../console.ts';
import { invgateOnScim } from './scim.ts';

const { server, folder, between, close } = await invgateOnScim();
for (const name of ['Workplace', 'Applications', 'Network', 'Sensitive data']) server.put('Group', { displayName: name });
after(close);

test('OPS-2 an operator sees a directory fail, why, and come back; the others are Guichet’s own', () =>
  withConsole(
    [alice('operator')],
    async (its) => {
      const browser = await enters(its, { language: 'en' });
      const state = async () => /InvGate Service Desk<\/td>[\s\S]*?<\/tr>/.exec((await browser.get('/console/directories')).html)?.[0] ?? '';
      assert.match(await state(), /scim[\s\S]*Answers, in \d+ ms/);
      await between(
        (_request, response) => void response.status(401).send({}),
        async () => assert.match(await state(), /Refuses Guichet, or is set up wrongly/),
      );
      await between(
        (request) => void request.socket.destroy(),
        async () => {
          const silent = await state();
          assert.match(silent, /Does not answer/);
          assert.ok(!silent.includes(server.token));
        },
      );
      assert.match(await state(), /Answers/);
      assert.match((await browser.get('/console/directories')).html, /Octopus<\/td>[\s\S]*?Guichet’s own/);
    },
    { env: { PORTALS_DIR: folder } },
  ));
