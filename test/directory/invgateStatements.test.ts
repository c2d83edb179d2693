import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Attribute, Change } from 'ldapts';
import { type Chat, textOf } from '../chat.ts';
import { statusOf } from '../deciding.ts';
import { aliceAccount, asks, claire, hugo, meets } from '../enrolling.ts';
import { skipWithoutSlapd, tree } from '../fakes/slapd.ts';
import { visitPublic } from '../publicPage.ts';
import { codeIn, type Guichet, linkIn, type Options, withGuichet } from '../support.ts';
import { profileOn, setEnvironment } from './portals.ts';
import { slapd } from './servers.ts';

// What InvGate's procedure demands, with its people in a real OpenLDAP and none in tables of Guichet's own.

const skip = skipWithoutSlapd();
const good = 'Grand-Large 25!!';
let server: Awaited<ReturnType<typeof slapd>>;
let profile: Awaited<ReturnType<typeof profileOn>>;
let alice: string;

before(async () => {
  if (skip) return;
  server = await slapd();
  for (const group of ['workplace', 'applications', 'network', 'sensitive-data']) await server.group(group, []);
  alice = await server.put('alice', { email: aliceAccount });
  profile = await profileOn('invgate', 'invgate-openldap');
  setEnvironment({
    INVGATE_LDAP_SERVER: server.real.url,
    INVGATE_LDAP_CA: server.authority.ca,
    INVGATE_LDAP_ACCOUNT: tree.service,
    INVGATE_LDAP_PASSWORD: tree.password,
  });
});
after(async () => {
  if (skip) return;
  await profile.drop();
  await server.close();
});

const on = (options: Options, story: (guichet: Guichet) => Promise<void>) => withGuichet({ env: { PORTALS_DIR: profile.folder }, ...options }, story);

const has = (name: string, type: string, value: string) =>
  server.admin((client) => client.modify(name, new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) })));

const thereAre = async (email: string) =>
  (await server.admin((client) => client.search(`ou=people,${tree.base}`, { filter: `(mail=${email})`, attributes: ['1.1'] }))).searchEntries.length;

async function signsUp(chat: Chat, email: string, details: object = {}): Promise<void> {
  await chat.says('je voudrais m’inscrire sur invgate');
  await chat.presses('signUp.address', { email });
  await chat.presses('signUp.details', { userName: email, givenName: 'Zoé', familyName: 'Petit', ...details });
}

test('IN-1 OpenLDAP: who is of the excluded entity, by domain or by the directory, is told so and handed to support; nothing is created', { skip }, () =>
  on({}, async ({ chat, mails }) => {
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'jean@fhl.example.org' });
    chat.hears('L’entité FHL a sa propre procédure d’accès à InvGate');
    await chat.presses('signUp.support');
    await chat.presses('support.send', { comment: 'Je commence lundi.' });
    assert.equal((await mails())[0]?.to, 'support.invgate@example.org');
    await has(await server.put('fatou', { email: 'fatou@corp.example' }), 'departmentNumber', 'fhl');
    await chat.says('annuler');
    await signsUp(chat, 'fatou@corp.example');
    const [mail] = await mails();
    assert.equal(mail?.to, 'fatou@corp.example');
    assert.match(mail.text, /FHL/);
    assert.doesNotMatch(mail.text, /\/link\//);
    assert.equal(await thereAre('jean@fhl.example.org'), 0);
  }),
);

test('IN-3 IN-8 OpenLDAP: a known and a new address see the same cards, and the mail that arrives differs; the known one stays one account', {
  skip,
}, async () => {
  const seen: string[] = [];
  for (const email of ['known.before@corp.example', 'new.today@corp.example'])
    await on({ gateway: false }, async ({ chat, mails, page }) => {
      if (email.startsWith('known')) await server.put('known.before', { email });
      await signsUp(chat, email, { userName: 'zpetit' });
      chat.hears('doit être identique à l’adresse e-mail');
      await signsUp(chat, email);
      seen.push(chat.transcript.map((line) => (line.text ?? (line.card ? textOf(line.card) : '')).replaceAll(email, '@')).join('\n'));
      const [mail] = await mails();
      assert.match(mail?.subject ?? '', email.startsWith('known') ? /nouveau mot de passe|réinitialis/i : /définissez/i);
      const web = await page(linkIn(mail));
      await web.sendsCode();
      assert.equal((await web.submits(good, { code: codeIn((await mails())[0]) })).status, 303);
      assert.equal(await thereAre(email), 1);
    });
  assert.equal(seen[0], seen[1]);
  assert.equal(await server.opens(`uid=known.before,ou=people,${tree.base}`, good), true);
});

