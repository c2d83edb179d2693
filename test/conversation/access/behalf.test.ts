import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { day, hour } from '../../../core/foundation/clock.ts';
import { fieldsOf, withAskers } from '../../behalf.ts';
import { buttonsOf } from '../../deciding.ts';
import { aliceAccount, claire, hugo, meets, nadia, proves } from '../../enrolling.ts';
import type { Guichet } from '../../support.ts';

const rowsOf = async ({ db }: Guichet) =>
  (await db.selectFrom('enrollment').select(['groupId', 'portal', 'status', 'onBehalf']).orderBy('portal').orderBy('groupId').execute()).map(
    ({ portal, groupId, status }) => `${portal}/${groupId} ${status}`,
  );
const states = async ({ db }: Guichet) =>
  (await db.selectFrom('behalf').select(['groupId', 'state']).orderBy('groupId').execute()).map((row) => `${row.groupId} ${row.state}`);

/** Claire asks for somebody, from the sentence to the end. */
async function asksFor(its: Guichet, sentence: string, typed: Readonly<Record<string, string>>) {
  const ofClaire = await meets(its, claire, its.chat.locale);
  await ofClaire.says(sentence);
  await ofClaire.presses('enroll.whom', typed);
  await ofClaire.presses('enroll.send');
  return ofClaire;
}

/** The profile of a portal that is open, without what is said until then. */
const opensNow = (profile: string): string => profile.replace(/^opensOn: .*\n/m, '').replace(/^until:(?: .*\n|\n(?: {2}.*\n)+)/m, '');

for (const [locale, sentence, title, held] of [
  ['fr', 'prépare l’arrivée d’Alice Martin à la comptabilité lundi', 'La demande pour Alice Martin est partie', 'attend son compte'],
  ['en', 'prepare Alice Martin’s arrival in accounting on Monday', 'The request for Alice Martin has been sent', 'waiting for their account'],
] as const)
  test(`GOV-5 a pack is asked for a colleague by a sentence: names, pack and day are filled in; one request a group, from that day, in ${locale}`, () =>
    withAskers(
      async (its) => {
        const ofHugo = await meets(its, hugo, locale);
        const ofClaire = await meets(its, claire, locale);
        await ofClaire.says(sentence);
        const { givenName, familyName, pack, from } = fieldsOf(ofClaire);
        assert.deepEqual([givenName, familyName, pack, from], ['Alice', 'Martin', 'accounting', '2026-11-23']);
        await ofClaire.presses('enroll.whom', { email: aliceAccount });
        ofClaire.hears('Alice Martin', locale === 'fr' ? 'Arrivée comptabilité' : 'Accounting arrival', 'Reporting');
        await ofClaire.presses('enroll.send');
        ofClaire.hears(title, held);
        assert.deepEqual(await rowsOf(its), ['invgate/network pending', 'invgate/workplace pending']);
        const mails = await its.mails();
        const told = mails.filter(({ to }) => to === aliceAccount);
        assert.deepEqual(
          told.map(({ subject }) => subject),
          [
            locale === 'fr'
              ? 'InvGate Service Desk : Claire Fontaine a demandé des accès pour vous'
              : 'InvGate Service Desk: Claire Fontaine has asked for access for you',
            locale === 'fr' ? 'Reporting : Claire Fontaine prépare votre arrivée' : 'Reporting: Claire Fontaine is preparing your arrival',
          ].map((text) => text.replace(' :', '\u00a0:')),
        );
        ofHugo.hears(locale === 'fr' ? 'Demandé par' : 'Asked by', 'Claire Fontaine', 'Alice Martin', locale === 'fr' ? 'À partir du' : 'From');
        await ofHugo.presses('decide.approve');
        await its.mails();
        ofClaire.hears(locale === 'fr' ? 'pour Alice Martin' : 'for Alice Martin');
        const given = await its.db.selectFrom('membership').select('provisionAt').executeTakeFirst();
        assert.equal(given?.provisionAt, Date.parse('2026-11-22T23:00:00Z'));
      },
      { locale, change: opensNow },
    ));

for (const says of ['prépare l’arrivée d’Alice Martin à la comptabilité lundi', 'non, c’est pour Alice Martin'])
  test(`GOV-5 «${says}», in the middle of one’s own request, asks for her`, () =>
    withAskers(async (its) => {
      const ofClaire = await meets(its, claire);
      await ofClaire.says('je veux le poste de travail sur invgate');
      await ofClaire.says(says);
      assert.deepEqual([fieldsOf(ofClaire).givenName, fieldsOf(ofClaire).familyName], ['Alice', 'Martin']);
      assert.ok(buttonsOf(ofClaire).includes('enroll.whom'));
    }));

