import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hour } from '../../core/foundation/clock.ts';
import { shippedPortals } from '../../core/portal/load.ts';
import { actionsOf, openChat, textOf } from '../chat.ts';
import { alice, bruno, tenant } from '../fakes/connector.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../support.ts';

const good = 'quatre 7 vents';

/** Somebody else's chat; on a channel that authenticates nobody, whoever they say they are. */
const chatOf = ({ url, connector }: Guichet, over: Partial<Parameters<typeof openChat>[0]> = {}) =>
  openChat({ url, connector, locale: 'fr', channel: 'msteams', who: bruno, ...over });

/** Asks for a reset of Octopus, as far as the mail. */
async function asks(guichet: Guichet, chat = guichet.chat, identifier = 'amartin') {
  await chat.says('mdp octopus oublié');
  await chat.presses('reset.send', { identifier });
  return (await guichet.mails()).find(({ text }) => text.includes('/link/'));
}

test('ALL-12 a message for a person’s own chat never goes to a group where they wrote meanwhile', () =>
  withGuichet({}, async (guichet) => {
    const web = await guichet.page(linkIn(await asks(guichet)));
    const group = chatOf(guichet, { who: alice, conversation: { id: 'g:1', conversationType: 'groupChat', isGroup: true } });
    await group.says('bonjour');
    assert.equal((await web.submits(good)).status, 303);
    await guichet.worker.drain();
    guichet.chat.hears('Votre mot de passe est enregistré');
    assert.doesNotMatch(group.heard, /mot de passe est enregistré/);
  }));

test('a button pressed in a group starts nothing, and the card says who it is for', () =>
  withGuichet({}, async (guichet) => {
    await asks(guichet);
    const group = chatOf(guichet, { who: alice, conversation: { id: 'g:1', conversationType: 'channel' } });
    for (const verb of ['reset.start', 'menu.show', 'root.continue']) {
      await group.sends(verb, { verb, nonce: 'any', portal: 'octopus' });
      assert.match(textOf(group.card), /destinée à quelqu’un d’autre/);
      assert.equal(actionsOf(group.card).length, 0);
    }
  }));

test('another person in somebody’s chat sees nothing of theirs and changes nothing', () =>
  withGuichet({}, async (guichet) => {
    const { chat } = guichet;
    await chat.says('je ne connais plus mon compte unifié octopus');
    chat.hears('amartin');
    const other = chatOf(guichet, { conversation: { id: 'a:Alice-msteams' } });
    for (const verb of ['root.continue', 'forgotIdentifier.reset']) {
      await other.presses(verb, {}, { card: { ...chat.card, actions: actionsOf(chat.card).map((each) => ({ ...each, data: { ...each.data, verb } })) } });
      assert.match(textOf(other.card), /destinée à quelqu’un d’autre/);
    }
    await other.says('annuler');
    assert.doesNotMatch(other.heard, /amartin|Annulé/);
    await chat.presses('forgotIdentifier.reset');
    assert.match(JSON.stringify(chat.card), /"value":"amartin"/);
  }));

test('on a channel that authenticates nobody, a borrowed user id takes over no chat', () =>
  withGuichet({ channel: 'webchat' }, async (guichet) => {
    const { chat, mails, page, worker } = guichet;
    const link = linkIn(await asks(guichet));
    const thief = chatOf(guichet, { channel: 'webchat', who: alice, conversation: { id: 'thief' } });
    await thief.says('coucou');
    assert.equal((await (await page(link)).submits(good)).status, 303);
    await mails();
    await worker.drain();
    chat.hears('Votre mot de passe est enregistré');
    await thief.says('coucou');
    assert.doesNotMatch(thief.heard, /mot de passe est enregistré/);
  }));

test('a binding is made and read for an authenticated person only', async () => {
  for (const [channel, bound] of [
    ['msteams', 1],
    ['webchat', 0],
  ] as const)
    await withGuichet({ channel }, async (guichet) => {
      const { chat, page, core, db } = guichet;
      const mail = await asks(guichet);
      if (bound) await chat.presses('reset.code', { code: codeIn(mail) });
      assert.equal((await (await page(bound ? chat.opens() : linkIn(mail))).submits(good)).status, 303);
      const { id } = await db.selectFrom('person').select('id').executeTakeFirstOrThrow();
      const actor = { person: id, channel, locale: 'fr', authenticated: channel === 'msteams' } as const;
      assert.equal((await db.selectFrom('binding').selectAll().execute()).length, bound);
      assert.equal((await core.account.own.list(actor)).length, bound);
      assert.equal((await core.account.own.list({ ...actor, authenticated: false })).length, 0);
    });
});

