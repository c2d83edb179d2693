import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { createSmtpMailer } from '../../core/connectors/smtp.ts';
import type { Mail } from '../../core/ports.ts';
import { anyProgram } from '../programs.ts';

const mail: Mail = {
  from: { name: 'Octopus', address: 'octopus@example.org' },
  to: 'alice@corp.example',
  subject: 'Lien',
  text: 'https://secret',
  html: '',
  messageId: 'a@b',
  locale: 'fr',
};

/** Who answers at 0.0.0.0 is this machine, and its name does not say so. */
const elsewhere = (port: number, scheme = 'smtp') => `${scheme}://user:hunter2@0.0.0.0:${port}`;

/** A mail server, or somebody on the way to it, that takes TLS out in a way of its own. Everything it hears is kept. */
async function stripping(offers: boolean, answer: string) {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('220 mail ESMTP\r\n');
    socket.on('data', (bytes) => {
      const line = bytes.toString('latin1');
      heard.push(line);
      if (/^EHLO/i.test(line)) socket.write(`250-mail\r\n${offers ? '250-STARTTLS\r\n' : ''}250 AUTH PLAIN\r\n`);
      else if (/^STARTTLS/i.test(line)) socket.write(`${answer}\r\n`);
      else if (/^DATA/i.test(line)) socket.write('354 go on\r\n');
      else socket.write(/^AUTH/i.test(line) ? '235 ok\r\n' : '250 ok\r\n');
    });
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => server.close(closed));
    },
  };
}

for (const [how, offers, answer] of [
  ['is not offered', false, '502 what?'],
  ['is offered and refused', true, '454 not now'],
  ['is offered, not now, and not wanted', false, '220 go on'],
] as const)
  test(`ASVS 12.3 a mail server whose STARTTLS ${how} hears neither password nor mail`, async (t) => {
    const server = await stripping(offers, answer);
    const mailer = createSmtpMailer(elsewhere(server.port));
    t.after(() => {
      mailer.close();
      return server.close();
    });
    await assert.rejects(mailer.send(mail));
    assert.match(server.heard.join(''), /^EHLO/);
    assert.doesNotMatch(server.heard.join(''), /AUTH|MAIL FROM|hunter2|dXNlc|secret/i);
  });

test('a host that the operator named, and this machine, are spoken to as they are', async () => {
  const server = await stripping(false, '502 what?');
  for (const [url, named] of [
    [elsewhere(server.port), ['0.0.0.0']],
    [`smtp://127.0.0.1:${server.port}`, []],
  ] as const) {
    server.heard.length = 0;
    const mailer = createSmtpMailer(url, named);
    await Promise.race([mailer.send(mail).catch(() => undefined), new Promise((late) => setTimeout(late, 500))]);
    mailer.close();
    assert.match(server.heard.join(''), /MAIL FROM/);
  }
  await server.close();
});

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-tls-'));
  const subject = ['-subj', '/CN=0.0.0.0', '-addext', 'subjectAltName=IP:0.0.0.0'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), ...subject],
    {
      stdio: 'pipe',
    },
  );
});
after(() => rm(folder, { recursive: true }));

test('ASVS 12.3 a mail server with a certificate of an authority that NODE_EXTRA_CA_CERTS names gets the mail over TLS; without it, nothing', async () => {
  const mails: boolean[] = [];
  const server = new SMTPServer({
    key: await readFile(join(folder, 'key.pem')),
    cert: await readFile(join(folder, 'cert.pem')),
    authOptional: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    onData: (stream, session, answer) => {
      stream.resume().on('end', () => {
        mails.push(session.secure);
        answer(null);
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '0.0.0.0');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const send = `
    import { createSmtpMailer } from '${join(import.meta.dirname, '../../core/connectors/smtp.ts')}';
    const mailer = createSmtpMailer('smtp://0.0.0.0:${port}');
    await mailer.send(${JSON.stringify(mail)}).then(() => console.log('sent'), (error) => console.log(error.message));
    mailer.close();`;
  const run = (env: Record<string, string>) =>
    new Promise<string>((said) => {
      const args = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', send];
      execFile(process.execPath, args, { env: { ...anyProgram, ...env } }, (_error, stdout, stderr) => said(stdout + stderr));
    });
  assert.match(await run({}), /self-signed certificate/);
  assert.deepEqual(mails, []);
  assert.match(await run({ NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') }), /^sent/);
  assert.deepEqual(mails, [true]);
  await new Promise<void>((closed) => server.close(() => closed()));
});
