import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute } from '../../../core/foundation/clock.ts';
import { isSignedIn, openBrowser, tokenIn, type WebBrowser } from '../../browser.ts';
import { identifiers, signedInBrowser, usual, withPasswords } from '../../signedIn.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';

const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
const next = 'bateau dans la brume';
const page = '/p/extranet/account/password';

const changes = (browser: WebBrowser, fields: Readonly<Record<string, string>> = {}) =>
  browser.sends(page, { current: usual, password: next, repeat: next, ...fields });

/** Resets the extranet's password, by mail. */
async function resets(guichet: Guichet, password: string): Promise<void> {
  await guichet.chat.says('mdp extranet oublié');
  await guichet.chat.presses('reset.send', { identifier: identifiers.extranet, email: 'direction@hotel.example' });
  const web = await guichet.page(linkIn((await guichet.mails()).findLast(({ text }) => text.includes('/link/'))));
  assert.equal((await web.submits(password)).status, 303);
}

test('EX-1 «Modifier le mot de passe»: the current one, the new one twice, «Enregistrer»', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = await signedInBrowser(guichet, 'extranet');
    const account = await browser.opens('/p/extranet/account');
    assert.match(account.html, /href="\/p\/extranet\/account\/password\?lang=fr">Modifier le mot de passe</);
    const form = await browser.opens(page);
    for (const shown of ['Mot de passe actuel', 'Nouveau mot de passe', 'Retapez le mot de passe', 'au moins 12 caractères', '<button>Enregistrer</button>'])
      assert.ok(form.html.includes(shown), shown);
    const changed = await changes(browser);
    assert.equal(changed.status, 303);
    assert.match((await browser.opens(changed.location ?? '')).html, /Votre mot de passe est changé/);
    assert.equal((await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, usual)).status, 422);
    assert.equal((await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, next)).status, 303);
  }));

test('OU-10 a change needs a session and the current password, and keeps the rules of the portal', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const stranger = openBrowser(guichet.url);
    assert.match((await stranger.get(page)).location ?? '', /^\/p\/extranet\/signin\?return=password&lang=fr$/);
    assert.match((await stranger.posts(page, { current: usual, password: next, repeat: next })).location ?? '', /signin/);
    const browser = openBrowser(guichet.url);
    assert.equal(
      (await browser.sends(page, { identifier: identifiers.extranet, password: usual })).location,
      `${page}?lang=fr`,
      'back to where one wanted to go',
    );
    for (const [fields, says] of [
      [{ current: 'autre chose' }, 'Ce n’est pas votre mot de passe actuel.'],
      [{ password: 'court', repeat: 'court' }, 'Utilisez au moins 12 caractères.'],
      [{ repeat: 'bateau dans la bruine' }, 'Les deux mots de passe sont différents.'],
      [{ password: usual, repeat: usual }, 'C’est déjà votre mot de passe.'],
      [{ password: 'Accueil Hotel 1234', repeat: 'Accueil Hotel 1234' }, 'se devine à partir de votre nom'],
    ] as const) {
      const refused = await changes(browser, fields);
      assert.equal(refused.status, 422);
      assert.ok(refused.html.includes(says), says);
      for (const secret of [usual, next, 'autre chose']) assert.ok(!refused.html.includes(secret));
    }
    assert.equal((await guichet.mails()).length, 0);
    assert.equal((await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, usual)).status, 303);
  }));

test('OU-10 an open session cannot be used to guess the password: wrong ones lock the account', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = await signedInBrowser(guichet, 'extranet');
    for (let times = 0; times < 5; times += 1) assert.equal((await changes(browser, { current: 'wrong' })).status, 422);
    assert.equal((await changes(browser)).status, 422);
    assert.equal((await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, usual)).status, 422);
    await resets(guichet, next);
    assert.equal((await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, next)).status, 303);
  }));

