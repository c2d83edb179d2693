import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, openChat, textOf } from '../chat.ts';
import { bruno } from '../fakes/connector.ts';
import { linkIn, withGuichet } from '../support.ts';

const good = 'quatre 7 vents';

for (const [what, typed, says] of [
  ['empty', '', 'Ce champ est obligatoire'],
  ['blank', ' \u00a0\t ', 'Ce champ est obligatoire'],
  ['huge', 'a'.repeat(100_000), 'Saisie trop longue'],
  ['grown by normalising', '\ufdfa'.repeat(200), 'Saisie trop longue'],
  ['turned right to left', 'amartin\u202e', 'caractères qu’un identifiant ne peut pas avoir'],
  ['isolated inside', 'ama\u2066rtin\u2069', 'caractères qu’un identifiant ne peut pas avoir'],
  ['joined by nothing', 'ama\u200drtin', 'caractères qu’un identifiant ne peut pas avoir'],
  ['with a variation selector', 'amartin\ufe0f', 'caractères qu’un identifiant ne peut pas avoir'],
  ['with a filler that is not drawn', 'amartin\u3164', 'caractères qu’un identifiant ne peut pas avoir'],
  ['with a NUL', 'amartin\u0000', 'caractères qu’un identifiant ne peut pas avoir'],
  ['with a new line', 'amartin\r\nbleroy', 'caractères qu’un identifiant ne peut pas avoir'],
  ['of two alphabets', 'аmartin', 'caractères qu’un identifiant ne peut pas avoir'],
  ['with a letter of Armenian', 'amarti\u0578', 'caractères qu’un identifiant ne peut pas avoir'],
  ['with a letter of Cherokee', '\u13aamartin', 'caractères qu’un identifiant ne peut pas avoir'],
] as const)
  test(`an identifier that is ${what} is refused at its field, in kind words`, () =>
    withGuichet({}, async ({ chat, mails, db }) => {
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier: typed });
      chat.hears('Octopus · Étape 1 sur 3', says);
      assert.deepEqual(await mails(), []);
      assert.deepEqual(await db.selectFrom('request').selectAll().execute(), []);
      await chat.presses('reset.send', { identifier: 'amartin' });
      chat.hears('Octopus · Étape 2 sur 3');
    }));

for (const [what, typed, found] of [
  ['full-width letters', 'ａｍａｒｔｉｎ', true],
  ['capitals and spaces', '  AMartin ', true],
  ['marks that a contact list puts around it', '\u2066amartin\u2069', true],
  ['pieces that a page may part', 'ama\u200brt\u00adin', true],
  ['quotes and a semicolon', '«\u00a0amartin\u00a0»\u202f;', true],
  ['a label and a full stop', 'Compte unifié\u00a0: amartin.', true],
  ['the form of Windows', 'CORP\\amartin', true],
  ['the form of an address', 'amartin@corp.example;', true],
  ['the form of another domain', 'LAB\\amartin', false],
  ['a Kelvin sign for K', '\u212aevin', false],
  ['a dotted capital I, which is no i', 'AMART\u0130N', false],
  ['Arabic letters', 'أحمد', false],
  ['another alphabet as a whole', 'амартин', false],
  ['what SQL would make of it', "amartin' OR '1'='1", false],
  ['a wildcard', 'amarti%', false],
  ['half a character', 'amartin\ud800', false],
] as const)
  test(`ALL-4 an identifier in ${what} ${found ? 'is the same one' : 'is an unknown one, answered alike'}`, () =>
    withGuichet({}, async ({ chat, mails }) => {
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier: typed });
      chat.hears('Octopus · Étape 2 sur 3', 'un e-mail vient d’être envoyé');
      assert.equal((await mails()).length, found ? 1 : 0);
    }));