test('GOV-5 one catalogue is asked for by a sentence; two clicks at once send it once, and nobody approves what they asked for', () =>
  withAskers(async (its) => {
    const ofClaire = await meets(its, claire);
    await ofClaire.says('demande le poste de travail pour Alice Martin');
    assert.deepEqual([fieldsOf(ofClaire).givenName, fieldsOf(ofClaire).groups], ['Alice', 'workplace']);
    await ofClaire.presses('enroll.whom', { email: aliceAccount, groups: 'workplace', from: '2028-12-31' });
    ofClaire.hears('Ce jour est dans plus d’un an');
    await ofClaire.presses('enroll.whom', { email: aliceAccount, groups: 'workplace', from: '' });
    const { card } = ofClaire;
    await Promise.all([ofClaire.presses('enroll.send', {}, { card }), ofClaire.presses('enroll.send', {}, { card })]);
    assert.deepEqual(await rowsOf(its), ['invgate/workplace pending']);
    const asked = await its.db.selectFrom('approver').select('address').execute();
    // Claire approves for this catalogue, and asked.
    assert.deepEqual(
      asked.map(({ address }) => address),
      ['hugo.marchand@example.org'],
    );
    const { id } = await its.db.selectFrom('enrollment').select('id').executeTakeFirstOrThrow();
    await ofClaire.sends('decide.approve', { enrollment: id });
    assert.deepEqual(await rowsOf(its), ['invgate/workplace pending']);
  }));

test('GOV-3 GOV-5 an end that is said for somebody else is asked for with it, stands on every card, and ends their access; one that is no day is asked back', () =>
  withAskers(
    async (its) => {
      const [ofHugo, ofClaire] = [await meets(its, hugo), await meets(its, claire)];
      await ofClaire.says('demande le réseau pour Alice Martin jusqu’à la fin de sa mission');
      ofClaire.hears('Quel jour exactement', 'jusqu’à la fin de sa mission');
      await ofClaire.presses('enroll.whom', { email: aliceAccount, groups: 'network', until: '' });
      ofClaire.hears('Quel jour exactement');
      await ofClaire.presses('enroll.whom', { email: aliceAccount, groups: 'network', from: '2026-12-20', until: '2026-12-18' });
      ofClaire.hears('L’accès ne commence que le 20 décembre 2026');
      await ofClaire.says('annuler');
      await ofClaire.says('demande le réseau pour Alice Martin jusqu’à Noël');
      assert.deepEqual([fieldsOf(ofClaire).givenName, fieldsOf(ofClaire).until], ['Alice', '2026-12-25']);
      await ofClaire.presses('enroll.whom', { email: aliceAccount, groups: 'network' });
      ofClaire.hears('Jusqu’au', '25 décembre 2026');
      await ofClaire.presses('enroll.send');
      ofClaire.hears('jusqu’au 25 décembre 2026');
      const [told] = (await its.mails()).filter(({ to }) => to === aliceAccount);
      assert.match(told?.text ?? '', /fin de lui-même après le 25 décembre 2026/);
      ofHugo.hears('Jusqu’au', '25 décembre 2026');
      await ofHugo.presses('decide.approve');
      await its.mails();
      const ends = async () => (await its.db.selectFrom('membership').select('endsAt').execute()).map(({ endsAt }) => endsAt);
      assert.deepEqual(await ends(), [Date.parse('2026-12-26T00:00:00+01:00')]);
      // Nobody asks for somebody to lose sooner what they have.
      await ofClaire.says('demande le réseau pour Alice Martin jusqu’au 15 décembre');
      await ofClaire.presses('enroll.whom', { email: aliceAccount, groups: 'network' });
      await ofClaire.presses('enroll.send');
      ofClaire.hears('Rien n’a pu être demandé');
      assert.deepEqual(await ends(), [Date.parse('2026-12-26T00:00:00+01:00')]);
      its.passes(40 * day);
      await its.mails();
      assert.deepEqual(await ends(), []);
    },
    { change: opensNow },
  ));

test('GOV-5 where the profile says so, who asks decides too, but never for themselves', () =>
  withAskers(
    async (its) => {
      const ofClaire = await asksFor(its, 'demande le poste de travail pour Alice Martin', { email: aliceAccount, groups: 'workplace' });
      await its.mails();
      const { id } = await its.db.selectFrom('enrollment').select('id').executeTakeFirstOrThrow();
      await ofClaire.sends('decide.approve', { enrollment: id });
      assert.deepEqual(await rowsOf(its), ['invgate/workplace approved']);
      await importAccounts(
        its.db,
        'invgate',
        'identifier,email,givenName,familyName,phone,entity\nclaire.fontaine@example.org,claire.fontaine@example.org,Claire,Fontaine,,',
        its.now(),
      );
      await ofClaire.says('demande le réseau pour Claire Fontaine');
      await ofClaire.presses('enroll.whom', { email: 'claire.fontaine@example.org', groups: 'network' });
      ofClaire.hears('Cette adresse est la vôtre');
      assert.equal((await rowsOf(its)).length, 1);
    },
    { extra: 'forOthers: { askers: [claire.fontaine@example.org], decide: true }\n' },
  ));

