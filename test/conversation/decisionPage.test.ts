import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind } from '../../core/bindings.ts';
import { minute } from '../../core/clock.ts';
import type { Actor } from '../../core/ports.ts';
import { colleague, meets, withProfile } from '../enrolling.ts';
import { freshRecords } from '../records.ts';
import { codeIn, type Guichet, guichet, withGuichet } from '../support.ts';
import type { openPage } from '../webPage.ts';

const nadia = 'nadia.benali@example.org';
const why = 'Je prends la suite de <b>Paul</b> & Cie.';

/** Alice asks for a catalogue whose approvers no card can reach; returns their mails, by address. */
async function asks({ core, db, mails, connector }: Guichet, group = 'applications') {
  const { id } = await db.selectFrom('account').select('id').where('portal', '=', 'invgate').where('identifier', 'like', 'alice%').executeTakeFirstOrThrow();
  const portal = core.portals.get('invgate');
  assert.ok(portal);
  const address = { serviceUrl: connector.url };
  const person = await core.people.meet({ channel: 'msteams', tenant: 'contoso', objectId: 'alice', locale: 'fr', address });
  const account = { id, portal: 'invgate', identifier: '', email: '', givenName: '', familyName: '', phone: null, entity: null, lockedAt: null };
  await db.transaction().execute((tx) => bind(tx, { person, account, now: 0 }));
  const actor: Actor = { person, channel: 'msteams', locale: 'fr', authenticated: true, name: 'Alice Martin' };
  const asked = await core.enrollment.ask(actor, portal, id, [group], why);
  assert.ok(asked.ok);
  const sent = await mails();
  return { actor, mailTo: (to: string) => sent.find((mail) => mail.to.includes(to)) };
}

const linkIn = (mail: { readonly text: string } | undefined): string => {
  const link = /https?:\/\/\S+\/decide\/[\w-]+/.exec(mail?.text ?? '')?.[0];
  assert.ok(link, `no link to decide in the mail: ${mail?.text}`);
  return link;
};

const statusOf = async ({ db }: Guichet) => ({ ...(await db.selectFrom('enrollment').select(['status', 'decidedBy', 'reason']).executeTakeFirstOrThrow()) });

/** Has a code sent on the page and returns it. */
async function coded(guichet: Guichet, web: Awaited<ReturnType<typeof openPage>>): Promise<string> {
  const answer = await web.sendsCode();
  assert.equal(answer.status, 303);
  const [mail, ...others] = await guichet.mails();
  assert.deepEqual(others, []);
  assert.ok(mail?.to.includes(nadia));
  return codeIn(mail);
}

test('IN-10 an approver without a chat gets a mail, reads the request on its page as on the card, and decides with a mailed code', () =>
  withGuichet({}, async (guichet) => {
    const { actor, mailTo } = await asks(guichet);
    const mail = mailTo(nadia);
    assert.match(mail?.text ?? '', /Alice Martin demande/);
    assert.doesNotMatch(mail?.text ?? '', /Paul/);
    const web = await guichet.page(linkIn(mail));
    assert.equal(web.status, 200);
    for (const fact of [
      'Demande à décider',
      'Applications métier',
      'Alice Martin',
      'alice.martin@corp.example',
      'Je prends la suite de &lt;b&gt;Paul&lt;/b&gt; &amp; Cie.',
    ])
      web.shows(fact);
    const code = await coded(guichet, web);
    const answer = await web.posts({ decision: 'approved', code });
    assert.equal(answer.status, 303);
    assert.deepEqual(await statusOf(guichet), { status: 'approved', decidedBy: nadia, reason: null });
    const after = await web.again();
    assert.equal(after.status, 200);
    assert.match(after.html, /Approuvée par nadia\.benali@example\.org le/);
    assert.doesNotMatch(after.html, /<form/);
    const [told] = (await guichet.mails()).filter(({ to }) => to.includes('alice.martin@corp.example'));
    assert.match(told?.text ?? '', /a été approuvée/);
    assert.equal((await guichet.core.enrollment.mine(actor, 1))[0]?.status, 'approved');
  }));

