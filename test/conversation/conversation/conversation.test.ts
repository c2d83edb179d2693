import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { day, minute } from '../../../core/foundation/clock.ts';
import { shippedPortals } from '../../../core/portal/load.ts';
import { actionsOf, openChat, textOf } from '../../chat.ts';
import { alice, startConnector } from '../../fakes/connector.ts';
import { freshRecords } from '../../records.ts';
import { codeIn, guichet, linkIn, withGuichet } from '../../support.ts';

for (const [locale, cancel, said] of [
  ['fr', 'annuler', 'Annulé'],
  ['fr', 'Laisse tomber', 'Annulé'],
  ['en', 'cancel', 'Cancelled'],
  ['en', 'never mind', 'Cancelled'],
] as const)
  test(`ALL-7 «${cancel}» leaves a procedure at any step, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      await chat.says(cancel);
      chat.hears(said);
      await chat.says(cancel);
      chat.hears(locale === 'fr' ? 'Il n’y a rien en cours' : 'There’s nothing under way');
    }));

test('ALL-7 going back in a procedure keeps valid input', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'zoe.petit@corp.example', entity: 'regions' });
    await chat.presses('signUp.back');
    chat.hears('Étape 1 sur 3');
    assert.match(JSON.stringify(chat.card), /"value":"zoe\.petit@corp\.example"/);
    assert.match(JSON.stringify(chat.card), /"value":"regions"/);
  }));

test('ALL-7 help can be asked for in a procedure, which then goes on', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.says('aide');
    chat.hears('Ce que je sais faire', 'En cours');
    await chat.presses('root.continue');
    chat.hears('Octopus · Étape 1 sur 3');
  }));

test('ALL-7 TALK-8 another procedure interrupts; when it is over, its last card offers the first, which does not come back by itself', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('je voudrais m’inscrire sur invgate');
    await chat.presses('signUp.address', { email: 'zoe.petit@corp.example' });
    await chat.says('j’ai oublié mon mdp octopus');
    chat.hears('Octopus · Étape 1 sur 3');
    await chat.says('annuler');
    chat.hears('Annulé');
    assert.doesNotMatch(chat.heard, /Étape/);
    assert.ok(actionsOf(chat.card).some(({ title }) => /^Reprendre\s: /.test(title ?? '')));
    // What is typed now is no answer to what waits behind.
    await chat.says('zigouigoui');
    assert.doesNotMatch(chat.heard, /Étape/);
    await chat.presses('root.continue');
    chat.hears('InvGate Service Desk · Étape 1 sur 3', 'zoe.petit@corp.example');
    await chat.says('mdp octopus oublié');
    await chat.says('annuler');
    await chat.says('annuler');
    chat.hears('S’inscrire');
    await chat.says('annuler');
    chat.hears('rien en cours');
  }));

test('ALL-7 «recommencer» starts the procedure over', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'zoe.petit@corp.example' });
    await chat.says('recommencer');
    chat.hears('Étape 1 sur 3');
    assert.doesNotMatch(JSON.stringify(chat.card), /zoe/);
  }));

test('ALL-7 a restart in the middle loses nothing, and the clocks stay as they were', async () => {
  const { url: database, drop } = await freshRecords();
  const before = await guichet({ database, channel: 'msteams' });
  await before.chat.says('mdp octopus oublié');
  await before.chat.presses('reset.send', { identifier: 'amartin' });
  const { card } = before.chat;
  await before.stop();

  const after = await guichet({ database, channel: 'msteams', again: before.world });
  try {
    // The mail had not left yet: it leaves now.
    const [mail] = await after.mails();
    after.passes(9 * minute);
    await after.chat.presses('reset.code', { code: codeIn(mail) }, { card });
    after.chat.hears('Le code est bon');
    after.passes(21 * minute);
    assert.equal((await after.page(after.chat.opens())).status, 410);
  } finally {
    await after.close();
    await drop();
  }
});

test('ALL-8 the client’s language decides, and can be switched in the middle: cards, mails and pages follow', () =>
  withGuichet({ locale: 'en' }, async ({ chat, mails, page }) => {
    await chat.says('forgot my octopus password');
    chat.hears('Step 1 of 3');
    await chat.says('en français');
    chat.hears('D’accord, continuons en français', 'Étape 1 sur 3');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const [mail] = await mails();
    assert.match(mail?.text ?? '', /Bonjour/);
    assert.equal(mail?.headers['content-language'], 'fr');
    (await page(linkIn(mail))).shows('lang="fr"');
    await chat.says('English');
    chat.hears('English it is', 'Step 2 of 3');
  }));

test('ALL-8 a client that says English is answered in French when French is written', () =>
  withGuichet({ locale: 'en' }, async ({ chat }) => {
    await chat.says('bonjour');
    chat.hears('de quel portail s’agit-il');
  }));

test('ALL-8 both languages have the same messages with the same placeholders, and French its own spaces', async () => {
  const [{ en }, { fr }] = await Promise.all([import('../../../core/foundation/locales/en/index.ts'), import('../../../core/foundation/locales/fr/index.ts')]);
  const names = (message: unknown) => [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [key, message] of Object.entries(en)) {
    const other: unknown = Object.entries(fr).find(([name]) => name === key)?.[1];
    assert.deepEqual([...new Set(names(other))], [...new Set(names(message))], key);
    for (const text of typeof other === 'string' ? [other] : Object.values(Object(other)).map(String))
      assert.doesNotMatch(text, /[^\u00a0\u202f][?!;»]|«[^\u00a0\u202f]|[^\u00a0\u202f]:(?=\s|$)|\w'\w/, `${key}: ${text}`);
  }
});

for (const channel of ['msteams', 'emulator'] as const)
  test(`ALL-10 a dead end is handed to support by mail with what was gathered; the user gets a reference (${channel})`, () =>
    withGuichet({ channel }, async ({ chat, mails, db }) => {
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier: 'amartin' });
      await mails();
      await chat.presses('reset.support');
      await chat.presses('support.send', { comment: 'Le message n’arrive pas.' });
      chat.hears(/Transmis.*[0-9A-Z]{4}-[0-9A-Z]{4}/);
      const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(chat.heard)?.[0] ?? '';
      const [mail] = await mails();
      assert.equal(mail?.to, 'assistance.octopus@example.org');
      for (const word of [reference, 'amartin', 'Le message n’arrive pas.', alice.name]) assert.match(mail?.text ?? '', new RegExp(word));
      if (channel === 'msteams') assert.equal(mail?.headers['reply-to'], alice.email);
      const kept = await db.selectFrom('supportCase').select('reference').execute();
      assert.deepEqual(
        kept.map((each) => each.reference),
        [reference],
      );
    }));

test('ALL-10 where the profile names a support channel, it gets a card too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  const profile = await readFile(join(shippedPortals, 'octopus.yaml'), 'utf8');
  const channel = `  channel: { conversation: 19:support@thread.tacv2, serviceUrl: "$\{env:SUPPORT_URL}" }\n`;
  await writeFile(join(folder, 'octopus.yaml'), profile.replace(/(support:\n(?: {2}.*\n)+)/, `$1${channel}`));
  const connector = await startConnector();
  process.env.SUPPORT_URL = connector.url;
  const running = await guichet({ env: { PORTALS_DIR: folder } });
  try {
    await running.chat.says('parler au support octopus');
    await running.chat.presses('support.send', { comment: 'Rien ne va.' });
    await running.worker.drain();
    const card = await connector.next();
    assert.equal(card.conversationId, '19:support@thread.tacv2');
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(running.chat.heard)?.[0] ?? '?';
    for (const word of [reference, 'Rien ne va.', 'Alice Martin']) assert.match(JSON.stringify(card.attachments), new RegExp(word));
  } finally {
    delete process.env.SUPPORT_URL;
    await running.close();
    await connector.close();
    await rm(folder, { recursive: true });
  }
});

test('ALL-12 when the page is done the chat moves on by itself, also after a restart in between', async () => {
  const { url: database, drop } = await freshRecords();
  const before = await guichet({ database });
  await before.chat.says('mdp octopus oublié');
  await before.chat.presses('reset.send', { identifier: 'amartin' });
  const link = linkIn((await before.mails())[0]);
  assert.equal((await (await before.page(link)).submits('quatre 7 vents')).status, 303);
  await before.stop();

  const after = await guichet({ database, again: before.world });
  try {
    await after.worker.drain();
    before.chat.hears('Votre mot de passe est enregistré');
    // And the procedure is over: its card is an old one now.
    await after.chat.says('annuler');
    after.chat.hears('Il n’y a rien en cours');
  } finally {
    await after.close();
    await drop();
  }
});

for (const [why, status, code] of [
  ['the bot is blocked', 403, 'ConversationBlockedByUser'],
  ['the chat is gone', 404, 'ConversationNotFound'],
] as const)
  test(`ALL-12 if no message can be delivered (${why}), the event is told at the user’s next message`, () =>
    withGuichet({}, async ({ chat, mails, page, worker, connector }) => {
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier: 'amartin' });
      const web = await page(linkIn((await mails())[0]));
      // Where a card is changed in its place, a new message is tried after it.
      connector.answer(status, {}, 2, code);
      assert.equal((await web.submits('quatre 7 vents')).status, 303);
      await worker.drain();
      assert.doesNotMatch(chat.heard, /Votre mot de passe est enregistré/);
      connector.clear();
      await chat.says('coucou');
      chat.hears('Votre mot de passe est enregistré');
      await chat.says('coucou');
      assert.doesNotMatch(chat.heard, /Votre mot de passe est enregistré/);
    }));

test('ALL-12 a procedure that was interrupted meanwhile is found done when it comes back', () =>
  withGuichet({}, async ({ chat, mails, page, worker }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const web = await page(linkIn((await mails())[0]));
    await chat.says('inscription invgate');
    assert.equal((await web.submits('quatre 7 vents')).status, 303);
    await worker.drain();
    chat.hears('Vous pouvez maintenant vous connecter à Octopus');
    await chat.says('annuler');
    chat.hears('Annulé');
    await chat.presses('root.continue');
    chat.hears('Vous pouvez maintenant vous connecter à Octopus');
    await chat.says('annuler');
    chat.hears('Il n’y a rien en cours');
  }));

test('ALL-13 on a channel without Action.Execute the same cards answer by Submit', () =>
  withGuichet({ channel: 'webchat' }, async ({ chat, mails, page, worker }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const mail = (await mails())[0];
    await chat.presses('reset.again');
    chat.hears('Demande renouvelée');
    const [again] = await mails();
    assert.notEqual(linkIn(again), linkIn(mail));
    assert.equal((await (await page(linkIn(again))).submits('quatre 7 vents')).status, 303);
    await worker.drain();
    chat.hears('Votre mot de passe est enregistré');
  }));

test('a greeting at install, once, with the portals to choose from', () =>
  withGuichet({}, async ({ chat, passes }) => {
    const install = chat.activity({ type: 'conversationUpdate', membersAdded: [{ id: '28:guichet' }, { id: alice.id }], locale: undefined });
    await chat.post(install);
    chat.hears('Bonjour, je suis Guichet', 'Vous n’aurez jamais à saisir de mot de passe ici');
    const shown = chat.transcript.length;
    await chat.post(install);
    assert.equal(chat.heard.split('Bonjour, je suis Guichet').length, 2);
    assert.equal(chat.transcript.length, shown);
    passes(day);
    await chat.post(install);
    assert.equal(chat.heard.split('Bonjour, je suis Guichet').length, 3);
  }));

test('an old card says that it is old, changes nothing, and offers to go on', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp octopus oublié');
    const old = chat.card;
    await chat.presses('reset.send', { identifier: 'amartin' });
    await chat.presses('reset.back');
    await mails();
    await chat.presses('reset.send', { identifier: 'bleroy' }, { card: old });
    chat.hears('Cette carte n’est plus à jour', 'Votre clic n’a rien changé');
    assert.deepEqual(await mails(), []);
    await chat.presses('root.continue');
    chat.hears('Octopus · Étape 1 sur 3');
  }));

test('a card pressed twice acts once, and shows the current step', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp octopus oublié');
    const { card } = chat;
    await Promise.all([chat.presses('reset.send', { identifier: 'amartin' }, { card }), chat.presses('reset.send', { identifier: 'amartin' }, { card })]);
    assert.equal((await mails()).length, 1);
    assert.match(textOf(chat.card), /Étape 2 sur 3/);
  }));

test('a message that Teams delivers again is answered once', () =>
  withGuichet({}, async ({ chat, connector }) => {
    const message = chat.activity({ type: 'message', text: 'mdp octopus oublié' });
    await chat.post(message);
    await chat.post(message);
    assert.equal(connector.activities.length, 1);
  }));

test('in a group the bot asks to be written to privately, and starts nothing', () =>
  withGuichet({}, async ({ connector, url }) => {
    const chat = openChat({ url, connector, locale: 'fr', channel: 'msteams', conversation: { id: 'g:1', conversationType: 'groupChat', isGroup: true } });
    await chat.says('mdp octopus oublié');
    chat.hears('écrivez-moi en conversation privée');
    assert.equal(chat.transcript.filter(({ card }) => card).length, 0);
  }));

test('the portal that was chosen is remembered, and many portals are searched in', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.says('annuler');
    await chat.says('j’ai oublié mon mot de passe');
    chat.hears('Octopus · Étape 1 sur 3');
    await chat.says('menu');
    await chat.presses('menu.portals');
    assert.equal(actionsOf(chat.card).length, 5);
  }));

test('an unavailable procedure says so, with the support contact', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('changer mon mot de passe octopus, je le connais');
    chat.hears('ne se fait pas encore ici', 'assistance.octopus@example.org');
  }));

test('a message that is not understood is answered kindly, and the procedure continues', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('le bidule violet clignote à Brest');
    chat.hears('Je n’ai pas compris');
    assert.ok(actionsOf(chat.card).length > 0);
  }));
