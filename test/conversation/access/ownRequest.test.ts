import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import type { Actor } from '../../../core/foundation/actor.ts';
import { actionsOf } from '../../chat.ts';
import { aliceAccount, asks, claire, hugo, meets, proves, withProfile } from '../../enrolling.ts';
import { alice } from '../../fakes/connector.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

/** Claire, as Teams' roster or her mailbox proves her, with no other tie to who asked. */
const deciding: Actor = { person: 'approver', channel: 'page', locale: 'fr', authenticated: true, email: claire.email };

/** Makes an account, and binds it to a person. */
async function ownsAccount({ db, now }: Guichet, person: string, portal: string, email: string): Promise<void> {
  await importAccounts(db, portal, `identifier,email,givenName,familyName,phone,entity\n${email},${email},Alice,Martin,,`, now());
  const { id } = await db.selectFrom('account').select('id').where('portal', '=', portal).where('email', '=', email).executeTakeFirstOrThrow();
  await db
    .insertInto('binding')
    .values({ id: `b:${id}:${person}`, person, accountId: id, portal, createdAt: 0, endedAt: null })
    .execute();
}

const personOf = async ({ db }: Guichet, name: string) => (await db.selectFrom('person').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id;

const approversOf = async ({ db }: Guichet, id: string) =>
  (await db.selectFrom('approver').select('address').where('enrollmentId', '=', id).execute()).map(({ address }) => address).sort();

/** Claire can neither see nor decide it, nor is it handed to her; Hugo can. */
async function isNotForClaire({ core }: Guichet, id: string): Promise<void> {
  const decided = await core.access.decide.decide(deciding, id, { decision: 'approved' });
  assert.equal(decided.ok ? 'approved' : decided.refusals[0].key, 'decide.notYours');
  assert.equal((await core.access.decide.look(deciding, id)).ok, false);
  const asHugo = { ...deciding, email: hugo.email };
  assert.ok(!(await core.access.decide.others(asHugo, id)).includes(claire.email));
  assert.ok((await core.access.decide.decide(asHugo, id, { decision: 'approved' })).ok);
}

test('IN-10 a requester who proved to own an approver’s mailbox, on any portal, cannot decide on their own request with it', () =>
  withGuichet(teams, async (its) => {
    await its.chat.says('bonjour');
    await ownsAccount(its, await personOf(its, 'Alice Martin'), 'outscale', claire.email);
    const [id = ''] = await asks(its, ['workplace']);
    assert.deepEqual(await approversOf(its, id), [hugo.email]);
    await isNotForClaire(its, id);
  }));

test('IN-10 a requester who proved such a mailbox after the request cannot decide with it either', () =>
  withGuichet(teams, async (its) => {
    const [id = ''] = await asks(its, ['workplace']);
    await ownsAccount(its, await personOf(its, 'Alice Martin'), 'outscale', claire.email);
    await isNotForClaire(its, id);
  }));

test('IN-10 another Teams user who owns the requester’s account cannot decide on the request', () =>
  withGuichet(teams, async (its) => {
    await meets(its, claire);
    const [id = ''] = await asks(its, ['workplace']);
    const account = await its.db.selectFrom('account').select('id').where('portal', '=', 'invgate').where('email', '=', aliceAccount).executeTakeFirstOrThrow();
    const binding = { id: 'b', person: await personOf(its, 'Claire Fontaine'), accountId: account.id, portal: 'invgate', createdAt: 0 };
    await its.db
      .insertInto('binding')
      .values({ ...binding, endedAt: 1 })
      .execute();
    assert.ok((await its.core.access.decide.look(deciding, id)).ok, 'an account that is theirs no more takes nothing from them');
    await its.db.updateTable('binding').set({ endedAt: null }).where('id', '=', 'b').execute();
    await isNotForClaire(its, id);
  }));

for (const [profile, account] of [
  ['claire.fontaine@example.org', 'claire.fontaine+guichet@example.org'],
  ['claire.fontaine+si@example.org', 'claire.fontaine@example.org'],
] as const)
  test(`IN-10 an address with a tag is the mailbox without it: ${account} is not decided on by ${profile}`, () =>
    withProfile(
      (text) => text.replaceAll('claire.fontaine@example.org', profile),
      (portals) =>
        withGuichet({ ...teams, env: { PORTALS_DIR: portals } }, async (its) => {
          await its.db
            .updateTable('account')
            .set({ email: account, emailKey: account })
            .where('portal', '=', 'invgate')
            .where('email', '=', aliceAccount)
            .execute();
          await its.chat.says('bonjour');
          const row = await its.db.selectFrom('account').select('id').where('email', '=', account).executeTakeFirstOrThrow();
          const person = await personOf(its, 'Alice Martin');
          await its.db.insertInto('binding').values({ id: 'b', person, accountId: row.id, portal: 'invgate', createdAt: 0, endedAt: null }).execute();
          const portal = its.core.portals.get('invgate');
          assert.ok(portal);
          const asked = await its.core.access.enroll.ask({ ...deciding, person, email: 'alice@corp.example' }, portal, row.id, ['workplace'], '');
          assert.ok(asked.ok);
          const { id } = await its.db.selectFrom('enrollment').select('id').executeTakeFirstOrThrow();
          assert.deepEqual(await approversOf(its, id), [hugo.email]);
        }),
    ));

test('IN-10 «À décider» shows nothing to people who may not, or no longer, decide', () =>
  withGuichet(teams, async (its) => {
    await asks(its, ['workplace', 'network']);
    const waits = async (over: Partial<Actor> = {}) =>
      (await its.core.access.decide.waiting({ ...deciding, email: hugo.email, ...over }, { limit: 1 })).views.length;
    const ofHugo = (page: { limit: number; after?: string }) => its.core.access.decide.waiting({ ...deciding, email: hugo.email }, page);
    assert.equal((await ofHugo({ limit: 5 })).views.length, 2);
    const { next = '' } = await ofHugo({ limit: 1 });
    assert.equal((await ofHugo({ limit: 1, after: next })).views.length, 1);
    assert.equal(await waits({ authenticated: false }), 0);
    assert.equal(await waits({ person: await personOf(its, 'Alice Martin') }), 0);
    await ownsAccount(its, await personOf(its, 'Alice Martin'), 'outscale', hugo.email);
    assert.equal(await waits(), 0);
  }));

const trusted = '33333333-3333-4333-8333-333333333333';
test('IN-10 a stranger’s tenant whose roster holds an approver’s address sees nothing of what waits for them', () =>
  withProfile(
    (profile) => `${profile}\ntenants: [${trusted}]\n`,
    (portals) =>
      withGuichet({ ...teams, env: { PORTALS_DIR: portals } }, async (its) => {
        await its.chat.says('bonjour');
        const person = await personOf(its, 'Alice Martin');
        await ownsAccount(its, person, 'invgate', 'camille@corp.example');
        const { id } = await its.db.selectFrom('account').select('id').where('email', '=', 'camille@corp.example').executeTakeFirstOrThrow();
        const portal = its.core.portals.get('invgate');
        assert.ok(portal);
        assert.ok((await its.core.access.enroll.ask({ ...deciding, person }, portal, id, ['workplace'], '')).ok);
        const inTeams = { ...deciding, channel: 'msteams', email: hugo.email } as const;
        assert.equal((await its.core.access.decide.waiting({ ...inTeams, tenant: trusted }, { limit: 5 })).views.length, 1);
        assert.equal((await its.core.access.decide.waiting({ ...inTeams, tenant: 'elsewhere' }, { limit: 5 })).views.length, 0);
      }),
  ));

test('IN-9 beyond the profile’s limit neither requests nor answers reach the approvers until the hour is over', () =>
  withGuichet(teams, async (its) => {
    const [id = ''] = await asks(its, ['workplace']);
    const actor: Actor = { ...deciding, channel: 'msteams', person: await personOf(its, 'Alice Martin'), email: 'alice.martin@corp.example' };
    const { enroll: enrollment } = its.core.access;
    const portal = its.core.portals.get('invgate');
    assert.ok(portal);
    const answers: boolean[] = [];
    for (let n = 0; n < 25; n += 1) answers.push((await enrollment.answer(actor, id, `Réponse ${n}`)).ok);
    assert.equal(answers.filter((ok) => ok).length, portal.asking.perPerson - 1);
    const { accountId } = await its.db.selectFrom('enrollment').select('accountId').executeTakeFirstOrThrow();
    const refused = await enrollment.ask(actor, portal, accountId, ['network'], '');
    assert.equal(refused.ok ? 'asked' : refused.refusals[0].key, 'enroll.limit');
    its.passes(portal.asking.within);
    assert.ok((await enrollment.ask(actor, portal, accountId, ['network'], '')).ok);
  }));

test('IN-10 a closed request takes no more answers', () =>
  withGuichet(teams, async (its) => {
    const [id = ''] = await asks(its, ['workplace']);
    const actor: Actor = { ...deciding, channel: 'msteams', person: await personOf(its, 'Alice Martin') };
    const [answered, decided] = await Promise.all([
      its.core.access.enroll.answer(actor, id, 'Encore un mot'),
      its.core.access.decide.decide({ ...deciding, email: hugo.email }, id, { decision: 'approved' }),
    ]);
    assert.ok(decided.ok);
    const notes = await its.db.selectFrom('enrollmentNote').select('text').where('kind', '=', 'answer').execute();
    assert.equal(notes.length, answered.ok ? 1 : 0);
    assert.equal((await its.core.access.enroll.answer(actor, id, 'Et un autre')).ok, false);
  }));

test('ALL-5 whose tie was ended answers no approver in the account’s name any more, by button or typed, and can still withdraw', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, hugo);
    const [id = ''] = await asks(its, ['workplace']);
    await approver.presses('decide.question', { reason: 'Pour quoi faire ?' });
    await its.worker.drain();
    await its.db.updateTable('binding').set({ endedAt: its.now() }).execute();
    await its.chat.presses('myRequests.answer', { comment: 'Pour la paie.' });
    its.chat.hears('n’est pas encore reconnu comme le vôtre');
    await approver.presses('decide.question', { reason: 'Et depuis quand ?' });
    await its.worker.drain();
    await its.chat.says('depuis le premier janvier, pour la paie');
    const notes = await its.db.selectFrom('enrollmentNote').select('kind').where('enrollmentId', '=', id).execute();
    assert.ok(notes.every(({ kind }) => kind === 'question'));
    await its.worker.drain();
    assert.doesNotMatch(approver.heard, /paie/);
    await its.chat.sends('myRequests.withdraw', { verb: 'myRequests.withdraw', nonce: 'any', enrollment: id });
    its.chat.hears('retirée');
  }));

