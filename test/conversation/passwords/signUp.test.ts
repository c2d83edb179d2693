import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, hour } from '../../../core/foundation/clock.ts';
import { inputsOf, textOf } from '../../chat.ts';
import { credentials } from '../../credentials.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';

const newcomer = { userName: 'zoe.petit@corp.example', givenName: 'Zoé', familyName: 'Petit' };

/** Goes to the mail, as somebody who makes no mistake. */
async function signsUp({ chat }: Guichet, email = 'zoe.petit@corp.example', details: object = {}): Promise<void> {
  await chat.says(chat.locale === 'fr' ? 'je voudrais m’inscrire sur invgate' : 'I want to sign up to InvGate');
  await chat.presses('signUp.address', { email });
  await chat.presses('signUp.details', { ...newcomer, userName: email, ...details });
}

for (const locale of ['fr', 'en'] as const)
  test(`IN-2 «Sign Up» asks for the e-mail, then the user name, and ends with an account, in ${locale}`, () =>
    withGuichet({ locale }, async (guichet) => {
      const { chat, mails, page, db, worker } = guichet;
      await chat.says(locale === 'fr' ? 'bonjour' : 'hello');
      await chat.presses('portal.choose', {}, { choice: 'invgate' });
      await chat.presses('signUp.start');
      chat.hears(locale === 'fr' ? 'Étape 1 sur 3' : 'Step 1 of 3');
      await chat.presses('signUp.address', { email: 'zoe.petit@corp.example', entity: 'siege' });
      chat.hears(locale === 'fr' ? 'Étape 1 sur 3' : 'Step 1 of 3', locale === 'fr' ? 'Faisons connaissance' : 'About you');
      assert.deepEqual(
        inputsOf(chat.card).map(({ value }) => value),
        ['', ''],
        'the name that the channel knows is that of another address',
      );
      await chat.presses('signUp.details', newcomer);
      chat.hears(locale === 'fr' ? 'Étape 2 sur 3' : 'Step 2 of 3');
      const [mail] = await mails();
      assert.equal(mail?.to, 'zoe.petit@corp.example');
      const web = await page(linkIn(mail));
      await web.sendsCode();
      const [code] = await mails();
      assert.doesNotMatch(code?.text ?? '', /\/link\//, 'the code travels apart from the link');
      assert.equal((await web.submits('Grand-Large 25!!', { code: codeIn(code) })).status, 303);
      const account = await db.selectFrom('account').selectAll().where('identifier', '=', 'zoe.petit@corp.example').executeTakeFirst();
      assert.deepEqual([account?.givenName, account?.familyName, account?.entity], ['Zoé', 'Petit', 'siege']);
      await worker.drain();
      chat.hears(locale === 'fr' ? 'Votre mot de passe est enregistré' : 'Your password is set', locale === 'fr' ? '2 avril 2027' : '2 April 2027', 'JIRA');
      await matchesTranscript('invgate-sign-up', locale, 'invgate: signUp', [
        ...chat.transcript.slice(0, 9),
        ...(mail ? [{ mail }] : []),
        ...chat.transcript.slice(9),
      ]);
    }));

for (const [typed, reason] of [
  ['zoe.petit@gmail.com', 'gmail.com est une messagerie personnelle'],
  ['zoe@yahoo.co.uk', 'yahoo.co.uk est une messagerie personnelle'],
  ['zoe@orange.fr', 'orange.fr est une messagerie personnelle'],
  ['zoe.petit', 'Ce n’est pas une adresse complète'],
  ['zoe@corp', 'Ce n’est pas une adresse complète'],
  ['', 'Ce champ est obligatoire'],
  ['   ', 'Ce champ est obligatoire'],
  [`${'z'.repeat(300)}@corp.example`, 'Saisie trop longue'],
  ['zoe\u202emoc.elpmaxe@corp.example', 'caractères qu’un identifiant ne peut pas avoir'],
  ['zoe\u200d@corp.example', 'caractères qu’un identifiant ne peut pas avoir'],
  ['zоe@corp.example', 'caractères qu’un identifiant ne peut pas avoir'],
] as const)
  test(`IN-2 the address ${JSON.stringify(typed.slice(0, 40))} is refused with the reason, and kept`, () =>
    withGuichet({}, async ({ chat, mails }) => {
      await chat.says('inscription invgate');
      await chat.presses('signUp.address', { email: typed, entity: 'regions' });
      chat.hears('Étape 1 sur 3', reason);
      assert.match(JSON.stringify(chat.card), /"value":"regions"/);
      assert.deepEqual(await mails(), []);
    }));

for (const [why, address] of [
  ['by mail domain', { email: 'jean@fhl.example.org' }],
  ['by a domain below it', { email: 'jean@lille.FHL.example.org' }],
  ['by declared entity', { email: 'jean@corp.example', entity: 'fhl' }],
] as const)
  test(`IN-1 the excluded entity FHL, ${why}: told so, handed to support, nothing created`, () =>
    withGuichet({}, async ({ chat, mails, db }) => {
      await chat.says('inscription invgate');
      await chat.presses('signUp.address', address);
      chat.hears('Votre entité a sa propre procédure', 'L’entité FHL a sa propre procédure d’accès à InvGate');
      await chat.presses('signUp.support');
      await chat.presses('support.send', { comment: 'Je commence lundi.' });
      const [mail, ...others] = await mails();
      assert.deepEqual(others, []);
      assert.equal(mail?.to, 'support.invgate@example.org');
      assert.match(mail.text, new RegExp(address.email));
      assert.match(mail.text, /Je commence lundi\./);
      assert.deepEqual(await db.selectFrom('request').selectAll().execute(), []);
    }));

test('IN-1 an account recorded under FHL is told by mail only, in the same words in chat', () =>
  withGuichet({}, async (guichet) => {
    await signsUp(guichet, 'fatou.diallo@corp.example');
    guichet.chat.hears('Un e-mail vient d’être envoyé à fatou.diallo@corp.example');
    const [mail] = await guichet.mails();
    assert.doesNotMatch(mail?.text ?? '', /\/link\//);
    assert.match(mail?.text ?? '', /FHL/);
  }));

test('IN-3 a known and a new address see the same cards; the mail that arrives differs', async () => {
  const seen: string[] = [];
  for (const email of ['alice.martin@corp.example', 'zoe.petit@corp.example'])
    await withGuichet({}, async (guichet) => {
      await signsUp(guichet, email);
      seen.push(
        guichet.chat.transcript
          .map((line) => line.text ?? (line.card ? textOf(line.card) : ''))
          .join('\n')
          .replaceAll(email, '@')
          // The address that the channel knows stands in the field before another is typed.
          .replaceAll('alice.martin@corp.example', '@')
          // So does the name that it knows, which is that of this address: no account has a say in it.
          .replaceAll(/^(?:Alice|Martin)\n/gm, ''),
      );
      const [mail] = await guichet.mails();
      assert.match(mail?.subject ?? '', email.startsWith('alice') ? /nouveau mot de passe|réinitialis/i : /définissez/i);
    });
  assert.equal(seen[0], seen[1]);
});

test('IN-3 the reset branch changes the password of the account that is there, and makes no second one', () =>
  withGuichet({}, async (guichet) => {
    const { mails, page, sms, worker, db } = guichet;
    await signsUp(guichet, 'alice.martin@corp.example');
    const web = await page(linkIn((await mails())[0]));
    await web.sendsCode();
    await worker.drain();
    assert.equal((await web.submits('Grand-Large 25!!', { code: codeIn(sms.messages[0]) })).status, 303);
    const accounts = await credentials(db).select('passwordHash').where('portal', '=', 'invgate').where('emailKey', '=', 'alice.martin@corp.example').execute();
    assert.equal(accounts.length, 1);
    assert.match(accounts[0]?.passwordHash ?? '', /^\$argon2id\$/);
  }));

for (const [details, reason] of [
  [{ userName: 'zpetit' }, 'doit être identique à l’adresse e-mail'],
  [{ userName: '' }, 'Ce champ est obligatoire'],
  [{ givenName: ' ' }, 'Ce champ est obligatoire'],
  [{ familyName: '' }, 'Ce champ est obligatoire'],
  [{ familyName: 'P'.repeat(101) }, 'Saisie trop longue'],
  [{ givenName: '<b>Zoé' }, 'Les caractères tels que'],
] as const)
  test(`IN-8 all fields are mandatory and the user name is the e-mail: ${JSON.stringify(details).slice(0, 40)}`, () =>
    withGuichet({}, async (guichet) => {
      await signsUp(guichet, 'zoe.petit@corp.example', details);
      guichet.chat.hears('Étape 1 sur 3', reason);
      if (!('familyName' in details)) assert.match(JSON.stringify(guichet.chat.card), /"value":"Petit"/);
      assert.deepEqual(await guichet.mails(), []);
    }));

test('IN-8 the user name is the e-mail: it is shown, and not asked', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'Zoe.Petit@Corp.example' });
    chat.hears('Nom d’utilisateur: Zoe.Petit@Corp.example');
    assert.equal(
      chat.card.body.find((element) => element.id === 'userName'),
      undefined,
    );
    await chat.presses('signUp.details', { givenName: 'Zoé', familyName: 'Petit' });
    chat.hears('Étape 2 sur 3');
  }));

