import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, hour, minute } from '../../core/clock.ts';
import { actionsOf, type Chat, openChat, textOf } from '../chat.ts';
import { aliceAccount, asks, claire, colleague, hugo, meets, nadia, proves, samuel, withProfile } from '../enrolling.ts';
import { bruno } from '../fakes/connector.ts';
import { freshRecords } from '../records.ts';
import { type Guichet, guichet, withGuichet } from '../support.ts';

const teams = { channel: 'msteams' } as const;

const buttonsOf = (chat: Chat): unknown[] => actionsOf(chat.card).map(({ verb }) => verb);

/** Every copy of a request's card, as it stands in its chat. */
const copiesOf = ({ connector }: Guichet, title: RegExp): string[] => {
  const cards = connector.activities.flatMap(({ id, attachments = [] }) => attachments.map(({ content }) => [id, JSON.stringify(content)] as const));
  return [...new Map(cards).values()].filter((card) => title.test(card));
};

const statusOf = async ({ db }: Guichet, id = ''): Promise<string | undefined> =>
  (await db.selectFrom('enrollment').select('status').where('id', '=', id).executeTakeFirst())?.status;

test('IN-10 each approver gets a card: who, the verified address, what, why, since when; one decides, and every copy says so, without buttons', () =>
  withGuichet(teams, async (its) => {
    const [ofClaire, ofHugo] = [await meets(its, claire), await meets(its, hugo)];
    const [id] = await asks(its, ['workplace'], 'Un nouvel ordinateur');
    for (const chat of [ofClaire, ofHugo]) {
      chat.hears(
        'Demande à décider : Poste de travail',
        'Qui: Alice Martin',
        `Adresse vérifiée: ${aliceAccount}`,
        'Pourquoi: Un nouvel ordinateur',
        /Depuis: .*2026/,
      );
      assert.deepEqual(buttonsOf(chat), ['decide.approve', 'decide.refuse', 'decide.question', 'decide.forward']);
    }
    const [asked] = [ofHugo.card];
    await ofClaire.presses('decide.approve');
    ofClaire.hears('Approuvée : Poste de travail', /Approuvée par claire\.fontaine@example\.org le /);
    assert.deepEqual(buttonsOf(ofClaire), []);
    await its.worker.drain();
    assert.equal(await statusOf(its, id), 'approved');
    const copies = copiesOf(its, /Poste de travail/).filter((card) => /Adresse vérifiée/.test(card));
    assert.equal(copies.length, 2);
    for (const copy of copies) {
      assert.match(copy, /Approuvée par claire\.fontaine@example\.org/);
      assert.doesNotMatch(copy, /"actions"/);
    }
    // A click on the card as it was, from a client that has not drawn the change yet.
    await ofHugo.presses('decide.refuse', { reason: 'Trop tard' }, { card: asked });
    ofHugo.hears('Approuvée par claire.fontaine@example.org');
    assert.equal(await statusOf(its, id), 'approved');
  }));