test('IN-4 IN-5 IN-6 IN-7 OpenLDAP: the public page, its mail with «Reset password» and help, the policy, and the code by SMS', { skip }, () =>
  on({ locale: 'en' }, async (guichet) => {
    const { mails, page, sms, worker } = guichet;
    const at = await server.put('page', { email: 'page@corp.example' });
    await has(at, 'mobile', '+33612345678');
    const visit = visitPublic(guichet, '/p/invgate/reset', { language: 'en' });
    assert.equal((await visit.submits({ identifier: 'page@corp.example', human: 'bm90aGluZw==' })).status, 422, 'a machine');
    assert.equal((await visit.submits({ identifier: 'page@corp.example' })).status, 303);
    const [mail, ...others] = await mails();
    assert.deepEqual([mail?.to, others], ['page@corp.example', []]);
    assert.match(mail?.html ?? '', /<a [^>]*href="[^"]+\/p\/invgate\/link\/[^"]+"[^>]*>[^<]*Reset password/);
    assert.match(mail?.html ?? '', /href="https:\/\/invgate\.example\.org\/help"/);
    const web = await page(linkIn(mail));
    web.shows('Send code');
    await web.sendsCode();
    await worker.drain();
    assert.equal(sms.messages[0]?.to, '+33612345678');
    const code = codeIn(sms.messages[0]);
    for (const weak of ['Ab1!2!c', 'abcd12!!', 'ABCD12!!', 'Abcdef12!', 'Abc12345!!', 'Abcdefg1!!'])
      assert.equal((await web.submits(weak, { code })).status, 422, weak);
    for (const wrong of ['', code === '000000' ? '000001' : '000000']) assert.equal((await web.submits(good, { code: wrong })).status, 422);
    assert.equal(await server.opens(at, good), false, 'not without the code');
    assert.equal((await web.submits(good, { code })).status, 303);
    assert.equal(await server.opens(at, good), true);
  }),
);

test('IN-10 IN-11 OpenLDAP: each catalogue asks its own approvers, one of them decides, and the requester is told of each decision as it falls', { skip }, () =>
  on({ channel: 'msteams' }, async (guichet) => {
    const [ofClaire, ofHugo] = [await meets(guichet, claire), await meets(guichet, hugo)];
    const [workplace, network] = await asks(guichet, ['workplace', 'network']);
    ofClaire.hears('Demande à traiter : Poste de travail', `Adresse vérifiée: ${aliceAccount}`);
    assert.doesNotMatch(ofClaire.heard, /Réseau/);
    // Of both catalogues he is an approver.
    ofHugo.hears('Poste de travail', 'Réseau et accès distants');
    const card = ofHugo.transcript.find((line) => line.card && textOf(line.card).includes('Quoi: Réseau'))?.card;
    assert.ok(card);
    await ofClaire.presses('decide.approve');
    assert.deepEqual([await statusOf(guichet, workplace), await statusOf(guichet, network)], ['approved', 'pending']);
    assert.match((await guichet.mails()).find(({ to }) => to === aliceAccount)?.text ?? '', /Poste de travail/);
    guichet.chat.hears(/approuvée/i, 'Poste de travail');
    await ofHugo.presses('decide.refuse', { reason: 'Déjà équipée' }, { card });
    await guichet.worker.drain();
    assert.equal([await statusOf(guichet, workplace), await statusOf(guichet, network)].toSorted().join(), 'approved,refused');
    guichet.chat.hears('Déjà équipée');
    const groups = await server.admin((client) => client.search(`ou=groups,${tree.base}`, { filter: `(member=${alice})`, attributes: ['cn'] }));
    assert.deepEqual(groups.searchEntries, [], 'nothing is given before the portal opens');
  }),
);
