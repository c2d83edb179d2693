import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, hour } from '../../../core/foundation/clock.ts';
import { actionsOf, inputsOf } from '../../chat.ts';
import { copiesOf } from '../../deciding.ts';
import { aliceAccount, claire, hugo, meets, proves, withProfile } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

/** InvGate once it is open: access to the network lasts 90 days at most, that to a workplace as long as is asked for. */
const governed = (profile: string) => profile.replace(/opensOn:.*\nuntil:\n.*\n.*\n/, '').replace('  - id: network\n', '  - id: network\n    longest: 90d\n');

const withEnds = (options: { locale?: 'fr' | 'en'; database?: string }, story: (its: Guichet) => Promise<void>) =>
  withProfile(governed, (folder) => withGuichet({ ...teams, ...options, env: { PORTALS_DIR: folder } }, story));

const memberships = ({ db }: Guichet) => db.selectFrom('membership').select(['groupId', 'endsAt', 'provisionedAt']).orderBy('groupId').execute();
const inGroup = async ({ db }: Guichet) =>
  (await db.selectFrom('audit').select('action').where('action', 'in', ['enroll.provisioned', 'enroll.left']).orderBy('id').execute()).map(
    ({ action }) => action,
  );
const count = async ({ db }: Guichet, action: string) =>
  (await db.selectFrom('audit').select('id').where('action', '=', action).where('outcome', '=', 'ok').execute()).length;

/** Alice, whose account is known to be hers, asks with a sentence; Hugo approves. */
async function gets(its: Guichet, says: string, then: Record<string, string> = {}) {
  const approver = await meets(its, hugo, its.chat.locale);
  await proves(its);
  await its.chat.says(says);
  const groups = inputsOf(its.chat.card).find(({ id }) => id === 'groups')?.value ?? '';
  await its.chat.presses('enroll.pick', { groups });
  await its.chat.presses('enroll.confirm', then);
  await its.worker.drain();
  await approver.presses('decide.approve');
  await its.mails();
  return approver;
}

/** Goes to an instant, hour by hour at the end, as a worker does that looks now and then. */
async function until(its: Guichet, at: string) {
  its.passes(Date.parse(at) - its.now());
  return await its.mails();
}

