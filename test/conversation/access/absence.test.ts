import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chat, inputsOf } from '../../chat.ts';
import { buttonsOf, copiesOf, statusOf } from '../../deciding.ts';
import { asks, claire, colleague, hugo, meets, nadia } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

/** Goes to an instant, and does what is due. */
async function until(its: Guichet, at: string) {
  its.passes(Date.parse(at) - its.now());
  return await its.mails();
}

/** Says that they are away, and confirms the card. */
async function leaves(its: Guichet, chat: Chat, says: string) {
  await chat.says(says);
  await chat.presses('absence.set', {});
  return await its.mails();
}

for (const locale of ['fr', 'en'] as const)
  test(`GOV-2 an approver is away: what waits and what comes goes to the delegate within those days, and back afterwards, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const [ofHugo, ofClaire] = [await meets(its, hugo, locale), await meets(its, claire, locale)];
      const [waits] = await asks(its, ['network']);
      ofHugo.hears('Alice Martin');
      await ofHugo.says(fr ? 'je pars en congé du 3 au 17, Claire décide pour moi' : 'I’m away from the 3rd to the 17th, Claire decides for me');
      assert.deepEqual(
        inputsOf(ofHugo.card).map(({ id, value }) => [id, value]),
        [
          ['from', '2026-12-03'],
          ['to', '2026-12-17'],
        ],
      );
      ofHugo.hears('Claire Fontaine');
      await ofHugo.presses('absence.set', {});
      ofHugo.hears(
        fr
          ? 'Du 3 décembre 2026 au 17 décembre 2026, Claire Fontaine décide pour vous'
          : 'From 3 December 2026 to 17 December 2026, Claire Fontaine will decide for you',
      );
      const mails = await its.mails();
      assert.deepEqual(mails.map(({ to }) => to).sort(), [claire.email, hugo.email].sort());
      const told = mails.find(({ to }) => to === claire.email);
      assert.match(told?.subject ?? '', fr ? /Hugo Marchand vous confie ses décisions/ : /Hugo Marchand hands their decisions over/);
      ofClaire.hears(fr ? 'vous décidez pour Hugo Marchand' : 'you’ll decide for Hugo Marchand');
      assert.ok(buttonsOf(ofClaire).includes('absence.decline'));

      await until(its, '2026-12-02T23:59:59+01:00');
      assert.doesNotMatch(ofClaire.heard, /Alice Martin/);
      await until(its, '2026-12-03T00:00:00+01:00');
      ofClaire.hears(
        'Alice Martin',
        fr ? 'Vous décidez pour Hugo Marchand, en son absence, jusqu’au 17 décembre 2026' : 'You decide for Hugo Marchand, who is away, until 17 December 2026',
      );
      assert.ok(
        copiesOf(its, fr ? /Claire Fontaine décide pour vous jusqu’au 17 décembre 2026/ : /Claire Fontaine decides for you until 17 December 2026/).length > 0,
      );
      await ofClaire.presses('decide.approve');
      assert.equal(await statusOf(its, waits), 'approved');
      const decided = await its.mails();
      assert.match(decided[0]?.text ?? '', fr ? /Claire Fontaine, pour Hugo Marchand/ : /Claire Fontaine, for Hugo Marchand/);
      its.chat.hears(fr ? 'Claire Fontaine, pour Hugo Marchand' : 'Claire Fontaine, for Hugo Marchand');
      const [audited] = await its.db.selectFrom('audit').select('detail').where('action', '=', 'decide.approved').execute();
      const detail = JSON.parse(audited?.detail ?? '{}');
      assert.deepEqual([detail.by, detail.for], ['claire.fontaine@example.org', 'hugo.marchand@example.org']);
    }));

for (const locale of ['fr', 'en'] as const)
  test(`GOV-2 what nobody decided comes back when the absence is over, or is ended in «Mon compte», or the delegate declines, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const [ofHugo, ofClaire] = [await meets(its, hugo, locale), await meets(its, claire, locale)];
      await leaves(its, ofHugo, fr ? 'je suis absent jusqu’au 30 novembre, Claire décide pour moi' : 'I am away until 30 November, Claire decides for me');
      const [id] = await asks(its, ['network']);
      assert.doesNotMatch(ofHugo.heard, /Alice Martin/);
      ofClaire.hears('Alice Martin', fr ? 'Vous décidez pour Hugo Marchand' : 'You decide for Hugo Marchand');
      const { card } = ofClaire;
      await ofClaire.says(fr ? 'à décider' : 'what do I have to approve');
      ofClaire.hears('Alice Martin');
      // Who is away may still answer, and finds whom the request went to.
      await ofHugo.says(fr ? 'à décider' : 'what do I have to approve');
      ofHugo.hears('Alice Martin', fr ? 'Claire Fontaine décide pour vous' : 'Claire Fontaine decides for you');

      await until(its, '2026-11-30T23:59:59+01:00');
      await until(its, '2026-12-01T00:00:00+01:00');
      ofHugo.hears('Alice Martin', fr ? 'Vos décisions vous reviennent' : 'Your decisions are yours again');
      ofClaire.hears(fr ? 'Vous ne décidez plus pour Hugo Marchand' : 'You no longer decide for Hugo Marchand');
      await ofClaire.presses('decide.approve', {}, { card });
      ofClaire.hears(fr ? 'Rien n’a été changé' : 'Nothing was changed');
      assert.equal(await statusOf(its, id), 'pending');

      await leaves(its, ofHugo, fr ? 'je suis absent jusqu’au 20, Claire décide pour moi' : 'I am away until the 20th, Claire decides for me');
      ofClaire.hears('Alice Martin');
      await ofHugo.says(fr ? 'mon compte' : 'my account');
      ofHugo.hears(fr ? 'Claire Fontaine décide pour vous' : 'Claire Fontaine decides for you');
      await ofHugo.presses('absence.end');
      ofHugo.hears(fr ? 'c’est à vous de décider' : 'the decisions are yours again');
      await its.mails();
      ofHugo.hears('Alice Martin');

      await leaves(its, ofHugo, fr ? 'je suis absent jusqu’au 20, Claire décide pour moi' : 'I am away until the 20th, Claire decides for me');
      await ofClaire.says(fr ? 'mes absences' : 'my absences');
      await ofClaire.presses('absence.decline');
      const [told] = await its.mails();
      assert.deepEqual([told?.to, /Claire Fontaine/.test(told?.subject ?? '')], [hugo.email, true]);
      ofHugo.hears(fr ? 'Claire Fontaine ne décide pas pour vous' : 'Claire Fontaine won’t be deciding for you', 'Alice Martin');
      await ofHugo.presses('decide.approve');
      assert.equal(await statusOf(its, id), 'approved');
    }));

