import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, hour, minute } from '../../../core/foundation/clock.ts';
import { digest } from '../../../core/foundation/secrets.ts';
import { openChat } from '../../chat.ts';
import { credentials } from '../../credentials.ts';
import { bruno } from '../../fakes/connector.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';

/** Codes are typed in Teams: where nobody is vouched for, the link alone opens. */
const teams = { channel: 'msteams' } as const;
const good = 'quatre 7 vents';

/** Asks for a reset of Octopus and returns its mail. */
async function asks({ chat, mails }: Guichet, identifier = 'amartin') {
  await chat.says('annuler');
  await chat.says('mdp octopus oublié');
  await chat.presses('reset.send', { identifier });
  return (await mails()).find(({ text }) => text.includes('/link/'));
}

test('ALL-1 no card has a password field, and a password typed in the chat is taken for nothing', () =>
  withGuichet({}, async (guichet) => {
    const { chat, db } = guichet;
    await asks(guichet);
    await chat.says('mon nouveau mot de passe est Azerty123!');
    for (const line of chat.transcript) assert.doesNotMatch(JSON.stringify(line.card ?? {}), /"style":"Password"|"id":"password"/i);
    assert.equal((await credentials(db).select('passwordHash').where('identifier', '=', 'amartin').executeTakeFirst())?.passwordHash, null);
    const kept = JSON.stringify([await db.selectFrom('keyv').selectAll().execute(), await db.selectFrom('audit').selectAll().execute()]);
    assert.doesNotMatch(kept, /Azerty123/);
  }));

test('ALL-1 the page opens from a card after the code in the mail was typed, and the mailed link dies', () =>
  withGuichet(teams, async (guichet) => {
    const { chat, page, worker } = guichet;
    const mail = await asks(guichet);
    await chat.presses('reset.code', { code: codeIn(mail) });
    chat.hears('Le code est bon');
    assert.equal((await page(linkIn(mail))).status, 410);
    const web = await page(chat.opens());
    assert.equal((await web.submits(good)).status, 303);
    await worker.drain();
    chat.hears('Votre mot de passe est enregistré');
  }));

