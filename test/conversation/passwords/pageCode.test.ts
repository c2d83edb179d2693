import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour } from '../../../core/foundation/clock.ts';
import { aliceAccount, meets, withProfile } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';

const chosen = 'Grand-Large 25!!';
const newcomer = 'zoe.petit@corp.example';

/** As far as the mail with its link and code. */
async function signsUp({ chat, mails }: Guichet) {
  await chat.says(chat.locale === 'fr' ? 'je voudrais m’inscrire sur invgate' : 'I want to sign up to InvGate');
  await chat.presses('signUp.address', { email: newcomer });
  await chat.presses('signUp.details', { userName: newcomer, givenName: 'Zoé', familyName: 'Petit' });
  return (await mails()).at(-1);
}

for (const locale of ['fr', 'en'] as const)
  test(`IN-7 who has proven the mailbox by the chat's code types no second one: the page asks for none, in ${locale}`, () =>
    withGuichet({ locale }, async (its) => {
      const mail = await signsUp(its);
      await its.chat.presses('signUp.code', { code: codeIn(mail) });
      const web = await its.page(its.chat.opens());
      assert.equal(web.status, 200);
      assert.doesNotMatch(web.html, /id="code"|send-code/);
      assert.equal((await web.submits(chosen)).status, 303);
      assert.deepEqual(
        (await its.mails()).filter(({ text }) => /(?<!\d)\d{6}(?!\d)/.test(text)),
        [],
        'no second code was mailed',
      );
    }));

test('IN-7 the mailed link asks for a code still, and so does one that was asked for again', () =>
  withGuichet({}, async (its) => {
    const mail = await signsUp(its);
    await its.chat.presses('signUp.code', { code: codeIn(mail) });
    const proven = its.chat.opens();
    assert.equal((await its.page(linkIn(mail))).status, 410, 'the mailed link dies with the code');
    its.passes(25 * hour);
    const dead = await its.page(proven);
    assert.equal(dead.status, 410);
    await dead.renews();
    const again = await its.page(linkIn((await its.mails()).at(-1)));
    again.shows('id="code"');
    assert.equal((await again.submits(chosen)).status, 422);
  }));

test('IN-7 a text message is asked for still: it proves something else than the mailbox', () =>
  withGuichet({}, async (its) => {
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: aliceAccount });
    await its.chat.presses('reset.code', { code: codeIn((await its.mails())[0]) });
    const web = await its.page(its.chat.opens());
    web.shows('id="code"');
    assert.equal((await web.submits(chosen)).status, 422);
    await web.sendsCode();
    await its.worker.drain();
    assert.equal((await web.submits(chosen, { code: codeIn(its.sms.messages[0]) })).status, 303);
  }));

for (const [locale, sentence] of [
  ['fr', 'Si vous n’êtes pas Bruno Leroy, ne donnez ce code à personne, même au téléphone'],
  ['en', 'If you are not Bruno Leroy, tell this code to nobody, whoever calls you'],
] as const)
  test(`IN-7 ALL-6 one code that the owner reads out on the telephone sets no password: the page of a stranger's chat asks for its own, in ${locale}`, () =>
    withGuichet({ locale, gateway: false, channel: 'msteams' }, async (its) => {
      const resets = async (chat: typeof its.chat) => {
        await chat.says(locale === 'fr' ? 'mot de passe invgate oublié' : 'I forgot my InvGate password');
        await chat.presses('reset.send', { identifier: aliceAccount });
        const mail = (await its.mails()).at(-1);
        await chat.presses('reset.code', { code: codeIn(mail) });
        return { text: mail?.text.replace(/\s+/g, ' ') ?? '', web: await its.page(chat.opens()) };
      };
      const stranger = await resets(await meets(its, bruno, locale));
      assert.ok(stranger.text.includes(sentence), stranger.text);
      stranger.web.shows('id="code"');
      assert.equal((await stranger.web.submits(chosen)).status, 422);
      const owner = await resets(its.chat);
      assert.ok(!owner.text.includes(sentence.slice(0, 20)), 'her own chat is hers by the roster');
      assert.doesNotMatch(owner.web.html, /id="code"/);
      assert.equal((await owner.web.submits(chosen)).status, 303);
    }));

