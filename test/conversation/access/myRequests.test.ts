import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { day } from '../../../core/foundation/clock.ts';
import { actionsOf, openChat } from '../../chat.ts';
import { aliceAccount, asks, claire, colleague, meets, nadia } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

for (const locale of ['fr', 'en'] as const)
  test(`IN-9 «${locale === 'fr' ? 'mes demandes' : 'my requests'}»: what became of each; a pending one is taken back, by nobody else, and its cards say so`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const mine = fr ? 'mes demandes' : 'my requests';
      const approver = await meets(its, claire, locale);
      await its.chat.says(mine);
      its.chat.hears(fr ? 'Vous n’avez encore rien demandé' : 'You haven’t asked for anything yet');
      const [id] = await asks(its, ['workplace']);
      await its.chat.says(mine);
      its.chat.hears(fr ? 'Poste de travail — en attente' : 'Workplace — waiting', /[0-9A-Z]{4}-[0-9A-Z]{4}/);
      const other = await meets(its, bruno, locale);
      await other.sends('myRequests.withdraw', { verb: 'myRequests.withdraw', nonce: 'any', enrollment: id });
      await other.says(mine);
      assert.doesNotMatch(other.heard, /Poste|Workplace/);
      await its.chat.presses('myRequests.withdraw');
      its.chat.hears(fr ? 'est retirée' : 'has been withdrawn', fr ? 'Poste de travail — retirée' : 'Workplace — withdrawn');
      await its.worker.drain();
      approver.hears(fr ? 'Retirée par le demandeur' : 'Withdrawn by the requester');
      assert.deepEqual(actionsOf(approver.card), []);
    }));

test('TALK-11 GOV-8 one’s requests are nudged and withdrawn by typing; where several are meant, it is asked which', () =>
  withGuichet(teams, async (its) => {
    await asks(its, ['workplace', 'network']);
    const open = async () => (await its.db.selectFrom('enrollment').select('groupId').where('status', '=', 'pending').execute()).map(({ groupId }) => groupId);
    await its.chat.says('mes demandes');
    for (const says of ['relance', 'annule les deux demandes']) {
      await its.chat.says(says);
      its.chat.hears('Il y a plusieurs possibilités', 'Poste de travail', 'Réseau et accès distants');
    }
    await its.chat.says('ça fait une semaine pour le réseau');
    await its.chat.says('relance celle du réseau');
    its.chat.hears('viennent d’être relancés');
    await its.chat.says('zorglub vert');
    its.chat.hears('Je n’ai pas compris', 'Mes demandes');
    await its.chat.says('oui');
    assert.equal((await open()).length, 2);
    await its.chat.says('retire la demande de poste de travail');
    await its.chat.says('retire la');
    assert.deepEqual(await open(), ['network']);
    await its.chat.says('retire la');
    assert.deepEqual(await open(), []);
  }));

test('IN-12 approved before the portal opens, access is provisioned on that day, in its own time zone, once', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    await asks(its, ['workplace']);
    approver.hears('Demande à traiter');
    await approver.presses('decide.approve');
    const [mail] = await its.mails();
    assert.match(mail?.text ?? '', /2 avril 2027/);
    const opens = Date.parse('2027-04-02T00:00:00+02:00');
    const provisioned = async () => (await its.db.selectFrom('membership').select('provisionedAt').executeTakeFirst())?.provisionedAt;
    its.passes(opens - its.now() - 1);
    await its.worker.drain();
    assert.equal(await provisioned(), null);
    its.passes(1);
    await its.worker.drain();
    assert.equal(await provisioned(), opens);
    await its.chat.says('mes demandes');
    assert.doesNotMatch(its.chat.heard, /L’accès commence/);
    // Approved once it is open, access is given at once.
    await its.chat.says('m’inscrire à un catalogue InvGate');
    await its.chat.presses('enroll.pick', { groups: 'network' });
    await its.chat.presses('enroll.confirm', {});
    assert.doesNotMatch(its.chat.heard, /JIRA/);
  }));

test('IN-12 access that cannot be provisioned is tried for a week, then left to the operator, and the requester is told', () =>
  withGuichet({ ...teams, database: 'sqlite::memory:' }, async (its) => {
    const approver = await meets(its, claire);
    await asks(its, ['workplace']);
    approver.hears('Demande à traiter');
    await approver.presses('decide.approve');
    await its.worker.drain();
    its.passes(Date.parse('2027-04-02T00:00:00+02:00') - its.now());
    await sql`create trigger broken before update on membership begin select raise(abort, 'no'); end`.execute(its.db);
    for (let tries = 0; tries < 15; tries += 1) {
      await its.worker.drain();
      its.passes(day / 2);
    }
    assert.equal((await its.db.selectFrom('outbox').select('status').where('kind', '=', 'provision').executeTakeFirst())?.status, 'given-up');
    await its.worker.drain();
    its.chat.hears(/Votre demande [0-9A-Z-]{9} a été approuvée, mais l’accès n’a pas pu être mis en place/);
  }));

test('ALL-12 a decision that cannot be delivered is told at the next message', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, nadia);
    await asks(its, ['applications']);
    approver.hears('Demande à traiter');
    await approver.presses('decide.approve');
    its.chat.hears('Votre demande est partie');
    // Both what goes out now: the approver’s own card, and what Alice is told.
    its.connector.answer(403, {}, 2, 'ConversationBlockedByUser');
    const mails = await its.mails();
    assert.equal(mails[0]?.to, aliceAccount);
    assert.doesNotMatch(its.chat.heard, /approuvée/);
    its.passes(day);
    await its.chat.says('menu');
    its.chat.hears('Applications métier — approuvée');
  }));

test('a person met in a group is not written to there', () =>
  withGuichet(teams, async (its) => {
    const visitor = colleague('Nadia', 'Benali');
    const inGroup = openChat({
      ...its,
      locale: 'fr',
      channel: 'msteams',
      who: visitor,
      conversation: { id: '19:g', conversationType: 'groupChat', isGroup: true },
    });
    await inGroup.says('à décider');
    const mails = await its.mails();
    assert.deepEqual(mails, []);
    assert.deepEqual(await its.db.selectFrom('person').select('id').where('emailKey', '=', visitor.email).execute(), []);
  }));
