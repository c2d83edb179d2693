import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deeds, isUseful } from '../../../core/console/index.ts';
import { createLimits } from '../../../core/foundation/limits.ts';
import { fixedLimits } from '../../../core/foundation/limitTable.ts';
import { tokenIn } from '../../browser.ts';
import { alice, enters, withConsole } from '../../console.ts';
import { demo } from '../../fakes/portal.ts';
import { type Guichet, linkIn } from '../../support.ts';
import { alices, hasPassword, joins, signsIn, turnsOn } from '../../twoFactor.ts';

const bruno = { portal: 'outscale', identifier: 'bruno.leroy@corp.example', password: 'Grande-Maree 2026 !' } as const;

/** The id of somebody's account of OUTSCALE. */
const idOf = async ({ db }: Guichet, identifier: string): Promise<string> =>
  (await db.selectFrom('account').select('id').where('portal', '=', 'outscale').where('identifierKey', '=', identifier).executeTakeFirstOrThrow()).id;

/** Bruno, with an account of OUTSCALE that has a password. */
async function bringsBruno(its: Guichet): Promise<string> {
  await joins(its, 'outscale', `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
  await hasPassword(its, bruno);
  return await idOf(its, bruno.identifier);
}

const audited = async ({ db }: Guichet, action: string) =>
  await db.selectFrom('audit').select(['actor', 'subject', 'detail']).where('action', '=', action).orderBy('id').execute();

test('OPS-3 support finds who calls, sees the state of their account and no secret, and mails a link that gets them in', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its);
    const id = await bringsBruno(its);
    await its.db.updateTable('credential').set({ failedSignIns: 9, lockedAt: its.now() }).where('accountId', '=', id).execute();
    const csrf = tokenIn((await browser.get('/console/people')).html);
    assert.match((await browser.posts('/console/people', { csrf, whom: 'nobody@corp.example' })).html, /Personne ne correspond/);
    const found = await browser.posts('/console/people', { csrf, whom: ' Bruno.Leroy@corp.example ' });
    assert.match(found.html, new RegExp(`href="/console/account/${id}\\?lang=fr">Bruno Leroy</a>`));
    const state = await browser.get(`/console/account/${id}`);
    assert.match(state.html, /Bloqué après trop de mots de passe/);
    const hash = await its.db.selectFrom('credential').select('passwordHash').where('accountId', '=', id).executeTakeFirstOrThrow();
    assert.ok(!state.html.includes(hash.passwordHash ?? '–'));
    const path = `/console/account/${id}/link`;
    assert.match((await browser.get(path)).html, /Le lien part à bruno\.leroy@corp\.example/);
    // What nobody can see is no reason, and marks of direction are none of it.
    for (const why of ['', '\u200b\u2060', '\u2800']) assert.match((await browser.sends(path, { why })).html, /Dites pourquoi/);
    assert.ok(!(await its.mails()).some(({ to }) => to === bruno.identifier));
    assert.equal((await browser.sends(path, { why: '\u202eappel de 9 h, \u200bcompte bloqué' })).status, 303);
    const mail = (await its.mails()).find(({ to }) => to === bruno.identifier);
    assert.equal((await (await its.page(linkIn(mail))).submits('Petite-Maree 2027 !')).status, 303);
    assert.equal((await signsIn(its, 'Petite-Maree 2027 !', bruno)).state, 'open');
    const [look] = await audited(its, 'console.looked');
    const [deed] = await audited(its, 'console.link');
    const who = `account:${await idOf(its, alices.identifier)}`;
    assert.deepEqual([look?.actor, look?.subject, deed?.actor, deed?.subject], [who, `account:${id}`, who, `account:${id}`]);
    assert.equal(JSON.parse(deed?.detail ?? '').why, 'appel de 9 h, compte bloqué');
  }));

test('OPS-3 support ends sessions, and a lost second factor, each with its reason; the owner is told by whom, in their own language', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    const id = await bringsBruno(its);
    await turnsOn(its, bruno);
    const first = await browser.get(`/console/account/${id}?lang=en`);
    assert.match(first.html, /Second factor<\/dt><dd>On/);
    await its.mails();
    assert.match((await browser.get(`/console/account/${id}/sessions?lang=en`)).html, /1 session ends at once/);
    assert.equal((await browser.sends(`/console/account/${id}/sessions?lang=en`, { why: 'stolen laptop' })).status, 303);
    assert.equal((await its.db.selectFrom('session').select('id').where('accountId', '=', id).where('endedAt', 'is', null).execute()).length, 0);
    const again = await browser.sends(`/console/account/${id}/sessions?lang=en`, { why: 'again' });
    assert.equal(again.status, 422);
    assert.match(again.html, /nothing to do here/);
    assert.equal((await browser.sends(`/console/account/${id}/factor?lang=en`, { why: 'phone lost, identity shown' })).status, 303);
    assert.deepEqual(await its.db.selectFrom('secondFactor').select('accountId').where('accountId', '=', id).execute(), []);
    const told = (await its.mails()).find(({ to }) => to === bruno.identifier);
    assert.equal(told?.subject.replace(/\s/g, ' '), 'OUTSCALE Marketplace : l’équipe technique du portail a désactivé votre double authentification');
    assert.deepEqual([(await audited(its, 'console.sessions')).length, (await audited(its, 'console.factor')).length], [1, 1]);
  }));

test('OPS-3 nobody helps themselves or others of the console, and other roles neither see people nor touch them', () =>
  withConsole([alice('support'), { portal: 'outscale', account: bruno.identifier, roles: ['auditor'] }], async (its) => {
    const browser = await enters(its);
    const id = await bringsBruno(its);
    const own = await idOf(its, alices.identifier);
    for (const target of [id, own]) {
      const refused = await browser.sends(`/console/account/${target}/link`, { why: 'prise de contrôle' });
      assert.equal(refused.status, 422);
      assert.match(refused.html, /a un rôle dans la console, ou c’est le vôtre/);
    }
    assert.deepEqual(
      (await its.db.selectFrom('audit').select(['subject', 'outcome']).where('action', '=', 'console.link').orderBy('id').execute()).map(Object.values),
      [id, own].map((target) => [`account:${target}`, 'console.colleague']),
    );
    assert.equal((await browser.get('/console/account/not-there')).status, 404);
    assert.equal((await browser.get(`/console/account/${id}/everything`)).status, 404);
  }));

test('OPS-3 OPS-1 an auditor or operator opens no page of people, and does nothing there', () =>
  withConsole([alice('auditor', 'operator')], async (its) => {
    const browser = await enters(its);
    const id = await bringsBruno(its);
    const csrf = tokenIn((await browser.get('/console/audit')).html);
    const tried = [
      await browser.get('/console/people'),
      await browser.posts('/console/people', { csrf, whom: bruno.identifier }),
      await browser.get(`/console/account/${id}`),
      await browser.get(`/console/account/${id}/factor`),
      await browser.posts(`/console/account/${id}/factor`, { csrf, why: 'x' }),
    ];
    assert.deepEqual(
      tried.map(({ status, html }) => [status, html.includes(bruno.identifier)]),
      tried.map(() => [403, false]),
    );
  }));

test('OPS-3 links that support mails are counted apart, and end somewhere', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its);
    const id = await bringsBruno(its);
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) statuses.push((await browser.sends(`/console/account/${id}/link`, { why: `essai ${tries}` })).status);
    assert.ok(statuses.includes(303) && statuses.at(-1) === 422, statuses.join(' '));
    assert.equal((await audited(its, 'console.link')).length, statuses.filter((status) => status === 303).length);
  }));

test('OPS-3 nobody helps themselves by another account of theirs, nor a colleague by one: the mailbox tells, with a tag or without', () =>
  withConsole([alice('support'), { portal: 'outscale', account: bruno.identifier, roles: ['auditor'] }], async (its) => {
    const browser = await enters(its);
    await bringsBruno(its);
    const others = await its.db.selectFrom('account').select(['id', 'identifier']).where('portal', '=', 'octopus').execute();
    await its.db.updateTable('account').set({ email: 'Bruno.Leroy+octopus@corp.example' }).where('identifier', '=', 'bleroy').execute();
    assert.equal(others.length, 2);
    for (const { id, identifier } of others) {
      const refused = await browser.sends(`/console/account/${id}/link`, { why: 'un service entre nous' });
      assert.match(refused.html, /a un rôle dans la console, ou c’est le vôtre/, identifier);
    }
    const helped = await its.db.selectFrom('audit').select('outcome').where('action', '=', 'console.link').execute();
    assert.deepEqual(
      helped.map(({ outcome }) => outcome),
      others.map(() => 'console.colleague'),
    );
  }));

test('OPS-3 OPS-5 the console is no list of people: one person searches so often an hour, to help or to erase them, and what is refused is recorded', () =>
  withConsole([alice('support', 'operator')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    await bringsBruno(its);
    const limits = createLimits(its.db, its.now);
    const csrf = tokenIn((await browser.get('/console/people')).html);
    const search = () => browser.posts('/console/people', { csrf, whom: bruno.identifier });
    const who = await idOf(its, alices.identifier);
    for (let tries = 0; tries < fixedLimits['console.find'].points - 1; tries += 1) await limits.take('console.find', who);
    assert.match((await search()).html, /Bruno Leroy/);
    const beyond = await search();
    assert.deepEqual([beyond.status, beyond.html.includes('Bruno Leroy')], [429, false]);
    assert.match(beyond.html, /searched a great deal/);
    const preview = await browser.posts('/console/records', { csrf, whom: bruno.identifier });
    assert.deepEqual([preview.status, preview.html.includes('Leroy')], [429, false]);
    assert.match(preview.html, /id="whom-error">You have searched a great deal/);
    const records = await its.db.selectFrom('audit').select('action').where('outcome', '=', 'console.tooMany').orderBy('id').execute();
    assert.deepEqual(
      records.map(({ action }) => action),
      ['console.found', 'console.previewed'],
    );
  }));

test('OPS-3 DIR-15 what gets somebody in is done for no account that its directory marks as privileged; what keeps others out is', () => {
  const names = {
    id: '1',
    portal: 'demo',
    directoryId: '1',
    identifier: 'root@corp.example',
    email: 'root@corp.example',
    givenName: 'Rose',
    familyName: 'Otte',
    phone: null,
    entity: null,
  };
  const account = { ...names, hasPassword: true, locked: false, disabled: false, privileged: true, passwordEndsAt: null };
  const session = { id: '1', agent: 'Firefox', ip: '192.0.2.7', createdAt: 0, lastSeenAt: 0 };
  const state = { portal: demo, account, factor: true, sessions: [session], ties: [], requests: [], links: [] };
  const useful = (privileged: boolean) => deeds.filter((deed) => isUseful(deed, { ...state, account: { ...account, privileged } }));
  assert.deepEqual([useful(true), useful(false)], [['sessions'], ['link', 'sessions', 'factor']]);
});

test('OPS-3 support ends one session of several, with its reason, and no session of anybody else’s by it', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its);
    const id = await bringsBruno(its);
    for (const _ of [1, 2]) await signsIn(its, bruno.password, bruno);
    const openOnes = async () => {
      const rows = await its.db.selectFrom('session').select(['id', 'accountId']).where('endedAt', 'is', null).orderBy('id').execute();
      return {
        his: rows.filter(({ accountId }) => accountId === id).map((row) => row.id),
        others: rows.filter(({ accountId }) => accountId !== id).map((row) => row.id),
      };
    };
    const before = await openOnes();
    const { html } = await browser.get(`/console/account/${id}?lang=fr`);
    const [first = '', second = ''] = [...html.matchAll(/href="(\/console\/account\/[^"]+\/session\?session=[^"]+)"/g)].map(([, path = '']) =>
      path.replaceAll('&amp;', '&'),
    );
    assert.ok(first !== '' && second !== '' && first !== second);
    assert.match((await browser.get(first)).html, /La session \(Firefox\) se ferme aussitôt/);
    const done = await browser.sends(first, { why: 'portable volé' });
    assert.equal(done.status, 303);
    const left = await openOnes();
    assert.deepEqual([left.his.length, left.others], [1, before.others]);
    assert.ok(second.includes(left.his[0] ?? '–'));
    const [record, ...more] = await audited(its, 'console.session');
    assert.deepEqual([record?.subject, JSON.parse(record?.detail ?? '').why, more], [`account:${id}`, 'portable volé', []]);
    for (const other of [...before.others, 'made-up']) {
      const refused = await browser.sends(`/console/account/${id}/session?session=${other}`, { why: 'x' });
      assert.equal(refused.status, 422);
      assert.match(refused.html, /Cette session a déjà pris fin/);
    }
    assert.deepEqual(await openOnes(), left);
  }));

test('OPS-3 a link that cannot be mailed is not offered and not said to be sent: support reads why, and what became of the mail of each link', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its);
    const id = await bringsBruno(its);
    await joins(its, 'outscale', `${bruno.identifier},bruno.new@corp.example,Bruno,Leroy,,`);
    await its.mails();
    const asks = async () => {
      await its.chat.says('mot de passe outscale oublié');
      await its.chat.presses('reset.send', { identifier: bruno.identifier });
    };
    const state = async () => (await browser.get(`/console/account/${id}?lang=fr`)).html;
    const path = `/console/account/${id}/link`;
    await asks();
    assert.ok(!(await its.mails()).some(({ text }) => text.includes('/link/')));
    assert.match(await state(), /a changé récemment[\s\S]*demandé le [^<]*\u00a0: aucun <span class="whole">e-mail<\/span> n’a été envoyé/);
    assert.ok(!(await state()).includes(path));
    assert.match((await browser.get(path)).html, /aucun lien n’est envoyé avant le/);
    const refused = await browser.sends(path, { why: 'appel', once: crypto.randomUUID() });
    assert.deepEqual([refused.status, /Aucun lien n’a été envoyé/.test(refused.html), (await audited(its, 'console.link')).length], [422, true, 0]);
    await its.db
      .updateTable('account')
      .set({ emailSince: its.now() - 24 * 3_600_000 })
      .where('id', '=', id)
      .execute();
    const sent = await browser.sends(path, { why: 'appel' });
    assert.equal(sent.status, 303);
    assert.match((await browser.get(`/console/account/${id}?lang=fr`)).html, /L’<span class="whole">e-mail<\/span> n’est pas encore parti/);
    assert.equal((await its.mails()).filter(({ to, text }) => to === 'bruno.new@corp.example' && text.includes('/link/')).length, 1);
    const shown = (await browser.get(`/console/account/${id}?lang=fr`)).html;
    assert.deepEqual([/L’<span class="whole">e-mail<\/span> est parti/.test(shown), /a changé récemment/.test(shown)], [true, false]);
    // The next one takes the place of the first, which is good no more.
    assert.equal((await browser.sends(path, { why: 'encore' })).status, 303);
    assert.equal([...(await browser.get(`/console/account/${id}?lang=fr`)).html.matchAll(/demandé le/g)].length, 1);
  }));
