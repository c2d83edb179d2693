import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessReport, reviewReport } from '../../../core/access/index.ts';
import { day } from '../../../core/foundation/clock.ts';
import { isReviewed, loadPortals } from '../../../core/portal/index.ts';
import { openChat } from '../../chat.ts';
import { collected } from '../../collected.ts';
import { copiesOf } from '../../deciding.ts';
import { aliceAccount, asks, claire, hugo, meets, samuel, withProfile } from '../../enrolling.ts';
import { freshRecords } from '../../records.ts';
import { begins, decisionsIn, hold, onCard, tickedOn } from '../../reviewing.ts';
import { type Guichet, guichet, withGuichet } from '../../support.ts';

const reviewed = (review: string) => (profile: string) => profile.replace('  - id: network\n', `  - id: network\n    review: ${review}\n`);
const withReviews = (story: (its: Guichet) => Promise<void>, { review = '{}', locale = 'fr' as 'fr' | 'en', change = (profile: string) => profile } = {}) =>
  withProfile(
    (profile) => change(reviewed(review)(profile)),
    (folder) => withGuichet({ channel: 'msteams', locale, env: { PORTALS_DIR: folder } }, story),
  );

const held = async ({ db }: Guichet) =>
  (
    await db
      .selectFrom('membership')
      .innerJoin('account', 'account.id', 'accountId')
      .select('email')
      .where('groupId', '=', 'network')
      .orderBy('email')
      .execute()
  ).map(({ email }) => email.split('@')[0]);

test('GOV-4 TALK-11 who is to keep or lose access is said by name, and a removal is asked back; after something that was not understood a yes decides nothing', () =>
  withReviews(async (its) => {
    const ofHugo = await meets(its, hugo);
    await hold(its, 'network', [{ name: 'Paul Durand' }, { name: 'Zoe Petit' }, { name: 'Ines Roux' }, { name: 'Bob Morin' }]);
    await begins(its);
    await its.mails();
    await ofHugo.says('garde tout le monde');
    ofHugo.hears('Garder l’accès de 4 personnes');
    await ofHugo.says('retour');
    await ofHugo.says('retire bob');
    ofHugo.hears('Retirer l’accès de 1 personne', 'Bob Morin');
    await ofHugo.says('zorglub');
    await ofHugo.says('oui');
    assert.ok(Object.values(await decisionsIn(its)).every((decided) => decided === ''));
    await ofHugo.says('garde tout le monde sauf Bob et Zoé');
    await ofHugo.says('retire bob');
    await ofHugo.says('retirer : parti en mars');
    assert.deepEqual(await decisionsIn(its), {
      'Bob Morin': 'remove hugo.marchand',
      'Ines Roux': 'keep hugo.marchand',
      'Paul Durand': 'keep hugo.marchand',
      'Zoe Petit': '',
    });
  }));

