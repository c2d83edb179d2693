import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operatorNamed } from '../../../core/foundation/actor.ts';
import { day, hour, minute, second } from '../../../core/foundation/clock.ts';
import type { Outcome } from '../../../core/foundation/outcome.ts';
import { createSecrets } from '../../../core/foundation/secrets.ts';
import { endFactor } from '../../../core/signIn/factorOff.ts';
import { type Guichet, linkIn, withGuichet } from '../../support.ts';
import { alices, appShows, hasPassword, portalOf, signsIn, turnsOn, visitor } from '../../twoFactor.ts';

const keyOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.refusals[0].key);

const withAlice = (story: (its: Guichet) => Promise<void>) => () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    await story(its);
  });

/** The password is right, and the session waits. */
const knocks = async (its: Guichet, password?: string) => {
  const { ticket, state } = await signsIn(its, password);
  assert.equal(state, 'second');
  return ticket;
};

test(
  'OU-11 ALL-5 it is turned on by the password and a first code; then a sign-in opens nothing without a code, and the owner is told',
  withAlice(async (its) => {
    const { core, mails, now, db } = its;
    const { ticket } = await signsIn(its);
    const elsewhere = (await signsIn(its)).ticket;
    assert.deepEqual(await core.signIn.twoFactor.look(ticket), { state: 'off' });
    assert.equal(keyOf(await core.signIn.twoFactor.begin(ticket, 'not the password', visitor)), 'changePassword.current');
    assert.equal(keyOf(await core.signIn.twoFactor.begin(ticket, alices.password, visitor)), 'ok');
    const begun = await core.signIn.twoFactor.look(ticket);
    assert.ok(begun?.state === 'begun');
    assert.deepEqual(await core.signIn.twoFactor.look(elsewhere), { state: 'off' }, 'another session does not see the secret');
    // Nothing is asked for while no code has shown that the app holds the secret.
    assert.equal((await signsIn(its)).state, 'open');
    const wrong = appShows(begun.secret, now() - 10 * minute);
    assert.equal(keyOf(await core.signIn.twoFactor.confirm(ticket, wrong, visitor)), 'twoFactor.wrong');
    assert.equal(keyOf(await core.signIn.twoFactor.confirm(ticket, 'ABCD-1234-EFGH', visitor)), 'twoFactor.digits');
    const confirmed = await core.signIn.twoFactor.confirm(ticket, appShows(begun.secret, now()), visitor);
    assert.ok(confirmed.ok);
    assert.equal(new Set(confirmed.value.codes).size, 10);
    assert.deepEqual(await core.signIn.twoFactor.look(ticket), { state: 'on', since: now(), recoveryLeft: 10 });
    assert.equal(await core.signIn.sessions.find(elsewhere), undefined, 'a session that the password alone had opened has ended');
    assert.equal(keyOf(await core.signIn.twoFactor.begin(ticket, alices.password, visitor)), 'twoFactor.on');
    const [mail, ...none] = await mails();
    assert.deepEqual([mail?.to, none], [alices.identifier, []]);
    assert.match(mail?.text ?? '', /a été activée le 20 novembre 2026/);

    const kept = JSON.stringify([await db.selectFrom('secondFactor').selectAll().execute(), await db.selectFrom('recoveryCode').selectAll().execute()]);
    for (const secret of [begun.secret, ...confirmed.value.codes, ...confirmed.value.codes.map((code) => code.replaceAll('-', ''))])
      assert.ok(!kept.includes(secret), 'neither the secret nor a recovery code is kept as it is');

    const waiting = await knocks(its);
    assert.deepEqual(await core.signIn.sessions.list(waiting), []);
    assert.equal(await core.signIn.twoFactor.look(waiting), undefined);
    const passing = { current: alices.password, password: 'Autre-Large 2026 !', repeat: 'Autre-Large 2026 !' };
    assert.equal(keyOf(await core.passwords.change.submit(waiting, passing, visitor)), 'session.over');
    for (const action of [core.signIn.twoFactor.off, core.signIn.twoFactor.renew, core.signIn.twoFactor.confirm])
      assert.equal(keyOf(await action(waiting, confirmed.value.codes[0] ?? '', visitor)), 'session.over');
  }),
);

