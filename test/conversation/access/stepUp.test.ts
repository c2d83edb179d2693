import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute } from '../../../core/foundation/clock.ts';
import { statusOf } from '../../deciding.ts';
import { asksByMail, coded, decided, decideLinkIn, nadia, unlocks } from '../../decidingByMail.ts';
import { asks, claire, colleague, hugo, meets, samuel, withProfile } from '../../enrolling.ts';
import { begins, decisionsIn, hold, onCard } from '../../reviewing.ts';
import { codeIn, type Guichet, withGuichet } from '../../support.ts';
import { appShows, hasPassword, joins, turnsOn } from '../../twoFactor.ts';

/** The network and the business applications are sensitive. */
const sensitive = (profile: string) => profile.replaceAll(/ {2}- id: (network|applications)\n/g, '  - id: $1\n    sensitive: true\n');

const withSensitive = ({ change = sensitive, ...options }: { locale?: 'fr' | 'en'; change?: typeof sensitive }, story: (its: Guichet) => Promise<void>) =>
  withProfile(change, (folder) => withGuichet({ channel: 'msteams', ...options, env: { PORTALS_DIR: folder } }, story));

const wrongFor = (code: string) => (code === '111111' ? '222222' : '111111');
const audited = async ({ db }: Guichet, action: string) => await db.selectFrom('audit').select(['outcome', 'detail']).where('action', '=', action).execute();

for (const locale of ['fr', 'en'] as const)
  test(`GOV-6 a sensitive group is decided after a mailed code, good for minutes; what was typed is kept, in ${locale}`, () =>
    withSensitive({ locale }, async (its) => {
      const fr = locale === 'fr';
      const ofHugo = await meets(its, hugo, locale);
      const [id] = await asks(its, ['network']);
      ofHugo.hears('Alice Martin');
      const { card } = ofHugo;
      await ofHugo.presses('decide.refuse', { reason: 'Pas ce mois-ci' });
      ofHugo.hears(fr ? 'Confirmez que c’est bien vous' : 'Confirm that it’s you', 'hugo.marchand@example.org', 'Pas ce mois-ci');
      const [mail, ...none] = await its.mails();
      assert.deepEqual([mail?.to, none], [hugo.email, []]);
      assert.match(mail?.text ?? '', fr ? /dans votre conversation avec Guichet/ : /in your chat with Guichet/);
      const code = codeIn(mail);
      // Nothing is sent again while a code is good, and a wrong one loses nothing.
      await ofHugo.presses('decide.refuse', { reason: 'Pas ce mois-ci' }, { card });
      assert.deepEqual(await its.mails(), []);
      await ofHugo.presses('decide.prove', { code: wrongFor(code) });
      ofHugo.hears(fr ? /essais/ : /tries|attempts/, 'Pas ce mois-ci');
      assert.equal(await statusOf(its, id), 'pending');
      await ofHugo.presses('decide.prove', { code });
      assert.equal(await statusOf(its, id), 'refused');
      const { reason } = await its.db.selectFrom('enrollment').select('reason').executeTakeFirstOrThrow();
      assert.equal(reason, 'Pas ce mois-ci');
      const [record] = await audited(its, 'decide.refused');
      assert.equal(JSON.parse(record?.detail ?? '{}').proof, 'mail');
      await its.mails();

      // Within minutes no other is needed; after them it is.
      const again = async () => {
        await its.chat.says(fr ? 'm’inscrire à un catalogue InvGate' : 'request a catalogue InvGate');
        await its.chat.presses('enroll.pick', { groups: 'network' });
        await its.chat.presses('enroll.confirm', {});
        await its.mails();
        ofHugo.hears('Alice Martin');
        await ofHugo.presses('decide.approve');
        return (await its.db.selectFrom('enrollment').select('status').where('status', '=', 'pending').execute()).length;
      };
      its.passes(30 * minute);
      assert.equal(await again(), 1);
      ofHugo.hears(fr ? 'Confirmez que c’est bien vous' : 'Confirm that it’s you');
      await ofHugo.presses('decide.prove', { code });
      assert.equal((await its.db.selectFrom('enrollment').select('id').where('status', '=', 'pending').execute()).length, 1, 'a code of before');
      await ofHugo.presses('decide.prove', { code: codeIn((await its.mails()).at(-1)) });
      assert.equal((await its.db.selectFrom('enrollment').select('id').where('status', '=', 'approved').execute()).length, 1);
    }));

