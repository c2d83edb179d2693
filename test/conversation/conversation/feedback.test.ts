import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { latestComments, sumsOf } from '../../../core/conversation/feedback.ts';
import { actionsOf, type Chat, openChat, type ShownCard, textOf } from '../../chat.ts';
import { asks, meets } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { freshRecords } from '../../records.ts';
import { type Guichet, guichet, linkIn, withGuichet } from '../../support.ts';

const verbs = (card: ShownCard): unknown[] => actionsOf(card).map(({ data }) => data?.verb);
const asksHowItWent = (card: ShownCard): boolean => verbs(card).includes('feedback.good') && verbs(card).includes('feedback.bad');

/** The cards of a chat that asked how it went. */
const endsIn = (chat: Chat): [ShownCard, ...ShownCard[]] => {
  const [first, ...others] = chat.transcript.flatMap(({ card }) => (card && asksHowItWent(card) ? [card] : []));
  assert.ok(first, chat.heard);
  return [first, ...others];
};

/** The shortest procedure that comes to an end of its own. */
async function handsOver(chat: Chat, portal = 'octopus'): Promise<void> {
  await chat.says(`parler au support ${portal}`);
  await chat.presses('support.send', { comment: 'rien ne va' });
}

const setsPassword = async ({ chat, mails, page, worker }: Guichet, says: string, send: string): Promise<void> => {
  await chat.says(says);
  await chat.presses(send, { identifier: 'amartin' });
  assert.equal((await (await page(linkIn((await mails())[0]))).submits('Grand-Large 25!!')).status, 303);
  await worker.drain();
  chat.hears('Votre mot de passe est enregistré');
};

for (const [procedure, ends] of [
  ['reset', (its: Guichet) => setsPassword(its, 'mdp octopus oublié', 'reset.send')],
  ['signUp', (its: Guichet) => setsPassword(its, 'm’inscrire sur octopus', 'signUp.send')],
  ['unlock', (its: Guichet) => setsPassword(its, 'débloquer mon compte octopus', 'unlock.send')],
  ['support', ({ chat }: Guichet) => handsOver(chat)],
  [
    'forgotIdentifier',
    async ({ chat }: Guichet) => {
      await chat.says('je ne connais plus mon compte unifié octopus');
      await chat.presses('forgotIdentifier.finish');
    },
  ],
  ['enroll', async (its: Guichet) => void (await asks(its, ['workplace']))],
] as const)
  test(`ALL-11 ${procedure} ends with the question how it went, answered with one click`, () =>
    withGuichet({ channel: 'msteams' }, async (its) => {
      await ends(its);
      const end = its.chat.card;
      assert.ok(asksHowItWent(end), textOf(end));
      // The light row is the last thing on the card.
      assert.deepEqual(verbs(end).slice(-2), ['feedback.good', 'feedback.bad']);
      assert.deepEqual(end.actions, []);
      await its.chat.presses('feedback.good');
      its.chat.hears('Merci, c’est noté', 'Un mot de plus');
      const [sum, ...others] = await sumsOf(its.db);
      assert.deepEqual({ ...sum, portal: '' }, { portal: '', procedure, asked: 1, good: 1, bad: 0, comments: 0 });
      assert.deepEqual(others, []);
    }));

for (const channel of ['msteams', 'emulator', 'webchat'] as const)
  test(`ALL-11 a click, a comment, and the other click on second thoughts: the last answer counts (${channel})`, () =>
    withGuichet({ channel, locale: 'en' }, async ({ chat, db }) => {
      await handsOver(chat);
      const end = chat.card;
      await chat.presses('feedback.good', {}, { card: end });
      chat.hears('Thank you, noted');
      await chat.presses('feedback.comment', { comment: 'Quick, but the mail was late.' });
      chat.hears('Thank you for telling us');
      await chat.presses('feedback.bad', {}, { card: end });
      await chat.presses('feedback.bad', {}, { card: end });
      chat.hears('Thank you, noted');
      // Sent with nothing typed: what was said stays.
      await chat.presses('feedback.comment', { comment: ' ' });
      assert.deepEqual(await sumsOf(db), [{ portal: 'octopus', procedure: 'support', asked: 1, good: 0, bad: 1, comments: 1 }]);
      const [comment] = await latestComments(db, 10);
      assert.equal(comment?.comment, 'Quick, but the mail was late.');
    }));

