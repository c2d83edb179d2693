import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PortalError } from '../../core/portal/index.ts';
import { usual } from '../contract/directory.ts';
import { codeIn, type Guichet, linkIn, type Options, withGuichet } from '../support.ts';
import { approvedWhileAway, type Behind, costsTheSame } from './invgateStories.ts';
import { profileOn } from './portals.ts';
import { invgateOnScim } from './scim.ts';

// What InvGate's procedure demands, with its people and groups on a SCIM server, and none in tables of Guichet's own.

const { server, folder, put, group, members, opens, between, close } = await invgateOnScim();
const workplace = group('Workplace');
const network = group('Network');
for (const name of ['Applications', 'Sensitive data']) group(name);
after(close);

const behind: Behind = {
  workplace,
  network,
  members,
  away: (run) => between((_request, response) => void response.status(503).end(), run),
  asked: () => server.asked.splice(0).length,
};

const good = 'Grand-Large 25!!';
const on = (story: (guichet: Guichet) => Promise<void>, options: Options = {}) =>
  withGuichet({ env: { PORTALS_DIR: folder }, gateway: false, ...options }, story);
const audited = async ({ db }: Guichet, action: string) =>
  (await db.selectFrom('audit').select('id').where('action', '=', action).where('outcome', '=', 'ok').execute()).length;

/** The page of a new password, and the code that it asks for. */
async function opensPage({ chat, mails, page }: Guichet, identifier: string) {
  await chat.says('mdp invgate oublié');
  await chat.presses('reset.send', { identifier });
  const web = await page(linkIn((await mails()).find(({ to, text }) => to === identifier && text.includes('/link/'))));
  await web.sendsCode();
  return { web, code: { code: codeIn((await mails())[0]) } };
}

test('IN-2 DIR-6 InvGate on SCIM: who signs up has an account there, which the password opens', () =>
  on(async ({ chat, mails, page }) => {
    await chat.says('je voudrais m’inscrire sur invgate');
    await chat.presses('signUp.address', { email: 'zoe.petit@corp.example', entity: 'siege' });
    await chat.presses('signUp.details', { userName: 'zoe.petit@corp.example', givenName: 'Zoé', familyName: 'Petit' });
    const web = await page(linkIn((await mails())[0]));
    await web.sendsCode();
    const answered = await web.submits(good, { code: codeIn((await mails())[0]) });
    assert.equal(answered.status, 303, answered.html);
    const id = server.find('zoe.petit@corp.example');
    assert.deepEqual([server.read('User', id)?.displayName, opens(id, good)], ['Zoé Petit', true]);
  }));

test('DIR-4 InvGate on SCIM: the answer to a reset is lost; the same submission again ends well, with one record and one mail', () =>
  on(async (guichet) => {
    const id = put('lost');
    const { web, code } = await opensPage(guichet, 'lost@corp.example');
    await between(
      (request, response, pass) => {
        if (request.method === 'PATCH') response.send = () => void request.socket.destroy() as never;
        pass();
      },
      async () => assert.match((await web.submits(good, code)).html, /ne répond pas/),
    );
    assert.equal(opens(id, good), true, 'it was done after all');
    assert.deepEqual([await audited(guichet, 'reset.completed'), (await guichet.mails()).length], [0, 0]);
    const again = await web.submits(good, code);
    assert.equal(again.status, 303, again.html);
    assert.deepEqual([await audited(guichet, 'reset.completed'), (await guichet.mails()).length], [1, 1]);
    guichet.chat.hears('Votre mot de passe est enregistré');
  }));

test('DIR-4 DIR-6 InvGate on SCIM: the answer to a new account is lost; the same submission again ends well, with one account', () =>
  on(async ({ chat, mails, page }) => {
    await chat.says('je voudrais m’inscrire sur invgate');
    await chat.presses('signUp.address', { email: 'lost.new@corp.example', entity: 'siege' });
    await chat.presses('signUp.details', { userName: 'lost.new@corp.example', givenName: 'Zoé', familyName: 'Petit' });
    const web = await page(linkIn((await mails())[0]));
    await web.sendsCode();
    const code = { code: codeIn((await mails())[0]) };
    await between(
      (request, response, pass) => {
        if (request.method === 'POST') response.send = () => void request.socket.destroy() as never;
        pass();
      },
      async () => assert.match((await web.submits(good, code)).html, /ne répond pas/),
    );
    assert.equal((await web.submits(good, code)).status, 303);
    assert.equal(opens(server.find('lost.new@corp.example'), good), true);
    assert.equal((await mails()).length, 1);
  }));

test('IN-9 IN-10 IN-11 IN-12 DIR-7 DIR-8 InvGate on SCIM: what others gave is shown, what is approved is put into the group when the portal opens, and waits while it is down', () =>
  on(
    async (guichet) => {
      const id = put('alice.martin');
      server.change('Group', network, { members: [{ value: id }] });
      await approvedWhileAway(guichet, id, behind);
    },
    { channel: 'msteams' },
  ));

test('DIR-2 DIR-5 InvGate on SCIM: who was disabled there gets the mail as everybody does, and is handed to support on the page', () =>
  on(async (guichet) => {
    const id = put('leaver');
    const { web, code } = await opensPage(guichet, 'leaver@corp.example');
    server.change('User', id, { active: false });
    assert.match((await web.submits(good, code)).html, /Ce compte est fermé/);
    assert.equal(server.password(id), usual);
  }));

test('ALL-4 InvGate on SCIM: a known and an unknown address cost the same requests and hear the same', () =>
  on(async (guichet) => {
    put('known');
    await costsTheSame(guichet, 'known@corp.example', behind);
  }));

test('DIR-8 InvGate on SCIM: its 429 for a minute holds up no other portal, and it is left alone meanwhile', () =>
  on(async ({ chat }) => {
    await between(
      (_request, response) => void response.status(429).set('retry-after', '60').end(),
      async () => {
        await chat.says('mdp invgate oublié');
        await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
        chat.hears('ne répond pas');
        const asked = server.asked.length;
        for (let times = 0; times < 3; times += 1) await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
        await chat.says('mdp octopus oublié');
        await chat.presses('reset.send', { identifier: 'amartin' });
        chat.hears(/Si .*amartin/);
        assert.equal(server.asked.length, asked, 'nobody waits for an answer of it');
      },
    );
  }));

test('DIR-1 a profile that offers what SCIM cannot do is refused at start, naming the procedure and what is missing', async () => {
  const extranet = await profileOn('extranet', 'invgate-scim', '', (lines) => lines.replace(/ {2}# One group[\s\S]*$/, ''));
  await assert.rejects(
    withGuichet({ env: { PORTALS_DIR: extranet.folder } }, async () => undefined),
    (error) => error instanceof PortalError && /extranet procedures\.changePassword: its directory cannot compare a password/.test(error.message),
  );
  await extranet.drop();
});