for (const locale of ['fr', 'en'] as const)
  test(`GOV-3 access until a day that was said: asked for, announced, extended by one request, ended on its day, told to both, in ${locale}`, () =>
    withEnds({ locale }, async (its) => {
      const fr = locale === 'fr';
      const { chat } = its;
      const approver = await meets(its, hugo, locale);
      await proves(its);
      await chat.says(fr ? 'annuler' : 'cancel');
      await chat.says(fr ? 'accès réseau jusqu’au 15 décembre' : 'network access until 15 December');
      assert.equal(inputsOf(chat.card).find(({ id }) => id === 'groups')?.value, 'network');
      await chat.presses('enroll.pick', { groups: 'network' });
      chat.hears(fr ? 'dure au plus 90\u00a0jours' : 'lasts 90 days at most');
      assert.equal(inputsOf(chat.card).find(({ id }) => id === 'until')?.value, '2026-12-15');
      await chat.presses('enroll.confirm', {});
      await its.worker.drain();
      approver.hears(fr ? 'Jusqu’au' : 'Until', fr ? '15 décembre 2026' : '15 December 2026');
      await approver.presses('decide.approve');
      const [decided] = await its.mails();
      assert.match(decided?.text ?? '', fr ? /Il dure jusqu’au 15 décembre 2026/ : /It lasts until 15 December 2026/);
      chat.hears(fr ? 'approuvée' : 'approved', fr ? 'Jusqu’au 15 décembre 2026' : 'Until 15 December 2026');

      assert.deepEqual(await until(its, '2026-12-08T23:59:59+01:00'), []);
      const [soon, ...none] = await until(its, '2026-12-09T00:00:00+01:00');
      assert.deepEqual([soon?.to, none], [aliceAccount, []]);
      assert.match(soon?.text ?? '', fr ? /jusqu’au 15 décembre 2026/ : /until 15 December 2026/);
      chat.hears(fr ? 'Votre accès prend bientôt fin' : 'Your access ends soon', fr ? 'jusqu’au 15 décembre 2026' : 'until 15 December 2026');

      // Extended with one request, from the words or from the button of the notice.
      await chat.says(fr ? 'prolonge mon accès jusqu’à fin janvier' : 'extend my access until the end of January');
      chat.hears(fr ? 'Vérifiez votre demande' : 'Check your request', fr ? 'à vous jusqu’au 15 décembre 2026' : 'yours until 15 December 2026');
      assert.equal(inputsOf(chat.card).find(({ id }) => id === 'until')?.value, '2027-01-31');
      await chat.presses('enroll.confirm', {});
      await its.worker.drain();
      approver.hears(fr ? 'Prolonge' : 'Extends', fr ? '31 janvier 2027' : '31 January 2027');
      await approver.presses('decide.approve');
      await its.mails();
      assert.deepEqual(await until(its, '2026-12-20T00:00:00+01:00'), []);
      assert.equal((await memberships(its)).length, 1);

      await until(its, '2027-01-25T00:00:00+01:00');
      await its.mails();
      assert.deepEqual(await until(its, '2027-01-31T23:59:59+01:00'), []);
      const ended = await until(its, '2027-02-01T00:00:00+01:00');
      assert.deepEqual(
        ended.map(({ to }) => to),
        [aliceAccount, hugo.email],
      );
      assert.match(ended[1]?.subject ?? '', fr ? /l’accès d’Alice Martin/ : /Alice Martin’s access/);
      chat.hears(fr ? 'Votre accès a pris fin' : 'Your access has ended', fr ? 'jusqu’au 31 janvier 2027' : 'until 31 January 2027');
      assert.match(copiesOf(its, fr ? /a pris fin de lui-même/ : /ended on its own/).join(), fr ? /1er février 2027/ : /1 February 2027/);
      assert.deepEqual([await memberships(its), await inGroup(its)], [[], ['enroll.provisioned', 'enroll.left']]);
      // It can be asked for again at once.
      await chat.says(fr ? 'mes demandes' : 'my requests');
      chat.hears(fr ? 'terminé' : 'ended');
      await chat.says(fr ? 'm’inscrire à un catalogue InvGate' : 'request a catalogue InvGate');
      assert.match(JSON.stringify(chat.card), /"value":"network"/);
    }));

test('GOV-3 what the profile imposes: access ends after its longest time, with the last whole day; a group without it lasts', () =>
  withEnds({}, async (its) => {
    await gets(its, 'accès réseau');
    const [held] = await memberships(its);
    // 90 days from 20 November at 9 end with 17 February, the day before the last one.
    assert.equal(held?.endsAt, Date.parse('2027-02-18T00:00:00+01:00'));
    const approver = await meets(its, claire);
    await its.chat.says('accès au poste de travail');
    await its.chat.presses('enroll.pick', { groups: 'workplace' });
    await its.chat.presses('enroll.confirm', {});
    await its.worker.drain();
    await approver.presses('decide.approve');
    await its.mails();
    its.passes(1000 * day);
    await its.mails();
    await its.mails();
    assert.deepEqual(
      (await memberships(its)).map(({ groupId, endsAt }) => [groupId, endsAt]),
      [['workplace', null]],
    );
  }));

