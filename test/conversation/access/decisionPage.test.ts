import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, minute } from '../../../core/foundation/clock.ts';
import { asksByMail, coded, decided, decideLinkIn, nadia, unlocks } from '../../decidingByMail.ts';
import { codeIn, withGuichet } from '../../support.ts';

test('IN-10 an approver without a chat gets a mail, reads the request on its page as on the card, and decides with a mailed code', () =>
  withGuichet({}, async (guichet) => {
    const { actor, mailTo } = await asksByMail(guichet);
    const mail = mailTo(nadia);
    assert.match(mail?.text ?? '', /Alice Martin demande/);
    assert.doesNotMatch(mail?.text ?? '', /Paul/);
    const web = await guichet.page(decideLinkIn(mail));
    assert.equal(web.status, 200);
    const shown = await unlocks(guichet, web);
    for (const fact of [
      'Demande à traiter',
      'Applications métier',
      'Alice Martin',
      'alice.martin@corp.example',
      'Je prends la suite de &lt;b&gt;Paul&lt;/b&gt; &amp; Cie.',
    ])
      assert.ok(shown.includes(fact), fact);
    const answer = await web.posts({ decision: 'approved' });
    assert.equal(answer.status, 303);
    assert.deepEqual(await decided(guichet), { status: 'approved', decidedBy: nadia, reason: null });
    const after = await web.again();
    assert.equal(after.status, 200);
    assert.match(after.html, /Approuvée par nadia\.benali@example\.org le/);
    assert.doesNotMatch(after.html, /<form/);
    const [told] = (await guichet.mails()).filter(({ to }) => to.includes('alice.martin@corp.example'));
    assert.match(told?.text ?? '', /a été approuvée/);
    assert.equal((await guichet.core.access.enroll.mine(actor, 1))[0]?.status, 'approved');
  }));

test('IN-10 a refusal without a reason asks for one without using up a try of the code; the requester gets the reason', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    await unlocks(guichet, web, code);
    for (let times = 0; times < 6; times += 1) {
      const answer = await web.posts({ decision: 'refused', reason: ' ', code });
      assert.equal(answer.status, 422);
      assert.match(answer.html, /<a href="#reason">Ce champ est obligatoire\.<\/a>/);
      assert.match(answer.html, /value="refused" checked/);
    }
    assert.match((await web.posts({ reason: 'x', code })).html, /href="#decision"/);
    assert.equal((await web.posts({ decision: 'refused', reason: 'Pas ce mois-ci', code })).status, 303);
    assert.deepEqual(await decided(guichet), { status: 'refused', decidedBy: nadia, reason: 'Pas ce mois-ci' });
    assert.match((await web.again()).html, /Motif\u00a0: Pas ce mois-ci/);
    assert.match((await guichet.mails()).find(({ to }) => to.includes('alice'))?.text ?? '', /Motif\u00a0: Pas ce mois-ci/);
  }));

test('IN-10 two submissions of one code at once decide once', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    const answers = await Promise.all([
      web.posts({ decision: 'approved', code }),
      web.posts({ decision: 'refused', reason: 'non', code }),
      web.posts({ decision: 'approved', code }),
    ]);
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    const counted = await guichet.db
      .selectFrom('audit')
      .select('id')
      .where('action', 'in', ['decide.approved', 'decide.refused'])
      .where('outcome', '=', 'ok')
      .execute();
    assert.equal(counted.length, 1);
  }));

test('IN-10 when two approvers use their pages, the first decides, and the other sees who did', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet, 'workplace');
    const [claire, hugo] = [
      await guichet.page(decideLinkIn(mailTo('claire.fontaine@example.org'))),
      await guichet.page(decideLinkIn(mailTo('hugo.marchand@example.org'))),
    ];
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
    assert.equal((await decided(guichet)).status, 'approved');
  }));

test('IN-10 if all must agree, an approver who has agreed is told that nothing is left to do', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet, 'sensitive-data');
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    assert.equal((await web.posts({ decision: 'approved', code: await coded(guichet, web) })).status, 303);
    assert.equal((await decided(guichet)).status, 'pending');
    assert.match((await web.again()).html, /vous n’avez plus rien à faire ici/);
  }));