test('GOV-6 a proof is its owner’s alone: another’s code, or a forged proof, decides nothing; a delegate proves as themselves; tries are limited', () =>
  withSensitive({}, async (its) => {
    const [ofHugo, ofSamuel, ofClaire] = [await meets(its, hugo), await meets(its, samuel), await meets(its, claire)];
    const [id] = await asks(its, ['network']);
    ofHugo.hears('Alice Martin');
    ofSamuel.hears('Alice Martin');
    const { card } = ofSamuel;
    await ofHugo.presses('decide.approve');
    const code = codeIn((await its.mails()).at(-1));
    await ofSamuel.presses('decide.approve', {}, { card });
    const ofTheirs = codeIn((await its.mails()).at(-1));
    if (code !== ofTheirs) await ofSamuel.presses('decide.prove', { code });
    await ofClaire.sends('decide.prove', { verb: 'decide.prove', nonce: 'any', enrollment: id, code: ofTheirs, decision: 'approve' });
    await ofClaire.hears('Rien n’a été changé');
    assert.equal(await statusOf(its, id), 'pending');
    // Hugo proves himself, and is away: Claire stands in, and his proof is not hers.
    await ofHugo.says('je suis absent jusqu’au 30 novembre, Claire décide pour moi');
    await ofHugo.presses('absence.set', {});
    // The code that was mailed before is still good.
    await ofHugo.presses('absence.prove', { code });
    await its.mails();
    await ofClaire.says('à décider');
    await ofClaire.presses('decide.approve');
    ofClaire.hears('Confirmez que c’est bien vous');
    const mail = (await its.mails()).at(-1);
    assert.equal(mail?.to, claire.email);
    for (let times = 0; times < 5; times += 1) await ofClaire.presses('decide.prove', { code: wrongFor(codeIn(mail)) });
    await ofClaire.presses('decide.prove', { code: codeIn(mail) });
    assert.equal(await statusOf(its, id), 'pending');
    await ofClaire.presses('decide.proveAgain');
    const fresh = codeIn((await its.mails()).at(-1));
    const { card: asking } = ofClaire;
    // Two clicks at once spend it once, and decide once.
    await Promise.all([
      ofClaire.presses('decide.prove', { code: fresh }, { card: asking }),
      ofClaire.presses('decide.prove', { code: fresh }, { card: asking }),
    ]);
    assert.equal(await statusOf(its, id), 'approved');
    const [record, ...more] = await audited(its, 'decide.approved');
    assert.deepEqual([more, JSON.parse(record?.detail ?? '{}').by, JSON.parse(record?.detail ?? '{}').proof], [[], 'claire.fontaine@example.org', 'mail']);
  }));

test('GOV-6 a sensitive request is handed to another approver after the same proof: who chooses who decides, decides', () =>
  withSensitive({}, async (its) => {
    const ofHugo = await meets(its, hugo);
    const [id] = await asks(its, ['network']);
    ofHugo.hears('Alice Martin');
    await ofHugo.presses('decide.forward');
    await ofHugo.presses('decide.forwardTo', { email: claire.email });
    ofHugo.hears('Confirmez que c’est bien vous', `Transférer · ${claire.email}`);
    const forwarded = async () =>
      (
        await its.db
          .selectFrom('approver')
          .select('address')
          .where('enrollmentId', '=', id ?? '')
          .where('decision', '=', 'forwarded')
          .execute()
      ).length;
    const code = codeIn((await its.mails()).at(-1));
    await ofHugo.presses('decide.prove', { code: wrongFor(code) });
    assert.equal(await forwarded(), 0);
    await ofHugo.presses('decide.prove', { code });
    assert.equal(await forwarded(), 1);
    assert.equal(await statusOf(its, id), 'pending');
  }));

