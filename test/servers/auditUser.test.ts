import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { sealAudit } from '../../core/foundation/auditChain.ts';
import { day, minute } from '../../core/foundation/clock.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { createSweep, keptForDays, whyAuditStays } from '../../core/privacy/index.ts';
import { findProgram, skipWithout } from '../fakes/daemon.ts';
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts';
import { withPasswords } from '../signedIn.ts';
import { codeIn, withGuichet } from '../support.ts';
import { alices, signsIn } from '../twoFactor.ts';

const skip = skipWithout('postgres');
const root = join(import.meta.dirname, '../..');
let server: PostgresServer;
const guide: { readonly language: string; readonly commands: string }[] = [];

before(async () => {
  if (skip) return;
  server = await startPostgres();
  const text = await readFile(join(root, 'docs/operate.md'), 'utf8');
  const section = /^## A database user who cannot alter the audit$(.*?)^## /ms.exec(text)?.[1] ?? '';
  for (const [, language = '', commands = ''] of section.matchAll(/^```(sql|sh)\n(.*?)^```/gms)) guide.push({ language, commands });
});
after(() => server?.close());

/** A step of the guide, as it stands there but for the server's address. */
function follow(step: number): void {
  const { language, commands = '' } = guide[step] ?? {};
  if (language === 'sql') execFileSync(findProgram('psql') ?? 'psql', ['--no-psqlrc', '--set=ON_ERROR_STOP=1', server.url], { input: commands, stdio: 'pipe' });
  else {
    const command = commands
      .replace('npm run records:migrate', `"${process.execPath}" --disable-warning=ExperimentalWarning "${join(root, 'bot/commands/recordsMigrate.ts')}"`)
      .replace('db.example.org/guichet?sslmode=verify-full', `127.0.0.1:${server.port}/guichet`);
    execFileSync('sh', ['-euc', command], { stdio: 'pipe' });
  }
}
const as = (user: string): string => Object.assign(new URL(server.url), { username: user, pathname: '/guichet' }).href;

test('ALL-9 the guide, followed literally: the bot works as a user who adds to the audit, and can neither change nor delete it', { skip }, async () => {
  assert.deepEqual(
    guide.map(({ language }) => language),
    ['sql', 'sh', 'sql'],
  );
  follow(0);
  // Before the owner has made the tables, the bot says what is missing.
  await assert.rejects(
    withGuichet({ database: as('guichet_bot') }, async () => undefined),
    /run npm run records:migrate as their owner/,
  );
  follow(1);
  follow(2);
  await withGuichet({ database: as('guichet_bot') }, async (its) => {
    await withPasswords(its);
    await its.chat.says('mot de passe outscale oublié');
    await its.chat.presses('reset.send', { identifier: alices.identifier });
    await its.chat.presses('reset.code', { code: codeIn((await its.mails())[0]) });
    assert.equal((await (await its.page(its.chat.opens())).submits('Autre-Large 2026 !')).status, 303);
    await its.mails();
    its.passes(minute);
    assert.equal((await signsIn(its, 'Autre-Large 2026 !')).state, 'open');
    const secrets = createSecrets('a key of the tests that is long enough');
    await sealAudit(its.db, secrets);
    const swept = await createSweep({ db: its.db, secrets, keptFor: keptForDays({}) })(its.now() + 5_000 * day);
    assert.match(whyAuditStays(swept) ?? '', /run npm run records:sweep as the owner of the tables/);
    assert.ok((swept.rows.requests ?? 0) > 0, 'all else is swept');
    assert.ok((await its.db.selectFrom('audit').selectAll().execute()).length > 3);
    // PostgreSQL only warns that this grants nothing.
    await sql.raw('grant all on audit to guichet_bot').execute(its.db);
    for (const statement of [
      "update audit set outcome = 'ok'",
      'delete from audit',
      'truncate audit',
      'drop table audit',
      'alter table audit add column note text',
      'alter table audit owner to guichet_bot',
      'create trigger gone before insert on audit for each row execute function suppress_redundant_updates_trigger()',
      'create rule gone as on insert to audit do instead nothing',
      'create table mine (id text)',
      'set role guichet_owner',
      "update kysely_migration set name = ''",
      "insert into audit (id, at, actor, channel, action, portal, subject, outcome, detail) values (1, 1, '', '', '', '', '', '', '')",
    ])
      await assert.rejects(sql.raw(statement).execute(its.db), { code: /^(42501|428C9)$/ }, statement);
  });
  // The owner updates the tables, and a start of the bot finds nothing to do.
  follow(1);
  await withGuichet({ database: as('guichet_bot') }, async (its) => assert.ok(its.url));
  const owner = await openDatabase(as('guichet_owner'));
  await sql.raw('alter table audit add column note text').execute(owner);
  await owner.destroy();
});