test('IN-10 a question from the page reaches the requester, and the answer comes back by a mail with a link', () =>
  withGuichet({}, async (guichet) => {
    const { actor, mailTo } = await asksByMail(guichet);
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    assert.match((await web.posts({ decision: 'question', reason: ' ', code })).html, /<a href="#reason">Ce champ est obligatoire\.<\/a>/);
    assert.equal((await web.posts({ decision: 'question', reason: 'Pour <b>quel</b> site ?', code: code === '000000' ? '1' : '000000' })).status, 422);
    const asked = await web.posts({ decision: 'question', reason: 'Pour <b>quel</b> site ?', code });
    assert.match(asked.location ?? '', /done=question/);
    assert.match((await web.again()).html, /demande : Pour &lt;b&gt;quel&lt;\/b&gt; site/);
    assert.equal((await web.posts({ decision: 'approved', code })).status, 422, 'a code works once');
    assert.equal((await decided(guichet)).status, 'pending');
    await guichet.mails();
    const [own] = await guichet.core.access.enroll.mine(actor, 1);
    assert.ok(own && (await guichet.core.access.enroll.answer(actor, own.id, 'Lyon')).ok);
    const answered = (await guichet.mails()).find(({ to }) => to === nadia);
    const later = await guichet.page(decideLinkIn(answered));
    assert.match(await unlocks(guichet, later), /Alice Martin répond\u00a0: Lyon/);
    assert.equal((await later.posts({ decision: 'approved' })).status, 303);
    assert.equal((await decided(guichet)).status, 'approved');
  }));

test('IN-10 a request can be handed over on the page, only to another approver of the portal', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    assert.match(await unlocks(guichet, web, code), /<option>hugo\.marchand@example\.org<\/option>/);
    for (const email of ['', 'mallory@example.org', 'alice.martin@corp.example', nadia]) {
      const refused = await web.posts({ decision: 'forwarded', email, code });
      assert.equal(refused.status, 422, email);
      assert.match(refused.html, /href="#email"/, email);
    }
    assert.equal((await web.posts({ decision: 'forwarded', email: 'hugo.marchand@example.org', code })).status, 303);
    assert.match((await web.again()).html, /vous n’avez plus rien à faire ici/);
    const mail = (await guichet.mails()).find(({ to }) => to === 'hugo.marchand@example.org');
    const hugo = await guichet.page(decideLinkIn(mail));
    await hugo.sendsCode();
    const his = codeIn((await guichet.mails()).at(-1));
    assert.match(await unlocks(guichet, hugo, his), /nadia\.benali@example\.org l’a transférée à hugo\.marchand@example\.org/);
    assert.equal((await web.posts({ decision: 'approved', code }, web.token)).status, 409);
    assert.equal((await decided(guichet)).status, 'pending');
  }));

test('IN-10 if the request is withdrawn or expired, the page says so and decides nothing', () =>
  withGuichet({}, async (guichet) => {
    const { actor, mailTo } = await asksByMail(guichet);
    const web = await guichet.page(decideLinkIn(mailTo(nadia)));
    const code = await coded(guichet, web);
    const [own] = await guichet.core.access.enroll.mine(actor, 1);
    assert.ok(own && (await guichet.core.access.enroll.withdraw(actor, own.id)).ok);
    const late = await web.posts({ decision: 'approved', code }, web.token);
    assert.equal(late.status, 409);
    assert.match(late.html, /Retirée par le demandeur/);
    guichet.passes(15 * 24 * 60 * minute);
    const over = await web.again();
    assert.equal(over.status, 410);
    assert.doesNotMatch(over.html, /Alice|<form/);
  }));

test('ALL-8 the page of a request speaks English where it is asked to, in every state', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const link = decideLinkIn(mailTo(nadia));
    const web = await guichet.page(link, 'en');
    const english = async () => {
      const cookie = [...web.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return await (await fetch(`${guichet.url}${new URL(link).pathname}?lang=en`, { headers: { cookie } })).text();
    };
    const locked = await english();
    for (const words of ['A request is waiting for your answer', 'Without it, nothing is shown or decided', 'Show the request'])
      assert.ok(locked.includes(words), words);
    await unlocks(guichet, web);
    const open = await english();
    for (const words of ['Request to review: Business applications', 'Verified address', 'Send my answer']) assert.ok(open.includes(words), words);
    await web.posts({ decision: 'approved' });
    assert.match(await english(), /Approved by nadia\.benali@example\.org on/);
    guichet.passes(15 * 24 * 60 * minute);
    assert.match(await english(), /Open the link in the latest <span class="whole">e-mail/);
  }));

test('ALL-3 a reminder leaves the link of the mail before alive: either leads to the page, a code counts on both, and the newer code kills the older', () =>
  withGuichet({}, async (guichet) => {
    const { mailTo } = await asksByMail(guichet);
    const first = await guichet.page(decideLinkIn(mailTo(nadia)));
    guichet.passes(day);
    const reminder = (await guichet.mails()).find(({ to }) => to === nadia);
    const second = await guichet.page(decideLinkIn(reminder));
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.equal((await first.again()).status, 200);
    const old = await coded(guichet, first);
    const newer = await coded(guichet, second);
    if (old !== newer) assert.equal((await first.posts({ decision: 'approved', code: old })).status, 422);
    assert.equal((await first.posts({ decision: 'approved', code: newer })).status, 303);
    assert.match((await first.again()).html, /Approuvée par nadia\.benali@example\.org/);
    const told = (await second.again()).html;
    assert.match(told, /n’attend plus votre réponse/);
    assert.doesNotMatch(told, /nadia|Alice/);
  }));