test('ALL-11 where a procedure is left, or cannot be had, nobody is asked', () =>
  withGuichet({ channel: 'webchat' }, async ({ chat, db }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.cancel');
    chat.hears('Annulé');
    assert.ok(!asksHowItWent(chat.card));
    await chat.says('m’inscrire à un catalogue InvGate');
    assert.ok(!asksHowItWent(chat.card), textOf(chat.card));
    assert.deepEqual(await sumsOf(db), []);
  }));

test('ALL-11 only the person who finished can answer how it went', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const { chat, db } = its;
    await handsOver(chat);
    const end = chat.card;
    const other = await meets(its, bruno);
    for (const verb of ['feedback.good', 'feedback.bad', 'feedback.comment']) {
      await other.sends(verb, { ...actionsOf(end).find(({ data }) => data?.verb === 'feedback.good')?.data, verb, comment: 'not mine' });
      other.hears('Cette carte n’est plus à jour');
    }
    await chat.sends('feedback.bad', { verb: 'feedback.bad', ending: 'made up', portal: 'invgate', procedure: 'reset' });
    chat.hears('Cette carte n’est plus à jour');
    assert.deepEqual(await sumsOf(db), [{ portal: 'octopus', procedure: 'support', asked: 1, good: 0, bad: 0, comments: 0 }]);
  }));

test('ALL-11 a comment is taken after a verdict only, and in a group nothing is', () =>
  withGuichet({ channel: 'msteams' }, async ({ chat, db, url, connector }) => {
    await handsOver(chat);
    const { ending } = actionsOf(chat.card).find(({ data }) => data?.verb === 'feedback.good')?.data ?? {};
    await chat.sends('feedback.comment', { verb: 'feedback.comment', ending, comment: 'first' });
    chat.hears('Cette carte n’est plus à jour');
    const group = openChat({ url, connector, locale: 'fr', channel: 'msteams', conversation: { id: '19:team', isGroup: true, conversationType: 'channel' } });
    await group.sends('feedback.good', { verb: 'feedback.good', ending });
    group.hears('quelqu’un d’autre');
    assert.deepEqual(await sumsOf(db), [{ portal: 'octopus', procedure: 'support', asked: 1, good: 0, bad: 0, comments: 0 }]);
  }));

test('ALL-11 ALL-9 a comment is kept without personal data, cut to 1,000 characters; the audit has the answer and not the comment', () =>
  withGuichet({ channel: 'msteams' }, async ({ chat, db }) => {
    await handsOver(chat);
    await chat.presses('feedback.bad');
    await chat.presses('feedback.comment', {
      comment: `je suis Jeanne Durand, jeanne.durand@corp.example, 06 12 34 56 78, mot de passe Tulipe77-bleue, ${'trop long '.repeat(200)}`,
    });
    const [comment] = await latestComments(db, 10);
    assert.match(comment?.comment ?? '', /^je suis \[name\], \[@\] \[number\], mot de passe \[id\], trop long/);
    assert.equal(comment?.comment?.length, 1_000);
    const audited = await db.selectFrom('audit').selectAll().where('action', 'like', 'feedback.%').orderBy('id').execute();
    assert.deepEqual(
      audited.map(({ action, portal, outcome }) => [action, portal, outcome]),
      [
        ['feedback.bad', 'octopus', 'ok'],
        ['feedback.comment', 'octopus', 'ok'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(audited), /long|Tulipe|Jeanne/);
  }));

test('ALL-11 an end is answered after a restart; npm run stats shows the sums and the latest comments', async () => {
  const { url: database, drop } = await freshRecords();
  const before = await guichet({ database });
  await handsOver(before.chat);
  await before.chat.says('mdp octopus oublié');
  await before.stop();
  const after = await guichet({ database, again: before.world });
  try {
    await handsOver(after.chat, 'invgate');
    const [end] = endsIn(after.chat);
    await after.chat.presses('feedback.bad', {}, { card: endsIn(before.chat)[0] });
    after.chat.hears('Merci, c’est noté');
    await after.chat.presses('feedback.comment', { comment: 'Le bouton est\tcaché.\u001b[2J' });
    await after.chat.presses('feedback.good', {}, { card: end });
    const { stdout, status } = spawnSync(process.execPath, [join(import.meta.dirname, '../../../bot/commands/stats.ts')], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: database },
    });
    assert.equal(status, 0);
    assert.match(stdout, /^portal +procedure +ended +good +bad +comments$/m);
    assert.match(stdout, /^invgate +support +1 +1 +0 +0$/m);
    assert.match(stdout, /^octopus +support +1 +0 +1 +1$/m);
    assert.match(stdout, /^2026-11-20 +octopus +support +bad +Le bouton est caché\. ?\[2J$/m);
  } finally {
    await after.close();
    await drop();
  }
});