test(
  'OU-11 a code opens one session, once; a clock may be half a minute off, not more',
  withAlice(async (its) => {
    const { core, now, passes } = its;
    const { secret, code } = await turnsOn(its);
    const used = code();
    const waiting = await knocks(its);
    const passed = await core.signIn.secondStep.pass(waiting, used, visitor);
    assert.ok(passed.ok);
    assert.notEqual(passed.value.secret, waiting.secret, 'its secret is a new one');
    assert.equal((await core.signIn.sessions.find({ ...waiting, secret: passed.value.secret }))?.state, 'open');
    assert.equal(await core.signIn.sessions.find(waiting), undefined);
    assert.equal(keyOf(await core.signIn.secondStep.pass(waiting, used, visitor)), 'session.over');

    const again = await knocks(its);
    assert.equal(keyOf(await core.signIn.secondStep.pass(again, used, visitor)), 'twoFactor.wrong');
    assert.equal(
      keyOf(await core.signIn.secondStep.pass(again, appShows(secret, now() - 30 * second), visitor)),
      'twoFactor.wrong',
      'older than one that was used',
    );
    assert.equal(keyOf(await core.signIn.secondStep.pass(again, appShows(secret, now() + 30 * second), visitor)), 'ok', 'the phone is ahead');
    passes(10 * minute);
    const late = await knocks(its);
    assert.equal(keyOf(await core.signIn.secondStep.pass(late, appShows(secret, now() - minute), visitor)), 'twoFactor.wrong');
    assert.equal(keyOf(await core.signIn.secondStep.pass(late, appShows(secret, now() - 30 * second), visitor)), 'ok', 'the phone is behind');
    assert.equal(keyOf(await core.signIn.secondStep.pass(await knocks(its), 'eight', visitor)), 'twoFactor.malformed');
  }),
);

test(
  'OU-11 the same code from two sessions at the same instant opens one of them',
  withAlice(async (its) => {
    const { core } = its;
    const { code, codes } = await turnsOn(its);
    for (const shown of [code(), codes[0] ?? '']) {
      const waiting = await Promise.all(Array.from({ length: 4 }, () => knocks(its)));
      const outcomes = (await Promise.all(waiting.map((ticket) => core.signIn.secondStep.pass(ticket, shown, visitor)))).map(keyOf);
      assert.deepEqual(outcomes.sort(), ['ok', 'twoFactor.wrong', 'twoFactor.wrong', 'twoFactor.wrong']);
      its.passes(15 * minute);
    }
  }),
);

test(
  'OU-11 the same session with two codes at the same instant opens once',
  withAlice(async (its) => {
    const { code, codes } = await turnsOn(its);
    const waiting = await knocks(its);
    const outcomes = await Promise.all([code(), codes[0] ?? ''].map((shown) => its.core.signIn.secondStep.pass(waiting, shown, visitor)));
    assert.deepEqual(outcomes.map(keyOf).sort(), ['ok', 'session.over']);
    assert.equal((await its.db.selectFrom('session').select('id').where('state', '=', 'open').where('endedAt', 'is', null).execute()).length, 2);
  }),
);

test(
  'OU-11 a recovery code works once, however it is written, and its owner is told; new ones end the old',
  withAlice(async (its) => {
    const { core, mails, passes } = its;
    const { ticket, codes, code } = await turnsOn(its);
    await mails();
    const [first = '', next = ''] = codes;
    assert.equal(keyOf(await core.signIn.secondStep.pass(await knocks(its), ` ${first.toLowerCase().replaceAll('-', ' ')}`, visitor)), 'ok');
    assert.match((await mails())[0]?.text ?? '', /Un code de secours a servi/);
    assert.equal(keyOf(await core.signIn.secondStep.pass(await knocks(its), first, visitor)), 'twoFactor.wrong');
    assert.deepEqual((await core.signIn.twoFactor.look(ticket))?.state === 'on' && (await core.signIn.twoFactor.look(ticket)), {
      state: 'on',
      since: its.now() - 30 * second,
      recoveryLeft: 9,
    });
    const renewed = await core.signIn.twoFactor.renew(ticket, code(), visitor);
    assert.ok(renewed.ok);
    assert.equal(keyOf(await core.signIn.secondStep.pass(await knocks(its), next, visitor)), 'twoFactor.wrong');
    passes(minute);
    assert.equal(keyOf(await core.signIn.secondStep.pass(await knocks(its), renewed.value.codes[9] ?? '', visitor)), 'ok');
  }),
);