test('GOV-3 an end that is over, no day, of another age, or beyond the longest time is refused at its field, and nothing is asked for', () =>
  withEnds({}, async (its) => {
    await proves(its);
    await its.chat.says('accès réseau');
    await its.chat.presses('enroll.pick', { groups: 'network' });
    for (const [until, refusal] of [
      ['2026-11-19', 'Ce jour est passé'],
      ['2027-02-29', 'Choisissez un jour du calendrier'],
      ['15 décembre; drop table', 'Choisissez un jour du calendrier'],
      ['9999-12-31', 'Choisissez un jour du calendrier'],
      ['2027-02-18', 'au plus tard jusqu’au 17 février 2027'],
    ] as const) {
      await its.chat.presses('enroll.confirm', { until, justification: 'audit' });
      assert.ok(JSON.stringify(its.chat.card).includes(refusal), until);
      assert.deepEqual(inputsOf(its.chat.card).find(({ id }) => id === 'justification')?.value, 'audit');
    }
    assert.deepEqual(await its.db.selectFrom('enrollment').select('id').execute(), []);
  }));

for (const [locale, says, asks] of [
  ['fr', 'accès réseau jusqu’à la fin du projet', 'Quel jour exactement ? Vous avez écrit « jusqu’à la fin du projet »'],
  ['en', 'network access until the end of the project', 'Which day exactly? You wrote “until the end of the project”'],
] as const)
  test(`GOV-3 TALK-6 an end that is no day for certain is asked back, and no click before gives access for good, in ${locale}`, () =>
    withEnds({ locale }, async (its) => {
      const { chat } = its;
      await proves(its);
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      await chat.says(says);
      await chat.presses('enroll.pick', { groups: 'network' });
      chat.hears(asks.replace(' ?', '\u00a0?').replace('« ', '«\u00a0').replace(' »', '\u00a0»'));
      await chat.says(locale === 'fr' ? 'oui' : 'yes');
      assert.deepEqual(await its.db.selectFrom('enrollment').select('id').execute(), []);
      await chat.says(locale === 'fr' ? 'jusqu’à Noël' : 'until Christmas');
      assert.equal(inputsOf(chat.card).find(({ id }) => id === 'until')?.value, '2026-12-25');
      await chat.says(locale === 'fr' ? 'oui' : 'yes');
      const asked = await its.db.selectFrom('enrollment').select('until').execute();
      assert.deepEqual(
        asked.map(({ until: at }) => at),
        [Date.parse('2026-12-26T00:00:00+01:00')],
      );
    }));

test('GOV-3 an end before access begins, as the portal is not open yet, is refused', () =>
  withGuichet(teams, async (its) => {
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'network' });
    await its.chat.presses('enroll.confirm', { until: '2027-04-01' });
    its.chat.hears('L’accès ne commence que le 2 avril 2027');
    await its.chat.presses('enroll.confirm', { until: '2027-04-02' });
    its.chat.hears('Votre demande est partie');
  }));

test('GOV-3 29 February and the day on which summer time begins end when they end there', () =>
  withEnds({}, async (its) => {
    await proves(its);
    const ask = async (until: string) => {
      await its.chat.says('accès au poste de travail');
      await its.chat.presses('enroll.pick', { groups: 'workplace' });
      await its.chat.presses('enroll.confirm', { until });
      const row = await its.db.selectFrom('enrollment').select(['id', 'until']).where('status', '=', 'pending').executeTakeFirstOrThrow();
      await its.chat.says('mes demandes');
      await its.chat.sends('myRequests.withdraw', { verb: 'myRequests.withdraw', nonce: 'any', enrollment: row.id });
      return row.until;
    };
    assert.equal(await ask('2028-02-29'), Date.parse('2028-03-01T00:00:00+01:00'));
    assert.equal(await ask('2027-03-27'), Date.parse('2027-03-28T00:00:00+01:00'));
    assert.equal(await ask('2027-03-28'), Date.parse('2027-03-29T00:00:00+02:00'));
    assert.equal(await ask('2027-10-31'), Date.parse('2027-11-01T00:00:00+01:00'));
  }));

