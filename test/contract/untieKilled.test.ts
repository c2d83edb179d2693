import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { aliceAccount, meets } from '../enrolling.ts';
import { bruno } from '../fakes/connector.ts';
import { anyProgram } from '../programs.ts';
import { databaseUnderTest } from '../records.ts';
import { withGuichet } from '../support.ts';
import { tiedTo, ties } from '../tying.ts';

test(
  'PostgreSQL: accounts:untie that is killed with kill -9 between its writes has done nothing; done again, the tie has ended and its owner is told',
  { skip: databaseUnderTest === 'SQLite' },
  () =>
    withGuichet({ channel: 'msteams' }, async (its) => {
      await ties(its, await meets(its, bruno), aliceAccount);
      const untie = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../../bot/commands/accountsUntie.ts'), 'invgate', aliceAccount];
      const env = { ...anyProgram, DATABASE_URL: its.config.databaseUrl };
      const records = async () => (await its.db.selectFrom('audit').select('id').where('action', '=', 'account.unlinked').execute()).length;
      // It waits where it comes to write the mail, the last of its writes.
      await its.db.transaction().execute(async (tx) => {
        await sql`lock table outbox in exclusive mode`.execute(tx);
        const command = spawn(process.execPath, untie, { env, stdio: 'ignore' });
        const ended = once(command, 'exit');
        for (let waits = 0; waits === 0; )
          waits = (await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(its.db)).rows.length;
        command.kill('SIGKILL');
        assert.deepEqual(await ended, [null, 'SIGKILL']);
      });
      assert.deepEqual([await tiedTo(its, 'invgate'), await records(), (await its.mails()).length], [['Bruno Leroy'], 0, 0]);
      const { status, stderr } = spawnSync(process.execPath, untie, { env, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      assert.deepEqual([await tiedTo(its, 'invgate'), await records()], [[], 1]);
      its.passes(Date.now() - its.now());
      assert.deepEqual(
        (await its.mails()).map(({ to, text }) => [to, /Bruno Leroy/.test(text)]),
        [[aliceAccount, true]],
      );
    }),
);