for (const [password, rule] of [
  ['Ab1!2!c', /8 caractères/],
  ['abcd12!!', /majuscule/],
  ['ABCD12!!', /minuscule/],
  ['Abcdef12!', /2 caractères spéciaux|2 caractères ni lettres/],
  ['Abc12345!!', /4 lettres/],
  ['Abcdefg1!!', /2 chiffres/],
] as const)
  test(`IN-6 the policy refuses ${password} and says which rule`, () =>
    withGuichet({}, async (guichet) => {
      await signsUp(guichet);
      const web = await guichet.page(linkIn((await guichet.mails())[0]));
      const answered = await web.submits(password, { code: '123456' });
      assert.equal(answered.status, 422);
      assert.match(answered.html.slice(answered.html.indexOf('class="errors"')), rule);
      assert.doesNotMatch(answered.html, new RegExp(password.replace(/[!]/g, '\\$&')));
    }));

for (const [what, code] of [
  ['no code', ''],
  ['a wrong code', '000000'],
  ['words', 'abcdef'],
] as const)
  test(`IN-7 with ${what} the password is not accepted, and nothing is spent`, () =>
    withGuichet({}, async (guichet) => {
      const { mails, page, db } = guichet;
      await signsUp(guichet);
      const web = await page(linkIn((await mails())[0]));
      web.shows('Envoyer le code');
      await web.sendsCode();
      const right = codeIn((await mails())[0]);
      const answered = await web.submits('Grand-Large 25!!', { code: code === right ? '000001' : code });
      assert.equal(answered.status, 422);
      assert.deepEqual(await db.selectFrom('account').selectAll().where('identifier', '=', 'zoe.petit@corp.example').execute(), []);
      assert.equal((await web.submits('Grand-Large 25!!', { code: right })).status, 303);
    }));