test('ALL-5 after a change the owner is told by mail, other sessions end, and the stolen cookie of this one too', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const [mine, other] = [await signedInBrowser(guichet, 'extranet'), await signedInBrowser(guichet, 'extranet')];
    const stolen = openBrowser(guichet.url);
    stolen.jar.set('guichet-extranet', mine.jar.get('guichet-extranet') ?? '');
    await isSignedIn(stolen, 'extranet', true);
    assert.equal((await changes(mine)).status, 303);
    await isSignedIn(mine, 'extranet', true);
    await isSignedIn(other, 'extranet', false);
    await isSignedIn(stolen, 'extranet', false);
    const [mail, ...more] = await guichet.mails();
    assert.equal(more.length, 0);
    assert.equal(mail?.to, 'direction@hotel.example');
    assert.match(mail?.subject ?? '', /votre mot de passe a été changé/);
    const events = (await mine.opens('/p/extranet/account')).html;
    assert.match(events, /Nouveau mot de passe/);
    const record = await guichet.db.selectFrom('audit').selectAll().where('action', '=', 'changePassword.completed').executeTakeFirstOrThrow();
    assert.equal(record.actor, record.subject);
  }));

test('ALL-5 a session that was stolen before a reset is dead after it, and the reset signs nobody in', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const stolen = await signedInBrowser(guichet, 'extranet');
    await resets(guichet, next);
    await isSignedIn(stolen, 'extranet', false);
    assert.equal((await guichet.db.selectFrom('session').select('id').where('endedAt', 'is', null).execute()).length, 0);
  }));

test('of two simultaneous changes one succeeds, and the other finds its session ended', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = await signedInBrowser(guichet, 'extranet');
    const csrf = tokenIn((await browser.opens(page)).html);
    const given = ['bateau dans la brume', 'voilier sous la lune'];
    const answers = await Promise.all(given.map((password) => browser.posts(page, { csrf, current: usual, password, repeat: password })));
    const changed = answers.filter(({ location }) => location?.includes('said=changed'));
    assert.equal(changed.length, 1);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    );
    const works = await Promise.all(given.map(async (password) => (await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, password)).status));
    assert.deepEqual(works.toSorted(), [303, 422]);
    assert.equal((await guichet.mails()).length, 1);
  }));

test('sessions are listed for their owner, who ends one, or all others', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const [mine, phone, desk] = [openBrowser(guichet.url), openBrowser(guichet.url, { agent: iPhone }), openBrowser(guichet.url)];
    for (const browser of [mine, phone, desk]) {
      await browser.signsIn('octopus', identifiers.octopus, usual);
      guichet.passes(minute);
    }
    const stranger = openBrowser(guichet.url);
    await stranger.signsIn('octopus', 'bleroy', usual);
    const listed = await mine.opens('/p/octopus/account');
    const ids = [...listed.html.matchAll(/name="session" value="([^"]+)"/g)].map(([, id = '']) => id);
    assert.equal(ids.length, 2);
    assert.match(listed.html, /cet appareil[\s\S]*?<h2>/);
    assert.match(listed.html, /aria-label="Déconnecter Safari · iOS, depuis le 20 novembre 2026/);
    const csrf = tokenIn(listed.html);
    // Somebody else's list ends none of mine.
    const theirs = tokenIn((await stranger.opens('/p/octopus/account')).html);
    for (const session of ids) await stranger.posts('/p/octopus/account/end', { csrf: theirs, session });
    await isSignedIn(phone, 'octopus', true);
    assert.match((await mine.posts('/p/octopus/account/end?lang=fr', { csrf, session: ids[0] ?? '' })).location ?? '', /said=ended/);
    await isSignedIn(desk, 'octopus', false);
    await isSignedIn(phone, 'octopus', true);
    await mine.posts('/p/octopus/account/end?lang=fr', { csrf });
    await isSignedIn(phone, 'octopus', false);
    await isSignedIn(mine, 'octopus', true);
    await isSignedIn(stranger, 'octopus', true);
    const endings = await guichet.db.selectFrom('audit').select('detail').where('action', '=', 'session.ended').execute();
    assert.equal(endings.length, 2);
  }));

test('a portal that does not offer the change has no page for it', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = await signedInBrowser(guichet, 'octopus');
    assert.doesNotMatch((await browser.opens('/p/octopus/account')).html, /account\/password/);
    assert.equal((await browser.get('/p/octopus/account/password')).status, 404);
    const csrf = tokenIn((await browser.opens('/p/octopus/account')).html);
    assert.equal((await browser.posts('/p/octopus/account/password', { csrf, current: usual, password: next, repeat: next })).status, 303);
    assert.equal((await openBrowser(guichet.url).signsIn('octopus', 'amartin', usual)).status, 303);
  }));