test(
  'OU-11 turning it off needs a code of the app or a recovery code; then the password is enough again',
  withAlice(async (its) => {
    const { core, mails, db } = its;
    const { ticket, codes } = await turnsOn(its);
    await mails();
    assert.equal(keyOf(await core.signIn.twoFactor.off(ticket, '000000', visitor)), 'twoFactor.wrong');
    assert.equal(keyOf(await core.signIn.twoFactor.off(ticket, '', visitor)), 'twoFactor.malformed');
    assert.equal(keyOf(await core.signIn.twoFactor.off({ ...ticket, secret: 'stolen' }, codes[1] ?? '', visitor)), 'session.over');
    assert.equal(keyOf(await core.signIn.twoFactor.off(ticket, codes[1] ?? '', visitor)), 'ok');
    assert.match((await mails())[0]?.text ?? '', /a été désactivée le/);
    assert.equal((await signsIn(its)).state, 'open');
    for (const table of ['secondFactor', 'recoveryCode'] as const) assert.deepEqual(await db.selectFrom(table).selectAll().execute(), []);
  }),
);

test(
  'OU-11 who knows the password guesses ten codes, not more, and the owner hears of it; a recovery code still opens',
  withAlice(async (its) => {
    const { core, mails, passes } = its;
    const { codes, code } = await turnsOn(its);
    await mails();
    passes(15 * minute);
    const waiting = await knocks(its);
    // Guessed at once, they are still only ten.
    const guesses = await Promise.all(Array.from({ length: 17 }, (_, n) => core.signIn.secondStep.pass(waiting, String(n).padStart(6, '0'), visitor)));
    assert.equal(guesses.filter((guess) => keyOf(guess) === 'twoFactor.wrong').length, 10);
    assert.equal(guesses.filter((guess) => keyOf(guess) === 'twoFactor.tries').length, 7);
    assert.equal(keyOf(await core.signIn.secondStep.pass(await knocks(its), code(), visitor)), 'twoFactor.tries', 'not in another session either');
    const told = await mails();
    assert.deepEqual(
      told.map(({ to }) => to),
      [alices.identifier],
    );
    assert.match(told[0]?.text ?? '', /connaît le mot de passe/);
    assert.equal(keyOf(await core.signIn.secondStep.pass(waiting, codes[0] ?? '', visitor)), 'ok');
    passes(15 * minute);
    assert.equal(keyOf(await core.signIn.secondStep.pass(await knocks(its), code(), visitor)), 'ok');
    passes(day);
  }),
);

test(
  'OU-11 ALL-5 a reset does not bypass it, and ends a sign-in that waits for its code',
  withAlice(async (its) => {
    const { chat, core, mails, page } = its;
    const { ticket, code } = await turnsOn(its);
    const waiting = await knocks(its);
    await mails();
    await chat.says('mot de passe outscale oublié');
    await chat.presses('reset.send', { identifier: alices.identifier });
    const web = await page(linkIn((await mails())[0]));
    const chosen = 'Vent-du-Nord 2026 !';
    assert.equal((await web.submits(chosen)).status, 303);
    assert.equal(await core.signIn.sessions.find(ticket), undefined);
    assert.equal(keyOf(await core.signIn.secondStep.pass(waiting, code(), visitor)), 'session.over');
    const after = await knocks(its, chosen);
    assert.equal(keyOf(await core.signIn.secondStep.pass(after, '123456', visitor)), 'twoFactor.wrong');
    assert.equal(keyOf(await core.signIn.secondStep.pass(after, code(), visitor)), 'ok');
  }),
);

test(
  'OU-11 the second step waits ten minutes, a QR code an hour; a new QR code ends the one before',
  withAlice(async (its) => {
    const { core, passes, now } = its;
    const { ticket } = await signsIn(its);
    const secrets: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      await core.signIn.twoFactor.begin(ticket, alices.password, visitor);
      const begun = await core.signIn.twoFactor.look(ticket);
      assert.ok(begun?.state === 'begun');
      secrets.push(begun.secret);
    }
    const [older = '', newer = ''] = secrets;
    assert.equal(keyOf(await core.signIn.twoFactor.confirm(ticket, appShows(older, now()), visitor)), 'twoFactor.wrong');
    for (let n = 0; n < 3; n += 1) {
      passes(20 * minute);
      await core.signIn.sessions.find(ticket);
    }
    assert.deepEqual(await core.signIn.twoFactor.look(ticket), { state: 'off' });
    assert.equal(keyOf(await core.signIn.twoFactor.confirm(ticket, appShows(newer, now()), visitor)), 'twoFactor.gone');
    await turnsOn(its);
    const waiting = await knocks(its);
    passes(10 * minute);
    assert.equal(await core.signIn.secondStep.waits(waiting), false);
    passes(hour);
  }),
);