test('IN-10 a scanner that opens the link or submits its form, with or without a guess, decides nothing', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet);
    const web = await guichet.page(linkIn(mailTo(nadia)));
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
    assert.equal((await statusOf(guichet)).status, 'pending');
  }));

test('IN-10 a refusal needs its reason, which costs no try of the code, is asked for in place, and is told to who asked', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet);
    const web = await guichet.page(linkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    for (let times = 0; times < 6; times += 1) {
      const answer = await web.posts({ decision: 'refused', reason: ' ', code });
      assert.equal(answer.status, 422);
      assert.match(answer.html, /<a href="#reason">Ce champ est nécessaire\.<\/a>/);
      assert.match(answer.html, /value="refused" checked/);
    }
    assert.match((await web.posts({ reason: 'x', code })).html, /href="#decision"/);
    assert.equal((await web.posts({ decision: 'refused', reason: 'Pas ce mois-ci', code })).status, 303);
    assert.deepEqual(await statusOf(guichet), { status: 'refused', decidedBy: nadia, reason: 'Pas ce mois-ci' });
    assert.match((await web.again()).html, /Motif\u00a0: Pas ce mois-ci/);
    assert.match((await guichet.mails()).find(({ to }) => to.includes('alice'))?.text ?? '', /Motif\u00a0: Pas ce mois-ci/);
  }));

test('ALL-6 the code to decide has five tries, dies by a newer one and after its life, and is asked for a limited number of times', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet);
    const web = await guichet.page(linkIn(mailTo(nadia)));
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
    assert.equal((await statusOf(guichet)).status, 'pending');
  }));

test('IN-10 two submissions of one code at once decide once', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet);
    const web = await guichet.page(linkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    const answers = await Promise.all([
      web.posts({ decision: 'approved', code }),
      web.posts({ decision: 'refused', reason: 'non', code }),
      web.posts({ decision: 'approved', code }),
    ]);
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    const decided = await guichet.db
      .selectFrom('audit')
      .select('id')
      .where('action', 'in', ['decide.approved', 'decide.refused'])
      .where('outcome', '=', 'ok')
      .execute();
    assert.equal(decided.length, 1);
  }));

test('IN-10 of two approvers on their pages the first decides, and the other is shown by whom', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet, 'workplace');
    const [claire, hugo] = [await guichet.page(linkIn(mailTo('claire.fontaine@example.org'))), await guichet.page(linkIn(mailTo('hugo.marchand@example.org')))];
    await claire.sendsCode();
    const code = codeIn((await guichet.mails()).at(-1));
    await hugo.sendsCode();
    const other = codeIn((await guichet.mails()).at(-1));
    const wasHugos = await hugo.posts({ decision: 'approved', code: code === other ? '' : code });
    assert.equal(wasHugos.status, 422, 'the code of one approver is not good for the other');
    assert.equal((await claire.posts({ decision: 'approved', code })).status, 303);
    const late = await hugo.posts({ decision: 'refused', reason: 'non', code: other }, hugo.token);
    assert.equal(late.status, 409);
    assert.match(late.html, /Approuvée par claire\.fontaine@example\.org/);
    assert.equal((await statusOf(guichet)).status, 'approved');
  }));

test('IN-10 where all must agree, who has agreed is shown that nothing more waits for them', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet, 'sensitive-data');
    const web = await guichet.page(linkIn(mailTo(nadia)));
    assert.equal((await web.posts({ decision: 'approved', code: await coded(guichet, web) })).status, 303);
    assert.equal((await statusOf(guichet)).status, 'pending');
    assert.match((await web.again()).html, /Rien ne vous attend ici/);
  }));