for (const locale of ['fr', 'en'] as const)
  test(`IN-11 a refusal needs a reason, and the requester is told of it at once, in chat and by mail, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const approver = await meets(its, claire, locale);
      const [id] = await asks(its, ['workplace']);
      assert.match(approver.heard, locale === 'fr' ? /Demande à décider/ : /Request to decide/);
      await approver.presses('decide.refuse', { reason: '   ' });
      approver.hears(locale === 'fr' ? 'Demande à décider' : 'Request to decide');
      assert.equal(await statusOf(its, id), 'pending');
      await approver.presses('decide.refuse', { reason: 'Déjà équipée' });
      assert.equal(await statusOf(its, id), 'refused');
      const [mail, ...others] = await its.mails();
      assert.deepEqual([mail?.to, others], [aliceAccount, []]);
      assert.match(mail?.text ?? '', /Déjà équipée/);
      its.chat.hears(locale === 'fr' ? 'refusée' : 'refused', 'Déjà équipée');
    }));

test('IN-10 two approvers at once: one decides, the other is told who did; one decision is in the audit', () =>
  withGuichet(teams, async (its) => {
    const both = [await meets(its, claire), await meets(its, hugo)] as const;
    const [id] = await asks(its, ['workplace']);
    for (const chat of both) chat.hears('Demande à décider');
    await Promise.all([both[0].presses('decide.approve'), both[1].presses('decide.refuse', { reason: 'Non' })]);
    const status = await statusOf(its, id);
    for (const chat of both) {
      assert.match(textOf(chat.card), status === 'approved' ? /Approuvée par claire/ : /Refusée par hugo/);
      assert.deepEqual(buttonsOf(chat), []);
    }
    const audit = await its.db.selectFrom('audit').select(['action', 'outcome']).where('action', 'like', 'decide.%').where('outcome', '=', 'ok').execute();
    assert.equal(audit.length, 1);
    assert.equal((await its.mails()).length, 1);
  }));

for (const withdrawn of [false, true])
  test(`IN-10 of many decisions ${withdrawn ? 'and a withdrawal ' : ''}in the same instant one counts, and what comes later changes nothing`, () =>
    withGuichet(teams, async (its) => {
      const [id = ''] = await asks(its, ['workplace']);
      const who = { locale: 'fr', channel: 'msteams', authenticated: true } as const;
      const person = (await its.db.selectFrom('enrollment').select('person').executeTakeFirst())?.person ?? '';
      const { approval, enrollment } = its.core;
      const all = await Promise.all([
        ...[claire, hugo].flatMap((each) => {
          const actor = { ...who, person: each.aadObjectId, email: each.email };
          return [approval.decide(actor, id, { decision: 'approved' }), approval.decide(actor, id, { decision: 'refused', reason: 'Non' })];
        }),
        ...(withdrawn ? [enrollment.withdraw({ ...who, person }, id)] : []),
      ]);
      assert.equal(all.filter(({ ok }) => ok).length, 1);
      const status = await statusOf(its, id);
      assert.equal((await enrollment.withdraw({ ...who, person }, id)).ok, false);
      assert.equal(await statusOf(its, id), status);
      const done = await its.db
        .selectFrom('audit')
        .select('action')
        .where('outcome', '=', 'ok')
        .where('action', 'in', ['decide.approved', 'decide.refused', 'enroll.withdrawn'])
        .execute();
      assert.equal(done.length, 1);
      assert.equal((await its.db.selectFrom('approver').select('id').where('open', '=', 1).execute()).length, 0);
    }));

test('IN-10 withdrawn while it is being approved: one of the two happens, and both are told which', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    const [id] = await asks(its, ['workplace']);
    approver.hears('Demande à décider');
    await its.chat.says('mes demandes');
    await Promise.all([its.chat.presses('myRequests.withdraw'), approver.presses('decide.approve')]);
    const status = await statusOf(its, id);
    approver.hears(status === 'withdrawn' ? 'Retirée par son demandeur' : 'Approuvée par claire');
    its.chat.hears(status === 'withdrawn' ? /est retirée/ : 'décidée entre-temps');
    const memberships = await its.db.selectFrom('membership').select('id').execute();
    assert.equal(memberships.length, status === 'withdrawn' ? 0 : 1);
  }));

test('ALL-7 the bot restarts between the request and the decision, and the profile no longer names one of the approvers: theirs is refused, the other’s counts', () =>
  withProfile(
    (profile) => profile.replace('claire.fontaine@example.org, ', ''),
    async (without) => {
      const { url: database, drop } = await freshRecords({ lasting: true });
      const before = await guichet({ ...teams, database });
      const [ofClaire, ofHugo] = [await meets(before, claire), await meets(before, hugo)];
      const [id] = await asks(before, ['workplace']);
      const cards = [ofClaire, ofHugo].map((chat) => chat.hears('Demande à décider').card);
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
        kept.hears('Approuvée par hugo.marchand@example.org');
        await after.worker.drain();
        assert.equal(await statusOf(after, id), 'approved');
      } finally {
        await after.close();
        await drop();
      }
    },
  ));

test('IN-10 somebody else’s click decides nothing and shows nothing, whatever it carries, and is in the audit', () =>
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

test('IN-10 in a group the buttons work for the approvers alone, and a group is nobody’s chat afterwards', () =>
  withGuichet(teams, async (its) => {
    const conversation = { id: '19:team@thread.tacv2', conversationType: 'channel', isGroup: true };
    const approver = await meets(its, claire);
    const [id = ''] = await asks(its, ['workplace']);
    const inGroup = (who: typeof claire) => openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who, conversation });
    const carried = { verb: 'decide.approve', nonce: 'any', enrollment: id };
    const people = await its.db.selectFrom('person').selectAll().execute();
    const other = inGroup(bruno);
    await other.sends('decide.approve', carried);
    assert.match(textOf(other.card), /Vous n’êtes pas, ou plus, approbateur/);
    const own = inGroup(claire);
    // What waits for somebody is not shown to a group.
    await own.sends('decide.start', { verb: 'decide.start', nonce: 'any' });
    assert.doesNotMatch(textOf(own.card), /Alice/);
    await own.sends('decide.approve', carried);
    assert.match(textOf(own.card), /Approuvée par claire\.fontaine@example\.org/);
    assert.equal(await statusOf(its, id), 'approved');
    assert.deepEqual(await its.db.selectFrom('person').selectAll().execute(), people);
    await its.worker.drain();
    approver.hears('Approuvée : Poste de travail');
  }));

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

test('ALL-2 the link of that mail sets nobody’s password', () =>
  withGuichet(teams, async (its) => {
    await asks(its, ['applications']);
    const link = /\S+\/decide\/[\w-]+/.exec(its.inbox.mails.at(-1)?.text ?? '')?.[0] ?? '';
    assert.ok(link);
    assert.equal((await its.page(link.replace('/decide/', '/link/'))).status, 404);
  }));

test('IN-10 the same decision, delivered twice by the channel under another id, happens once', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    const [id] = await asks(its, ['workplace']);
    approver.hears('Demande à décider');
    const { card } = approver;
    await approver.presses('decide.approve', {}, { card });
    await approver.presses('decide.approve', {}, { card });
    approver.hears('Approuvée par claire');
    await approver.presses('decide.approve', {}, { card, submit: true });
    assert.equal((await its.mails()).filter(({ to }) => to === aliceAccount).length, 1);
    assert.equal(
      (
        await its.db
          .selectFrom('membership')
          .select('id')
          .where('enrollmentId', '=', id ?? '')
          .execute()
      ).length,
      1,
    );
    assert.equal((await its.db.selectFrom('audit').select('id').where('action', '=', 'decide.approved').execute()).length, 1);
  }));

test('IN-10 nobody decides: a reminder, then the fallback is asked too, then it expires, and everybody is told', () =>
  withGuichet(teams, async (its) => {
    const [approver, fallback] = [await meets(its, nadia), await meets(its, colleague('Ines', 'Caron', 'direction.si@example.org'))];
    const [id] = await asks(its, ['applications']);
    approver.hears('Demande à décider');
    const cards = () => copiesOf(its, /Adresse vérifiée/).length;
    its.passes(day - 1);
    await its.worker.drain();
    assert.equal(cards(), 1);
    its.passes(1);
    await its.worker.drain();
    assert.equal(cards(), 2);
    approver.hears(/Relance le /);
    assert.doesNotMatch(fallback.heard, /Demande à décider/);
    its.passes(2 * day);
    await its.worker.drain();
    fallback.hears('Demande à décider : Applications métier', /Remontée le /);
    its.passes(11 * day);
    const mails = await its.mails();
    assert.equal(await statusOf(its, id), 'expired');
    assert.deepEqual(
      mails.map(({ to }) => to),
      [aliceAccount],
    );
    its.chat.hears('expirée');
    for (const copy of copiesOf(its, /Adresse vérifiée/)) assert.match(copy, /Expirée le .*personne n’a décidé à temps/);
    // Asked for again, it starts over.
    await its.chat.says('m’inscrire à un catalogue InvGate');
    await its.chat.presses('enroll.pick', { groups: 'applications' });
    await its.chat.presses('enroll.confirm', {});
    its.chat.hears('Votre demande est partie');
  }));

test('IN-10 of 60 approvers each is asked once; one decides, and all 60 cards say so', { timeout: 120_000 }, () =>
  withProfile(
    (profile) => profile.replace('[nadia.benali@example.org]', `[${Array.from({ length: 60 }, (_, n) => `a${n}@example.org`).join(', ')}]`),
    (folder) =>
      withGuichet({ ...teams, env: { PORTALS_DIR: folder } }, async (its) => {
        const chats = [];
        for (let n = 0; n < 60; n += 1) chats.push(await meets(its, colleague(`Approbateur${n}`, 'X', `a${n}@example.org`)));
        await asks(its, ['applications']);
        assert.equal(copiesOf(its, /Adresse vérifiée/).length, 60);
        const [, , third] = chats;
        third?.hears('Demande à décider');
        await third?.presses('decide.approve');
        assert.deepEqual(
          (await its.mails()).map(({ to }) => to),
          [aliceAccount],
        );
        const copies = copiesOf(its, /Adresse vérifiée/);
        assert.equal(copies.filter((copy) => /Approuvée par a2@example\.org/.test(copy) && !/"actions"/.test(copy)).length, 60);
      }),
  ),
);

test('IN-10 where all must agree, one approval is told on the cards and gives nothing; one refusal ends it', () =>
  withGuichet(teams, async (its) => {
    const [ofNadia, ofSamuel] = [await meets(its, nadia), await meets(its, samuel)];
    const [id] = await asks(its, ['sensitive-data'], 'Un audit');
    for (const chat of [ofNadia, ofSamuel]) chat.hears('Demande à décider : Données sensibles');
    await ofNadia.presses('decide.approve');
    ofNadia.hears('Demande à décider', /nadia\.benali@example\.org a donné son accord/);
    assert.deepEqual([await statusOf(its, id), (await its.db.selectFrom('membership').select('id').execute()).length], ['pending', 0]);
    // One person counts once.
    await ofNadia.presses('decide.approve');
    ofNadia.hears('Vous avez déjà répondu');
    assert.equal(await statusOf(its, id), 'pending');
    await its.worker.drain();
    ofSamuel.hears(/nadia\.benali@example\.org a donné son accord/);
    await ofSamuel.presses('decide.refuse', { reason: 'Pas sans le contrat' });
    assert.equal(await statusOf(its, id), 'refused');
    assert.equal((await its.db.selectFrom('membership').select('id').execute()).length, 0);
  }));

test('IN-10 where all must agree and do, at once or not, access is given once', () =>
  withGuichet(teams, async (its) => {
    const both = [await meets(its, nadia), await meets(its, samuel)];
    const [id] = await asks(its, ['sensitive-data'], 'Un audit');
    for (const chat of both) chat.hears('Demande à décider');
    await Promise.all(both.map((chat) => chat.presses('decide.approve')));
    assert.equal(await statusOf(its, id), 'approved');
    assert.equal((await its.db.selectFrom('membership').select('id').execute()).length, 1);
  }));

test('IN-10 nobody decides on their own request: the only approver’s goes to the fallback, and a forged click of theirs does nothing', () =>
  withProfile(
    (profile) => profile.replace('[nadia.benali@example.org]', '[alice.martin@corp.example]'),
    (folder) =>
      withGuichet({ ...teams, env: { PORTALS_DIR: folder } }, async (its) => {
        const fallback = await meets(its, colleague('Ines', 'Caron', 'direction.si@example.org'));
        const [id = ''] = await asks(its, ['applications']);
        fallback.hears('Demande à décider : Applications métier');
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

test('IN-10 where nobody but the requester could decide, support takes it', () =>
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

test('IN-10 a question travels to the requester’s chat, and the answer back onto every card', () =>
  withGuichet(teams, async (its) => {
    const [ofClaire, ofHugo] = [await meets(its, claire), await meets(its, hugo)];
    const [id] = await asks(its, ['workplace']);
    for (const chat of [ofClaire, ofHugo]) chat.hears('Demande à décider');
    await ofClaire.presses('decide.question', { reason: 'Pour quel site ?' });
    ofClaire.hears(/claire\.fontaine@example\.org demande : Pour quel site/);
    await its.worker.drain();
    its.chat.hears('Un approbateur demande une précision', 'Pour quel site');
    await its.chat.presses('myRequests.answer', { comment: 'Pour *Lyon*' });
    its.chat.hears('Votre réponse est partie');
    await its.worker.drain();
    for (const chat of [ofClaire, ofHugo]) chat.hears(/Alice Martin répond : Pour \\\*Lyon\\\*/);
    assert.equal(await statusOf(its, id), 'pending');
    // Nobody else answers for her.
    const other = await meets(its, bruno);
    await other.sends('myRequests.answer', { verb: 'myRequests.answer', nonce: 'any', enrollment: id, comment: 'Moi', portal: 'invgate' });
    assert.equal((await its.db.selectFrom('enrollmentNote').select('id').where('kind', '=', 'answer').execute()).length, 1);
  }));

test('IN-10 an approver hands a request to another: it is theirs from then on, and no longer the first’s', () =>
  withGuichet(teams, async (its) => {
    const [ofNadia, ofHugo] = [await meets(its, nadia), await meets(its, hugo)];
    const [id = ''] = await asks(its, ['applications']);
    ofNadia.hears('Demande à décider');
    const { card } = ofNadia;
    await ofNadia.presses('decide.forward');
    ofNadia.hears('À quel approbateur', 'hugo.marchand@example.org');
    await ofNadia.sends('decide.forwardTo', { verb: 'decide.forwardTo', nonce: 'any', enrollment: id, email: bruno.email });
    assert.match(textOf(ofNadia.card), /qui n’est pas encore consulté/);
    await ofNadia.sends('decide.forwardTo', { verb: 'decide.forwardTo', nonce: 'any', enrollment: id, email: hugo.email });
    assert.match(textOf(ofNadia.card), /nadia\.benali@example\.org l’a transférée à hugo\.marchand@example\.org/);
    await ofNadia.presses('decide.approve', {}, { card });
    assert.equal(await statusOf(its, id), 'pending');
    await its.worker.drain();
    ofHugo.hears('Demande à décider : Applications métier', /transférée/);
    await ofHugo.presses('decide.approve');
    assert.equal(await statusOf(its, id), 'approved');
  }));

test('IN-10 an approver who installed the bot and never wrote gets the card, and decides on it', () =>
  withGuichet(teams, async (its) => {
    its.connector.members.push(nadia);
    const chat = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: nadia });
    const added = [{ id: nadia.id }, { id: '28:guichet' }];
    assert.equal((await chat.post(chat.activity({ type: 'conversationUpdate', membersAdded: added }))).status, 200);
    chat.hears('Guichet');
    await asks(its, ['applications']);
    chat.hears('Demande à décider : Applications métier');
    await chat.presses('decide.approve');
    chat.hears('Approuvée par nadia');
  }));

test('IN-10 decided while a card is on its way: that card is changed as well', () =>
  withGuichet(teams, async (its) => {
    await meets(its, claire);
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'workplace' });
    await its.chat.presses('enroll.confirm', {});
    const [id] = (await its.db.selectFrom('enrollment').select('id').execute()).map((row) => row.id);
    const draining = its.worker.drain();
    for (const end = performance.now() + 5_000; performance.now() < end && copiesOf(its, /Adresse vérifiée/).length === 0; ) await new Promise(setImmediate);
    const actor = { person: 'x', channel: 'msteams', locale: 'fr', authenticated: true, email: hugo.email } as const;
    assert.equal((await its.core.approval.decide(actor, id ?? '', { decision: 'approved' })).ok, true);
    await draining;
    await its.worker.drain();
    for (const copy of copiesOf(its, /Adresse vérifiée/)) assert.match(copy, /Approuvée par hugo/);
  }));

test('IN-10 who installs the bot where there are several people is met as nobody', () =>
  withGuichet(teams, async (its) => {
    const chat = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: nadia, conversation: { id: 'a:several' } });
    const added = [{ id: nadia.id }, { id: '28:guichet' }];
    assert.equal((await chat.post(chat.activity({ type: 'conversationUpdate', membersAdded: added }))).status, 200);
    assert.deepEqual(await its.db.selectFrom('person').select('id').execute(), []);
  }));

for (const locale of ['fr', 'en'] as const)
  test(`IN-10 what waits for me is listed, oldest first, and decided in place, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const approver = await meets(its, hugo, locale);
      await approver.says(fr ? 'à décider' : 'what waits for me');
      approver.hears(fr ? 'Rien ne vous attend' : 'Nothing waits for you');
      await asks(its, ['network']);
      its.passes(hour);
      await its.chat.says(fr ? 'm’inscrire à un catalogue InvGate' : 'request a catalogue InvGate');
      await its.chat.presses('enroll.pick', { groups: 'workplace' });
      await its.chat.presses('enroll.confirm', {});
      await approver.says(fr ? 'à décider' : 'what waits for me');
      approver.hears(fr ? /Réseau et accès distants[\s\S]*Poste de travail/ : /Network and remote access[\s\S]*Workplace/);
      await approver.presses('decide.open');
      await approver.presses('decide.approve');
      approver.hears(fr ? 'Approuvée : Réseau' : 'Approved: Network');
      await approver.says(fr ? 'à décider' : 'what waits for me');
      assert.doesNotMatch(approver.heard, /Réseau|Network/);
    }));