test('ALL-5 whose tie was ended is told neither questions nor the decision of a request in the account’s name; its owner has the mail', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, hugo);
    await asks(its, ['workplace']);
    await its.db.updateTable('binding').set({ endedAt: its.now() }).execute();
    await its.chat.says('bonjour');
    await approver.presses('decide.question', { reason: 'Pour le dossier Alpha ?' });
    await its.mails();
    assert.doesNotMatch(its.chat.heard, /Alpha/);
    await its.chat.says('mes demandes');
    assert.ok(
      actionsOf(its.chat.card).some(({ data }) => data?.verb === 'myRequests.withdraw'),
      'what is pending can be withdrawn',
    );
    await its.chat.says('bonjour');
    await approver.presses('decide.refuse', { reason: 'Le dossier Alpha est clos' });
    const mails = await its.mails();
    assert.doesNotMatch(its.chat.heard, /Alpha|refus/);
    assert.ok(mails.some(({ to, text }) => to === aliceAccount && text.includes('Alpha')));
    await its.chat.says('mes demandes');
    assert.doesNotMatch(its.chat.heard, /Alpha|refus/);
  }));

test('IN-10 unlinking an account does not free its mailbox for self-approval', () =>
  withGuichet(teams, async (its) => {
    await its.chat.says('bonjour');
    const person = await personOf(its, 'Alice Martin');
    await ownsAccount(its, person, 'outscale', claire.email);
    const actor = { person, channel: 'msteams', locale: 'fr', authenticated: true } as const;
    const [own] = await its.core.account.own.list(actor);
    assert.ok(own && (await its.core.account.own.unlink(actor, own.id)));
    const [id = ''] = await asks(its, ['workplace']);
    assert.deepEqual(await approversOf(its, id), [hugo.email]);
    await isNotForClaire(its, id);
  }));

test('IN-10 while Teams does not give the requester’s address, nobody is asked, as the approver could be the requester', () =>
  withGuichet(teams, async (its) => {
    its.connector.members.splice(0);
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'workplace' });
    await its.chat.presses('enroll.confirm', {});
    its.chat.hears('Teams ne donne pas votre adresse en ce moment');
    assert.deepEqual(await its.db.selectFrom('enrollment').select('id').execute(), []);
    its.connector.members.push(alice);
    await its.chat.presses('enroll.confirm', {});
    its.chat.hears('Votre demande est partie');
  }));