for (const locale of ['fr', 'en'] as const)
  test(`GOV-4 a review by command: its approvers get the list, keep some and remove others, who are told why, in ${locale}`, () =>
    withReviews(
      async (its) => {
        const fr = locale === 'fr';
        const ofHugo = await meets(its, hugo, locale);
        const ofSamuel = await meets(its, samuel, locale);
        await hold(its, 'network', [{ name: 'Paul Durand' }, { name: 'Zoe Petit' }, { name: 'Ines Roux' }]);
        const first = await begins(its);
        // One a group at a time: the second joins the first.
        assert.deepEqual(await begins(its), { ...first, isNew: false });
        await its.mails();
        ofHugo.hears(fr ? 'Revue des accès' : 'Access review', 'Paul Durand', 'Zoe Petit', fr ? 'Il reste 3 personnes' : '3 people are left');
        ofSamuel.hears('Ines Roux');
        const people = onCard(ofHugo.card);
        await ofHugo.presses('review.keep', { ticks: people.get('Ines Roux') });
        ofHugo.hears(fr ? '1 accès gardé' : 'Access kept for 1 person');
        assert.deepEqual([...onCard(ofHugo.card).keys()], ['Paul Durand', 'Zoe Petit'], 'by family name');
        await ofHugo.presses('review.remove', { ticks: people.get('Zoe Petit') });
        ofHugo.hears(fr ? 'Retirer l’accès de 1 personne' : 'Remove the access of 1 person', 'Zoe Petit');
        assert.deepEqual(
          await decisionsIn(its),
          { 'Ines Roux': 'keep hugo.marchand', 'Paul Durand': '', 'Zoe Petit': '' },
          'nothing is removed before it is confirmed',
        );
        const confirm = ofHugo.card;
        await ofHugo.presses('review.decide', { reason: 'A quitté le projet' });
        // Samuel’s card is older. What it has ticked that was decided on is left out.
        await ofSamuel.presses('review.keep', { ticks: [people.get('Zoe Petit'), people.get('Paul Durand')].join() });
        await ofHugo.presses('review.decide', {}, { card: confirm });
        assert.deepEqual(await decisionsIn(its), {
          'Ines Roux': 'keep hugo.marchand',
          'Paul Durand': 'keep samuel.okafor',
          'Zoe Petit': 'remove hugo.marchand',
        });
        const mails = await its.mails();
        assert.deepEqual(
          mails.map(({ to }) => to),
          ['zoe.petit@corp.example'],
        );
        assert.match(mails[0]?.text ?? '', /Hugo Marchand/);
        assert.match(mails[0]?.text ?? '', /A quitté le projet/);
        assert.deepEqual(await held(its), ['ines.roux', 'paul.durand']);
        assert.ok(copiesOf(its, fr ? /est terminée/ : /is over/).length >= 2, 'all is answered, so it is over, and every copy says so');
        assert.deepEqual(await its.mails(), []);
        const rows = await its.db.selectFrom('membership').select('reviewedBy').where('groupId', '=', 'network').orderBy('reviewedBy').execute();
        assert.deepEqual(
          rows.map(({ reviewedBy }) => reviewedBy),
          [hugo.email, samuel.email],
        );
      },
      { locale },
    ));

const many = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `Paul${n} Durand${String(n).padStart(4, '0')}` }));
const undecided = async (its: Guichet) => Object.values(await decisionsIn(its)).filter((each) => each === '').length;

test('GOV-4 a long list pages, searches and keeps what was ticked, closed half-way and on two devices; many are decided on at once', () =>
  withReviews(async (its) => {
    const chat = await meets(its, hugo);
    await hold(its, 'network', many(500));
    await begins(its);
    await its.mails();
    chat.hears('Il reste 500 personnes');
    const ids = [...onCard(chat.card).values()];
    assert.equal(ids.length, 10);
    await chat.presses('review.page', { ticks: ids.slice(0, 2).join() });
    chat.hears('Durand0010', '2 autres personnes sont cochées');
    const second = [...onCard(chat.card).values()];
    await chat.presses('review.search', { ticks: second[0], search: 'durand0499' });
    chat.hears('1 personne correspond', 'Durand0499');
    // Closed half-way: another day, on another device, it is as it was left.
    its.passes(2 * day);
    await chat.says('mes revues');
    chat.hears('Il reste 500 personnes');
    assert.equal(tickedOn(chat.card), ids.slice(0, 2).join());
    chat.hears('1 autre personne est cochée');
    const [one, other] = [chat.card, chat.card];
    // Unticked on one device, ticked on the other: the last press of each page counts.
    await chat.presses('review.page', { ticks: ids[0] }, { card: one });
    await chat.presses('review.keep', { ticks: ids.slice(0, 3).join() }, { card: other });
    chat.hears('4 accès gardés');
    await chat.presses('review.keep', { ticks: ids.slice(0, 3).join() }, { card: other });
    chat.hears('déjà été revues');
    assert.equal(await undecided(its), 496);
    await chat.presses('review.keep', { ticks: '' });
    chat.hears('Cochez au moins une personne');
    // All that answer to a search, then all that is left.
    await chat.presses('review.search', { search: 'durand049' });
    await chat.presses('review.all', {}, { choice: 'remove' });
    chat.hears('Retirer l’accès de 10 personnes', 'durand049');
    await chat.presses('review.decide', { reason: '' });
    assert.equal(await undecided(its), 486);
    await chat.presses('review.all', {}, { choice: 'keep' });
    chat.hears('Garder l’accès de 486 personnes');
    await chat.presses('review.decide');
    assert.equal((await its.mails()).length, 10);
    assert.equal((await held(its)).length, 490);
  }));