test('GOV-2 an absence by a sentence or on its card: what is wrong is said at its field, and what was typed stays', () =>
  withGuichet(teams, async (its) => {
    const guest = { ...colleague('Gaston', 'Invité'), userRole: 'guest' };
    const [ofHugo] = [await meets(its, hugo), await meets(its, claire), await meets(its, colleague('Marie', 'Claire')), await meets(its, guest)];
    await ofHugo.says('je suis absent du 29 février au 5 mars, Claire me remplace');
    assert.deepEqual(
      inputsOf(ofHugo.card).map(({ id, value }) => [id, value ?? '']),
      [
        ['from', ''],
        ['to', '2027-03-05'],
        ['delegate', ''],
      ],
    );
    ofHugo.hears('Marie Claire', 'Claire Fontaine');
    const delegate = 'claire.fontaine@example.org';
    for (const [from, to, who, says] of [
      ['2027-02-29', '2027-03-05', delegate, 'Choisissez un jour du calendrier'],
      ['2026-12-17', '2026-12-03', delegate, 'Le dernier jour vient avant le premier'],
      ['2026-11-01', '2026-11-05', delegate, 'Ce jour est passé'],
      ['', '', delegate, 'Choisissez le dernier jour'],
      ['2026-12-03', '2028-12-17', delegate, 'au plus un an'],
      ['2026-12-03', '2026-12-17', '', 'Dites qui décide pour vous'],
      ['2026-12-03', '2026-12-17', 'Hugo.Marchand+x@example.org', 'C’est vous'],
      ['2026-12-03', '2026-12-17', 'personne@example.org', 'Je ne connais personne'],
      ['2026-12-03', '2026-12-17', guest.email, 'Je ne connais personne'],
    ] as const) {
      await ofHugo.presses('absence.set', { from, to, delegate: who });
      ofHugo.hears(says);
      assert.ok(inputsOf(ofHugo.card).some(({ value }) => value === to) || to === '');
    }
    assert.deepEqual(await its.db.selectFrom('absence').select('id').execute(), []);
    // A day of the change to summer time has 23 hours.
    await ofHugo.presses('absence.set', { from: '2027-03-28', to: '2027-03-28', delegate });
    const { startsAt, endsAt } = await its.db.selectFrom('absence').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual([startsAt, endsAt], [Date.parse('2027-03-28T00:00:00+01:00'), Date.parse('2027-03-29T00:00:00+02:00')]);
    // Said anew for the same days, it takes the place of what was said before.
    await ofHugo.says('je suis absent');
    await ofHugo.presses('absence.set', { from: '2027-03-26', to: '2027-03-30', delegate: 'marie.claire@example.org' });
    const open = await its.db.selectFrom('absence').select('delegate').where('endedAt', 'is', null).execute();
    assert.deepEqual(
      open.map((each) => each.delegate),
      ['marie.claire@example.org'],
    );
    await ofHugo.says('je suis de retour');
    await ofHugo.says('oui');
    ofHugo.hears('c’est à vous de décider');
    assert.deepEqual(await its.db.selectFrom('absence').select('id').where('endedAt', 'is', null).execute(), []);
  }));