test('ALL-4 the mail limit reveals nothing: it counts what was typed, not what was found', async () => {
  const heard: string[] = [];
  for (const email of ['alice.martin@corp.example', 'nobody@corp.example'])
    await withGuichet({}, async (guichet) => {
      const { chat } = guichet;
      for (let times = 0; times < 5; times += 1) {
        await chat.says('annuler');
        await chat.says('mdp invgate oublié');
        await chat.presses('reset.send', { identifier: email });
      }
      const other = chatOf(guichet);
      await other.says('inscription invgate');
      await other.presses('signUp.address', { email });
      await other.presses('signUp.details', { userName: email, givenName: 'A', familyName: 'B' });
      await other.presses('signUp.code', { code: '000000' });
      heard.push(other.heard.replaceAll(email, '@'));
    });
  assert.equal(heard[0], heard[1]);
});

test('EX-3 wrong addresses do not use up anybody’s resets', () =>
  withGuichet({}, async ({ chat, mails }) => {
    for (let times = 0; times < 8; times += 1) {
      await chat.says('annuler');
      await chat.says('mdp extranet oublié');
      await chat.presses('reset.send', { identifier: 'accueil@hotel.example', email: times < 7 ? 'x@hotel.example' : 'direction@hotel.example' });
    }
    assert.equal((await mails()).length, 1);
  }));

test('a mailbox is not flooded: five mails an hour for an account, however many ask, and for an address with whatever tag', () =>
  withGuichet({}, async (guichet) => {
    const { mails, passes } = guichet;
    for (let stranger = 0; stranger < 8; stranger += 1) {
      const chat = chatOf(guichet, { channel: 'webchat', conversation: { id: `stranger-${stranger}` } });
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier: stranger % 2 ? 'AMARTIN' : 'amartin' });
      chat.hears('un e-mail vient d’être envoyé');
    }
    assert.equal((await mails()).length, 5);
    for (let tag = 0; tag < 8; tag += 1) {
      const email = `zoe.petit${tag ? `+${tag}` : ''}@corp.example`;
      const chat = chatOf(guichet, { channel: 'webchat', conversation: { id: `tag-${tag}` } });
      await chat.says('inscription invgate');
      await chat.presses('signUp.address', { email });
      await chat.presses('signUp.details', { userName: email, givenName: 'Z', familyName: 'P' });
    }
    assert.equal((await mails()).length, 5);
    passes(hour);
    assert.ok(await asks(guichet));
  }));

test('IN-7 no text message goes to a number that a forged card brought, and an unknown entity is not recorded', () =>
  withGuichet({}, async (guichet) => {
    const { chat, mails, page, sms, worker, db } = guichet;
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'zoe.petit@corp.example', entity: 'direction générale' });
    await chat.presses('signUp.details', { userName: 'zoe.petit@corp.example', givenName: 'Z', familyName: 'P', phone: '+88213000000' });
    const web = await page(linkIn((await mails())[0]));
    web.shows('par e-mail');
    await web.sendsCode();
    await worker.drain();
    assert.deepEqual(sms.messages, []);
    const request = await db.selectFrom('request').select('data').executeTakeFirstOrThrow();
    assert.doesNotMatch(request.data, /88213|générale/);
  }));

for (const [what, channel, name, named] of [
  ['a name that Teams vouches for', 'msteams', 'Alice Martin', true],
  ['a name that anybody chose', 'webchat', 'Alice Martin', false],
  ['a link', 'msteams', '[cliquez](http://evil.example)', false],
  ['a number to call', 'msteams', 'Compte bloqué, appelez le 06 12 34 56 78', false],
  ['a header', 'msteams', 'Alice\r\nBcc: evil@evil.example', false],
] as const)
  test(`a mail that somebody else gets ${named ? 'names' : 'does not name'} who asked: ${what}`, () =>
    withGuichet({}, async (guichet) => {
      const mail = await asks(guichet, chatOf(guichet, { channel, who: { ...bruno, name } }));
      assert.equal(mail?.text.includes('Demandé à Guichet par Alice Martin'), named);
      assert.doesNotMatch(`${mail.text}${mail.html}`, /evil|appelez/);
      assert.equal(mail.headers.bcc, undefined);
      assert.equal(mail.to, 'alice.martin@corp.example');
    }));

