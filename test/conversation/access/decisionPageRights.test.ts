import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute } from '../../../core/foundation/clock.ts';
import { asksByMail, coded, decided, decideLinkIn, nadia, unlocks } from '../../decidingByMail.ts';
import { colleague, meets, withProfile } from '../../enrolling.ts';
import { freshRecords } from '../../records.ts';
import { codeIn, guichet, withGuichet } from '../../support.ts';

test('IN-10 a scanner that opens the link or submits its form, with or without a guess, decides nothing', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    for (let opened = 0; opened < 5; opened += 1) assert.equal((await web.again()).status, 200);
    for (const fields of [
      {},
      { decision: 'approved' },
      { decision: 'approved', code: '' },
      { decision: 'approved', code: '123456' },
      { decision: 'refused', reason: 'non', code: '000000' },
    ])
      assert.equal((await web.posts(fields)).status, 422);
    await coded(guichet, web);
    assert.equal((await web.posts({ decision: 'approved', code: '' })).status, 422);
    assert.equal((await decided(guichet)).status, 'pending');
  }));

test('a link to decide shows that something waits and nothing of it, to whoever holds it, until the code is given in that very browser', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const mailed = decideLinkIn(mailTo(nadia));
    const { reference } = await guichet.db.selectFrom('enrollment').select('reference').executeTakeFirstOrThrow();
    const web = await guichet.page(mailed);
    const stranger = await guichet.page(mailed);
    const staysHidden = async () => {
      const sent = await stranger.sendsCode();
      const answers = [
        await stranger.again(),
        await stranger.posts({}),
        await stranger.posts({ code: '12' }),
        await stranger.posts({ decision: 'refused', reason: '' }),
        await stranger.posts({ decision: 'forwarded', email: 'hugo.marchand@example.org', code: '12' }),
        sent,
      ];
      for (const { html } of answers) assert.doesNotMatch(html, /Alice|Martin|alice\.martin|Paul|Applications métier|hugo\.marchand|nadia/);
    };
    for (const shown of ['Une demande attend votre réponse', 'InvGate Service Desk', reference]) web.shows(shown);
    await staysHidden();
    await guichet.mails();
    assert.match(await unlocks(guichet, web), /Alice Martin/);
    await staysHidden();
    stranger.cookies.set('proven', `${web.cookies.get('proven')}x`);
    await staysHidden();
    assert.equal((await web.posts({ decision: 'approved' })).status, 303);
    await staysHidden();
    assert.match((await stranger.again()).html, /n’attend plus votre réponse/);
  }));

test('the session that a code opened on a page to decide is of that request’s approver alone, does one thing, and ends after an hour', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet, 'workplace');
    const claire = await guichet.page(decideLinkIn(mailTo('claire.fontaine@example.org')));
    const hugo = await guichet.page(decideLinkIn(mailTo('hugo.marchand@example.org')));
    await claire.sendsCode();
    await unlocks(guichet, claire, codeIn((await guichet.mails()).at(-1)));
    hugo.cookies.set('proven', claire.cookies.get('proven') ?? '');
    assert.doesNotMatch((await hugo.again()).html, /Alice/);
    assert.equal((await hugo.posts({ decision: 'approved' })).status, 422);
    assert.equal((await claire.posts({ decision: 'question', reason: 'Pour quel site ?' })).status, 303);
    const asked = await claire.again();
    assert.match(asked.html, /Pour quel site/);
    assert.match(asked.html, /id="code"/, 'another code for another thing');
    assert.equal((await claire.posts({ decision: 'approved' })).status, 422);
    guichet.passes(61 * minute);
    assert.doesNotMatch((await claire.again()).html, /Alice/);
    assert.equal((await decided(guichet)).status, 'pending');
  }));

test('ALL-6 the decision code has five tries, expires, is replaced by a newer one, and can be requested a limited number of times', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    const first = await coded(guichet, web);
    const wrong = first === '111111' ? '222222' : '111111';
    for (let times = 0; times < 5; times += 1) assert.equal((await web.posts({ decision: 'approved', code: wrong })).status, 422);
    assert.match((await web.posts({ decision: 'approved', code: first })).html, /Trop d’essais/);
    const second = await coded(guichet, web);
    const third = await coded(guichet, web);
    if (second !== third) assert.equal((await web.posts({ decision: 'approved', code: second })).status, 422);
    guichet.passes(11 * minute);
    assert.match((await web.posts({ decision: 'approved', code: third })).html, /n’est plus valable/);
    let limited = 303;
    for (let times = 0; times < 10 && limited === 303; times += 1) limited = (await web.sendsCode()).status;
    assert.equal(limited, 422);
    assert.equal((await decided(guichet)).status, 'pending');
  }));

