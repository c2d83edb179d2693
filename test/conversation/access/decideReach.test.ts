import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, minute } from '../../../core/foundation/clock.ts';
import { openChat } from '../../chat.ts';
import { copiesOf } from '../../deciding.ts';
import { aliceAccount, asks, claire, colleague, hugo, meets, nadia, proves, withProfile } from '../../enrolling.ts';
import { withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

for (const [what, answers] of [
  ['403', [[403, {}, 1, 'ConversationBlockedByUser']]],
  ['404', [[404, {}, 1, 'ConversationNotFound']]],
  ['429 with Retry-After', [[429, { 'retry-after': '30' }, 40]]],
  ['429 without Retry-After', [[429, {}, 40]]],
  ['500', [[500, {}, 40]]],
  [
    'a time-out',
    [
      [0, {}, 1],
      [500, {}, 40],
    ],
  ],
] as const)
  test(`IN-10 a card that cannot be delivered (${what}) ends as one mail`, { timeout: 60_000 }, () =>
    withGuichet(teams, async (its) => {
      await meets(its, nadia);
      await proves(its);
      await its.chat.presses('enroll.pick', { groups: 'applications' });
      await its.chat.presses('enroll.confirm', {});
      for (const [status, headers, times, code] of answers) its.connector.answer(status, headers, times, code);
      const mails = await its.mails();
      for (let tries = 0; tries < 5; tries += 1) {
        its.passes(minute);
        mails.push(...(await its.mails()));
      }
      assert.deepEqual(
        mails.map(({ to }) => to),
        [nadia.email],
      );
      assert.match(mails[0]?.text ?? '', /\/p\/invgate\/decide\/[\w-]{40,}/);
    }),
  );

test('ALL-2 the link in that mail cannot set a password', () =>
  withGuichet(teams, async (its) => {
    await asks(its, ['applications']);
    const link = /\S+\/decide\/[\w-]+/.exec(its.inbox.mails.at(-1)?.text ?? '')?.[0] ?? '';
    assert.ok(link);
    assert.equal((await its.page(link.replace('/decide/', '/link/'))).status, 404);
  }));

for (const [why, told] of [
  ['Remplacer Paul à la paie', true],
  ['Voir www.evil.example', false],
  ['Appelez le 06 12 34 56 78', false],
] as const)
  test(`TALK-13 the mail to an approver says since when it waits, and ${told ? 'why' : 'leaves a reason that leads somewhere to the page'}: «${why}»`, () =>
    withGuichet(teams, async (its) => {
      await asks(its, ['applications'], why);
      const text = its.inbox.mails.at(-1)?.text ?? '';
      assert.match(text, /^Demandé le.: \d{1,2} /m);
      assert.equal(text.includes(`Pourquoi\u00a0: ${why}`), told, text);
    }));

test('IN-10 GOV-1 60 approvers of a second stage are each asked once, two of them decide, and all 60 cards show it', { timeout: 120_000 }, () => {
  const sixty = Array.from({ length: 60 }, (_, n) => `a${n}@example.org`);
  const stages = `stages: [{ approvers: [${hugo.email}] }, { approvers: [${sixty.join(', ')}], decision: 2 }]`;
  return withProfile(
    (profile) => profile.replace('approvers: [nadia.benali@example.org]', stages),
    (folder) =>
      withGuichet({ ...teams, env: { PORTALS_DIR: folder } }, async (its) => {
        const ofHugo = await meets(its, hugo);
        const chats = [];
        for (const [n, address] of sixty.entries()) chats.push(await meets(its, colleague(`Approbateur${n}`, 'X', address)));
        await asks(its, ['applications']);
        assert.equal(copiesOf(its, /Adresse vérifiée/).length, 1);
        await ofHugo.presses('decide.approve');
        await its.mails();
        assert.equal(copiesOf(its, /Étape 2 sur 2/).filter((copy) => /decide\.approve/.test(copy)).length, 60);
        const [, , third, fourth] = chats;
        third?.hears('Demande à traiter');
        await third?.presses('decide.approve');
        await its.mails();
        assert.deepEqual(copiesOf(its, /Approuvée par/), []);
        await fourth?.presses('decide.approve');
        assert.deepEqual(
          (await its.mails()).map(({ to }) => to),
          [aliceAccount],
        );
        const copies = copiesOf(its, /Adresse vérifiée/);
        assert.equal(copies.filter((copy) => /Approuvée par a3@example\.org/.test(copy) && !/"actions"/.test(copy)).length, 61);
      }),
  );
});

test('IN-10 an approver who installed the bot but never wrote gets the card and decides on it', () =>
  withGuichet(teams, async (its) => {
    its.connector.members.push(nadia);
    const chat = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: nadia });
    const added = [{ id: nadia.id }, { id: '28:guichet' }];
    assert.equal((await chat.post(chat.activity({ type: 'conversationUpdate', membersAdded: added }))).status, 200);
    chat.hears('Guichet');
    await asks(its, ['applications']);
    chat.hears('Demande à traiter : Applications métier');
    await chat.presses('decide.approve');
    chat.hears('Approuvée par Nadia');
  }));

test('IN-10 a card that is being sent when the request is decided is updated as well', () =>
  withGuichet(teams, async (its) => {
    await meets(its, claire);
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'workplace' });
    await its.chat.presses('enroll.confirm', {});
    const [id] = (await its.db.selectFrom('enrollment').select('id').execute()).map((row) => row.id);
    const draining = its.worker.drain();
    for (const end = performance.now() + 5_000; performance.now() < end && copiesOf(its, /Adresse vérifiée/).length === 0; ) await new Promise(setImmediate);
    const actor = { person: 'x', channel: 'msteams', locale: 'fr', authenticated: true, email: hugo.email } as const;
    assert.equal((await its.core.access.decide.decide(actor, id ?? '', { decision: 'approved' })).ok, true);
    await draining;
    await its.worker.drain();
    for (const copy of copiesOf(its, /Adresse vérifiée/)) assert.match(copy, /Approuvée par hugo/i);
  }));

test('IN-10 an approver missing from the roster gets the card at a later turn, once the roster knows them, and only once', () =>
  withGuichet(teams, async (its) => {
    const lookUps = () => its.connector.requests.filter(({ path }) => path.includes('/members/')).length;
    const chat = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: nadia });
    await chat.says('bonjour');
    assert.equal(lookUps(), 1);
    its.connector.members.push(nadia);
    await chat.says('menu');
    assert.equal(lookUps(), 1);
    its.passes(minute);
    await chat.says('menu');
    assert.equal(lookUps(), 2);
    its.passes(day - minute);
    await chat.says('menu');
    assert.equal(lookUps(), 2, 'what is known is not asked again');
    its.passes(minute);
    await chat.says('menu');
    assert.equal(lookUps(), 3, 'within a day it is: an address can change hands');
    await asks(its, ['applications']);
    chat.hears('Demande à traiter\u00a0: Applications métier');
  }));