test('ALL-1 a Teams identity alone cannot set a password: without the mail there is no page', () =>
  withGuichet({}, async (guichet) => {
    const { chat } = guichet;
    await asks(guichet);
    for (const line of chat.transcript) assert.doesNotMatch(JSON.stringify(line.card ?? {}), /\/link\//);
  }));

test('ALL-1 the card’s link is stored neither in the conversation nor in clear in the records', () =>
  withGuichet(teams, async (guichet) => {
    const { chat, db } = guichet;
    const mail = await asks(guichet);
    await chat.presses('reset.code', { code: codeIn(mail) });
    const secret = chat.opens().split('/').at(-1) ?? '';
    for (const table of ['keyv', 'link', 'outbox', 'audit', 'request', 'code'] as const)
      assert.doesNotMatch(JSON.stringify(await db.selectFrom(table).selectAll().execute()), new RegExp(`${secret}|${codeIn(mail)}`), table);
  }));

test('ALL-2 a link has 256 random bits and is stored only as a digest', () =>
  withGuichet({}, async (guichet) => {
    const link = linkIn(await asks(guichet));
    const secret = link.split('/').at(-1) ?? '';
    assert.equal(Buffer.from(secret, 'base64url').length, 32);
    const rows = await guichet.db.selectFrom('link').selectAll().execute();
    assert.deepEqual(
      rows.map((row) => row.digest),
      [digest(secret)],
    );
  }));

test('ALL-2 opening spends nothing, however often: only an accepted submission does', () =>
  withGuichet({}, async (guichet) => {
    const link = linkIn(await asks(guichet));
    const web = await guichet.page(link);
    for (let opened = 0; opened < 20; opened += 1) assert.equal((await web.again()).status, 200);
    assert.equal((await web.submits('')).status, 422);
    assert.equal((await web.submits(good, { repeat: 'another' })).status, 422);
    assert.equal((await web.submits(good)).status, 303);
    assert.equal((await web.submits('autre 8 mer')).status, 410);
    assert.equal((await web.again()).status, 410);
  }));

test('ALL-2 of two simultaneous submissions one wins', () =>
  withGuichet({}, async (guichet) => {
    const web = await guichet.page(linkIn(await asks(guichet)));
    const answers = await Promise.all(['premier 1 essai', 'second 2 essai', 'tiers 3 essai'].map((password) => web.submits(password)));
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    const audited = await guichet.db.selectFrom('audit').select('id').where('action', '=', 'reset.completed').execute();
    assert.equal(audited.length, 1);
  }));

test('ALL-2 a link is bound to its portal', () =>
  withGuichet({}, async (guichet) => {
    const link = linkIn(await asks(guichet));
    assert.equal((await guichet.page(link.replace('/octopus/', '/outscale/'))).status, 404);
    assert.equal((await guichet.page(link)).status, 200);
  }));

test('ALL-2 a newer link of the same purpose kills the older ones', () =>
  withGuichet({}, async (guichet) => {
    const first = linkIn(await asks(guichet));
    const second = linkIn(await asks(guichet));
    assert.equal((await guichet.page(first)).status, 410);
    assert.equal((await guichet.page(second)).status, 200);
  }));

test('ALL-2 beyond the limit no new mail leaves, the last link stays alive, and the words are the same', () =>
  withGuichet({}, async (guichet) => {
    const { chat, passes } = guichet;
    const texts: string[] = [];
    let last: string | undefined;
    let sent = 0;
    for (let times = 0; times < 8; times += 1) {
      const mail = await asks(guichet);
      if (mail) {
        last = linkIn(mail);
        sent += 1;
      }
      texts.push(chat.heard);
    }
    assert.equal(sent, 5);
    assert.equal(new Set(texts).size, 1);
    assert.equal((await guichet.page(last ?? '')).status, 200);
    passes(60 * minute);
    assert.ok(await asks(guichet));
  }));

test('ALL-3 «expired» and «used» are told to who holds the secret, «not valid» to anybody else; each offers a way on', () =>
  withGuichet({}, async (guichet) => {
    const { page, passes, mails, worker } = guichet;
    const spent = linkIn(await asks(guichet));
    assert.equal((await (await page(spent)).submits(good)).status, 303);
    const used = await page(spent);
    assert.equal(used.status, 410);
    used.shows(/déjà servi|déjà été utilisé/);

    const late = linkIn(await asks(guichet));
    passes(31 * minute);
    const expired = await page(late);
    assert.equal(expired.status, 410);
    expired.shows('expiré');

    const guessed = await page(late.slice(0, -2));
    assert.equal(guessed.status, 404);
    guessed.shows(/n’est pas valable|n’est pas valide/);
    guessed.shows('assistance.octopus@example.org');

    await worker.drain();
    assert.equal((await expired.renews()).status, 200);
    const renewed = (await mails()).find(({ text }) => text.includes('/link/'));
    assert.equal(renewed?.to, 'alice.martin@corp.example');
    assert.equal((await page(linkIn(renewed))).status, 200);
  }));

test('ALL-3 nobody without the secret can trigger a mail by asking for a new link', () =>
  withGuichet({}, async (guichet) => {
    const link = linkIn(await asks(guichet));
    const guessed = await guichet.page(`${link.slice(0, -3)}AAA`);
    await guessed.renews();
    assert.deepEqual(await guichet.mails(), []);
  }));

test('ALL-5 after a password was set its owner is told by mail, other sessions end, and nobody is signed in', () =>
  withGuichet({}, async (guichet) => {
    const { db, now, passes, page, mails } = guichet;
    const before = await db.selectFrom('account').select('sessionsFrom').where('identifier', '=', 'amartin').executeTakeFirstOrThrow();
    const link = linkIn(await asks(guichet));
    passes(minute);
    const web = await page(link);
    const answered = await fetch(`${web.server}${new URL(link).pathname}`);
    assert.equal(answered.headers.get('set-cookie'), null);
    assert.equal((await web.submits(good)).status, 303);
    const after = await db.selectFrom('account').select('sessionsFrom').where('identifier', '=', 'amartin').executeTakeFirstOrThrow();
    assert.ok(after.sessionsFrom > before.sessionsFrom);
    assert.equal(after.sessionsFrom, now());
    const [told] = await mails();
    assert.match(told?.subject ?? '', /mot de passe est enregistré/, 'the first one');
    assert.match(told?.text ?? '', /Ce n’était pas vous/);
    const again = await page(linkIn(await asks(guichet)));
    assert.equal((await again.submits(`${good} 2`)).status, 303);
    assert.match((await mails())[0]?.subject ?? '', /mot de passe a été changé/);
  }));

test('ALL-6 who guesses at codes hour after hour has thirty tries a day on an account, from all chats; the mailed link is not among them', () =>
  withGuichet(teams, async (guichet) => {
    const { chat, passes, page, mails } = guichet;
    const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
    for (let asked = 0; asked < 6; asked += 1) {
      const code = codeIn(await asks(guichet));
      for (let tries = 0; tries < 5; tries += 1) await chat.presses('reset.code', { code: wrong(code) });
      passes(hour);
    }
    const mail = await asks(guichet);
    await chat.presses('reset.code', { code: codeIn(mail) });
    chat.hears('Trop d’essais aujourd’hui : plus aucun code');
    assert.equal((await (await page(linkIn(mail))).submits(good)).status, 303);
    await mails();
    passes(day);
    await chat.presses('reset.code', { code: codeIn(await asks(guichet)) });
    assert.match(chat.opens(), /\/link\//);
  }));

test('ALL-6 a code is six digits, lives ten minutes, and allows five tries', () =>
  withGuichet(teams, async (guichet) => {
    const { chat, passes } = guichet;
    const code = codeIn(await asks(guichet));
    const wrong = code === '111111' ? '222222' : '111111';
    for (const left of ['4 essais', '3 essais', '2 essais', '1 essai']) {
      await chat.presses('reset.code', { code: wrong });
      chat.hears(left.replace(' ', '\u00a0'));
    }
    await chat.presses('reset.code', { code: wrong });
    chat.hears('Trop d’essais');
    await chat.presses('reset.code', { code });
    chat.hears('Trop d’essais');

    const second = codeIn(await asks(guichet));
    passes(10 * minute);
    await chat.presses('reset.code', { code: second });
    chat.hears('Ce code n’est plus valable');
  }));

test('ALL-6 twenty guesses at once are still five tries', () =>
  withGuichet(teams, async (guichet) => {
    const { core, db } = guichet;
    const code = codeIn(await asks(guichet));
    const request = await db.selectFrom('request').selectAll().executeTakeFirstOrThrow();
    const actor = { person: request.person, channel: 'msteams', locale: 'fr', authenticated: true } as const;
    const guesses = Array.from({ length: 20 }, (_, index) => String(200_000 + index)).filter((guess) => guess !== code);
    await Promise.all(guesses.map((guess) => core.passwords.chatCode.enter(actor, request.id, guess)));
    const [row] = await db.selectFrom('code').selectAll().execute();
    assert.equal(row?.tries, 5);
    assert.equal((await core.passwords.chatCode.enter(actor, request.id, code)).ok, false);
  }));

test('ALL-6 a code lives no longer than the request that made it', () =>
  withGuichet(teams, async ({ chat, mails, passes }) => {
    await chat.says('mot de passe outscale oublié');
    await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
    const code = codeIn((await mails())[0]);
    passes(5 * minute);
    await chat.presses('reset.code', { code });
    chat.hears('Ce code n’est plus valable');
  }));

test('ALL-6 a code is bound to its request: another person’s is no use, and asking again kills the older one', () =>
  withGuichet(teams, async (guichet) => {
    const { chat, connector, mails, url } = guichet;
    const first = codeIn(await asks(guichet));
    await chat.presses('reset.again');
    const second = codeIn((await mails())[0]);
    const thief = openChat({ url, connector, locale: 'fr', channel: 'msteams', who: bruno });
    await thief.says('mdp octopus oublié');
    await thief.presses('reset.send', { identifier: 'bleroy' });
    await thief.presses('reset.code', { code: second });
    thief.hears('Ce n’est pas le bon code');
    if (first !== second) {
      await chat.presses('reset.code', { code: first });
      chat.hears('Ce n’est pas le bon code');
    }
    await chat.presses('reset.code', { code: `${second.slice(0, 3)} ${second.slice(3)}` });
    chat.hears('Le code est bon');
  }));
