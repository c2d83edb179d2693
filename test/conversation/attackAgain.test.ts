import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { openBrowser, tokenIn } from '../browser.ts';
import { openChat } from '../chat.ts';
import { statusOf } from '../deciding.ts';
import { aliceAccount, asks, hugo, meets, withProfile } from '../enrolling.ts';
import { bruno } from '../fakes/connector.ts';
import { databaseUnderTest } from '../records.ts';
import { identifiers, usual, withPasswords } from '../signedIn.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../support.ts';
import { appShows, hasPassword, joins, portalOf, signsIn, turnsOn, visitor } from '../twoFactor.ts';
import { tiedTo, tieLinkIn, ties } from '../tying.ts';

// Attacks by somebody who had not built what answers them: each is a way round that was not tried before.

const teams = { channel: 'msteams' } as const;

/** The network is sensitive, and Hugo decides on it. */
const withHugo = (story: (its: Guichet) => Promise<void>) =>
  withProfile(
    (profile) => profile.replace('- id: network', '- id: network\n    sensitive: true'),
    (folder) => withGuichet({ ...teams, env: { PORTALS_DIR: folder } }, story),
  );

/** So many strangers of Web Chat ask for a reset in somebody's name, each from a conversation of their own. */
async function strangersAsk({ url, connector }: Guichet, portal: string, identifier: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const chat = openChat({ url, connector, locale: 'fr', channel: 'webchat', conversation: { id: `stranger-${portal}-${n}` } });
    await chat.says(`mdp ${portal} oublié`);
    await chat.presses('reset.send', { identifier });
  }
}

test('ALL-5 a thief who ends the owner’s own tie first is told of by mail, and ends with the owner’s next reset all the same', () =>
  withGuichet(teams, async (its) => {
    await hasPassword(its, { portal: 'invgate', identifier: aliceAccount, password: 'Voiles-Rouges-31!!' });
    await ties(its, its.chat, aliceAccount);
    const thief = await meets(its, bruno);
    await ties(its, thief, aliceAccount);
    await thief.says('mon compte');
    await thief.presses('account.endTie');
    assert.deepEqual(await tiedTo(its, 'invgate'), ['Bruno Leroy']);
    const [told] = await its.mails();
    assert.deepEqual([told?.to, /Par.: Bruno Leroy/.test(told?.text ?? '')], [aliceAccount, true]);
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: aliceAccount });
    const web = await its.page(linkIn((await its.mails()).at(-1)));
    assert.equal(web.status, 200);
    await web.sendsCode();
    await its.worker.drain();
    assert.equal((await web.submits('Bateau-Blanc-27!!', { code: codeIn(its.sms.messages.at(-1)) })).status, 303);
    assert.ok(!(await tiedTo(its, 'invgate')).includes('Bruno Leroy'));
    // Nor does what the thief's card still carries open anything.
    await thief.says('mon compte');
    assert.doesNotMatch(JSON.stringify(thief.card), /alice\.martin/);
  }));

test('strangers who lock an account do not stop an owner who has given the password and waits for the second factor', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const { code } = await turnsOn(its);
    const { ticket, state } = await signsIn(its);
    assert.equal(state, 'second');
    for (let n = 0; n < 12; n += 1)
      await its.core.signIn.page(
        portalOf(its, 'outscale'),
        { identifier: aliceAccount, password: 'wrong', remember: 'no' },
        { ip: `192.0.2.${100 + n}`, locale: 'fr', agent: '' },
      );
    assert.ok((await its.core.signIn.secondStep.pass(ticket, code(), visitor)).ok);
  }));

test('ALL-6 GOV-6 strangers who flood an approver’s mailbox keep no code to decide from it', () =>
  withHugo(async (its) => {
    for (const portal of ['octopus', 'invgate', 'outscale']) await joins(its, portal, `${hugo.email},${hugo.email},Hugo,Marchand,,`);
    for (const portal of ['octopus', 'invgate', 'outscale']) await strangersAsk(its, portal, hugo.email, 6);
    await its.mails();
    const ofHugo = await meets(its, hugo);
    const [id] = await asks(its, ['network']);
    await its.mails();
    await ofHugo.presses('decide.approve');
    await ofHugo.presses('decide.prove', { code: codeIn((await its.mails()).at(-1)) });
    assert.equal(await statusOf(its, id), 'approved');
  }));

