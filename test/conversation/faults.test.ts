import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { sql } from 'kysely';
import { hour, minute, second } from '../../core/foundation/clock.ts';
import { shippedPortals } from '../../core/portal/load.ts';
import { actionsOf, textOf } from '../chat.ts';
import { credentials } from '../credentials.ts';
import { databaseIn, spawnBot } from '../fakes/botProcess.ts';
import { codeIn, type Guichet, guichet, linkIn, withGuichet } from '../support.ts';

const good = 'quatre 7 vents';

/** A folder for one story, gone with it. */
async function inFolder(story: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  try {
    await story(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What can befall the records, each with its end. */
const faults: Record<string, (guichet: Guichet, folder: string) => Promise<() => Promise<unknown>>> = {
  locked: async (_guichet, folder) => {
    const other = new DatabaseSync(join(folder, 'guichet.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    return async () => other.close();
  },
  'read-only': async ({ db }) => {
    await sql`pragma query_only = on`.execute(db);
    return () => sql`pragma query_only = off`.execute(db);
  },
  full: async ({ db }) => {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(db);
    // Where a case would be written, so that there is no room left for it.
    const at = {
      lane: 'own',
      dueAt: 0,
      wantedAt: 0,
      triedAt: null,
      until: null,
      createdAt: 0,
      doneAt: 0,
      claimedUntil: null,
      attempts: 0,
      error: null,
      person: null,
    };
    const fill = (id: string) =>
      db
        .insertInto('outbox')
        .values({ id, kind: 'nothing', reason: id, payload: '-'.repeat(1_500), status: 'done', ...at })
        .execute();
    for (let key = 0; await fill(`filling ${key}`).catch(() => false); key += 1);
    return () => sql`pragma max_page_count = 1000000`.execute(db);
  },
};

const readyAt = async ({ url, passes }: Guichet): Promise<number> => {
  passes(5 * second);
  return (await fetch(`${url}/readyz`)).status;
};

for (const [what, befall] of Object.entries(faults))
  for (const locale of what === 'full' ? (['fr', 'en'] as const) : (['fr'] as const))
    test(`with the records ${what} the chat says that it is our fault and that nothing is lost; the same click works afterwards, in ${locale}`, () =>
      inFolder((folder) =>
        withGuichet({ database: databaseIn(folder), locale: what === 'read-only' ? 'en' : locale }, async (running) => {
          const { chat, mails } = running;
          // Chosen in the chat, against the client's language.
          if (what === 'read-only') await chat.says('français');
          const comment = 'Rien ne va. '.repeat(160);
          await chat.says(locale === 'fr' ? 'parler au support octopus' : 'talk to octopus support');
          const asked = chat.card;
          assert.equal(await readyAt(running), 200);
          const end = await befall(running, folder);
          await chat.presses('support.send', { comment });
          chat.hears(
            locale === 'fr' ? 'c’est notre faute' : 'it’s our fault',
            locale === 'fr' ? 'Rien de ce que vous avez saisi n’est perdu' : 'Nothing you typed is lost',
          );
          assert.doesNotMatch(JSON.stringify(chat.transcript), /SQLITE|database|\bat \/|Error/);
          assert.equal(await readyAt(running), 503);
          assert.deepEqual(await mails().catch(() => []), []);
          await end();
          assert.equal(await readyAt(running), 200);
          // «Try again» brings along what was typed.
          await chat.presses('support.send');
          chat.hears(locale === 'fr' ? 'Transmis' : 'Handed over');
          const [mail, ...others] = await mails();
          assert.deepEqual(others, []);
          assert.match(mail?.text ?? '', /Rien ne va/);
          await chat.presses('support.send', { comment }, { card: asked });
          assert.deepEqual(await mails(), []);
        }),
      ));

for (const what of ['locked', 'read-only'] as const)
  test(`with the records ${what} the page says that it is our fault, nothing is spent, and the same form works afterwards`, () =>
    inFolder((folder) =>
      withGuichet({ database: databaseIn(folder) }, async (running) => {
        const { chat, mails, page, db } = running;
        await chat.says('mdp octopus oublié');
        await chat.presses('reset.send', { identifier: 'amartin' });
        const web = await page(linkIn((await mails())[0]));
        const end = await faults[what]?.(running, folder);
        const answered = await web.submits(good);
        assert.equal(answered.status, 503);
        assert.match(answered.html, /Ce n’est pas de votre fait|de notre côté/);
        assert.doesNotMatch(answered.html, /SQLITE|database|quatre|\bat \//);
        await end?.();
        assert.equal((await credentials(db).select('passwordHash').where('identifier', '=', 'amartin').executeTakeFirst())?.passwordHash, null);
        assert.equal((await web.submits(good)).status, 303);
      }),
    ));

test('clicks during a fault do not count against limits', () =>
  inFolder((folder) =>
    withGuichet({ database: databaseIn(folder) }, async (running) => {
      const { chat, mails, db } = running;
      await chat.says('mdp octopus oublié');
      await sql`create trigger broken before insert on outbox begin select raise(abort, 'no'); end`.execute(db);
      for (let times = 0; times < 8; times += 1) {
        await chat.presses('reset.send', { identifier: 'amartin' });
        chat.hears('c’est notre faute');
      }
      await sql`drop trigger broken`.execute(db);
      await chat.presses('reset.send');
      chat.hears('Octopus · Étape 2 sur 3');
      assert.equal((await mails()).length, 1);
    }),
  ));

test('with the mail server down the chat goes on in the same words, and one mail arrives when it is up again', () =>
  withGuichet({}, async ({ chat, inbox, worker, passes, mails, page }) => {
    inbox.reject(451);
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    chat.hears('un e-mail vient d’être envoyé');
    for (let times = 0; times < 3; times += 1) {
      await worker.drain();
      passes(minute);
    }
    inbox.reject();
    const [mail, ...others] = await mails();
    assert.deepEqual(others, []);
    assert.equal((await (await page(linkIn(mail))).submits(good)).status, 303);
  }));

test('ALL-10 where the roster cannot be had, support is reached all the same', () =>
  withGuichet({}, async ({ chat, mails, connector }) => {
    await chat.says('parler au support octopus');
    connector.answer(403, {}, 1, 'BotNotInConversationRoster');
    await chat.presses('support.send', { comment: 'Rien ne va.' });
    chat.hears('Transmis');
    assert.match((await mails())[0]?.text ?? '', /Alice Martin/);
  }));

test('a portal file that is wrong stops the start, and says the file, the line and the field, without a stack', () =>
  inFolder(async (folder) => {
    const profile = await readFile(join(shippedPortals, 'octopus.yaml'), 'utf8');
    await writeFile(join(folder, 'octopus.yaml'), profile.replace('lockAfter: 10', 'lockAfter: many'));
    const { code, said } = await spawnBot({ folder, env: { PORTALS_DIR: folder } }).ended;
    assert.equal(code, 1);
    assert.match(said, /octopus\.yaml:\d+.*lockAfter/s);
    assert.doesNotMatch(said, /^\s+at /m);
  }));

test('ALL-7 a portal that is gone after a restart, or a procedure that an update renamed, leaves nobody stuck', () =>
  inFolder(async (folder) => {
    const before = await guichet({ database: databaseIn(folder) });
    await before.chat.says('inscription invgate');
    await before.chat.says('mdp octopus oublié');
    const { card } = before.chat;
    await before.db
      .updateTable('keyv')
      .set((row) => ({ value: row.fn<string>('replace', ['value', row.val('"portal":"octopus"'), row.val('"portal":"gone"')]) }))
      .execute();
    await before.stop();
    const after = await guichet({ database: databaseIn(folder), again: before.world });
    try {
      await after.chat.presses('reset.send', { identifier: 'amartin' }, { card });
      after.chat.hears('Cette carte n’est plus à jour');
      // What it had interrupted goes on.
      await after.chat.presses('root.continue');
      after.chat.hears('InvGate Service Desk · Étape 1 sur 3');
      await after.db
        .updateTable('keyv')
        .set((row) => ({ value: row.fn<string>('replace', ['value', row.val('"id":"signUp"'), row.val('"id":"signUpOfOld"')]) }))
        .execute();
      // What the bot wrote itself it does not read again for a while.
      after.passes(minute);
      await after.chat.says('mdp octopus oublié');
      await after.chat.says('annuler');
      after.chat.hears('Annulé');
      await after.chat.says('annuler');
      after.chat.hears('Il n’y a rien en cours');
    } finally {
      await after.close();
    }
  }));

test('ALL-2 with the clock put back an hour a link lives at most that hour longer, nothing fails, and mails go on', () =>
  withGuichet({}, async ({ chat, mails, page, passes, url, worker }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const [mail] = await mails();
    const web = await page(linkIn(mail));
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'zoe@corp.example' });
    await chat.presses('signUp.details', { givenName: 'Zoé', familyName: 'Petit' });
    passes(-hour);
    // The form that was open before is still taken.
    assert.equal((await web.submits('a1')).status, 422);
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'bleroy' });
    // What waited from before the change leaves too.
    const [first, other] = await mails();
    assert.deepEqual([first?.to, other?.to].toSorted(), ['bruno.leroy@corp.example', 'zoe@corp.example']);
    await chat.presses('reset.code', { code: codeIn([first, other].find((mail) => mail?.to.startsWith('bruno'))) });
    chat.hears('Le code est bon');
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    passes(hour);
    passes(30 * minute);
    assert.equal((await web.again()).status, 410);
    await worker.drain();
    assert.match(textOf(chat.card), /Octopus/);
    assert.ok(actionsOf(chat.card).length > 0);
  }));
