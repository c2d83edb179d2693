import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf } from '../../chat.ts';
import { buttonsOf } from '../../deciding.ts';
import { creates, withOrganisations } from '../../organising.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';

const chosen = 'quatre 7 vents';

/** As far as the mail, whose code is then typed as a message: the card that answers is a message of its own. */
async function waits(its: Guichet) {
  await its.chat.says(its.chat.locale === 'fr' ? 'mot de passe octopus oublié' : 'forgot my octopus password');
  await its.chat.presses('reset.send', { identifier: 'amartin' });
  return (await its.mails())[0];
}

const replaced = ({ connector }: Guichet) => connector.activities.filter(({ method }) => method === 'PUT');

for (const [locale, said, set] of [
  ['fr', '✓ C’est fait', 'Votre mot de passe est enregistré'],
  ['en', '✓ Done', 'Your password is set'],
] as const)
  test(`ALL-12 once the page is done, the card that waited for it asks for nothing any more, in ${locale}`, () =>
    withGuichet({ locale }, async (its) => {
      await its.chat.says(codeIn(await waits(its)));
      const link = its.chat.opens();
      const card = its.connector.activities.at(-1);
      assert.equal((await (await its.page(link)).submits(chosen)).status, 303);
      await its.worker.drain();
      const [quiet, ...others] = replaced(its);
      assert.deepEqual([quiet?.id, others], [card?.id, []]);
      const text = JSON.stringify(quiet?.attachments);
      assert.match(text, new RegExp(said));
      assert.doesNotMatch(text, /Input\.|Action\.|\/link\//);
      its.chat.hears(set);
      assert.match(JSON.stringify(its.connector.activities.at(-1)), new RegExp(set), 'what is new comes last');
    }));

test('ALL-12 OU-6 the reference of an organisation stays in the chat once its password is set, with nothing left to press', () =>
  withOrganisations({}, async (its) => {
    await creates(its);
    await its.chat.says('je n’ai rien reçu');
    const { reference } = await its.db.selectFrom('organisation').select('reference').executeTakeFirstOrThrow();
    const mail = (await its.mails()).find(({ text }) => text.includes('/link/'));
    assert.equal((await (await its.page(linkIn(mail))).submits('Rivage-Clair 2026')).status, 303);
    await its.worker.drain();
    its.chat.hears('Votre mot de passe est enregistré');
    const text = JSON.stringify(replaced(its).at(-1)?.attachments);
    assert.match(text, /Votre organisation est créée/);
    assert.match(text, new RegExp(reference.slice(-4)));
    assert.doesNotMatch(text, /Input\.|Action\./);
  }));

test('TALK-8 what leads on stands beside the main button of the card that ends something, never before it', () =>
  withGuichet({}, async (its) => {
    await its.chat.says('je voudrais un compte invgate');
    assert.equal((await (await its.page(linkIn(await waits(its)))).submits(chosen)).status, 303);
    await its.worker.drain();
    its.chat.hears('Votre mot de passe est enregistré');
    const labels = actionsOf(its.chat.card).map(({ title = '' }) => title.replace(/\s/g, ' '));
    assert.deepEqual(labels.slice(0, 2), ['Se connecter à Octopus', 'Reprendre : S’inscrire (Sign Up)']);
  }));

test('ALL-12 what another procedure shows meanwhile is left alone', () =>
  withGuichet({}, async (its) => {
    const mail = await waits(its);
    await its.chat.says('je n’ai rien reçu');
    await its.chat.says('contacter le support octopus');
    const before = replaced(its).length;
    assert.equal((await (await its.page(linkIn(mail))).submits(chosen)).status, 303);
    await its.worker.drain();
    assert.equal(replaced(its).length, before);
    its.chat.hears('Votre mot de passe est enregistré');
  }));

test('ALL-12 a channel that replaces no message is told the news all the same', () =>
  withGuichet({}, async (its) => {
    await its.chat.says(codeIn(await waits(its)));
    const link = its.chat.opens();
    assert.equal((await (await its.page(link)).submits(chosen)).status, 303);
    its.connector.answer(404, {}, 1, 'ActivityNotFoundInConversation');
    await its.worker.drain();
    its.chat.hears('Votre mot de passe est enregistré');
  }));

for (const said of ['ça ne s’ouvre pas', 'je peux le faire ici ?', 'je n’ai pas reçu le mail', '123456'])
  test(`TALK-2 ALL-7 once the code was right, «${said}» leads to the page again, and not to the code`, () =>
    withGuichet({}, async (its) => {
      const { chat } = its;
      await chat.presses('reset.code', { code: codeIn(await waits(its)) });
      const before = chat.opens();
      await chat.says(said);
      if (!buttonsOf(chat).includes('reset.page')) await chat.presses('root.continue');
      assert.ok(!JSON.stringify(chat.card).includes('"id":"code"'), 'no code is asked for');
      await chat.presses('reset.page');
      const link = chat.opens();
      assert.notEqual(link, before);
      assert.equal((await its.page(before)).status, 410);
      assert.equal((await (await its.page(link)).submits(chosen)).status, 303);
      await its.worker.drain();
      chat.hears('Votre mot de passe est enregistré');
    }));

test('ALL-1 the page is shown again to who typed its code alone, and only as long as the request lives', () =>
  withGuichet({}, async (its) => {
    await waits(its);
    const request = await its.db.selectFrom('request').selectAll().executeTakeFirstOrThrow();
    const actor = { person: request.person, channel: 'msteams', locale: 'fr', authenticated: true } as const;
    const page = async (who: Parameters<typeof its.core.passwords.chatCode.page>[0] = actor) => (await its.core.passwords.chatCode.page(who, request.id)).ok;
    assert.equal(await page(), false, 'no code was typed yet');
    await its.db.updateTable('request').set({ provenAt: its.now() }).execute();
    assert.equal(await page({ ...actor, person: 'somebody else' }), false);
    assert.equal(await page({ ...actor, authenticated: false }), false);
    assert.equal(await page(), true);
    await its.db.updateTable('request').set({ sentTo: 'former@corp.example' }).execute();
    assert.equal(await page(), false, 'the account has another address by now');
    await its.db.updateTable('request').set({ sentTo: request.sentTo }).execute();
    its.passes(request.expiresAt - its.now());
    assert.equal(await page(), false);
  }));