test('OU-11 GOV-6 one code of the app, given to decide in the chat and to sign in on the page at once, is taken once', () =>
  withHugo(async (its) => {
    const account = { portal: 'outscale', identifier: hugo.email, password: 'Grand-Large 2026 !' };
    await joins(its, 'outscale', `${hugo.email},${hugo.email},Hugo,Marchand,,`);
    await hasPassword(its, account);
    const { secret } = await turnsOn(its, account);
    const ofHugo = await meets(its, hugo);
    const [id] = await asks(its, ['network']);
    await ofHugo.presses('decide.approve');
    const { ticket } = await signsIn(its, account.password, account);
    const code = appShows(secret, its.now());
    const [passed] = await Promise.all([its.core.signIn.secondStep.pass(ticket, code, visitor), ofHugo.presses('decide.prove', { code })]);
    assert.equal(Number(passed.ok) + Number((await statusOf(its, id)) === 'approved'), 1);
  }));

test('a stranger behind an office’s address who fails at another portal, or to prove a cloud account, keeps no colleague from signing in', () =>
  withGuichet({ env: { TRUST_PROXY: '1' } }, async (its) => {
    await withPasswords(its);
    const office = { ip: '198.51.100.7', locale: 'fr' } as const;
    const [extranet, outscale] = [portalOf(its, 'extranet'), portalOf(its, 'outscale')];
    for (let n = 0; n < 24; n += 1) {
      const made = { email: `made-up-${n}@corp.example`, password: 'wrong' };
      assert.equal((await its.core.organisations.proof.prove(outscale.id, '', made, office)).ok, false);
      assert.equal((await its.core.signIn.page(extranet, { identifier: made.email, password: 'wrong', remember: 'no' }, { ...office, agent: '' })).ok, false);
    }
    for (const portal of ['octopus', 'extranet'] as const) {
      const colleague = openBrowser(its.url);
      const form = await colleague.get(`/p/${portal}/signin`);
      const typed = { csrf: tokenIn(form.html), identifier: identifiers[portal], password: usual };
      assert.equal((await colleague.posts(`/p/${portal}/signin?return=account`, typed, { 'x-forwarded-for': office.ip })).status, 303, portal);
    }
  }));

/** As if the bot died when it came to write to this table. */
async function dyingAt({ db }: Guichet, table: string, act: () => Promise<unknown>): Promise<void> {
  const deeds = ['insert', 'update', 'delete'];
  for (const deed of deeds) await sql.raw(`create trigger dies_${deed} before ${deed} on "${table}" begin select raise(abort, 'it died'); end`).execute(db);
  await act();
  for (const deed of deeds) await sql.raw(`drop trigger dies_${deed}`).execute(db);
}

test(
  'ALL-2 ALL-5 a bot that dies between any two writes of a recovery, or of the end of a tie, has done nothing; done again, all of it is done',
  {
    skip: databaseUnderTest !== 'SQLite' && 'triggers are written for SQLite',
  },
  () =>
    withGuichet(teams, async (its) => {
      await hasPassword(its, { portal: 'octopus', identifier: 'amartin', password: 'voiles rouges 31' });
      const thief = await meets(its, bruno);
      const link = tieLinkIn(await ties(its, thief, aliceAccount));
      await its.chat.says('mdp octopus oublié');
      await its.chat.presses('reset.send', { identifier: 'amartin' });
      const web = await its.page(linkIn((await its.mails()).at(-1)));
      const tie = await its.page(link);
      const kept = async () =>
        JSON.stringify(
          await Promise.all([
            its.db.selectFrom('binding').selectAll().orderBy('id').execute(),
            its.db.selectFrom('credential').selectAll().orderBy('accountId').execute(),
            its.db.selectFrom('link').select(['id', 'spentAt']).orderBy('id').execute(),
            its.db.selectFrom('outbox').select('id').orderBy('id').execute(),
            its.db.selectFrom('audit').select('action').where('outcome', '=', 'ok').execute(),
          ]),
        );
      const before = await kept();
      const acts = { recovery: async () => await web.submits('bateau blanc 27'), tie: async () => await tie.posts({ which: 'one' }) };
      for (const [act, tables] of [
        [acts.recovery, ['credential', 'link', 'outbox', 'audit']],
        [acts.tie, ['link', 'binding', 'audit']],
      ] as const)
        for (const table of tables) {
          await dyingAt(its, table, act);
          assert.equal(await kept(), before, table);
        }
      assert.equal((await acts.recovery()).status, 303);
      assert.ok((await acts.tie()).status < 400);
      assert.deepEqual(await tiedTo(its, 'invgate'), []);
      assert.deepEqual(
        (await its.mails()).map(({ subject }) => subject),
        ['Octopus\u00a0: votre mot de passe a été changé'],
      );
    }),
);