test('GOV-6 GOV-2 whoever names who decides on what is sensitive proves first that it is them; without a code it stays with them, and the rest is handed on', () =>
  withSensitive(
    {
      change: (profile) =>
        profile.replace('- id: network', '- id: network\n    sensitive: true').replace('[nadia.benali@example.org]', '[hugo.marchand@example.org]'),
    },
    async (its) => {
      const [ofHugo, ofClaire] = [await meets(its, hugo), await meets(its, claire)];
      const away = async (press: string, typed = {}) => {
        await ofHugo.says('je suis absent jusqu’au 30 novembre, Claire décide pour moi');
        await ofHugo.presses('absence.set', {});
        ofHugo.hears('Confirmez que c’est bien vous', 'Claire Fontaine décidera pour vous', hugo.email);
        if (press === 'absence.prove') await ofHugo.presses('absence.proveAgain');
        const mail = (await its.mails()).at(-1);
        if (press === 'absence.prove') {
          assert.match(`${mail?.subject} ${mail?.text}`, /votre code pour confier vos décisions .*c’est bien vous qui confiez vos décisions/s);
          // It would be read off the phone that lies beside the open chat.
          assert.ok(!mail?.subject.includes(codeIn(mail)));
          await ofHugo.presses(press, { code: wrongFor(codeIn(mail)) });
          assert.equal((await its.db.selectFrom('absence').select('id').where('proof', 'is not', null).execute()).length, 0);
        }
        await (press === 'absence.prove' ? ofHugo.says(codeIn(mail)) : ofHugo.presses(press, typed));
        await its.mails();
      };
      await away('absence.set');
      ofHugo.hears('C’est noté', 'Les demandes d’accès sensibles restent chez vous');
      const [network, applications] = await asks(its, ['network', 'applications']);
      ofHugo.hears('Réseau');
      const claireSees = async () => {
        await ofClaire.says('à décider');
        const shown = JSON.stringify(ofClaire.card);
        return [/Réseau/.test(shown), /Applications métier/.test(shown)];
      };
      assert.ok(network && applications);
      assert.deepEqual(await claireSees(), [false, true]);
      // Said again with a code, the rest goes to her too.
      await away('absence.prove');
      ofHugo.hears('C’est noté');
      assert.deepEqual(await claireSees(), [true, true]);
      const records = await audited(its, 'absence.begun');
      assert.deepEqual(
        records.map(({ detail }) => JSON.parse(detail ?? '{}').proof),
        [undefined, 'mail'],
      );
      // Who need not decide on anything sensitive is asked for nothing.
      const ofAlex = await meets(its, colleague('Alex', 'Roche'));
      await ofAlex.says('je suis absent jusqu’au 30 novembre, Claire décide pour moi');
      await ofAlex.presses('absence.set', {});
      ofAlex.hears('C’est noté');
    },
  ));

test('GOV-6 on the mailed page each decision takes a code of the last minutes, and what was typed stays', () =>
  withProfile(sensitive, (folder) =>
    withGuichet({ env: { PORTALS_DIR: folder } }, async (its) => {
      const { mailTo } = await asksByMail(its);
      const web = await its.page(decideLinkIn(mailTo(nadia)));
      await unlocks(its, web);
      its.passes(15 * minute);
      const late = await web.posts({ decision: 'refused', reason: 'Trop large' });
      assert.equal(late.status, 422);
      assert.match(late.html, /Trop large/);
      assert.equal((await decided(its)).status, 'pending');
      assert.equal((await web.posts({ decision: 'refused', reason: 'Trop large', code: await coded(its, web) })).status, 303);
      assert.deepEqual(await decided(its), { status: 'refused', decidedBy: nadia, reason: 'Trop large' });
    }),
  ));