for (const typed of [
  'zoe@corp\u3002example',
  'zoe@ｃorp.example',
  'zoe@corp.EXAMPLE',
  '<zoe@corp.example>',
  'mailto:zoe@corp.example',
  'Zoé <zoe@corp.example>',
])
  test(`IN-2 the address ${JSON.stringify(typed)} is written to as it was checked, and is one identifier`, () =>
    withGuichet({}, async ({ chat, mails, db, page }) => {
      await chat.says('inscription invgate');
      await chat.presses('signUp.address', { email: typed });
      await chat.presses('signUp.details', { givenName: 'Zoé', familyName: 'Petit' });
      const [mail] = await mails();
      assert.equal(mail?.to.toLowerCase(), 'zoe@corp.example');
      (await page(linkIn(mail))).shows(/<strong>zoe@corp\.example<\/strong>/i);
      const request = await db.selectFrom('request').select('subject').executeTakeFirst();
      assert.equal(request?.subject, 'new:invgate:zoe@corp.example');
    }));

test('IN-2 an address in a domain of other letters is written to in its ASCII form, and shown so', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'zoe@bücher.example' });
    await chat.presses('signUp.details', { givenName: 'Zoé', familyName: 'Petit' });
    chat.hears('xn--bcher-kva.example');
    // The inbox reads the domain back as it is written.
    assert.equal((await mails())[0]?.to, 'zoe@bücher.example');
  }));

for (const typed of ['jean@ｆｈｌ.example.org', 'jean@fhl\u3002example.org', 'Jean <jean@fhl.example.org>'])
  test(`IN-1 the excluded domain is known in whatever spelling, with its reason: ${typed}`, () =>
    withGuichet({}, async ({ chat }) => {
      await chat.says('inscription invgate');
      await chat.presses('signUp.address', { email: typed });
      chat.hears('Votre entité a sa propre procédure', 'L’entité FHL a sa propre procédure');
    }));

for (const [what, inputs] of [
  ['no field', {}],
  ['a number', { identifier: 42 }],
  ['a list', { identifier: ['amartin'] }],
  ['an object', { identifier: { $ne: '' } }],
  ['a null', { identifier: null }],
] as const)
  for (const submit of [false, true])
    test(`a card that comes back with ${what}${submit ? ', by Submit,' : ''} is asked again, and nothing is lost`, () =>
      withGuichet({}, async ({ chat, mails }) => {
        await chat.says('mdp octopus oublié');
        await chat.presses('reset.send', inputs, { submit });
        chat.hears('Octopus · Étape 1 sur 3', 'Ce champ est obligatoire');
        assert.deepEqual(await mails(), []);
      }));

test('a card that comes back with more fields than it had is answered by its own', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin', email: 'x@evil.example', code: '000000', more: 'x'.repeat(20_000) });
    chat.hears('Octopus · Étape 2 sur 3');
    assert.deepEqual(
      (await mails()).map(({ to }) => to),
      ['alice.martin@corp.example'],
    );
  }));

test('a card that another person presses in their own chat is an old one there, and stays good where it belongs', () =>
  withGuichet({}, async ({ chat, url, connector, mails }) => {
    await chat.says('mdp octopus oublié');
    const other = openChat({ url, connector, locale: 'fr', channel: 'msteams', who: bruno });
    await other.presses('reset.send', { identifier: 'bleroy' }, { card: chat.card });
    other.hears('Cette carte n’est plus à jour');
    assert.deepEqual(await mails(), []);
    await chat.presses('reset.send', { identifier: 'amartin' });
    chat.hears('Octopus · Étape 2 sur 3');
  }));