test(
  'OU-11 two confirmations at once: one turns it on and gets the recovery codes',
  withAlice(async (its) => {
    const { core, now, db } = its;
    const { ticket } = await signsIn(its);
    await core.signIn.twoFactor.begin(ticket, alices.password, visitor);
    const begun = await core.signIn.twoFactor.look(ticket);
    assert.ok(begun?.state === 'begun');
    const shown = appShows(begun.secret, now());
    const outcomes = await Promise.all([1, 2, 3].map(() => core.signIn.twoFactor.confirm(ticket, shown, visitor)));
    assert.deepEqual(outcomes.map(keyOf).sort(), ['ok', 'twoFactor.gone', 'twoFactor.gone']);
    assert.equal((await db.selectFrom('recoveryCode').select('id').execute()).length, 10);
  }),
);

test(
  'OU-11 ALL-10 who has lost phone and recovery codes is handed to support, once the password was right; nobody else is',
  withAlice(async (its) => {
    const { core, mails } = its;
    const { ticket } = await turnsOn(its);
    await mails();
    assert.equal(keyOf(await core.signIn.secondStep.lost(ticket, visitor)), 'session.over');
    assert.equal(keyOf(await core.signIn.secondStep.lost({ ...ticket, secret: '' }, visitor)), 'session.over');
    const waiting = await knocks(its);
    const pressed = await Promise.all([1, 2].map(() => core.signIn.secondStep.lost(waiting, visitor)));
    const [handed] = pressed;
    assert.ok(handed?.ok);
    for (const again of [...pressed, await core.signIn.secondStep.lost(waiting, visitor)])
      assert.equal(again.ok && again.value.reference, handed.value.reference, 'pressed again, it is the same case');
    const [mail, ...others] = await mails();
    assert.deepEqual(others, []);
    assert.equal(mail?.to, 'support@marketplace.outscale.example.com');
    for (const words of [handed.value.reference, alices.identifier, 'vérifiez qui écrit']) assert.ok(mail?.text.includes(words), words);
  }),
);

test(
  'OU-11 ALL-9 each step leaves an audit record without a secret',
  withAlice(async (its) => {
    const { core, db } = its;
    const { ticket, codes, secret, code } = await turnsOn(its);
    await core.signIn.secondStep.pass(await knocks(its), '000000', visitor);
    await core.signIn.secondStep.pass(await knocks(its), codes[0] ?? '', visitor);
    await core.signIn.twoFactor.renew(ticket, code(), visitor);
    await core.signIn.twoFactor.off(ticket, codes[1] ?? '', visitor);
    const records = await db.selectFrom('audit').selectAll().where('action', 'like', 'twoFactor.%').orderBy('id').execute();
    assert.deepEqual(
      records.map(({ action, outcome }) => [action, outcome]),
      [
        ['twoFactor.password', 'ok'],
        ['twoFactor.begun', 'ok'],
        ['twoFactor.on', 'ok'],
        ['twoFactor.passed', 'twoFactor.wrong'],
        ['twoFactor.passed', 'ok'],
        ['twoFactor.renewed', 'ok'],
        ['twoFactor.off', 'twoFactor.wrong'],
      ],
    );
    for (const secretText of [secret, ...codes]) assert.ok(!JSON.stringify(records).includes(secretText));
    assert.ok(records.every(({ actor, subject }) => actor === subject));
  }),
);

test(
  'OU-11 ALL-9 an operator ends the second factor of who has lost it: the sessions end, the owner is told, the audit keeps it',
  withAlice(async (its) => {
    const { core, mails, db, now } = its;
    const { ticket } = await turnsOn(its);
    await mails();
    const parts = { db, secrets: createSecrets(its.config.secretKey) };
    const ends = (identifier: string) => endFactor(parts, portalOf(its, 'outscale'), identifier, now(), operatorNamed('jdupont'));
    assert.equal(await ends('nobody@corp.example'), 'unknown');
    assert.equal(await ends(alices.identifier), 'ended');
    assert.equal(await ends(alices.identifier), 'off');
    assert.equal(await core.signIn.sessions.find(ticket), undefined);
    assert.equal((await signsIn(its)).state, 'open');
    assert.deepEqual(await db.selectFrom('recoveryCode').selectAll().execute(), []);
    assert.match((await mails())[0]?.text ?? '', /a été désactivée le/);
    const record = await db.selectFrom('audit').selectAll().where('action', '=', 'twoFactor.off').executeTakeFirstOrThrow();
    assert.deepEqual([record.actor, record.channel], ['operator:jdupont', 'cli']);
  }),
);