test('IN-10 an approver who left the profile can see and decide nothing on the page', () =>
  withProfile(
    (profile) => profile.replace('claire.fontaine@example.org, ', ''),
    async (without) => {
      const { url: database, drop } = await freshRecords();
      const before = await guichet({ database });
      const { mailTo } = await asksByMail(before, 'workplace');
      const link = decideLinkIn(mailTo('claire.fontaine@example.org'));
      const was = await before.page(link);
      await was.sendsCode();
      const code = codeIn((await before.mails()).at(-1));
      await before.stop();
      const after = await guichet({ database, again: before.world, env: { PORTALS_DIR: without } });
      try {
        const web = await after.page(link);
        assert.equal(web.status, 403);
        web.shows('plus, approbateur');
        assert.doesNotMatch(web.html, /Alice|<form/);
        assert.equal((await web.posts({ decision: 'approved', code }, was.token)).status, 403);
        assert.equal((await web.sendsCode(was.token)).status, 403);
        assert.equal((await decided(after)).status, 'pending');
      } finally {
        await after.close();
        await drop();
      }
    },
  ));

test('ALL-2 a decision link opens no password page or other portal, and is stored only as a digest; a password link cannot decide', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const link = decideLinkIn(mailTo(nadia));
    const secret = link.split('/').at(-1) ?? '';
    for (const other of [link.replace('/decide/', '/link/'), link.replace('/invgate/', '/octopus/'), `${link}x`])
      assert.equal((await guichet.page(other)).status, 404);
    for (const table of ['link', 'outbox', 'audit', 'request', 'code'] as const)
      assert.doesNotMatch(JSON.stringify(await guichet.db.selectFrom(table).selectAll().execute()), new RegExp(secret), table);
    await guichet.chat.says('mdp octopus oublié');
    await guichet.chat.presses('reset.send', { identifier: 'amartin' });
    const reset = /https?:\/\/\S+\/link\/[\w-]+/.exec((await guichet.mails()).at(-1)?.text ?? '')?.[0] ?? '';
    assert.equal((await guichet.page(reset)).status, 200);
    assert.equal((await guichet.page(reset.replace('/link/', '/decide/'))).status, 404);
  }));

test('ALL-9 codes and decisions on the page are audited with the approver’s address and without the code', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    await web.posts({ decision: 'approved', code: code === '111111' ? '222222' : '111111' });
    await web.posts({ decision: 'approved', code });
    const rows = await guichet.db
      .selectFrom('audit')
      .select(['actor', 'channel', 'action', 'outcome', 'detail'])
      .where('action', 'like', 'decide.%')
      .orderBy('id')
      .execute();
    assert.deepEqual(
      rows.map(({ actor, channel, action, outcome }) => [actor, channel, action, outcome]),
      [
        ['anonymous', 'page', 'decide.codeSent', 'ok'],
        ['anonymous', 'page', 'decide.codeTyped', 'code.wrong'],
        [`approver:${nadia}`, 'page', 'decide.approved', 'ok'],
      ],
    );
    for (const { detail } of rows) {
      assert.match(detail, /"ip":"/);
      assert.doesNotMatch(detail, new RegExp(code));
    }
  }));

test('a form that is not from our page, or is from another link’s page, is refused', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet, 'workplace');
    const web = await guichet.page(decideLinkIn(mailTo('claire.fontaine@example.org')));
    const other = await guichet.page(decideLinkIn(mailTo('hugo.marchand@example.org')));
    for (const token of ['', 'forged', other.token]) assert.equal((await web.posts({ decision: 'approved', code: '123456' }, token)).status, 403);
  }));

test('IN-10 a stranger’s tenant whose roster holds an approver’s address gets no card: the approver gets the mail', () =>
  withProfile(
    (profile) => `${profile}\ntenants: [22222222-2222-4222-8222-222222222222]\n`,
    (folder) =>
      withGuichet({ env: { PORTALS_DIR: folder } }, async (running) => {
        const stranger = await meets(running, colleague('Nadia', 'Benali'));
        const { mailTo } = await asksByMail(running);
        decideLinkIn(mailTo(nadia));
        assert.doesNotMatch(stranger.heard, /Alice/);
        assert.deepEqual(await running.db.selectFrom('approvalCard').selectAll().execute(), []);
      }),
  ));