for (const locale of ['fr', 'en'] as const)
  test(`ALL-7 a message of 100 KB is answered kindly, and the procedure stands as it was, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      const { card } = chat;
      await chat.says('mot de passe '.repeat(8_000));
      chat.hears(locale === 'fr' ? 'Ce message est trop long' : 'That message is too long');
      await chat.presses('reset.send', { identifier: 'amartin' }, { card });
      assert.equal((await mails()).length, 1);
    }));

test('a picture without words answers no question, and hands nothing over', () =>
  withGuichet({}, async ({ chat, mails }) => {
    const picture = { attachments: [{ contentType: 'image/png', contentUrl: 'https://example.org/a.png' }] };
    await chat.says('parler au support octopus');
    await chat.says('', picture);
    chat.hears('Je ne sais pas lire les images', 'Transmettre au support');
    assert.deepEqual(await mails(), []);
  }));

for (const portal of ['nowhere', '', '__proto__', '../octopus', 'OCTOPUS'])
  test(`the unknown portal ${JSON.stringify(portal)} is asked for again, from a card and from a page`, () =>
    withGuichet({}, async ({ chat, url }) => {
      await chat.sends('reset.start', { verb: 'reset.start', nonce: 'any', portal });
      assert.match(textOf(chat.card), /pour quel portail/);
      assert.ok(actionsOf(chat.card).length > 1);
      await chat.sends('portal.choose', { verb: 'portal.choose', nonce: 'any', portal });
      assert.ok(actionsOf(chat.card).length > 0);
      const response = await fetch(`${url}/p/${encodeURIComponent(portal)}/link/x`, { headers: { 'accept-language': 'fr' } });
      assert.equal(response.status, 404);
      assert.match(await response.text(), /n’est pas valable|n’est pas valide/);
    }));

test('ALL-3 a link that a mail client cut, wherever, says so and spends nothing; the whole one still opens', () =>
  withGuichet({}, async ({ chat, mails, url, page }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const link = linkIn((await mails())[0]);
    const { pathname } = new URL(link);
    const cuts = [
      pathname.slice(0, -1),
      pathname.slice(0, -20),
      `${pathname}>`,
      `${pathname}.`,
      `${pathname}%3D`,
      '/p/octopus/link/',
      '/p/octopus/li',
      '/p/octopus',
    ];
    for (const cut of cuts) {
      const response = await fetch(`${url}${cut}`, { headers: { 'accept-language': 'fr' } });
      const text = await response.text();
      assert.equal(response.status, 404, cut);
      assert.match(text, /Copiez l’adresse entière|adresse entière|adresse complète/, cut);
      assert.match(text, /assistance\.octopus@example\.org/, cut);
    }
    assert.equal((await page(link)).status, 200);
  }));

test('ALL-2 of two tabs on one link, the second to submit is told that it was used, and the first password stands', () =>
  withGuichet({}, async ({ chat, mails, page, core }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const link = linkIn((await mails())[0]);
    const [first, second] = [await page(link), await page(link)];
    assert.equal((await first.submits(good)).status, 303);
    const late = await second.submits('autre 8 mer');
    assert.equal(late.status, 410);
    assert.match(late.html, /déjà servi|déjà été utilisé/);
    const portal = core.portals.get('octopus');
    assert.ok(portal);
    const actor = { person: 'anonymous', channel: 'page', locale: 'fr', authenticated: false } as const;
    assert.notEqual(await core.signIn.authenticate(actor, portal, 'amartin', good), 'refused');
    assert.equal(await core.signIn.authenticate(actor, portal, 'amartin', 'autre 8 mer'), 'refused');
  }));

test('IN-7 of two tabs that each ask for a code, the newer code counts, in either', () =>
  withGuichet({}, async ({ chat, mails, page, sms, worker, passes }) => {
    await chat.says('mdp invgate oublié');
    await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
    const link = linkIn((await mails())[0]);
    const [first, second] = [await page(link), await page(link)];
    await first.sendsCode();
    // Of two texts that fall due in the same millisecond, either may arrive first.
    passes(1);
    await second.sendsCode();
    await worker.drain();
    const code = /\d{6}/.exec(sms.messages.at(-1)?.text ?? '')?.[0] ?? '';
    assert.equal((await first.submits('Grand-Large 25!!', { code })).status, 303);
  }));

test('ALL-7 what is typed wrong on the second card is said there, and what was right is kept', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'zoe@corp.example' });
    await chat.presses('signUp.details', { userName: 'zoe@corp.example', givenName: 'Zoé', familyName: 'P\u202etit' });
    chat.hears('Les caractères tels que');
    assert.match(JSON.stringify(chat.card), /"value":"Zoé"/);
    assert.match(textOf(chat.card), /Étape 1 sur 3/);
  }));