test('GOV-4 a directory that takes more than a minute to list a group is read once, to its end', { timeout: 60_000 }, (t) =>
  withReviews(async (its) => {
    await hold(its, 'network', [{ name: 'Paul Durand' }, { name: 'Zoe Petit' }]);
    const real = performance.now.bind(performance);
    let looks = 0;
    t.mock.method(performance, 'now', () => {
      looks += 1;
      return real() + looks * 61_000;
    });
    await begins(its);
    await its.mails();
    const reads = await its.db.selectFrom('outbox').select(['status', 'attempts']).where('kind', '=', 'reviewRead').execute();
    assert.deepEqual(
      reads.map(({ status, attempts }) => [status, attempts]),
      [['done', 1]],
    );
    assert.deepEqual(Object.keys(await decisionsIn(its)).sort(), ['Paul Durand', 'Zoe Petit']);
  }),
);

test('GOV-4 nobody decides on themselves: their row goes to another reviewer, and a sole reviewer’s to the fallback', () =>
  withReviews(
    async (its) => {
      const direction = {
        ...hugo,
        id: '29:dsi',
        name: 'Direction SI',
        givenName: 'Direction',
        surname: 'SI',
        aadObjectId: crypto.randomUUID(),
        email: 'direction.si@example.org',
        userPrincipalName: 'direction.si@example.org',
      };
      const [ofHugo, ofDirection, ofClaire] = [await meets(its, hugo), await meets(its, direction), await meets(its, claire)];
      await hold(its, 'network', [{ name: 'Hugo Marchand', email: 'hugo.marchand+net@example.org' }, { name: 'Paul Durand' }]);
      await begins(its);
      await its.mails();
      ofHugo.hears('Paul Durand', 'Vous êtes aussi dans cette liste');
      assert.deepEqual([...onCard(ofHugo.card).keys()], ['Paul Durand']);
      ofDirection.hears('Hugo Marchand');
      assert.deepEqual([...onCard(ofDirection.card).keys()], ['Hugo Marchand'], 'and nothing else');
      const own = onCard(ofDirection.card).get('Hugo Marchand') ?? '';
      const [review] = await its.db.selectFrom('review').select('id').execute();
      // A forged card decides on nobody but those who are theirs, and for nobody else on anybody.
      await ofHugo.sends('review.keep', { review: review?.id, shown: own, ticks: own, was: '' });
      await ofHugo.sends('review.decide', { review: review?.id, decision: 'keep', was: '', count: '99' });
      assert.deepEqual(await decisionsIn(its), { 'Hugo Marchand': '', 'Paul Durand': 'keep hugo.marchand' });
      await ofClaire.sends('review.decide', { review: review?.id, decision: 'remove', was: '', count: '99' });
      await ofClaire.sends('review.keep', { review: review?.id, shown: own, ticks: own, was: '' });
      ofClaire.hears('n’est pas, ou n’est plus, à vous');
      await ofClaire.sends('review.open', { review: review?.id });
      assert.doesNotMatch(ofClaire.heard, /Hugo Marchand/);
      assert.deepEqual((await decisionsIn(its))['Hugo Marchand'], '');
      await ofDirection.presses('review.keep', { ticks: own });
      assert.deepEqual((await decisionsIn(its))['Hugo Marchand'], 'keep direction.si');
    },
    { change: (profile) => profile.replace('approvers: [hugo.marchand@example.org, samuel.okafor@example.org]', 'approvers: [hugo.marchand@example.org]') },
  ));

