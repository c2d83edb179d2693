import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '../chat.ts';
import { channelUnderTest, withGuichet } from '../support.ts';

/** One walk through a procedure, the same for an identifier that exists and one that does not. */
const walks = [
  {
    what: 'reset of octopus',
    says: 'mdp octopus oublié',
    send: 'reset.send',
    known: { identifier: 'amartin' },
    unknown: { identifier: 'nobody' },
    mailed: [1, 0],
  },
  {
    what: 'first password of octopus',
    says: 'm’inscrire sur octopus',
    send: 'signUp.send',
    known: { identifier: 'amartin' },
    unknown: { identifier: 'nobody' },
    mailed: [1, 0],
  },
  {
    what: 'reset of invgate',
    says: 'mdp invgate oublié',
    send: 'reset.send',
    known: { identifier: 'alice.martin@corp.example' },
    unknown: { identifier: 'nobody@corp.example' },
    mailed: [1, 0],
  },
  {
    what: 'reset of the extranet, with the address of another account',
    says: 'mdp extranet oublié',
    send: 'reset.send',
    known: { identifier: 'accueil@hotel.example', email: 'direction@hotel.example' },
    unknown: { identifier: 'accueil@hotel.example', email: 'nobody@hotel.example' },
    mailed: [1, 0],
  },
] as const;

for (const { what, says, send, known, unknown, mailed } of walks)
  test(`ALL-4 ${what}: the same words, cards, statements and outbox writes for a known and an unknown identifier`, async () => {
    const seen: { cards: string; statements: string[]; outbox: number; mails: number }[] = [];
    for (const answer of [known, unknown])
      await withGuichet({}, async ({ chat, statements, db, mails }) => {
        await chat.says(says);
        statements.length = 0;
        await chat.presses(send, answer);
        const asked = [...statements];
        const outbox = (await db.selectFrom('outbox').select('id').execute()).length;
        const { length } = await mails();
        statements.length = 0;
        // Where nobody is vouched for there is no code to type; what looks like one is answered alike all the same.
        if (channelUnderTest === 'msteams') await chat.presses(`${send.split('.')[0]}.code`, { code: '000000' });
        else await chat.says('000000');
        // What is filled in from the roster stands on the card of both.
        const typed = [...Object.values(known), ...Object.values(unknown)].reduce<string>(
          (text, value) => text.replaceAll(value, '@'),
          JSON.stringify(chat.transcript.map(({ text, card }) => text ?? (card && textOf(card)))),
        );
        seen.push({ cards: typed, statements: [...asked, '--', ...statements], outbox, mails: length });
      });
    const [one, other] = seen;
    assert.deepEqual(one?.statements, other?.statements);
    assert.equal(one?.cards, other?.cards);
    assert.deepEqual([one?.outbox, other?.outbox], [1, 1]);
    assert.deepEqual([one?.mails, other?.mails], mailed);
  });

test('ALL-4 sign-up to invgate: a known and a new address cost the same statements and one mail each', async () => {
  const seen: string[][] = [];
  for (const email of ['alice.martin@corp.example', 'zoe.petit@corp.example', 'fatou.diallo@corp.example'])
    await withGuichet({}, async ({ chat, statements, mails }) => {
      await chat.says('inscription invgate');
      await chat.presses('signUp.address', { email });
      statements.length = 0;
      await chat.presses('signUp.details', { userName: email, givenName: 'A', familyName: 'B' });
      seen.push([...statements]);
      assert.equal((await mails()).length, 1);
    });
  assert.deepEqual(seen[0], seen[1]);
  assert.deepEqual(seen[0], seen[2]);
});

test('ALL-9 every step that changes something leaves one audit record: who, what, for whom, when, from where, outcome, no secret', () =>
  withGuichet({ channel: 'msteams' }, async ({ chat, mails, page, db, now }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const [mail] = await mails();
    const link = /\/link\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    await chat.presses('reset.code', { code: '000000' });
    assert.equal((await (await page(`http://x/p/octopus/link/${link}`)).submits('quatre 7 vents')).status, 303);
    const rows = await db.selectFrom('audit').selectAll().orderBy('id').execute();
    const account = await db.selectFrom('account').select('id').where('identifier', '=', 'amartin').executeTakeFirstOrThrow();
    const person = await db.selectFrom('person').select('id').executeTakeFirstOrThrow();
    assert.deepEqual(
      rows.map(({ actor, channel, action, portal, subject, outcome }) => [actor, channel, action, portal, subject, outcome]),
      [
        [person.id, 'msteams', 'reset.asked', 'octopus', `account:${account.id}`, 'ok'],
        [person.id, 'msteams', 'reset.codeTyped', 'octopus', `account:${account.id}`, 'code.wrong'],
        ['anonymous', 'page', 'reset.completed', 'octopus', `account:${account.id}`, 'ok'],
      ],
    );
    assert.ok(rows.every(({ at }) => at === now()));
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(`${link}|quatre 7 vents`));
  }));

test('ALL-9 a password that was typed as the identifier is not in the audit; an address that is nobody’s is', () =>
  withGuichet({}, async ({ chat, db }) => {
    for (const identifier of ['Tr0mb%ne', 'P@ssw0rd!', 'eve@corp.example']) {
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier });
    }
    const subjects = (await db.selectFrom('audit').select('subject').orderBy('id').execute()).map(({ subject }) => subject);
    assert.deepEqual(subjects, ['none:octopus:?', 'none:octopus:?', 'none:octopus:eve@corp.example']);
  }));
