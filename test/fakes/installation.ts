import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Examined, examine, type Installation, openInstallation, type Surroundings } from '../../bot/doctor/index.ts';

/** Where nothing listens. */
export const nowhere = 'http://127.0.0.1:2';

/** What production needs, so that nothing else is wrong. */
export const production = {
  NODE_ENV: 'production',
  SECRET_KEY: 'Zf5jZQ0yQ9u1m2b8pXr4s7v6w3t5k1n0',
  MicrosoftAppId: '22222222-2222-4222-8222-222222222222',
  MicrosoftAppPassword: 'its-client-secret',
  MicrosoftAppTenantId: '33333333-3333-4333-8333-333333333333',
  PUBLIC_URL: 'https://guichet.example.org',
  SMTP_URL: 'smtp://127.0.0.1:9',
  TRUST_PROXY: '1',
  PORTALS: 'small',
} as const;

/** A profile of an operator's own, whose domain is nobody's example. */
export const small = `id: small
name: Small
address: https://small.guichet-tests.fr/
support: { name: Help, email: help@guichet-tests.fr }
sender: { name: Small, address: no-reply@guichet-tests.fr, dkimSelector: s1 }
identifier: { kind: email, label: E-mail }
procedures: { signUp: { kind: create } }
`;

/** An error as `node:dns` gives it. */
export const dnsError = (code: string): Error => Object.assign(new Error(`queryTxt ${code}`), { code });

/** DNS with these TXT records, by name, and no others. */
export const dnsWith =
  (records: Readonly<Record<string, readonly string[]>>): Surroundings['resolveTxt'] =>
  async (name) => {
    const found = records[name];
    if (!found) throw dnsError('ENOTFOUND');
    return found.map((text) => [text]);
  };

/** An installation on this machine: production's settings and the small profile, but for what a test says. It is closed with the test. */
export async function installationWith(
  t: TestContext,
  env: Readonly<Record<string, string>> = {},
  { profile = small, ...over }: Partial<Surroundings> & { readonly profile?: string } = {},
): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-doctor-'));
  await writeFile(join(folder, 'small.yaml'), profile);
  const installation = await openInstallation({
    env: { ...production, DATABASE_URL: `sqlite:${join(folder, 'none.sqlite')}`, PORTALS_DIR: folder, ...env },
    clock: Date.now,
    resolveTxt: dnsWith({}),
    microsoft: { login: nowhere, keys: nowhere, connector: nowhere },
    patience: 3_000,
    packageFile: join(folder, 'none.zip'),
    ...over,
  });
  t.after(async () => {
    await installation.close();
    await rm(folder, { recursive: true });
  });
  return installation;
}

/** The findings of one check, as lines of its state and what was found. */
export async function foundBy(check: string, installation: Installation): Promise<readonly Examined[]> {
  return (await examine(installation)).filter((finding) => finding.check === check);
}