for (const [unanswered, outcome, mails] of [
  ['keep', 'keep', 0],
  ['remove', 'remove', 2],
] as const)
  test(`GOV-4 what is not answered by the end is decided as the profile says: ${unanswered}; a clock put forward or back does nothing twice`, () =>
    withReviews(
      async (its) => {
        const chat = await meets(its, hugo);
        await hold(its, 'network', [{ name: 'Paul Durand' }, { name: 'Zoe Petit' }]);
        await begins(its);
        await its.mails();
        const cards = () => its.connector.activities.filter(({ attachments = [] }) => JSON.stringify(attachments).includes('Revue des accès')).length;
        assert.equal(cards(), 1);
        // Forward by more than a day, and back: the reminder comes once, and nothing ends before its day.
        its.passes(12 * day);
        await its.mails();
        chat.hears('Rappel');
        its.passes(-1 * day);
        await its.mails();
        its.passes(1 * day);
        await its.mails();
        assert.equal(cards(), 2);
        its.passes(1.9 * day);
        await its.mails();
        assert.equal(await undecided(its), 2);
        const late = chat.card;
        its.passes(0.1 * day);
        const sent = await its.mails();
        assert.equal(sent.length, mails);
        chat.hears('est terminée', unanswered === 'keep' ? 'Gardés' : 'Retirés', 'Dont sans réponse');
        assert.deepEqual(await decisionsIn(its), { 'Paul Durand': outcome, 'Zoe Petit': outcome });
        await chat.presses('review.keep', { ticks: [...onCard(late).values()].join() }, { card: late });
        chat.hears('est terminée');
        its.passes(-1 * day);
        await its.mails();
        its.passes(2 * day);
        assert.deepEqual(await its.mails(), []);
        assert.equal((await held(its)).length, unanswered === 'keep' ? 2 : 0);
        if (mails > 0) assert.match(sent[0]?.text ?? '', /personne n’a confirmé/);
      },
      { review: `{ unanswered: ${unanswered} }` },
    ));

test('GOV-4 what is not answered escalates to who is named, for as long again, and is kept after that', () =>
  withReviews(
    async (its) => {
      const [ofHugo, ofClaire] = [await meets(its, hugo), await meets(its, claire)];
      await hold(its, 'network', [{ name: 'Paul Durand' }, { name: 'Zoe Petit' }]);
      await begins(its);
      await its.mails();
      const people = onCard(ofHugo.hears('Zoe Petit').card);
      assert.doesNotMatch(ofClaire.heard, /Revue/);
      its.passes(14 * day);
      await its.mails();
      ofClaire.hears('Il reste 2 personnes');
      await ofClaire.presses('review.keep', { ticks: people.get('Zoe Petit') });
      its.passes(14 * day);
      await its.mails();
      assert.deepEqual(await decisionsIn(its), { 'Paul Durand': 'keep', 'Zoe Petit': 'keep claire.fontaine' });
      const [review] = await its.db.selectFrom('review').select('endedAt').execute();
      assert.equal(review?.endedAt, its.now());
    },
    { review: '{ unanswered: escalate, escalateTo: [claire.fontaine@example.org] }' },
  ));

test('GOV-4 a reviewer who has left the profile decides on nothing any more, and an open card of theirs shows nobody', () =>
  withProfile(
    (profile) => profile.replaceAll('hugo.marchand@example.org', 'claire.fontaine@example.org'),
    async (without) => {
      const { url: database, drop } = await freshRecords();
      const before = await guichet({ channel: 'msteams', database });
      const { card } = await (async () => {
        const chat = await meets(before, hugo);
        await hold(before, 'network', [{ name: 'Paul Durand' }]);
        await begins(before);
        await before.mails();
        return chat.hears('Paul Durand');
      })();
      await before.stop();
      const after = await guichet({ channel: 'msteams', database, again: before.world, env: { PORTALS_DIR: without } });
      try {
        const chat = openChat({ url: after.url, connector: after.connector, locale: 'fr', channel: 'msteams', who: hugo });
        for (const verb of ['review.keep', 'review.remove', 'review.page'].filter((each) => JSON.stringify(card).includes(each))) {
          await chat.presses(verb, { ticks: [...onCard(card).values()].join() }, { card });
          chat.hears('n’est pas, ou n’est plus, à vous');
          assert.doesNotMatch(chat.heard, /Paul/);
        }
        assert.deepEqual(await decisionsIn(after), { 'Paul Durand': '' });
        const refused = await after.db.selectFrom('audit').select('outcome').where('action', '=', 'review.keep').execute();
        assert.deepEqual(
          refused.map(({ outcome }) => outcome),
          ['review.notYours'],
        );
      } finally {
        await after.close();
        await drop();
      }
    },
  ));