test('ALL-9 who asked, who decided, for whom and with what outcome is in the audit, once each', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    await asks(its, ['workplace']);
    approver.hears('Demande à décider');
    await approver.presses('decide.question', { reason: 'Pourquoi ?' });
    await its.worker.drain();
    await approver.presses('decide.approve');
    its.passes(200 * day);
    await its.worker.drain();
    const rows = await its.db.selectFrom('audit').select(['action', 'subject', 'outcome', 'channel', 'detail']).orderBy('at').execute();
    const account = await its.db.selectFrom('account').select('id').where('portal', '=', 'invgate').where('identifier', '=', aliceAccount).executeTakeFirst();
    assert.deepEqual(
      rows.map(({ action, outcome, channel }) => [action, outcome, channel]),
      [
        ['enroll.proofAsked', 'ok', 'msteams'],
        ['enroll.proven', 'ok', 'msteams'],
        ['enroll.asked', 'ok', 'msteams'],
        ['decide.question', 'ok', 'msteams'],
        ['decide.approved', 'ok', 'msteams'],
        ['enroll.provisioned', 'ok', 'cli'],
      ],
    );
    assert.ok(rows.every(({ subject }) => subject === `account:${account?.id}`));
    assert.match(rows.find(({ action }) => action === 'decide.approved')?.detail ?? '', /claire\.fontaine@example\.org/);
  }));
