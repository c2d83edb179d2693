import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeIn, type Guichet, linkIn, type Options, withGuichet } from '../support.ts';
import { entra } from './entra.ts';
import { approvedWhileAway, type Behind, costsTheSame } from './invgateStories.ts';

// What InvGate's procedure demands, with its people and groups in a tenant of Microsoft Entra, and none in tables of Guichet's own.

const { server, put, members, opens, between, onStandIn, profile } = await entra();
const [workplace, applications, network, sensitive] = ['Workplace', 'Applications', 'Network', 'Sensitive data'].map((name) => server.group(name)) as [
  string,
  string,
  string,
  string,
];
const standIn = onStandIn({ workplace, applications, network, 'sensitive-data': sensitive });
const folder = await profile('invgate', (lines) => standIn(lines).replace(/ {4}as: guest\n {4}redirect: .*/, '    as: member\n    domain: corp.example'));

const behind: Behind = {
  workplace,
  network,
  members,
  away: (run) => between(() => ({ status: 503, body: { error: { code: 'serviceNotAvailable', message: 'The service is unavailable' } } }), run),
  asked: () => server.asked.splice(0).length,
};

const good = 'Grand-Large 25!!';
const on = (story: (guichet: Guichet) => Promise<void>, options: Options = {}) =>
  withGuichet({ env: { PORTALS_DIR: folder }, gateway: false, ...options }, story);

test('IN-2 DIR-6 InvGate on Entra: who signs up has an account there, with a user name of the tenant’s own, which the password opens', () =>
  on(async ({ chat, mails, page }) => {
    await chat.says('je voudrais m’inscrire sur invgate');
    await chat.presses('signUp.address', { email: 'zoe.petit@elsewhere.example', entity: 'siege' });
    await chat.presses('signUp.details', { userName: 'zoe.petit@elsewhere.example', givenName: 'Zoé', familyName: 'Petit' });
    const web = await page(linkIn((await mails())[0]));
    await web.sendsCode();
    const answered = await web.submits(good, { code: codeIn((await mails())[0]) });
    assert.equal(answered.status, 303, answered.html);
    const user = [...server.users.values()].find(({ mail }) => mail === 'zoe.petit@elsewhere.example');
    assert.deepEqual([user?.userPrincipalName, user?.displayName, opens(user?.id ?? '', good)], ['zoe.petit@corp.example', 'Zoé Petit', true]);
  }));

test('IN-9 IN-10 IN-11 IN-12 DIR-7 DIR-8 InvGate on Entra: what others gave is shown, what is approved is put into the group when the portal opens, and waits while Graph is down', () =>
  on(
    async (guichet) => {
      const id = put('alice.martin');
      server.groups.get(network)?.members.push(id);
      await approvedWhileAway(guichet, id, behind);
    },
    { channel: 'msteams' },
  ));

test('ALL-4 InvGate on Entra: a known and an unknown address cost the same requests and hear the same', () =>
  on(async (guichet) => {
    put('known');
    await costsTheSame(guichet, 'known@corp.example', behind);
  }));
