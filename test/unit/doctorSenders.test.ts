import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { State } from '../../bot/doctor/index.ts';
import { lookAtSenders } from '../../bot/doctor/senders.ts';
import { dnsError, dnsWith, installationWith, small } from '../fakes/installation.ts';

const domain = 'guichet-tests.fr';
const well = {
  [domain]: ['google-site-verification=abc', 'v=spf1 a:mail.guichet-tests.fr -all'],
  [`s1._domainkey.${domain}`]: ['v=DKIM1; k=rsa; p=MIIBIjANBg'],
  [`_dmarc.${domain}`]: ['v=DMARC1; p=quarantine; rua=mailto:dmarc@guichet-tests.fr'],
};

for (const [what, records, expected, says] of [
  ['all three are there', well, ['ok', 'ok', 'ok'], /spf=pass.*dkim=pass/s],
  ['no SPF', { ...well, [domain]: ['google-site-verification=abc'] }, ['fault', 'ok', 'ok'], /no SPF record.*have one TXT record: v=spf1 a:127\.0\.0\.1 -all/s],
  ['two SPF records', { ...well, [domain]: ['v=spf1 mx -all', 'v=spf1 a -all'] }, ['fault', 'ok', 'ok'], /2 SPF records, which counts as none/],
  ['an SPF record for everybody', { ...well, [domain]: ['v=spf1 mx +all'] }, ['fault', 'ok', 'ok'], /lets everybody send/],
  ['an SPF record for nobody', { ...well, [domain]: ['v=spf1 -all'] }, ['fault', 'ok', 'ok'], /lets nobody send/],
  ['an SPF record without an end', { ...well, [domain]: ['v=spf1 mx ?all'] }, ['warning', 'ok', 'ok'], /Let it end in ~all/],
  ['an SPF record that leads on', { ...well, [domain]: ['v=spf1 redirect=_spf.example.org'] }, ['ok', 'ok', 'ok'], /redirect/],
  ['no DKIM key', { ...well, [`s1._domainkey.${domain}`]: [] }, ['ok', 'fault', 'ok'], /no DKIM key at s1\._domainkey\.guichet-tests\.fr/],
  ['a revoked DKIM key', { ...well, [`s1._domainkey.${domain}`]: ['v=DKIM1; p='] }, ['ok', 'fault', 'ok'], /was revoked/],
  ['no DMARC', { ...well, [`_dmarc.${domain}`]: [] }, ['ok', 'ok', 'warning'], /_dmarc\.guichet-tests\.fr: v=DMARC1; p=none; rua=/],
  ['DMARC that watches', { ...well, [`_dmarc.${domain}`]: ['v=DMARC1; p=none'] }, ['ok', 'ok', 'warning'], /only watches \(p=none\).*p=quarantine/s],
] as const satisfies readonly (readonly [string, Record<string, readonly string[]>, readonly State[], RegExp])[])
  test(`OPS-6 the sender’s domain: ${what}`, async (t) => {
    const findings = await lookAtSenders(await installationWith(t, {}, { resolveTxt: dnsWith(records) }));
    assert.deepEqual(
      findings.map(({ state }) => state),
      expected,
      JSON.stringify(findings),
    );
    assert.match(findings.map(({ found, todo }) => `${found} ${todo}`).join('\n'), says);
    for (const { state, todo } of findings) assert.equal(todo === '', state === 'ok');
  });

test('OPS-6 a sender below the organisation’s domain: its DMARC record counts, and what it says of what is below', async (t) => {
  const profile = small.replaceAll('no-reply@guichet-tests.fr', 'no-reply@mail.guichet-tests.fr').replace(', dkimSelector: s1', '');
  const records = { 'mail.guichet-tests.fr': ['v=spf1 include:_spf.google.com ~all'], [`_dmarc.${domain}`]: ['v=DMARC1; p=none; sp=reject'] };
  const findings = await lookAtSenders(await installationWith(t, {}, { profile, resolveTxt: dnsWith(records) }));
  assert.deepEqual(
    findings.map(({ state }) => state),
    ['ok', 'warning', 'ok'],
  );
  assert.match(findings[1]?.todo ?? '', /sender\.dkimSelector/, 'a selector that nobody named is not guessed');
});

test('OPS-6 DNS that does not answer is said to be silent, and no record is said to be missing', async (t) => {
  const silent = async (): Promise<string[][]> => {
    throw dnsError('ETIMEOUT');
  };
  const findings = await lookAtSenders(await installationWith(t, {}, { resolveTxt: silent }));
  assert.deepEqual(
    findings.map(({ state }) => state),
    ['warning', 'warning', 'warning'],
  );
  assert.match(findings[0]?.found ?? '', /DNS does not answer/);
});

test('OPS-6 what SPF should say is written for the mail server of the settings; made-up domains are not asked for', async (t) => {
  const SMTP_URL = 'smtp://user:hunter2@smtp.office365.com:587';
  const [spf] = await lookAtSenders(await installationWith(t, { SMTP_URL }));
  assert.match(spf?.todo ?? '', /v=spf1 include:spf\.protection\.outlook\.com -all/);
  const asked: string[] = [];
  const resolveTxt = async (name: string): Promise<string[][]> => {
    asked.push(name);
    throw dnsError('ENODATA');
  };
  await lookAtSenders(await installationWith(t, { PORTALS: 'octopus' }, { resolveTxt }));
  assert.deepEqual(asked, []);
});