test('GOV-6 whose mailbox has an account with a second factor proves with its app, or a recovery code; no code is mailed unless they want it; typed in the chat it counts as on the card', () =>
  withSensitive({ change: (profile) => sensitive(profile.replace('[nadia.benali@example.org]', '[hugo.marchand@example.org]')) }, async (its) => {
    const ofHugo = await meets(its, hugo);
    const whose = { portal: 'outscale', identifier: hugo.email, password: 'Grand-Large 2026 !' };
    await joins(its, 'outscale', `${hugo.email},${hugo.email},Hugo,Marchand,,`);
    await hasPassword(its, whose);
    const { secret, codes } = await turnsOn(its, whose);
    const [network, applications] = await asks(its, ['network', 'applications']);
    ofHugo.hears('Alice Martin');
    const { card: asked } = ofHugo;
    await ofHugo.presses('decide.approve', { enrollment: network });
    ofHugo.hears('Confirmez que c’est bien vous', 'application d’authentification', 'OUTSCALE');
    assert.deepEqual(await its.mails(), []);
    // A wrong one loses nothing.
    await ofHugo.says(wrongFor(appShows(secret, its.now())));
    ofHugo.hears('Confirmez que c’est bien vous');
    assert.equal(await statusOf(its, network), 'pending');
    await ofHugo.says(`c’est ${appShows(secret, its.now())}`);
    assert.equal(await statusOf(its, network), 'approved');
    const [record] = await audited(its, 'decide.approved');
    assert.equal(JSON.parse(record?.detail ?? '{}').proof, 'app');
    assert.deepEqual(
      (await audited(its, 'decide.proven')).map(({ detail }) => JSON.parse(detail).by),
      ['app'],
    );
    // It is good for minutes, then another is asked for: a code that was used is none.
    its.passes(11 * minute);
    await ofHugo.presses('decide.approve', { enrollment: applications }, { card: asked });
    await ofHugo.presses('decide.prove', { code: 'abc' });
    ofHugo.hears('Confirmez que c’est bien vous');
    // The phone is lost: a mailed code, or a recovery code.
    await ofHugo.presses('decide.proveAgain');
    ofHugo.hears(hugo.email);
    const mailed = codeIn((await its.mails()).at(-1));
    assert.notEqual(mailed, '');
    its.passes(11 * minute);
    await ofHugo.presses('decide.refuse', { enrollment: applications, reason: 'Pas ce mois-ci' }, { card: asked });
    await ofHugo.presses('decide.prove', { code: mailed });
    assert.equal(await statusOf(its, applications), 'pending', 'a code of before');
    await ofHugo.presses('decide.prove', { code: codes[1] });
    assert.equal(await statusOf(its, applications), 'refused');
    assert.match((await its.mails()).map(({ subject }) => subject).join(), /secours/, 'the owner is told of each recovery code');
  }));

test('GOV-4 GOV-6 a review of a sensitive group is decided after the same proof: what was ticked and written is kept, and the audit says how it was proven', () =>
  withSensitive({}, async (its) => {
    const ofHugo = await meets(its, hugo);
    await hold(its, 'network', [{ name: 'Paul Durand' }, { name: 'Zoe Petit' }, { name: 'Ines Roux' }]);
    await begins(its);
    await its.mails();
    ofHugo.hears('Revue des accès');
    const people = onCard(ofHugo.card);
    const list = ofHugo.card;
    await ofHugo.presses('review.keep', { ticks: people.get('Paul Durand') });
    ofHugo.hears('Confirmez que c’est bien vous', 'Garder l’accès de 1 personne');
    assert.deepEqual(Object.values(await decisionsIn(its)), ['', '', '']);
    const code = codeIn((await its.mails()).at(-1));
    await ofHugo.presses('review.prove', { code: wrongFor(code) });
    ofHugo.hears('Confirmez que c’est bien vous');
    await ofHugo.says(code);
    ofHugo.hears('1 accès gardé');
    // For minutes none is asked for; after them the confirmation is kept too.
    its.passes(11 * minute);
    await ofHugo.presses('review.remove', { ticks: people.get('Zoe Petit') });
    await ofHugo.presses('review.decide', { reason: 'Partie' });
    ofHugo.hears('Retirer l’accès de 1 personne', 'Partie');
    await ofHugo.presses('review.keep', { ticks: people.get('Ines Roux') }, { card: list });
    await ofHugo.presses('review.prove', { code: codeIn((await its.mails()).at(-1)) });
    await ofHugo.presses('review.keep', { ticks: '' }, { card: list });
    const records = await audited(its, 'review.keep');
    assert.deepEqual(
      records.map(({ detail }) => JSON.parse(detail).proof),
      records.map(() => 'mail'),
    );
    assert.ok(records.length > 0);
  }));