for (const [locale, chat, page] of [
  ['fr', 'C’est le code de la conversation', 'C’est le code de la page web'],
  ['en', 'This is the code for the chat', 'This is the code for the web page'],
] as const)
  test(`IN-7 ALL-6 a code of the other kind is recognised by name, on the page and in the chat, in ${locale}`, () =>
    withGuichet({ locale }, async (its) => {
      const mail = await signsUp(its);
      const web = await its.page(linkIn(mail));
      // Before one was sent for the page, and after.
      assert.match((await web.submits(chosen, { code: codeIn(mail) })).html, new RegExp(chat));
      await web.sendsCode();
      const sent = codeIn((await its.mails())[0]);
      const refused = await web.submits(chosen, { code: codeIn(mail) });
      assert.equal(refused.status, 422);
      assert.match(refused.html, new RegExp(chat));
      await its.chat.presses('signUp.code', { code: sent });
      its.chat.hears(page);
      await its.chat.says(sent);
      its.chat.hears(page);
      assert.equal((await web.submits(chosen, { code: sent })).status, 303);
    }));

test('ALL-6 once the tries in the chat are used up, it says no more of the page’s code than of any other', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const mail = await signsUp(its);
    const web = await its.page(linkIn(mail));
    await web.sendsCode();
    const sent = codeIn((await its.mails())[0]);
    for (let tries = 0; tries < 5; tries += 1) await its.chat.presses('signUp.code', { code: sent === '000000' ? '000001' : '000000' });
    await its.chat.presses('signUp.code', { code: sent });
    assert.doesNotMatch(its.chat.heard, /code de la page web/);
    assert.equal((await web.submits(chosen, { code: sent })).status, 303);
  }));

test('IN-7 a wrong code is asked for again on its own; right, it is good for this browser and this page, and a password is typed once', () =>
  withGuichet({}, async (its) => {
    const web = await its.page(linkIn(await signsUp(its)));
    await web.sendsCode();
    const sent = codeIn((await its.mails())[0]);
    const wrong = await web.submits(chosen, { code: sent === '000000' ? '000001' : '000000' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.html, /value="prove"/);
    assert.doesNotMatch(wrong.html, /id="password"/);
    assert.equal((await web.posts({ press: 'prove', code: '12' })).status, 422);
    assert.equal((await web.posts({ press: 'prove', code: sent })).status, 303);
    assert.doesNotMatch((await web.again()).html, /id="code"/);
    // Another browser with the same link has proven nothing.
    const other = await its.page(`${its.url}${web.path}`);
    other.shows('id="code"');
    assert.equal((await other.submits(chosen, { code: sent })).status, 422);
    assert.equal((await web.submits(chosen)).status, 303);
  }));

test('IN-7 what a code opened ends after an hour, and does not open another link', () =>
  withProfile(
    (profile) => profile.replace('setPassword: 24h', 'setPassword: 72h'),
    (folder) =>
      withGuichet({ env: { PORTALS_DIR: folder } }, async (its) => {
        const web = await its.page(linkIn(await signsUp(its)));
        await web.sendsCode();
        assert.equal((await web.posts({ press: 'prove', code: codeIn((await its.mails())[0]) })).status, 303);
        its.passes(hour);
        assert.match((await web.again()).html, /id="code"/);
        assert.equal((await web.submits(chosen)).status, 422);
      }),
  ));

for (const locale of ['fr', 'en'] as const)
  test(`IN-2 IN-8 who fills in all that the first card asks for is done with it, in ${locale}`, () =>
    withGuichet({ locale }, async (its) => {
      const { chat } = its;
      await chat.says(locale === 'fr' ? 'je voudrais m’inscrire sur invgate' : 'I want to sign up to InvGate');
      await chat.presses('signUp.address', { email: 'zoe@gmail.com', entity: 'siege', givenName: 'Zoé', familyName: 'Petit' });
      chat.hears(locale === 'fr' ? 'messagerie personnelle' : 'personal', 'Zoé', 'Petit');
      await chat.presses('signUp.address', { email: newcomer, entity: 'siege', givenName: '<b>Zoé', familyName: 'Petit' });
      chat.hears(locale === 'fr' ? 'Les caractères tels que' : 'such as < and >', 'Petit');
      assert.deepEqual(await its.mails(), []);
      await chat.presses('signUp.back');
      await chat.presses('signUp.address', { email: newcomer, entity: 'siege', givenName: 'Zoé', familyName: 'Petit' });
      chat.hears(locale === 'fr' ? 'Étape 2 sur 3' : 'Step 2 of 3', newcomer);
      const data = JSON.parse((await its.db.selectFrom('request').select('data').executeTakeFirstOrThrow()).data);
      assert.deepEqual([data.identifier, data.givenName, data.familyName, data.entity], [newcomer, 'Zoé', 'Petit', 'siege']);
      assert.equal((await its.mails())[0]?.to, newcomer);
    }));