test('GOV-3 nobody decided before the end that was asked for: the request expires then, and a late click gives nothing', () =>
  withEnds({}, async (its) => {
    const approver = await meets(its, hugo);
    await proves(its);
    await its.chat.says('accès réseau jusqu’à demain');
    await its.chat.presses('enroll.pick', { groups: 'network' });
    await its.chat.presses('enroll.confirm', {});
    await its.worker.drain();
    its.passes(Date.parse('2026-11-22T00:00:00+01:00') - its.now());
    await approver.presses('decide.approve');
    approver.hears('La fin demandée est passée');
    await its.mails();
    assert.equal((await its.db.selectFrom('enrollment').select('status').executeTakeFirst())?.status, 'expired');
    assert.deepEqual(await memberships(its), []);
  }));

test('GOV-3 a clock that is put forward or back by a day does nothing twice and forgets nothing', () =>
  withEnds({}, async (its) => {
    // The clock is a day ahead while access is given: what is put off then is brought back.
    its.passes(day);
    await gets(its, 'accès réseau jusqu’au 15 décembre');
    its.passes(-day);
    await its.mails();
    assert.deepEqual(await until(its, '2026-12-08T23:00:00+01:00'), []);
    const soon = await until(its, '2026-12-09T01:00:00+01:00');
    its.passes(-day);
    assert.deepEqual([soon.length, await its.mails()], [1, []]);
    its.passes(day);
    assert.deepEqual(await its.mails(), []);
    await until(its, '2026-12-15T23:00:00+01:00');
    assert.equal((await memberships(its)).length, 1, 'it lasts until the end of its day');
    await until(its, '2026-12-16T00:00:01+01:00');
    await its.mails();
    its.passes(-day);
    assert.deepEqual(await its.mails(), []);
    its.passes(2 * day);
    assert.deepEqual(await its.mails(), []);
    assert.deepEqual([await memberships(its), await count(its, 'enroll.ended'), await inGroup(its)], [[], 1, ['enroll.provisioned', 'enroll.left']]);
  }));

test('GOV-3 a bot that was down over the reminder and the end ends access at once, and announces nothing that is over', () =>
  withEnds({}, async (its) => {
    await gets(its, 'accès réseau jusqu’au 15 décembre');
    const mails = await until(its, '2026-12-24T12:00:00+01:00');
    assert.deepEqual(
      mails.map(({ to }) => to),
      [aliceAccount, hugo.email],
    );
    assert.deepEqual(await memberships(its), []);
  }));

test('GOV-3 an extension that ends sooner is refused; one that is approved after the end gives access anew', () =>
  withEnds({}, async (its) => {
    const approver = await gets(its, 'accès réseau jusqu’au 15 décembre');
    await until(its, '2026-12-09T10:00:00+01:00');
    await its.chat.says('prolonger mon accès');
    await its.chat.presses('enroll.confirm', { until: '2026-12-10' });
    its.chat.hears('Vous avez déjà «\u00a0Réseau et accès distants\u00a0» jusqu’au 15 décembre 2026');
    await its.chat.presses('enroll.confirm', { until: '2027-01-10' });
    await its.mails();
    // While it is asked for, it is not asked for twice.
    await its.chat.says('m’inscrire à un catalogue InvGate');
    its.chat.hears('Déjà demandé\u00a0: Réseau et accès distants');
    await until(its, '2026-12-16T10:00:00+01:00');
    assert.deepEqual(await memberships(its), []);
    await approver.says('à décider');
    await approver.presses('decide.approve');
    await its.mails();
    assert.deepEqual(
      [(await memberships(its)).map(({ endsAt }) => endsAt), await inGroup(its)],
      [[Date.parse('2027-01-11T00:00:00+01:00')], ['enroll.provisioned', 'enroll.left', 'enroll.provisioned']],
    );
  }));