test('GOV-4 reviews begin by date: the first on its day, the next one period later, once, also where the clock was ahead', () =>
  withReviews(
    async (its) => {
      await hold(its, 'network', [{ name: 'Paul Durand' }]);
      const reviews = async () =>
        (await its.db.selectFrom('review').select('begunAt').orderBy('begunAt').execute()).map(({ begunAt }) => new Date(begunAt).toISOString());
      await its.core.access.reviews.plan();
      its.passes(9 * day);
      await its.mails();
      assert.deepEqual(await reviews(), []);
      its.passes(day);
      await its.mails();
      assert.deepEqual(await reviews(), ['2026-11-30T08:00:00.000Z']);
      its.passes(-1 * day);
      await its.core.access.reviews.plan();
      await its.mails();
      its.passes(2 * day);
      await its.core.access.reviews.plan();
      await its.mails();
      assert.equal((await reviews()).length, 1);
      its.passes(30 * day);
      await its.mails();
      // The one before has ended by itself, and the next has begun with its day.
      assert.equal((await reviews()).length, 2);
      const open = await its.db.selectFrom('review').select('id').where('endedAt', 'is', null).execute();
      assert.equal(open.length, 1);
    },
    { review: '{ every: 30d, first: 2026-11-30, lasts: 14d }' },
  ));

test('GOV-4 sixty reviewers: each is asked once, whoever has no chat by mail, and one answer is enough', () => {
  const sixty = Array.from({ length: 58 }, (_, n) => `approver${n}@example.org`);
  return withReviews(
    async (its) => {
      const chat = await meets(its, hugo);
      await hold(its, 'network', [{ name: 'Paul Durand' }]);
      await begins(its);
      const mails = await its.mails();
      assert.equal(mails.length, 59, 'all but Hugo');
      assert.equal(new Set(mails.map(({ to }) => to)).size, 59);
      assert.match(mails[0]?.text ?? '', /mes revues/);
      await chat.presses('review.keep', { ticks: [...onCard(chat.hears('Paul').card).values()].join() });
      assert.deepEqual(await its.mails(), []);
      chat.hears('est terminée');
    },
    {
      change: (profile) =>
        profile.replace(
          'approvers: [hugo.marchand@example.org, samuel.okafor@example.org]',
          `approvers: [hugo.marchand@example.org, samuel.okafor@example.org, ${sixty.join(', ')}]`,
        ),
    },
  );
});

for (const [locale, sentences] of [
  ['fr', ['mes revues', 'revoir les accès du réseau', 'passer en revue les accès au réseau']],
  ['en', ['my reviews', 'review access to the network', 'review who has access to the network']],
] as const)
  test(`GOV-4 sentences open the review that is meant, or say that there is none, in ${locale}`, () =>
    withReviews(
      async (its) => {
        const chat = await meets(its, hugo, locale);
        for (const sentence of sentences) {
          await chat.says(sentence);
          chat.hears(
            sentence === sentences[0]
              ? locale === 'fr'
                ? 'Aucune revue d’accès'
                : 'No access review'
              : locale === 'fr'
                ? 'Aucune revue de cet accès'
                : 'No review of this access',
          );
        }
        await hold(its, 'network', [{ name: 'Paul Durand' }]);
        await begins(its);
        await its.mails();
        for (const sentence of sentences) {
          await chat.says(sentence);
          chat.hears('Paul Durand');
        }
        await chat.says(locale === 'fr' ? 'à décider' : 'what is waiting for my approval?');
        await chat.presses('review.start');
        chat.hears('Paul Durand');
      },
      { locale },
    ));

test('GOV-4 two groups under review are a list; a stranger, a requester and somebody of another tenant see none', () =>
  withReviews(async (its) => {
    const chat = await meets(its, hugo);
    await hold(its, 'network', [{ name: 'Paul Durand' }]);
    await hold(its, 'workplace', [{ name: 'Zoe Petit' }]);
    for (const group of ['network', 'workplace']) await begins(its, group);
    await its.mails();
    await chat.says('mes revues');
    chat.hears('Réseau et accès distants', 'Poste de travail', '1 personne à revoir');
    const list = chat.card;
    await chat.presses('review.open', {}, { card: list });
    chat.hears('Durand');
    await its.chat.says('mes revues');
    its.chat.hears('Aucune revue');
    const [review] = await its.db.selectFrom('review').select('id').where('groupId', '=', 'network').execute();
    for (const verb of ['review.open', 'review.page', 'review.keep', 'review.remove', 'review.all', 'review.decide']) {
      await its.chat.sends(verb, { review: review?.id, decision: 'remove', count: '9', was: '', shown: '', ticks: '' });
      assert.doesNotMatch(its.chat.heard, /Paul|Durand/, verb);
    }
    assert.deepEqual(new Set(Object.values(await decisionsIn(its))), new Set(['']));
  }));

