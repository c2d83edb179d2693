import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute } from '../../../core/foundation/clock.ts';
import { actionsOf, inputsOf, textOf } from '../../chat.ts';
import { credentials } from '../../credentials.ts';
import { codeIn, linkIn, withGuichet } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';

const resets = [
  {
    id: 'IN-4',
    portal: 'invgate',
    identifier: 'alice.martin@corp.example',
    asks: { fr: 'j’ai oublié mon mot de passe invgate', en: 'I forgot my InvGate password' },
  },
  { id: 'OC-3', portal: 'octopus', identifier: 'amartin', asks: { fr: 'mdp octopus oublié', en: 'forgot my octopus password' } },
  {
    id: 'OU-8',
    portal: 'outscale',
    identifier: 'alice.martin@corp.example',
    asks: { fr: 'mot de passe outscale oublié', en: 'I forgot my outscale password' },
  },
] as const;

for (const { id, portal, identifier, asks } of resets)
  for (const locale of ['fr', 'en'] as const)
    test(`${id} a forgotten password of ${portal}, from a sentence to «done» in chat, in ${locale}`, () =>
      withGuichet({ locale }, async ({ chat, mails, sms, page, worker }) => {
        await chat.says(asks[locale]);
        await chat.presses('reset.send', { identifier });
        chat.hears(locale === 'fr' ? 'un e-mail vient d’être envoyé' : 'an e-mail has just been sent');
        const [mail, ...others] = await mails();
        assert.deepEqual(others, []);
        const web = await page(linkIn(mail));
        assert.equal(web.status, 200);
        if (portal === 'outscale') web.shows(locale === 'fr' ? /<button>Créer le mot de passe/ : /<button>Create the password/);
        if (portal === 'invgate') await web.sendsCode();
        await worker.drain();
        const code = portal === 'invgate' ? { code: codeIn(sms.messages[0]) } : {};
        const answered = await web.submits('Grand-Large 25!!', code);
        assert.equal(answered.status, 303, answered.html);
        const [told] = await mails();
        await worker.drain();
        chat.hears(locale === 'fr' ? 'Votre mot de passe est enregistré' : 'Your password is set');
        const sent = [mail, told].flatMap((each) => (each ? [{ mail: each }] : []));
        await matchesTranscript(`${portal}-reset`, locale, `${portal}: reset`, [...chat.transcript.slice(0, 4), ...sent, ...chat.transcript.slice(4)]);
      }));

test('IN-5 the mail has «Reset password» and a help link', () =>
  withGuichet({ locale: 'en' }, async ({ chat, mails }) => {
    await chat.says('reset my invgate password');
    await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
    const [mail] = await mails();
    assert.equal(mail?.to, 'alice.martin@corp.example');
    assert.match(mail.html, /<a [^>]*href="[^"]+\/p\/invgate\/link\/[^"]+"[^>]*>[^<]*Reset password/);
    assert.match(mail.html, /href="https:\/\/invgate\.example\.org\/help"/);
    assert.equal(mail.headers['reply-to'], 'support.invgate@example.org');
  }));

for (const [portal, identifier, email, label] of [
  ['octopus', 'amartin', undefined, 'Changement de mot de passe'],
  ['extranet', 'accueil@hotel.example', 'direction@hotel.example', undefined],
] as const)
  test(`${portal === 'octopus' ? 'OC-3' : 'EX-2'} the mail of ${portal} says that its time is limited and to ignore it if it was not asked for`, () =>
    withGuichet({}, async ({ chat, mails }) => {
      await chat.says(`mot de passe oublié ${portal}`);
      await chat.presses('reset.send', { identifier, ...(email && { email }) });
      const [mail] = await mails();
      assert.match(mail?.text ?? '', /30\u00a0minutes/);
      assert.match(mail?.text ?? '', /Si vous n’avez rien demandé, ignorez cet e-mail/);
      if (label) assert.match(mail?.html ?? '', new RegExp(label));
    }));

for (const [portal, identifier, minutes, extra] of [
  ['outscale', 'alice.martin@corp.example', 5, {}],
  ['octopus', 'amartin', 30, {}],
  ['extranet', 'accueil@hotel.example', 30, { email: 'direction@hotel.example' }],
] as const)
  test(`${portal === 'outscale' ? 'OU-8' : portal === 'octopus' ? 'OC-3' : 'EX-2'} the reset link of ${portal} lives ${minutes} minutes`, () =>
    withGuichet({}, async ({ chat, mails, page, passes }) => {
      await chat.says(`mot de passe oublié ${portal}`);
      await chat.presses('reset.send', { identifier, ...extra });
      const link = linkIn((await mails())[0]);
      passes(minutes * minute - 1);
      assert.equal((await page(link)).status, 200);
      passes(1);
      const dead = await page(link);
      assert.equal(dead.status, 410);
      dead.shows(/expiré/);
    }));