/** What is typed below the card for an absence, and its days and its delegate then. */
const typed = {
  fr: [
    ['du 3 au 17 décembre', '2026-12-03', '2026-12-17', ''],
    ['claire', '2026-12-03', '2026-12-17', 'Marie Claire'],
    ['la deuxième', '2026-12-03', '2026-12-17', 'Qui décide pour vous: Marie Claire'],
    ['pas elle', '2026-12-03', '2026-12-17', ''],
    ['dernier jour : 12 décembre', '2026-12-03', '2026-12-12', ''],
    ['finalement c’est nadia', '2026-12-03', '2026-12-12', 'Nadia Benali'],
    ['jusqu’au 20 décembre plutôt', '2026-12-03', '2026-12-20', 'Nadia Benali'],
    ['du 3 au 20 décembre, claire', '2026-12-03', '2026-12-20', 'Marie Claire'],
    ['claire.fontaine@example.org', '2026-12-03', '2026-12-20', 'Claire Fontaine'],
  ],
  en: [
    ['from Monday to Friday', '2026-11-23', '2026-11-27', ''],
    ['Nadia', '2026-11-23', '2026-11-27', 'Nadia Benali'],
    ['until 20 December instead', '2026-11-23', '2026-12-20', 'Nadia Benali'],
    ['not her', '2026-11-23', '2026-12-20', ''],
    ['first day: 1 December', '2026-12-01', '2026-12-20', ''],
    ['actually claire.fontaine@example.org', '2026-12-01', '2026-12-20', 'Claire Fontaine'],
  ],
} as const;

