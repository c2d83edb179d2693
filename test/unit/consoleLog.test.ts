import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { routeConsole } from '../../bot/consoleLog.ts';
import { createLog } from '../../bot/log.ts';
import { minute } from '../../core/foundation/clock.ts';
import { anyProgram } from '../programs.ts';

function routed() {
  const lines: Record<string, unknown>[] = [];
  const time = { now: 0 };
  const to = { ...console };
  const undo = routeConsole(createLog({ logLevel: 'debug' }, { write: (line) => void lines.push(JSON.parse(line)) }), to, () => time.now);
  return { to, lines, time, undo };
}

test('what a library writes to the console is one line of the log, at its level', () => {
  const { to, lines, undo } = routed();
  to.error('Error finding key for token. Available keys: %s', '-----BEGIN RSA PUBLIC KEY-----\nMIIBCgKCAQEAyMHllQlt70BB4WPD3fu5\n-----END RSA PUBLIC KEY-----');
  to.log('a word');
  assert.deepEqual(
    lines.map(({ level, line, msg }) => [level, line, msg]),
    [
      [50, 'Error finding key for token. Available keys: -----BEGIN RSA PUBLIC KEY-----', 'the console: other code wrote'],
      [30, 'a word', 'the console: other code wrote'],
    ],
  );
  undo();
  assert.equal(to.error, console.error);
});

test('neither tokens, keys, codes and addresses nor the message of an error come into the log by the console', () => {
  const { to, lines } = routed();
  const token = `eyJhbGciOiJSUzI1NiJ9.${'x'.repeat(30)}.${'y'.repeat(40)}`;
  to.warn('jwt expired', token, 'of alice.martin@corp.example with 123456', { key: 'a'.repeat(40) });
  to.error(new TypeError('the password is hunter2'));
  const text = JSON.stringify(lines);
  for (const secret of [token, 'xxxxxxxx', 'alice.martin', '123456', 'aaaaaaaa', 'hunter2']) assert.ok(!text.includes(secret), secret);
  assert.match(text, /jwt expired/);
  assert.match(text, /"type":"TypeError"/);
});

test('a stranger who makes the libraries write a thousand lines leaves twenty a minute, and a count', () => {
  const { to, lines, time } = routed();
  for (let n = 0; n < 1_000; n += 1) to.error('bad signature');
  assert.equal(lines.length, 20);
  time.now += minute;
  to.error('bad signature');
  assert.equal(lines.length, 22);
  assert.deepEqual([lines[20]?.left, lines[21]?.line], [980, 'bad signature']);
});

test('bot/main.ts leaves nothing on the console once it listens', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-console-'));
  const noise = 'data:text/javascript,process.on("SIGUSR2",()=>{for(let%20n=0;n<50;n+=1)console.error("noise%20of%20a%20library")})';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', noise, join(import.meta.dirname, '../../bot/main.ts')], {
    cwd: folder,
    env: { ...anyProgram, PORT: '0', SECRET_KEY: 'a key of the tests that is long enough', DATABASE_URL: 'sqlite::memory:' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  let heard = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, line: written } = JSON.parse(line);
    if (msg === 'listening') child.kill('SIGUSR2');
    if (written === 'noise of a library' && ++heard === 20) child.kill('SIGTERM');
  }
  if (child.exitCode === null) await once(child, 'exit');
  assert.deepEqual([heard, complained], [20, '']);
  await rm(folder, { recursive: true });
});