test('IN-7 the code goes by SMS where the account has a number, and a newer code kills the older one', () =>
  withGuichet({}, async (guichet) => {
    const { mails, page, sms, worker } = guichet;
    await signsUp(guichet, 'alice.martin@corp.example');
    const web = await page(linkIn((await mails())[0]));
    // One after the other: of two texts that leave together, either may arrive first.
    await web.sendsCode();
    assert.deepEqual(await mails(), []);
    await web.sendsCode();
    await worker.drain();
    const [first, second] = sms.messages;
    assert.equal(first?.to, '+33612345678');
    if (codeIn(first) !== codeIn(second)) assert.equal((await web.submits('Grand-Large 25!!', { code: codeIn(first) })).status, 422);
    assert.equal((await web.submits('Grand-Large 25!!', { code: codeIn(second) })).status, 303);
  }));

test('IN-7 the code goes by e-mail, apart from the link’s, where no SMS gateway is set', () =>
  withGuichet({ gateway: false }, async (guichet) => {
    const { mails, page } = guichet;
    await signsUp(guichet, 'alice.martin@corp.example');
    const web = await page(linkIn((await mails())[0]));
    await web.sendsCode();
    const [mail] = await mails();
    assert.equal(mail?.to, 'alice.martin@corp.example');
    assert.equal((await web.submits('Grand-Large 25!!', { code: codeIn(mail) })).status, 303);
  }));

for (const [portal, life] of [
  ['invgate', day],
  ['octopus', hour / 2],
] as const)
  test(`${portal === 'invgate' ? 'IN-2' : 'OC-1'} the set-password link of ${portal} lives ${life / hour} h`, () =>
    withGuichet({}, async (guichet) => {
      const { chat, mails, page, passes } = guichet;
      if (portal === 'invgate') await signsUp(guichet);
      else {
        await chat.says('m’inscrire sur octopus');
        await chat.presses('signUp.send', { identifier: 'amartin' });
      }
      const link = linkIn((await mails())[0]);
      passes(life - 1);
      assert.equal((await page(link)).status, 200);
      passes(1);
      assert.equal((await page(link)).status, 410);
    }));

test('OU-8 the set-password link of outscale lives 24 h and its reset link 5 minutes, by its profile', () =>
  withGuichet({}, async ({ core }) => {
    const { lifetimes } = core.portals.get('outscale') ?? {};
    assert.deepEqual([lifetimes?.setPassword, lifetimes?.reset], [day, hour / 12]);
  }));