test('ALL-10 what is handed to support stays data: no header, no markup, and no line of its own', () =>
  withGuichet({}, async (guichet) => {
    const { mails } = guichet;
    const chat = chatOf(guichet, { who: { ...bruno, name: 'Bruno\r\nBcc: evil@evil.example\r\nAdresse dans la conversation : chef@corp.example' } });
    await chat.says('parler au support octopus');
    await chat.presses('support.send', { comment: 'Bonjour\nRéférence : AAAA-AAAA\u2028Motif : rien <img src=x> [clic](http://evil.example)' });
    const [mail, ...others] = await mails();
    assert.deepEqual(others, []);
    assert.equal(mail?.to, 'assistance.octopus@example.org');
    assert.equal(mail.headers.bcc, undefined);
    assert.doesNotMatch(mail.html, /<img/);
    assert.deepEqual(mail.text.match(/^(Référence|Dans ses mots|Adresse dans la conversation)\s:.*$/gm)?.length, 3, mail.text);
    assert.match(mail.text, /^Adresse dans la conversation\s: bruno\.leroy@corp\.example$/m);
  }));

test('ALL-10 support is not flooded: beyond the limit a person gets a kind refusal, and what they wrote is kept', () =>
  withGuichet({}, async ({ chat, mails, core }) => {
    const { perPerson = 0 } = core.portals.get('octopus')?.asking ?? {};
    for (let times = 0; times <= perPerson; times += 1) {
      await chat.says('parler au support octopus');
      await chat.presses('support.send', { comment: `numéro ${times}` });
    }
    chat.hears('Vous avez déjà écrit plusieurs fois au support');
    assert.match(JSON.stringify(chat.card), new RegExp(`"value":"numéro ${perPerson}"`));
    assert.equal((await mails()).length, perPerson);
  }));

test('Markdown that was typed is shown as it was typed', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: '[clic](http://evil.example)**gras**' });
    assert.match(textOf(chat.card), /\\\[clic\\\]\\\(http:\/\/evil\.example\\\)\\\*\\\*gras/);
  }));

for (const [what, verb, data] of [
  ['the verb of another procedure', 'unlock.send', { identifier: 'amartin' }],
  ['a verb of the prototype', 'reset.constructor', {}],
  ['another one', '__proto__.toString', {}],
  ['no verb', '', {}],
] as const)
  test(`a forged card with ${what} and the right nonce changes nothing`, () =>
    withGuichet({}, async ({ chat, mails, db }) => {
      await chat.says('mdp octopus oublié');
      const nonce = actionsOf(chat.card).find(({ verb }) => verb === 'reset.send')?.data?.nonce;
      assert.ok(nonce);
      await chat.sends(verb, { ...data, verb, nonce });
      assert.match(textOf(chat.card), /Octopus · Étape 1 sur 3/);
      assert.deepEqual(await mails(), []);
      assert.deepEqual(await db.selectFrom('request').selectAll().execute(), []);
    }));

test('a forged card changes no more than its own fields: no portal, no request, no prototype', () =>
  withGuichet({}, async (guichet) => {
    const { chat, mails, db } = guichet;
    const thief = chatOf(guichet);
    const code = codeIn(await asks(guichet));
    const request = await db.selectFrom('request').selectAll().executeTakeFirstOrThrow();
    await thief.says('mdp octopus oublié');
    const button = actionsOf(thief.card).find(({ verb }) => verb === 'reset.send');
    assert.ok(button);
    const forged = JSON.parse(`{"__proto__": {"polluted": "yes"}, "constructor": "x", "step": "mailed", "portal": "extranet", "request": "${request.id}"}`);
    await thief.sends('reset.send', { ...forged, ...button?.data, identifier: 'bleroy', portal: 'extranet', request: request.id });
    assert.match(textOf(thief.card), /Octopus · Étape 2 sur 3/);
    assert.deepEqual(
      (await mails()).map(({ to }) => to),
      ['bruno.leroy@corp.example'],
    );
    await thief.presses('reset.code', { code, request: request.id });
    thief.hears('Ce n’est pas le bon code');
    assert.equal(Reflect.get({}, 'polluted'), undefined);
    await chat.presses('reset.code', { code });
    chat.hears('Le code est bon');
  }));