test('GOV-4 a profile whose reviews cannot be is refused, and one for all groups is taken by those that say nothing else', () =>
  withProfile(
    (profile) => reviewed('false')(profile).replace('groups:\n', 'review: { every: 180d, unanswered: remove }\ngroups:\n'),
    async (folder) => {
      const { portals } = await loadPortals([folder]);
      const portal = portals.get('invgate');
      assert.ok(portal);
      assert.deepEqual(
        portal.groups.filter((group) => isReviewed(portal, group)).map(({ id }) => id),
        ['workplace', 'applications', 'sensitive-data'],
      );
      for (const [review, fault] of [
        ['{ every: 10d }', /the next one would begin before this one is over/],
        ['{ first: 2027-01-01 }', /needs every/],
        ['{ lasts: 2d }', /needs less than lasts/],
        ["{ reviewers: ['@nobody'] }", /@nobody is not declared under teams/],
        ["{ escalateTo: ['@manager'] }", /nobody asks for one here/],
        ['{ unanswered: forget }', /review/],
      ] as const)
        await withProfile(reviewed(review), (wrong) => assert.rejects(loadPortals([wrong]), fault));
    },
  ));

test('GOV-4 the reports say who has what, by whose decisions, and who decided what about whom in reviews', () =>
  withReviews(async (its) => {
    const chat = await meets(its, hugo);
    const [id] = await asks(its, ['network']);
    await chat.presses('decide.approve');
    await its.mails();
    await begins(its);
    await its.mails();
    await chat.presses('review.keep', { ticks: [...onCard(chat.hears('Alice Martin').card).values()].join() });
    const [row, ...none] = await collected(accessReport(its.db));
    assert.deepEqual(
      [none, row?.email, row?.group, row?.approvedBy, row?.reviewedBy, row?.reviewedAt],
      [[], aliceAccount, 'network', [hugo.email], hugo.email, its.now()],
    );
    assert.ok(id !== undefined && row?.reference);
    const [decided] = await collected(reviewReport(its.db));
    assert.deepEqual([decided?.email, decided?.decision, decided?.decidedBy], [aliceAccount, 'keep', hugo.email]);
  }));

test('GOV-2 GOV-4 whoever stands in for a reviewer who is away gets the list and decides in their place, on neither of the two; afterwards no more', () =>
  withReviews(
    async (its) => {
      const [ofHugo, ofClaire] = [await meets(its, hugo), await meets(its, claire)];
      await hold(its, 'network', [
        { name: 'Paul Durand' },
        { name: 'Zoe Petit' },
        { name: 'Hugo M', email: hugo.email },
        { name: 'Claire F', email: claire.email },
      ]);
      await begins(its);
      await its.mails();
      await ofHugo.says('je suis absent jusqu’au 24 novembre, Claire décide pour moi');
      await ofHugo.presses('absence.set', {});
      await its.mails();
      await ofClaire.says('mes revues');
      ofClaire.hears('Vous décidez pour Hugo Marchand', 'Paul Durand', 'Zoe Petit');
      const people = onCard(ofClaire.card);
      assert.deepEqual([...people.keys()].sort(), ['Paul Durand', 'Zoe Petit']);
      await ofClaire.presses('review.keep', { ticks: people.get('Zoe Petit') });
      ofClaire.hears('1 accès gardé');
      const { card } = ofClaire;
      const [record] = await its.db.selectFrom('audit').select('detail').where('action', '=', 'review.keep').execute();
      assert.deepEqual([JSON.parse(record?.detail ?? '{}').by, JSON.parse(record?.detail ?? '{}').for], [claire.email, hugo.email]);
      // The absence is over, and her card is older.
      its.passes(6 * day);
      await its.mails();
      await ofClaire.presses('review.keep', { ticks: people.get('Paul Durand') }, { card });
      ofClaire.hears('pas, ou n’est plus, à vous');
      assert.equal((await decisionsIn(its))['Paul Durand'], '');
      await ofHugo.says('mes revues');
      ofHugo.hears('Paul Durand', 'Claire F');
    },
    { change: (profile) => profile.replace('approvers: [hugo.marchand@example.org, samuel.okafor@example.org]', 'approvers: [hugo.marchand@example.org]') },
  ));
