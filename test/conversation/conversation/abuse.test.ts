import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf } from '../../chat.ts';
import { aliceAccount, meets } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';

const inTeams = { channel: 'msteams' } as const;
const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);

/** Alice reports what she did not ask for, and asks for it to be stopped. */
async function reports({ chat }: Guichet, identifier: string): Promise<void> {
  const isFrench = chat.locale === 'fr';
  await chat.says(isFrench ? 'j’ai reçu un mail invgate que je n’ai pas demandé' : 'I got an invgate mail that I did not ask for');
  await chat.presses('support.start');
  await chat.presses('support.stop', { comment: isFrench ? 'ce n’est pas moi' : 'it was not me' });
  await chat.presses('support.prove', { identifier });
}

for (const [locale, stopped, says] of [
  ['fr', 'C’est arrêté', ['Bruno Leroy', '20 novembre 2026', 'InvGate', 'Microsoft Teams']],
  ['en', 'Stopped', ['Bruno Leroy', '20 November 2026', 'InvGate', 'Microsoft Teams']],
] as const)
  test(`TALK-4 who proves the mailbox ends what others asked for, and support gets the facts, in ${locale}`, () =>
    withGuichet({ ...inTeams, locale }, async (its) => {
      const thief = await meets(its, bruno, locale);
      await thief.says(locale === 'fr' ? 'mdp invgate oublié' : 'forgot my invgate password');
      await thief.presses('reset.send', { identifier: aliceAccount });
      const [asked] = await its.mails();
      const link = linkIn(asked);
      await reports(its, aliceAccount);
      const code = codeIn((await its.mails()).at(-1));
      assert.equal((await its.page(link)).status, 200, 'nothing ends before the mailbox is proven');
      await its.chat.presses('support.code', { code });
      its.chat.hears(stopped, ...says);
      await thief.presses('reset.code', { code: codeIn(asked) });
      thief.hears(locale === 'fr' ? /expiré|plus valable/ : /expired|no longer/);
      assert.notEqual((await its.page(link)).status, 200);
      const told = (await its.mails()).find(({ to }) => to.startsWith('support') || to.includes('assistance') || to.includes('invgate'));
      for (const word of says) assert.ok(told?.text.includes(word), `${word} in ${told?.text}`);
      assert.ok(told?.text.includes(locale === 'fr' ? 'ce n’est pas moi' : 'it was not me'));
      assert.ok(!told?.text.includes(codeIn(asked)), 'and no secret');
      assert.equal((await its.db.selectFrom('audit').select('action').where('action', '=', 'abuse.reported').execute()).length, 1);
    }));

test('TALK-4 the chats of others that are tied to the account are told of with the report, and lead to where they end', () =>
  withGuichet(inTeams, async (its) => {
    const thief = await meets(its, bruno);
    await thief.says('je veux un catalogue invgate');
    await thief.presses('enroll.prove', { identifier: aliceAccount });
    await thief.presses('enroll.code', { code: codeIn((await its.mails()).at(-1)) });
    await its.mails();
    await reports(its, aliceAccount);
    await its.chat.presses('support.code', { code: codeIn((await its.mails()).at(-1)) });
    its.chat.hears('Rien n’est en cours', 'Bruno Leroy');
    assert.ok(verbsOf(its.chat.card).includes('account.show'));
  }));

test('TALK-4 ALL-4 an account that does not exist is asked about in the same words, and a wrong code ends nothing', async () => {
  const cards: string[] = [];
  for (const identifier of [aliceAccount, 'nobody@corp.example'])
    await withGuichet(inTeams, async (its) => {
      await its.chat.says('mdp invgate oublié');
      await its.chat.presses('reset.send', { identifier: aliceAccount });
      const [asked] = await its.mails();
      await reports(its, identifier);
      cards.push(its.chat.heard.replaceAll(identifier, '…'));
      await its.chat.presses('support.code', { code: '000000' });
      cards.push(its.chat.heard.replaceAll(identifier, '…'));
      assert.equal((await its.page(linkIn(asked))).status, 200);
    });
  assert.deepEqual(cards.slice(0, 2), cards.slice(2));
});

test('TALK-4 ALL-13 where nobody vouches for who writes, nothing can be stopped from the chat', () =>
  withGuichet({ channel: 'webchat' }, async ({ chat }) => {
    await chat.says('j’ai reçu un mail octopus que je n’ai pas demandé');
    await chat.presses('support.start');
    assert.ok(!verbsOf(chat.card).includes('support.stop'));
    assert.ok(verbsOf(chat.card).includes('support.send'));
  }));