test('a nonce is not guessed: every button of a procedure carries its own, and none other drives it', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp octopus oublié');
    for (const nonce of ['any', '', 'undefined', '00000000-0000-4000-8000-000000000000', undefined, 7]) {
      await chat.sends('reset.send', { verb: 'reset.send', nonce, identifier: 'amartin' });
      assert.match(textOf(chat.card), /Cette carte n’est plus à jour/);
    }
    assert.deepEqual(await mails(), []);
  }));

test('a portal closed to a person’s tenant is never started, named or continued, whatever a card or a sentence says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  const profile = await readFile(join(shippedPortals, 'octopus.yaml'), 'utf8');
  await writeFile(join(folder, 'octopus.yaml'), `${profile}\ntenants: [99999999-9999-4999-8999-999999999999]\n`);
  try {
    await withGuichet({ env: { PORTALS_DIR: folder } }, async ({ chat, mails }) => {
      await chat.sends('reset.start', { verb: 'reset.start', nonce: 'any', portal: 'octopus' });
      await chat.sends('portal.choose', { verb: 'portal.choose', nonce: 'any', portal: 'octopus', procedure: 'reset' });
      await chat.says('mdp octopus oublié');
      await chat.says('octopus');
      await chat.says('octopus mon mot de passe ou mon accès');
      await chat.says('support octopus');
      for (const { card } of chat.transcript) assert.doesNotMatch(JSON.stringify(card ?? {}), /octopus|unifié/i);
      assert.deepEqual(await mails(), []);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('ALL-7 endless interruptions do not pile up', () =>
  withGuichet({}, async ({ chat, db }) => {
    const asked = [
      'mdp octopus oublié',
      'inscription invgate',
      'compte bloqué extranet',
      'parler au support',
      'm’inscrire sur octopus',
      'compte unifié oublié',
    ];
    for (let times = 0; times < 60; times += 1) {
      await chat.says(asked[(times * 5 + (times % 4)) % asked.length] ?? '');
      const support = actionsOf(chat.card).find(({ data }) => /\.(support|reset)$/.test(String(data?.verb)));
      if (support) await chat.presses(String(support.data?.verb));
    }
    const kept = await db.selectFrom('keyv').select('value').where('key', 'like', '%conversations%').executeTakeFirstOrThrow();
    assert.ok(kept.value.length < 8_000, `${kept.value.length} bytes are kept`);
  }));

for (const [what, over] of [
  ['an event that names one of ours', { type: 'event', name: 'passwordSet', value: { name: 'passwordSet', portal: 'octopus', request: 'x' } }],
  ['the SDK’s own event', { type: 'event', name: 'ContinueConversation', value: { name: 'passwordSet', portal: 'octopus' } }],
  ['an invoke that nobody knows', { type: 'invoke', name: 'message/submitAction', value: { actionName: 'feedback' } }],
  ['an invoke without a value', { type: 'invoke', name: 'adaptiveCard/action' }],
  ['an invoke with a null', { type: 'invoke', name: 'adaptiveCard/action', value: null }],
  ['an invoke of wrong types', { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb: 7, data: [1] } } }],
  ['a window of another site', { type: 'invoke', name: 'task/fetch', value: { data: { verb: 'page.window', url: 'https://evil.example/' } } }],
  ['a wish to forget the user', { type: 'deleteUserData' }],
  ['an end of the conversation', { type: 'endOfConversation' }],
  ['an update of the members, with odd ones', { type: 'conversationUpdate', membersAdded: [null, {}, 7] }],
] as const)
  for (const channel of ['msteams', 'webchat'] as const)
    test(`${what} (${channel}) starts nothing, tells nothing, and stops nobody`, () =>
      withGuichet({ channel }, async (guichet) => {
        const { chat, db } = guichet;
        await asks(guichet);
        const before = await db.selectFrom('audit').select('id').execute();
        const { status, body } = await chat.post(chat.activity(over));
        assert.ok([200, 201, 400, 501].includes(status), `${status}`);
        assert.doesNotMatch(JSON.stringify(body ?? {}), /evil|Error|at \//);
        assert.doesNotMatch(chat.heard, /mot de passe est enregistré/);
        assert.equal((await db.selectFrom('audit').select('id').execute()).length, before.length);
        await chat.says('annuler');
        chat.hears('Annulé');
      }));

for (const [path, status] of [
  ['/p/octopus/link/%2e%2e%2f%2e%2e%2fetc%2fpasswd', 404],
  ['/p/../../etc/passwd', 404],
  ['/p/assets/..%2f..%2f..%2fpackage.json', 404],
  ['/p/assets/%2e%2e/%2e%2e/package.json', 404],
  ['/p/__proto__/link/x', 404],
  ['/p/constructor/done', 404],
  ['/p/octopus/link/%00', 404],
  ['/p/octopus/link/%zz', 404],
  ['/p/octopus/link/%e0%a4%a', 404],
  ['/p/octopus/link/"><script>alert(1)</script>', 404],
  [`/p/octopus/link/${'a'.repeat(7_000)}`, 404],
  ['//evil.example/p/octopus/done', 404],
  ['/p//evil.example/done', 404],
] as const)
  test(`the path ${path.slice(0, 50)} opens nothing`, () =>
    withGuichet({}, async ({ url }) => {
      const { request } = await import('node:http');
      const { code, body } = await new Promise<{ code: number | undefined; body: string }>((done, failed) => {
        // As it is: `fetch` would tidy the path first.
        const sent = request(`${url}/`, { path: path.replaceAll(/["<>]/g, (sign) => encodeURIComponent(sign)) }, async (response) => {
          const { text } = await import('node:stream/consumers');
          done({ code: response.statusCode, body: await text(response) });
        });
        sent.on('error', failed).end();
      });
      assert.equal(code, status, body.slice(0, 200));
      assert.doesNotMatch(body, /<script>alert|root:|"name": "guichet"|href="\/\/|\bat \//);
    }));

test('ALL-3 asking for a new link tells nothing, and sends no more than the account’s limit', () =>
  withGuichet({}, async (guichet) => {
    const { page, mails } = guichet;
    const first = linkIn(await asks(guichet));
    const second = await asks(guichet);
    assert.ok(second);
    const told = new Set<string>();
    let sent = 0;
    for (let times = 0; times < 8; times += 1) {
      told.add((await (await page(first)).renews()).html);
      sent += (await mails()).length;
    }
    assert.equal(told.size, 1);
    assert.equal(sent, 3);
  }));

test('ALL-2 a mail scanner that opens each link and submits each form as it stands spends nothing', () =>
  withGuichet({}, async (guichet) => {
    const { page, mails, url } = guichet;
    const link = linkIn(await asks(guichet));
    const web = await page(link);
    for (const [, form = ''] of web.html.matchAll(/<form (.*?)<\/form>/gs)) {
      const action = /action="([^"]+)"/.exec(form)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const fields = [...form.matchAll(/<input[^>]* name="(\w+)"[^>]*>/g)].map(([input, name = '']) => [name, /value="([^"]*)"/.exec(input)?.[1] ?? '']);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      for (const typed of [Object.fromEntries(fields), { ...Object.fromEntries(fields), password: 'test', repeat: 'test', code: 'test' }])
        assert.equal((await fetch(`${url}${action}`, { method: 'POST', headers, body: new URLSearchParams(typed).toString() })).status, 422);
    }
    for (const [, href = ''] of web.html.matchAll(/href="(\/[^"]+)"/g)) await fetch(`${url}${href.replaceAll('&amp;', '&')}`);
    assert.deepEqual(await mails(), []);
    assert.equal((await web.submits(good)).status, 303);
  }));

test('ALL-6 the code of a request that is over opens no further page', () =>
  withGuichet({}, async (guichet) => {
    const { core, db, page } = guichet;
    const mail = await asks(guichet);
    assert.equal((await (await page(linkIn(mail))).submits(good)).status, 303);
    const { id, person } = await db.selectFrom('request').selectAll().executeTakeFirstOrThrow();
    const actor = { person, channel: 'msteams', locale: 'fr', authenticated: true, tenant } as const;
    assert.equal((await core.passwords.chatCode.enter(actor, id, codeIn(mail))).ok, false);
  }));
