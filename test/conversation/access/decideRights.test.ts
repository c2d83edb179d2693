import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChat, textOf } from '../../chat.ts';
import { statusOf } from '../../deciding.ts';
import { aliceAccount, asks, claire, colleague, hugo, meets, nadia, proves, withProfile } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { freshRecords } from '../../records.ts';
import { guichet, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

test('ALL-7 the bot restarts between the request and the decision, and the profile no longer names one of the approvers: that decision is refused, the other approver’s counts', () =>
  withProfile(
    (profile) => profile.replace('claire.fontaine@example.org, ', ''),
    async (without) => {
      const { url: database, drop } = await freshRecords();
      const before = await guichet({ ...teams, database });
      const [ofClaire, ofHugo] = [await meets(before, claire), await meets(before, hugo)];
      const [id] = await asks(before, ['workplace']);
      const cards = [ofClaire, ofHugo].map((chat) => chat.hears('Demande à traiter').card);
      await before.stop();

      const after = await guichet({ ...teams, database, again: before.world, env: { PORTALS_DIR: without } });
      try {
        const again = (who: typeof claire) => openChat({ url: after.url, connector: after.connector, locale: 'fr', channel: 'msteams', who });
        const gone = again(claire);
        await gone.presses('decide.approve', {}, { card: cards[0] ?? gone.card });
        gone.hears('Vous n’êtes pas, ou plus, approbateur');
        assert.doesNotMatch(gone.heard, /Alice/);
        assert.equal(await statusOf(after, id), 'pending');
        const kept = again(hugo);
        await kept.presses('decide.approve', {}, { card: cards[1] ?? kept.card });
        kept.hears('Approuvée par Hugo Marchand');
        await after.worker.drain();
        assert.equal(await statusOf(after, id), 'approved');
      } finally {
        await after.close();
        await drop();
      }
    },
  ));

test('IN-10 a stranger’s click decides and reveals nothing, whatever it carries, and is audited', () =>
  withGuichet(teams, async (its) => {
    const other = await meets(its, bruno);
    // Named by the profile, and not asked: another catalogue's approver, and the fallback before its time.
    const [elsewhere, fallback] = [await meets(its, nadia), await meets(its, colleague('Ines', 'Caron', 'direction.si@example.org'))];
    const [id = ''] = await asks(its, ['workplace']);
    for (const verb of ['decide.approve', 'decide.refuse', 'decide.question', 'decide.forward', 'decide.forwardTo', 'decide.open'])
      for (const chat of [other, elsewhere, fallback, its.chat]) {
        const forged = { verb, nonce: 'any', enrollment: id, reason: 'oui', email: bruno.email, approver: claire.email };
        await chat.sends(verb, forged);
        assert.match(textOf(chat.card), /Vous n’êtes pas, ou plus, approbateur/);
        assert.doesNotMatch(textOf(chat.card), /Poste de travail|Alice/);
      }
    for (const channel of ['emulator', 'webchat'] as const) {
      const unknown = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel, who: claire });
      await unknown.sends('decide.approve', { verb: 'decide.approve', nonce: 'any', enrollment: id }, true);
      assert.match(unknown.heard, /Vous n’êtes pas, ou plus, approbateur/);
    }
    assert.equal(await statusOf(its, id), 'pending');
    const refused = await its.db.selectFrom('audit').select('id').where('outcome', '=', 'decide.notYours').execute();
    assert.ok(refused.length >= 6, `${refused.length}`);
  }));

test('IN-10 in a group only approvers can use the buttons, and the group is not recorded as anybody’s chat', () =>
  withGuichet(teams, async (its) => {
    const conversation = { id: '19:team@thread.tacv2', conversationType: 'channel', isGroup: true };
    const approver = await meets(its, claire);
    const [id = ''] = await asks(its, ['workplace']);
    const inGroup = (who: typeof claire) => openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who, conversation });
    const carried = { verb: 'decide.approve', nonce: 'any', enrollment: id };
    const people = await its.db.selectFrom('person').selectAll().execute();
    const other = inGroup(bruno);
    await other.sends('decide.approve', carried);
    other.hears('Vous n’êtes pas, ou plus, approbateur');
    const own = inGroup(claire);
    // What waits for somebody is not shown to a group.
    await own.sends('decide.start', { verb: 'decide.start', nonce: 'any' });
    assert.doesNotMatch(textOf(own.card), /Alice/);
    await own.sends('decide.approve', carried);
    assert.match(textOf(own.card), /Approuvée par Claire Fontaine/);
    assert.equal(await statusOf(its, id), 'approved');
    assert.deepEqual(await its.db.selectFrom('person').selectAll().execute(), people);
    await its.worker.drain();
    approver.hears('Approuvée : Poste de travail');
  }));

test('IN-10 nobody decides on their own request: the only approver’s goes to the fallback, and a forged click of theirs does nothing', () =>
  withProfile(
    (profile) => profile.replace('[nadia.benali@example.org]', '[alice.martin@corp.example]'),
    (folder) =>
      withGuichet({ ...teams, env: { PORTALS_DIR: folder } }, async (its) => {
        const fallback = await meets(its, colleague('Ines', 'Caron', 'direction.si@example.org'));
        const [id = ''] = await asks(its, ['applications']);
        fallback.hears('Demande à traiter : Applications métier');
        await its.db
          .insertInto('approver')
          .values({ id: 'forged', enrollmentId: id, address: aliceAccount, open: 1, decision: null, askedAt: 0, decidedAt: null })
          .execute();
        await its.chat.sends('decide.approve', { verb: 'decide.approve', nonce: 'any', enrollment: id });
        assert.match(textOf(its.chat.card), /Vous n’êtes pas, ou plus, approbateur/);
        assert.equal(await statusOf(its, id), 'pending');
        await fallback.presses('decide.forward');
        assert.doesNotMatch(JSON.stringify(fallback.card), /alice\.martin/);
        await fallback.sends('decide.forwardTo', { verb: 'decide.forwardTo', nonce: 'any', enrollment: id, email: aliceAccount });
        assert.match(textOf(fallback.card), /qui n’est pas encore consulté/);
        await fallback.sends('decide.approve', { verb: 'decide.approve', nonce: 'any', enrollment: id });
        assert.equal(await statusOf(its, id), 'approved');
      }),
  ));

test('IN-10 if only the requester could decide, support takes over', () =>
  withProfile(
    (profile) => profile.replace('[nadia.benali@example.org]', '[alice.martin@corp.example]').replace('fallback: [direction.si@example.org]\n', ''),
    (folder) =>
      withGuichet({ ...teams, env: { PORTALS_DIR: folder } }, async (its) => {
        await proves(its);
        await its.chat.presses('enroll.pick', { groups: 'applications' });
        await its.chat.presses('enroll.confirm', {});
        its.chat.hears('Transmettre au support');
      }),
  ));

test('IN-10 installing the bot in a chat with several people records nobody', () =>
  withGuichet(teams, async (its) => {
    const chat = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: nadia, conversation: { id: 'a:several' } });
    const added = [{ id: nadia.id }, { id: '28:guichet' }];
    assert.equal((await chat.post(chat.activity({ type: 'conversationUpdate', membersAdded: added }))).status, 200);
    assert.deepEqual(await its.db.selectFrom('person').select('id').execute(), []);
  }));