for (const [locale, words] of [
  [
    'fr',
    {
      forgotten: 'mdp extranet oublié',
      change: 'changer mon mot de passe extranet',
      path: 'Compte → Modifier le mot de passe',
      done: 'Votre mot de passe est enregistré',
    },
  ],
  ['en', { forgotten: 'I forgot my extranet password', change: 'change my extranet password', path: 'Account (Compte) → ', done: 'Your password is set' }],
] as const)
  test(`ALL-12 the owner’s chat moves on when the password was changed on the page, in ${locale}`, () =>
    withGuichet({ channel: 'msteams', locale }, async (guichet) => {
      const { chat, page: open, mails, worker } = guichet;
      // Typing the mailed code in the chat binds it to the account.
      await chat.says(words.forgotten);
      await chat.presses('reset.send', { identifier: identifiers.extranet, email: 'direction@hotel.example' });
      await chat.presses('reset.code', { code: codeIn((await mails())[0]) });
      assert.equal((await (await open(chat.opens())).submits(usual)).status, 303);
      await worker.drain();
      chat.hears(words.done);
      const before = chat.transcript.length;
      await chat.says(words.change);
      chat.hears(words.path);
      const browser = openBrowser(guichet.url, { language: locale });
      const { pathname } = new URL(chat.opens());
      await browser.sends(pathname, { identifier: identifiers.extranet, password: usual });
      assert.equal((await browser.sends(pathname, { current: usual, password: next, repeat: next })).status, 303);
      const [mail] = await mails();
      assert.ok(mail);
      await worker.drain();
      chat.hears(words.done);
      const [asked, shown, ...moved] = chat.transcript.slice(before);
      assert.ok(asked && shown);
      await matchesTranscript('extranet-change-password', locale, 'extranet: changePassword', [asked, shown, { mail }, ...moved]);
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      chat.hears(locale === 'fr' ? 'Il n’y a rien en cours à annuler' : 'nothing');
    }));

for (const channel of ['msteams', 'emulator', 'webchat'] as const)
  test(`ALL-13 on ${channel} a plain link opens the change for anybody; the page asks for the sign-in`, () =>
    withGuichet({ channel }, async ({ chat, url, config }) => {
      await chat.says('changer mon mot de passe extranet');
      assert.equal(chat.opens(), `${config.publicUrl}${page}`);
      assert.match((await openBrowser(url).get(page)).location ?? '', /signin\?return=password/);
      await chat.presses('changePassword.finish');
      chat.hears('Très bien');
    }));

test('IN-9 OU-2 the page of an account names its groups and what was asked for it; a stranger’s page has neither', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const { db } = guichet;
    const { id } = await db
      .selectFrom('account')
      .select('id')
      .where('portal', '=', 'invgate')
      .where('identifierKey', '=', identifiers.invgate)
      .executeTakeFirstOrThrow();
    const asked = { portal: 'invgate', accountId: id, person: 'somebody', locale: 'fr', justification: null, createdAt: guichet.now(), decidedAt: null };
    await db
      .insertInto('enrollment')
      .values({
        ...asked,
        id: 'e1',
        reference: 'KNZC-T2WJ',
        groupId: 'network',
        status: 'pending',
        expiresAt: guichet.now() + minute,
        decidedBy: null,
        reason: null,
      })
      .execute();
    await db
      .insertInto('membership')
      .values({ id: 'm1', portal: 'invgate', accountId: id, groupId: 'workplace', enrollmentId: null, grantedAt: 1, provisionAt: 1, provisionedAt: 1 })
      .execute();
    const own = await (await signedInBrowser(guichet, 'invgate')).opens('/p/invgate/account');
    assert.match(own.html, /<dt>Accès<\/dt><dd>Poste de travail<\/dd>/);
    assert.match(own.html, /Réseau et accès distants — en attente<\/p>\s*<p class="quiet">KNZC-T2WJ/);
    const other = await (await signedInBrowser(guichet, 'extranet')).opens('/p/extranet/account');
    assert.doesNotMatch(other.html, /<dt>Accès|KNZC-T2WJ/);
  }));