test('GOV-8 TALK-11 «oui» and «non, je le garde» answer the question whether to give back; after something that was not understood only a click does', () =>
  withEnds({}, async (its) => {
    const { chat } = its;
    await gets(its, 'accès réseau');
    for (const keeps of ['non', 'non finalement je le garde', 'garde le', 'laisse tomber', 'I keep it']) {
      await chat.says('je n’ai plus besoin du réseau');
      await chat.says(keeps);
      chat.hears('Mes demandes');
      assert.equal((await memberships(its)).length, 1, keeps);
    }
    await chat.says('je n’ai plus besoin du réseau');
    await chat.says('le truc bleu là-bas');
    chat.hears('Je n’ai pas compris', 'Rendre cet accès\u00a0?');
    await chat.says('oui');
    chat.hears('ne suffit pas ici', 'Rendre cet accès\u00a0?');
    assert.equal((await memberships(its)).length, 1, 'after something that was not understood');
    await chat.says('je n’ai plus besoin du réseau');
    await chat.says('oui');
    await its.mails();
    assert.equal((await memberships(its)).length, 0);
  }));

test('GOV-8 «je n’ai plus besoin du réseau» gives it back once it is confirmed; by nobody else, and once', () =>
  withEnds({}, async (its) => {
    const { chat } = its;
    await gets(its, 'accès réseau');
    await chat.says('je n’ai plus besoin du réseau');
    chat.hears('Rendre cet accès\u00a0?', 'Réseau et accès distants');
    const { card } = chat;
    const enrollment = String((await its.db.selectFrom('enrollment').select('id').executeTakeFirst())?.id);
    const other = await meets(its, bruno);
    await other.sends('myRequests.giveBackNow', { verb: 'myRequests.giveBackNow', nonce: 'any', enrollment });
    other.hears('n’est pas encore reconnu comme le vôtre');
    assert.equal((await memberships(its)).length, 1);
    await Promise.all([chat.presses('myRequests.giveBackNow', {}, { card }), chat.presses('myRequests.giveBackNow', {}, { card })]);
    await its.mails();
    assert.match(copiesOf(its, /Cet accès a été rendu/).join(), /Réseau et accès distants/);
    assert.deepEqual([await memberships(its), await count(its, 'enroll.returned'), await inGroup(its)], [[], 1, ['enroll.provisioned', 'enroll.left']]);
    await chat.presses('myRequests.giveBackNow', {}, { card });
    chat.hears('Vous n’avez plus cet accès', 'rendu');
    // Nothing more is said of it on the day on which it would have ended.
    its.passes(100 * day);
    assert.deepEqual(await its.mails(), []);
  }));

test('GOV-8 who asks nudges the approvers once a day; their part is asked for again, on every card it says so', () =>
  withEnds({}, async (its) => {
    const { chat } = its;
    const approver = await meets(its, hugo);
    await proves(its);
    await chat.says('accès réseau');
    await chat.presses('enroll.pick', { groups: 'network' });
    await chat.presses('enroll.confirm', {});
    await its.mails();
    its.passes(hour);
    const cards = () => copiesOf(its, /Adresse vérifiée/).length;
    const before = cards();
    await chat.says('relance mon approbateur');
    chat.hears('viennent d’être relancés');
    await its.worker.drain();
    assert.equal(cards(), before + 1);
    assert.match(copiesOf(its, /Relance du demandeur/).join(), /Réseau et accès distants/);
    const { card } = chat;
    await chat.presses('myRequests.nudge', {}, { card });
    chat.hears('il y a moins d’un jour');
    const other = await meets(its, bruno);
    const { id } = await its.db.selectFrom('enrollment').select('id').executeTakeFirstOrThrow();
    await other.sends('myRequests.nudge', { verb: 'myRequests.nudge', nonce: 'any', enrollment: id });
    assert.doesNotMatch(other.heard, /relancés/);
    its.passes(day);
    await Promise.all([chat.presses('myRequests.nudge', {}, { card }), chat.presses('myRequests.nudge', {}, { card })]);
    assert.equal(await count(its, 'enroll.nudged'), 2);
    await approver.says('à décider');
    await approver.presses('decide.approve');
    await chat.presses('myRequests.nudge', {}, { card });
    chat.hears('a reçu une réponse entre-temps');
    assert.ok(!actionsOf(chat.card).some(({ verb }) => verb === 'myRequests.nudge'));
  }));