test('IN-10 withdrawn meanwhile, or expired, the page says so and decides nothing', () =>
  withGuichet({}, async (guichet) => {
    const { actor, mailTo } = await asks(guichet);
    const web = await guichet.page(linkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    const [own] = await guichet.core.enrollment.mine(actor, 1);
    assert.ok(own && (await guichet.core.enrollment.withdraw(actor, own.id)).ok);
    const late = await web.posts({ decision: 'approved', code }, web.token);
    assert.equal(late.status, 409);
    assert.match(late.html, /Retirée par son demandeur/);
    guichet.passes(15 * 24 * 60 * minute);
    const over = await web.again();
    assert.equal(over.status, 410);
    assert.doesNotMatch(over.html, /Alice|<form/);
  }));

test('IN-10 an approver whom the profile no longer names sees and decides nothing on the page', () =>
  withProfile(
    (profile) => profile.replace('claire.fontaine@example.org, ', ''),
    async (without) => {
      const { url: database, drop } = await freshRecords({ lasting: true });
      const before = await guichet({ database });
      const { mailTo } = await asks(before, 'workplace');
      const link = linkIn(mailTo('claire.fontaine@example.org'));
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
        assert.equal((await statusOf(after)).status, 'pending');
      } finally {
        await after.close();
        await drop();
      }
    },
  ));

test('ALL-2 a link to decide opens no password page, of no other portal, and is kept only as a digest; a password link decides nothing', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet);
    const link = linkIn(mailTo(nadia));
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

test('ALL-9 codes and decisions on the page are in the audit, by the approver, with their address, without a code', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet);
    const web = await guichet.page(linkIn(mailTo(nadia)));
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

test('a form that our page did not send, or sent for another link, is refused', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet, 'workplace');
    const web = await guichet.page(linkIn(mailTo('claire.fontaine@example.org')));
    const other = await guichet.page(linkIn(mailTo('hugo.marchand@example.org')));
    for (const token of ['', 'forged', other.token]) assert.equal((await web.posts({ decision: 'approved', code: '123456' }, token)).status, 403);
  }));

test('ALL-8 the page of a request speaks English where it is asked to, in every state', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asks(guichet);
    const link = linkIn(mailTo(nadia));
    const english = async () => await (await fetch(`${guichet.url}${new URL(link).pathname}?lang=en`)).text();
    const open = await english();
    for (const words of ['Request to decide: Business applications', 'Verified address', 'Without it nothing is decided', 'Record the decision'])
      assert.ok(open.includes(words), words);
    const web = await guichet.page(link);
    await web.posts({ decision: 'approved', code: await coded(guichet, web) });
    assert.match(await english(), /Approved by nadia\.benali@example\.org on/);
    guichet.passes(15 * 24 * 60 * minute);
    assert.match(await english(), /Open the link in the newest mail/);
  }));

test('ALL-2 beyond the limit of codes that prove an account nothing is mailed, the words are the same, and the last code stays good', () =>
  withGuichet({}, async ({ core, mails, connector }) => {
    const portal = core.portals.get('invgate');
    assert.ok(portal);
    const person = await core.people.meet({ channel: 'msteams', tenant: 'contoso', objectId: 'alice', locale: 'fr', address: { serviceUrl: connector.url } });
    const actor: Actor = { person, channel: 'msteams', locale: 'fr', authenticated: true };
    let last = { request: '', code: '' };
    let limited = false;
    for (let times = 0; times < 12 && !limited; times += 1) {
      const asked = await core.proof.ask(actor, portal, 'alice.martin@corp.example');
      assert.ok(asked.ok);
      const [mail] = await mails();
      limited = mail === undefined;
      if (limited) assert.equal(asked.value.requestId, last.request);
      else last = { request: asked.value.requestId, code: codeIn(mail) };
    }
    assert.ok(limited);
    assert.ok((await core.proof.enter(actor, portal, last.request, last.code)).ok);
    assert.equal((await core.enrollment.accounts(actor, portal)).length, 1);
  }));

test('IN-10 a stranger’s tenant whose roster holds an approver’s address gets no card: the approver gets the mail', () =>
  withProfile(
    (profile) => `${profile}\ntenants: [22222222-2222-4222-8222-222222222222]\n`,
    (folder) =>
      withGuichet({ env: { PORTALS_DIR: folder } }, async (running) => {
        const stranger = await meets(running, colleague('Nadia', 'Benali'));
        const { mailTo } = await asks(running);
        linkIn(mailTo(nadia));
        assert.doesNotMatch(stranger.heard, /Alice/);
        assert.deepEqual(await running.db.selectFrom('approvalCard').selectAll().execute(), []);
      }),
  ));