test('OC-1 «M’inscrire au service» takes the unified account and runs the reset', () =>
  withGuichet({}, async ({ chat, mails, page, worker }) => {
    await chat.says('je voudrais m’inscrire sur Octopus');
    chat.hears('M’inscrire au service', 'Compte unifié');
    await chat.presses('signUp.send', { identifier: 'bleroy' });
    const [mail] = await mails();
    assert.equal(mail?.to, 'bruno.leroy@corp.example');
    assert.equal((await (await page(linkIn(mail))).submits('mer 24 bleue')).status, 303);
    await worker.drain();
    chat.hears('Votre mot de passe est enregistré');
    await matchesTranscript('octopus-sign-up', 'fr', 'octopus: signUp', chat.transcript);
  }));

for (const [password, refused] of [
  ['a1!', /au moins 4 caractères/],
  ['sans chiffre', /chiffre/],
  ['12345', /lettre/],
  ['azerty1', undefined],
] as const)
  test(`OC-4 ${JSON.stringify(password)} ${refused ? 'is refused' : 'meets the policy but is among the commonest'}`, () =>
    withGuichet({}, async ({ chat, mails, page }) => {
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier: 'amartin' });
      const web = await page(linkIn((await mails())[0]));
      const answered = await web.submits(password);
      assert.equal(answered.status, 422);
      assert.match(answered.html, refused ?? /courant|répandu|plus utilisés|fréquent/);
      // Nothing was spent: a good one is still accepted.
      assert.equal((await web.submits('quatre 7 vents')).status, 303);
    }));

test('OC-5 done: the card leads to the portal’s own sign-in page', () =>
  withGuichet({}, async ({ chat, mails, page, worker }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const web = await page(linkIn((await mails())[0]));
    const answered = await web.submits('quatre 7 vents');
    const done = await fetch(new URL(answered.location ?? '', web.server));
    assert.match(await done.text(), /href="https:\/\/octopus\.example\.org\/"/);
    await worker.drain();
    chat.hears('Votre mot de passe est enregistré');
    assert.equal(chat.opens(), 'https://octopus.example.org/');
  }));

for (const [what, typed, mailed] of [
  ['the right address', 'direction@hotel.example', 1],
  ['another spelling of it', ' Direction@HOTEL.example ', 1],
  ['a wrong address', 'accueil@hotel.example', 0],
] as const)
  test(`EX-3 every reset of the extranet asks for the e-mail address, never shows it, and answers ${what} alike`, () =>
    withGuichet({}, async ({ chat, mails }) => {
      await chat.says('je suis bloqué sur l’extranet, mon compte est verrouillé');
      chat.hears('Débloquer mon compte', 'Nom d’utilisateur');
      assert.doesNotMatch(JSON.stringify(chat.card), /direction@/);
      assert.ok(actionsOf(chat.card).some(({ title }) => title === 'Oui, créer mon mot de passe'));
      await chat.presses('unlock.send', { identifier: 'accueil@hotel.example', email: typed });
      chat.hears('Si accueil@hotel.example a un compte ici, un e-mail vient d’être envoyé');
      assert.doesNotMatch(textOf(chat.card), /direction@/);
      assert.equal((await mails()).length, mailed);
    }));

test('EX-3 a locked account can be reset, and is open again afterwards', () =>
  withGuichet({}, async ({ chat, mails, page, db, core }) => {
    const portal = core.portals.get('extranet');
    assert.ok(portal);
    const actor = { person: 'anonymous', channel: 'page', locale: 'fr', authenticated: false } as const;
    const reset = async (password: string) => {
      await chat.says('recommencer');
      await chat.says('mot de passe oublié extranet');
      await chat.presses('reset.send', { identifier: 'accueil@hotel.example', email: 'direction@hotel.example' });
      const mail = (await mails()).find(({ text }) => text.includes('/link/'));
      assert.equal((await (await page(linkIn(mail))).submits(password)).status, 303);
    };
    await reset('phare de la pointe');
    for (let tries = 0; tries < 4; tries += 1) assert.equal(await core.signIn.authenticate(actor, portal, 'accueil@hotel.example', 'wrong'), 'refused');
    assert.equal((await credentials(db).select('lockedAt').where('portal', '=', 'extranet').executeTakeFirst())?.lockedAt, null);
    assert.equal(await core.signIn.authenticate(actor, portal, 'accueil@hotel.example', 'wrong'), 'refused');
    // Five: locked, even for the right password.
    assert.equal(await core.signIn.authenticate(actor, portal, 'accueil@hotel.example', 'phare de la pointe'), 'refused');
    await reset('bateau dans la brume');
    assert.notEqual(await core.signIn.authenticate(actor, portal, 'accueil@hotel.example', 'bateau dans la brume'), 'refused');
  }));

test('EX-3 TALK-11 user name and address, typed one after the other, are each put where they belong; a wrong address is typed anew', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp extranet oublié');
    await chat.says('accueil@hotel.example');
    await chat.says('direction@');
    assert.deepEqual(
      inputsOf(chat.card).map(({ value }) => value),
      ['accueil@hotel.example', 'direction@'],
    );
    await chat.says('direction@hotel.example');
    chat.hears('un e-mail vient d’être envoyé');
    const [mail] = await mails();
    assert.equal(mail?.to, 'direction@hotel.example');
  }));
