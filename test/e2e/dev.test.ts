import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const script = fileURLToPath(new URL('../../bot/dev.ts', import.meta.url));

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-dev-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** `npm run dev` on free ports, as far as its four addresses. */
async function dev(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: '0', PLAYGROUND_PORT: '0', APPROVER_PORT: '0', MAIL_PORT: '0', SMTP_PORT: '0', DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      said += data.toString();
    });
  const ended = once(child, 'exit').then(([code]) => code);
  for (const end = Date.now() + 30_000; !said.includes('Try:') && Date.now() < end; await sleep(50)) assert.equal(child.exitCode, null, said);
  const ports = [...said.matchAll(/http:\/\/localhost:(\d+)/g)].map(([, port]) => Number(port));
  assert.equal(ports.length, 4, said);
  return { child, ended, ports, said: () => said };
}

const answers = async (port: number, host = '127.0.0.1') =>
  (await fetch(`http://${host}:${port}/`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)) !== undefined;

async function silence(ports: number[]): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) if (!(await Promise.all(ports.map((port) => answers(port)))).includes(true)) return;
  assert.fail('something still listens');
}

test('bot, inbox and two Playgrounds on this machine only; Ctrl-C ends all; a second start finds the data again', async () => {
  const first = await dev();
  try {
    assert.deepEqual(await Promise.all(first.ports.map((port) => answers(port))), [true, true, true, true]);
    for (const { address } of Object.values(networkInterfaces()).flatMap((all) => (all ?? []).filter(({ internal, family }) => !internal && family === 'IPv4')))
      assert.deepEqual(await Promise.all(first.ports.map((port) => answers(port, address))), [false, false, false, false], address);
    assert.equal((await stat(join(folder, 'secret.key'))).mode & 0o777, 0o600);
  } finally {
    first.child.kill('SIGINT');
  }
  assert.equal(await first.ended, 0);
  await silence(first.ports);

  const key = await readFile(join(folder, 'secret.key'), 'utf8');
  const second = await dev();
  second.child.kill('SIGTERM');
  assert.equal(await second.ended, 0);
  assert.equal(await readFile(join(folder, 'secret.key'), 'utf8'), key);
});

test('a port that is taken is said, and another one found', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const { port } = z.object({ port: z.number() }).parse(taken.address());
  const { child, ended, ports, said } = await dev({ PLAYGROUND_PORT: String(port) });
  child.kill('SIGINT');
  await ended;
  assert.match(said(), new RegExp(`Port ${port} is taken: ${ports[0]} instead. Set PLAYGROUND_PORT`));
});

test('when it is killed outright, nothing that it started survives', async () => {
  const { child, ended, ports } = await dev();
  child.kill('SIGKILL');
  await ended;
  await silence(ports);
});

test('when one program ends, it says which, and ends the others', { skip: process.platform !== 'linux' && 'finds the program under /proc' }, async () => {
  const { child, ended, ports, said } = await dev();
  const children = (await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')).trim().split(' ').map(Number);
  for (const pid of children) if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('maildev')) process.kill(pid, 'SIGKILL');
  assert.equal(await ended, 1);
  assert.match(said(), /The mail inbox ended \(SIGKILL\)\.[\s\S]*Ending the others\./);
  await silence(ports);
});
