import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Finding } from '../../bot/doctor/index.ts';
import { lookAtMail } from '../../bot/doctor/mail.ts';
import { certificateFor } from '../fakes/certificate.ts';
import { foundBy, installationWith } from '../fakes/installation.ts';
import { startInbox } from '../fakes/smtp.ts';

/** A mail server with a user, over TLS where it has a certificate. */
async function mailServer(t: TestContext, options: SMTPServerOptions = {}): Promise<number> {
  const server = new SMTPServer({
    disableReverseLookup: true,
    closeTimeout: 100,
    authMethods: ['PLAIN'],
    onAuth: ({ username, password }, _session, answer) =>
      username === 'guichet' && password === 'hunter2' ? answer(null, { user: username }) : answer(new Error(`${username}:${password} is not let in`)),
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  t.after(() => new Promise<void>((closed) => server.close(() => closed())));
  return (server.server.address() as AddressInfo).port;
}

const look = async (t: TestContext, SMTP_URL: string): Promise<readonly Finding[]> => await lookAtMail(await installationWith(t, { SMTP_URL }));
const said = (findings: readonly Finding[]): string => findings.map(({ state, found, todo }) => `${state}: ${found} → ${todo}`).join('\n');

test('OPS-6 mail: the server greets, speaks TLS and lets the user in; the end of its certificate is told', async (t) => {
  const usual = getCACertificates('default');
  t.after(() => setDefaultCACertificates(usual));
  for (const [days, state] of [
    [90, 'ok'],
    [10, 'warning'],
    [1, 'fault'],
  ] as const) {
    const own = await certificateFor(days);
    setDefaultCACertificates([own.cert]);
    const port = await mailServer(t, own);
    const [spoken, life] = await look(t, `smtp://guichet:hunter2@127.0.0.1:${port}`);
    assert.match(said(spoken ? [spoken] : []), /^ok: 127\.0\.0\.1:\d+ answers over TLS and lets the user of SMTP_URL in/);
    assert.equal(life?.state, state);
    assert.match(life?.found ?? '', /ends on \d{4}-\d\d-\d\d, in \d+ days/);
  }
});

test('OPS-6 mail: a certificate that is not trusted, a wrong password, no TLS, nobody there: each in plain words, without the password', async (t) => {
  const own = await certificateFor(90);
  const stranger = said(await look(t, `smtp://guichet:hunter2@127.0.0.1:${await mailServer(t, own)}`));
  assert.match(stranger, /^fault: .*this machine does not trust its certificate → .*NODE_EXTRA_CA_CERTS/);
  const implicit = said(await look(t, `smtps://guichet:hunter2@127.0.0.1:${await mailServer(t, { ...own, secure: true })}`));
  assert.match(implicit, /does not trust its certificate/);
  const plain = await mailServer(t, { hideSTARTTLS: true });
  const wrong = said(await foundBy('mail', await installationWith(t, { SMTP_URL: `smtp://guichet:hunter3@127.0.0.1:${plain}` })));
  assert.match(wrong, /^fault: .*does not let Guichet in \(535\) → Correct user and password in SMTP_URL/);
  const unsecured = await mailServer(t, { disabledCommands: ['STARTTLS'] });
  const clear = said(await look(t, `smtp://guichet:hunter2@0.0.0.0:${unsecured}`));
  assert.match(clear, /does not turn to TLS, so nothing is sent → .*587/);
  const nobody = said(await look(t, 'smtp://127.0.0.1:9'));
  assert.match(nobody, /nothing listens there/);
  assert.doesNotMatch([stranger, implicit, wrong, clear, nobody].join(), /hunter/);
});

test('OPS-6 mail: --mail-to sends one, in the name of the first portal; without it none is sent', async (t) => {
  const inbox = await startInbox();
  t.after(() => inbox.close());
  const SMTP_URL = inbox.url;
  await lookAtMail(await installationWith(t, { SMTP_URL }));
  assert.equal(inbox.mails.length, 0);
  const sent = await lookAtMail(await installationWith(t, { SMTP_URL }, { mailTo: 'operator@corp.example' }));
  assert.match(said(sent), /ok: a mail went from no-reply@guichet-tests\.fr to operator@corp\.example/);
  await inbox.waitFor(1);
  assert.deepEqual([inbox.mails[0]?.to, /spf=pass/.test(inbox.mails[0]?.text ?? '')], ['operator@corp.example', true]);
  inbox.reject(550);
  const refused = said(await lookAtMail(await installationWith(t, { SMTP_URL }, { mailTo: 'operator@corp.example' })));
  assert.match(refused, /fault: the mail from .* was not taken/);
});