for (const locale of ['fr', 'en'] as const)
  test(`GOV-2 TALK-11 days, names and addresses typed below the card stand on it, and «oui» hands over, unless something was not understood, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const [ofHugo] = [await meets(its, hugo, locale)];
      for (const other of [claire, nadia, colleague('Marie', 'Claire')]) await meets(its, other, locale);
      await ofHugo.says(fr ? 'mes absences' : 'my absences');
      await ofHugo.says(fr ? 'prévoir une absence' : 'plan an absence');
      for (const [says, from, to, shows] of typed[locale]) {
        await ofHugo.says(says);
        const days = inputsOf(ofHugo.card).flatMap(({ id, value }) => (id === 'delegate' ? [] : [value]));
        assert.deepEqual(days, [from, to], says);
        ofHugo.hears(shows);
      }
      await ofHugo.says('ble bla blu bli');
      await ofHugo.says(fr ? 'oui' : 'yes');
      ofHugo.hears(fr ? 'ne suffit pas ici' : 'isn’t enough here');
      assert.deepEqual(await its.db.selectFrom('absence').select('id').execute(), []);
      await ofHugo.says(fr ? 'confirmer' : 'confirm');
      ofHugo.hears(fr ? 'Claire Fontaine décide pour vous' : 'Claire Fontaine will decide for you');
    }));

test('GOV-2 whoever is away hears by mail that somebody decides for them, and how to end it if it was another who said so', () =>
  withGuichet(teams, async (its) => {
    const [ofHugo] = [await meets(its, hugo), await meets(its, claire)];
    await until(its, '2026-12-01T09:00:00+01:00');
    const mail = (await leaves(its, ofHugo, 'je suis absent du 3 au 10 décembre, Claire décide pour moi')).find(({ to }) => to === hugo.email);
    // In the name of the portal that names him as an approver, not of the first in the alphabet.
    assert.match(mail?.subject ?? '', /^InvGate Service Desk\s: Claire Fontaine décide pour vous jusqu’au 10 décembre 2026/);
    assert.match(mail?.text ?? '', /Si ce n’était pas vous, écrivez «.mes absences.» à Guichet dans Teams pour y mettre fin/);
    // What was said again changes nothing, and is told once.
    assert.deepEqual(await leaves(its, ofHugo, 'je suis absent du 3 au 10 décembre, Claire décide pour moi'), []);
  }));

test('GOV-2 who is named again and again is told by one colleague three times a day, and by all together in ten mails; after that in the chat alone', () =>
  withGuichet(teams, async (its) => {
    const [ofBruno, ofHugo, ofClaire] = [await meets(its, bruno), await meets(its, hugo), await meets(its, claire)];
    const toClaire = async (chat: Chat, last: number) =>
      (await leaves(its, chat, `je suis absent du 3 au ${last} décembre, Claire décide pour moi`)).filter(({ to }) => to === claire.email).length;
    const told = [await toClaire(ofBruno, 4), await toClaire(ofBruno, 5), await toClaire(ofBruno, 6), await toClaire(ofBruno, 7)];
    assert.deepEqual(told, [1, 1, 1, 0]);
    ofBruno.hears('Vous avez déjà choisi cette personne plusieurs fois aujourd’hui');
    const used = its.db.updateTable('rateLimit').set({ points: 10 }).where('key', '=', `absence.mail:${claire.email}`);
    assert.equal((await used.executeTakeFirst()).numUpdatedRows, 1n, 'the mails of all are counted in one place');
    assert.equal(await toClaire(ofHugo, 8), 0);
    ofClaire.hears('Hugo Marchand vous confie ses décisions');
    assert.ok(buttonsOf(ofClaire).includes('absence.decline'));
  }));

test('GOV-2 a clock that goes forward or back by a day passes nothing on twice, and forgets nothing', () =>
  withGuichet(teams, async (its) => {
    const [ofHugo, ofClaire] = [await meets(its, hugo), await meets(its, claire)];
    await until(its, '2026-12-01T09:00:00+01:00');
    await asks(its, ['network']);
    await leaves(its, ofHugo, 'je suis absent du 3 au 10 décembre, Claire décide pour moi');
    await until(its, '2026-12-03T08:00:00+01:00');
    const sent = async (to: string) => (await its.db.selectFrom('approvalCard').select('id').where('approver', '=', to).execute()).length;
    const before = await sent('claire.fontaine@example.org');
    assert.ok(before > 0);
    await until(its, '2026-12-02T08:00:00+01:00');
    await ofClaire.presses('decide.approve');
    ofClaire.hears('Rien n’a été changé');
    // What comes on the day that is lived twice is passed on when the absence begins again.
    await its.chat.says('mes demandes');
    await its.chat.presses('myRequests.withdraw');
    await its.chat.says('m’inscrire à un catalogue InvGate');
    await its.chat.presses('enroll.pick', { groups: 'network' });
    await its.chat.presses('enroll.confirm', {});
    await its.mails();
    assert.equal(await sent('claire.fontaine@example.org'), before);
    await until(its, '2026-12-03T00:30:00+01:00');
    assert.equal(await sent('claire.fontaine@example.org'), before + 1);
    await until(its, '2026-12-04T09:00:00+01:00');
    const own = await sent('hugo.marchand@example.org');
    await until(its, '2026-12-11T09:00:00+01:00');
    await until(its, '2026-12-10T09:00:00+01:00');
    await until(its, '2026-12-11T10:00:00+01:00');
    assert.equal(await sent('hugo.marchand@example.org'), own + 1);
    assert.equal((await its.db.selectFrom('outbox').select('id').where('reason', 'like', 'absenceOver:chat:%').execute()).length, 2);
  }));
