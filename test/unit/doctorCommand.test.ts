import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { prepareData } from '../../bot/dev/data.ts';
import { startCompanyRegistry } from '../fakes/companyRegistry.ts';
import { nowhere } from '../fakes/installation.ts';
import { startInbox } from '../fakes/smtp.ts';
import { anyProgram } from '../programs.ts';

const program = join(import.meta.dirname, '../../bot/commands/doctor.ts');

/** Runs the command in a folder, as an operator does, with nothing of this process's environment. */
const doctor = (cwd: string, env: Record<string, string>, ...options: string[]): Promise<{ code: number; out: string }> =>
  new Promise((done) => {
    const args = ['--disable-warning=ExperimentalWarning', program, ...options];
    execFile(process.execPath, args, { cwd, env: { ...anyProgram, ...env } }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out: out + err }),
    );
  });

const findings = z.array(z.strictObject({ check: z.string(), state: z.enum(['ok', 'warning', 'fault']), found: z.string().min(1), todo: z.string() }));

test('OPS-6 on a fresh development set-up npm run doctor finds no fault, says what is missing for production, and ends with 0', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-doctor-'));
  t.after(() => rm(folder, { recursive: true }));
  const [inbox, registry] = [await startInbox(), await startCompanyRegistry()];
  t.after(() => Promise.all([inbox.close(), registry.close()]));
  const { secretKey, databaseUrl } = await prepareData(folder);
  const dev = {
    NODE_ENV: 'development',
    SECRET_KEY: secretKey,
    DATABASE_URL: databaseUrl,
    SMTP_URL: inbox.url,
    SMS_URL: 'inbox:',
    COMPANY_REGISTRY_URL: registry.url,
    PUBLIC_URL: nowhere,
  };
  const well = await doctor(folder, dev);
  assert.equal(well.code, 0, well.out);
  for (const line of [
    /^ok +node /m,
    /^warning +settings +.*development/m,
    /^ok +mail .*answers without TLS/m,
    /^ok +directory octopus .*: 2$/m,
    /0 faults, \d warnings/,
  ])
    assert.match(well.out, line);
  const { code, out } = await doctor(folder, dev, '--json');
  assert.equal(code, 0);
  for (const { state, todo } of findings.parse(JSON.parse(out))) assert.equal(todo === '', state === 'ok');

  // The same machine before anything is set: as for production.
  const bare = await doctor(folder, { SMTP_URL: 'smtp://user:hunter2-at-work@127.0.0.1:9', DATABASE_URL: databaseUrl }, '--json');
  assert.equal(bare.code, 1);
  const faults = findings.parse(JSON.parse(bare.out)).filter(({ state }) => state === 'fault');
  for (const name of ['SECRET_KEY', 'MicrosoftAppId', 'PUBLIC_URL'])
    assert.ok(faults.some(({ check, found }) => check === 'settings' && found.startsWith(`${name}: `)));
  assert.ok(faults.some(({ check }) => check === 'mail'));
  assert.doesNotMatch(bare.out, /hunter2/);
});

test('OPS-6 the command says what it takes, and which option it does not know', async () => {
  const { code, out } = await doctor(tmpdir(), {}, '--help');
  assert.equal(code, 0);
  assert.match(out, /--mail-to/);
  assert.equal((await doctor(tmpdir(), {}, '--nonsense')).code, 1);
});
