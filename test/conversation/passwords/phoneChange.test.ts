import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { day, hour } from '../../../core/foundation/clock.ts';
import { aliceAccount } from '../../enrolling.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';

const [former, newer, third] = ['+33612345678', '+33698765432', '+33611223344'];

/** The import gives Alice's account of InvGate another number. Returns the mail that tells her. */
async function changes(its: Guichet, phone: string) {
  const line = `${aliceAccount},${aliceAccount},Alice,Martin,${phone},siege`;
  const csv = `identifier,email,givenName,familyName,phone,entity\n${line}`;
  await importAccounts(its.db, 'invgate', csv, its.now(), 'any', its.core.portals.get('invgate'), 'jdupont');
  return (await its.mails())[0]?.text.replace(/\s+/g, ' ') ?? '';
}

/** Where the code of a page goes that is asked for now: a number, or «e-mail». */
async function codeGoesTo(its: Guichet, says?: string | RegExp): Promise<string | undefined> {
  await its.chat.says('annuler');
  await its.chat.says(its.chat.locale === 'fr' ? 'mot de passe invgate oublié' : 'I forgot my InvGate password');
  await its.chat.presses('reset.send', { identifier: aliceAccount });
  const web = await its.page(linkIn((await its.mails()).find(({ text }) => text.includes('/link/'))));
  if (says) assert.match(web.html, new RegExp(says));
  else assert.doesNotMatch(web.html, /changé récemment|changed recently/);
  const texts = its.sms.messages.length;
  await web.sendsCode();
  const [mail] = await its.mails();
  const text = its.sms.messages[texts];
  const code = codeIn(text ?? mail);
  assert.equal((await web.submits('Grand-Large 25!!', { code })).status, 303, 'and that code opens');
  await its.mails();
  return text?.to ?? (mail ? 'e-mail' : undefined);
}

for (const [locale, told, page] of [
  [
    'fr',
    /Jusqu’au 23 novembre 2026 à 9.h.00, nos codes par SMS partent encore vers l’ancien numéro, qui se termine par 78/,
    /changé récemment.*se termine par 78/,
  ],
  ['en', /Until 23 November 2026 at 09:00, our codes by text message still go to the former number, which ends in 78/, /changed recently.*ends in 78/],
] as const)
  test(`IN-7 a number that has just changed takes no codes: for three days they go to the one before, and mail and page say so, in ${locale}`, () =>
    withGuichet({ locale }, async (its) => {
      assert.equal(await codeGoesTo(its), former);
      assert.match(await changes(its, newer), told);
      assert.equal(await codeGoesTo(its, page), former);
      its.passes(3 * day - hour);
      assert.equal(await codeGoesTo(its, page), former);
      its.passes(hour);
      assert.equal(await codeGoesTo(its), newer);
    }));

test('IN-7 whoever changes a number twice, or takes it away, does not get past the one before', () =>
  withGuichet({}, async (its) => {
    await changes(its, newer);
    its.passes(2 * day);
    await changes(its, third);
    its.passes(2 * day);
    assert.equal(await codeGoesTo(its, /par 78/), former, 'the second change begins three days of its own');
    await changes(its, '');
    assert.equal(await codeGoesTo(its, /par 78/), former, 'and no code comes by e-mail instead');
    assert.doesNotMatch(await changes(its, former), /ancien numéro/);
    assert.equal(await codeGoesTo(its), former, 'back at the first, nothing rests');
  }));

test('IN-7 the first number of an account takes codes after three days; until then they come by e-mail, as before', () =>
  withGuichet({}, async (its) => {
    await its.db.updateTable('account').set({ phone: null }).where('identifier', '=', aliceAccount).execute();
    assert.match(await changes(its, newer), /nos codes partent encore par e-mail, comme avant/);
    assert.equal(await codeGoesTo(its), 'e-mail');
    its.passes(3 * day);
    assert.equal(await codeGoesTo(its), newer);
  }));

test('IN-7 a number that changes together with the address rests as well', () =>
  withGuichet({}, async (its) => {
    const csv = `identifier,email,givenName,familyName,phone,entity\n${aliceAccount},thief@corp.example,Alice,Martin,${newer},siege`;
    await importAccounts(its.db, 'invgate', csv, its.now(), 'any', its.core.portals.get('invgate'), 'jdupont');
    await its.mails();
    its.passes(day);
    assert.equal(await codeGoesTo(its, /par 78/), former);
  }));

for (const [locale, said, heard] of [
  ['fr', 'ce n’était pas moi', /Nouveau numéro.*refusé/s],
  ['en', 'it was not me', /New number.*refused/s],
] as const)
  test(`IN-7 TALK-4 «it was not me», as the mail has it, keeps that number from ever taking codes, in ${locale}`, () =>
    withGuichet({ channel: 'msteams', locale }, async (its) => {
      await changes(its, newer);
      await its.chat.says(said);
      await its.chat.presses('support.start', { portal: 'invgate' });
      await its.chat.presses('support.stop', { comment: 'not me' });
      await its.chat.presses('support.prove', { identifier: aliceAccount });
      await its.chat.presses('support.code', { code: codeIn((await its.mails()).at(-1)) });
      its.chat.hears(heard);
      await its.mails();
      its.passes(30 * day);
      assert.equal(await codeGoesTo(its, /78/), former);
      assert.equal((await its.db.selectFrom('audit').select('id').where('action', '=', 'account.phoneRefused').execute()).length, 1);
      await changes(its, third);
      its.passes(3 * day);
      assert.equal(await codeGoesTo(its), third, 'another number is another change');
    }));