test('GOV-5 who may not ask is told so kindly, in the same words for everybody, and nothing is looked up', () =>
  withAskers(async (its) => {
    const ofNadia = await meets(its, nadia);
    await ofNadia.says('prépare l’arrivée de Paul Durand à la comptabilité lundi');
    ofNadia.hears('C’est à la personne de demander');
    assert.ok(buttonsOf(ofNadia).includes('enroll.start'));
    const ofClaire = await meets(its, claire);
    await ofClaire.says('prépare l’arrivée de Paul Durand à la comptabilité lundi');
    await ofClaire.presses('enroll.whom', { email: aliceAccount });
    // She loses the right between the card and the click.
    const { id } = await its.db.selectFrom('person').select('id').where('emailKey', '=', 'claire.fontaine@example.org').executeTakeFirstOrThrow();
    claire.email = 'claire.autre@example.org';
    its.passes(hour);
    await ofClaire.presses('enroll.send');
    claire.email = 'claire.fontaine@example.org';
    assert.ok(id);
    assert.deepEqual(await rowsOf(its), []);
    ofClaire.hears('Vous ne pouvez rien demander ici pour cette adresse');
  }));

test('GOV-5 a newcomer: what is asked for waits for the account, is sent once it is there, and is given up with a word after 30 days', () =>
  withAskers(async (its) => {
    const ofClaire = await meets(its, claire);
    await ofClaire.says('prépare l’arrivée de Paul Durand à la comptabilité lundi');
    await ofClaire.presses('enroll.whom', { email: 'paul.durand@corp.example', givenName: '', familyName: '' });
    ofClaire.hears('indiquez son prénom et son nom');
    await ofClaire.presses('enroll.whom', { email: 'paul.durand@corp.example', givenName: 'Paul', familyName: 'Durand' });
    ofClaire.hears('n’a pas encore de compte');
    await ofClaire.presses('enroll.send');
    ofClaire.hears('La demande pour Paul Durand attend son compte');
    assert.deepEqual(await rowsOf(its), []);
    const told = (await its.mails()).filter(({ to }) => to === 'paul.durand@corp.example');
    assert.equal(told.length, 2);
    await importAccounts(
      its.db,
      'invgate',
      'identifier,email,givenName,familyName,phone,entity\npaul.durand@corp.example,paul.durand@corp.example,Paul,Durand,,',
      its.now(),
    );
    its.passes(2 * hour);
    await its.mails();
    assert.deepEqual(await rowsOf(its), ['invgate/network pending', 'invgate/workplace pending']);
    its.passes(24 * 40 * hour);
    await its.mails();
    assert.deepEqual(await states(its), ['network asked', 'reports expired', 'workplace asked']);
    ofClaire.hears('Le compte de Paul Durand n’existe toujours pas');
  }));

test('GOV-5 what is refused in part stands so under the pack, and what is left is withdrawn in one go', () =>
  withAskers(
    async (its) => {
      const ofHugo = await meets(its, hugo);
      const ofClaire = await asksFor(its, 'prépare l’arrivée d’Alice Martin à la comptabilité', { email: aliceAccount, givenName: '', familyName: '' });
      ofClaire.hears(/Réseau.*pas demandé.*incompatible avec un autre accès de cette personne/);
      await its.mails();
      await ofHugo.presses('decide.refuse', { reason: 'Pas avant janvier' });
      await its.mails();
      await ofClaire.says('mes demandes');
      ofClaire.hears('Arrivée comptabilité', 'Alice Martin', 'refusé', 'Pas avant janvier', 'attend son compte');
      assert.ok(buttonsOf(ofClaire).includes('myRequests.withdrawAll'));
      await ofClaire.presses('myRequests.withdrawAll');
      assert.deepEqual(await states(its), ['network notAsked', 'reports withdrawn', 'workplace asked']);
      ofClaire.hears('1 demande retirée');
    },
    { change: (profile) => profile.replace(/(- id: network\n(?: {4}.*\n)+)/, '$1    incompatible: [{ group: workplace }]\n') },
  ));

test('GOV-5 the person concerned sees what was asked for them, and gives it back by themselves', () =>
  withAskers(async (its) => {
    const ofHugo = await meets(its, hugo);
    await asksFor(its, 'demande le réseau pour Alice Martin', { email: aliceAccount, groups: 'network' });
    await its.mails();
    await ofHugo.presses('decide.approve');
    const mails = await its.mails();
    assert.match(mails.find(({ to }) => to === aliceAccount)?.text ?? '', /faite pour vous par Claire Fontaine, a été approuvée/);
    await proves(its);
    await its.chat.says('mes demandes');
    its.chat.hears('demandé pour vous');
    await its.chat.says('je n’ai plus besoin du réseau');
    await its.chat.presses('myRequests.giveBackNow');
    assert.deepEqual(await its.db.selectFrom('membership').select('id').execute(), []);
  }));
