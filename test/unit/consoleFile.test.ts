import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { stringify } from 'yaml';
import { readOperators } from '../../bot/consoleFile.ts';

const folder = await mkdtemp(join(tmpdir(), 'guichet-console-file-'));
after(() => rm(folder, { recursive: true }));
const env = { CONSOLE_SECRET: 'a secret', SCIM_TOKEN: 'of a directory' };
const reference = (name: string) => `$\{env:${name}}`;
const rule = { subject: 'olga', roles: ['operator'] };
const contoso = {
  id: 'contoso',
  label: 'Contoso',
  issuer: 'https://id.example',
  clientId: 'console',
  clientSecret: reference('CONSOLE_SECRET'),
  roles: [rule],
};

const read = async (content: unknown) => {
  const file = join(folder, 'console.yaml');
  await writeFile(file, stringify(content));
  return await readOperators(file, new Map(), env);
};

test('OPS-1 a provider of the console is as a profile has it, with its rules, and its secret by reference to a variable of the console', async () => {
  const { accounts, openid } = await read({ openid: [{ ...contoso, roles: [rule, { claim: 'groups', value: 'desk', roles: ['support'] }] }] });
  assert.deepEqual(accounts, []);
  assert.deepEqual(
    openid.map(({ clientSecret, identifiedBy, reads, scopes }) => ({ clientSecret, identifiedBy, reads, scopes })),
    [{ clientSecret: 'a secret', identifiedBy: 'sub', reads: ['groups'], scopes: [] }],
  );
});

for (const [what, provider, says] of [
  ['no rule', { roles: [] }, /openid 1 roles: one rule at least/],
  [
    'a rule by an address',
    { roles: [{ claim: 'email', value: 'olga@corp.example', roles: ['operator'] }] },
    /openid 1 roles 0 claim: people can write this claim/,
  ],
  ['a rule by a name that can be chosen', { roles: [{ claim: 'preferred_username', value: 'olga', roles: ['operator'] }] }, /people can write this claim/],
  ['a rule for everybody', { roles: [{ roles: ['operator'] }] }, /needs either subject, or claim and value/],
  ['a rule for every value', { roles: [{ claim: 'groups', roles: ['operator'] }] }, /needs either subject, or claim and value/],
  ['a rule of both kinds', { roles: [{ ...rule, claim: 'groups', value: 'x' }] }, /needs either subject, or claim and value/],
  ['a role that is none', { roles: [{ subject: 'olga', roles: ['root'] }] }, /one of support, operator, auditor/],
  ['ties of accounts', { accounts: 'ties' }, /people of the console need no account/],
  ['everybody’s tenants', { issuer: 'https://login.microsoftonline.com/common/v2.0' }, /openid 1 issuer: is open to everybody’s tenants/],
  ['plain HTTP to elsewhere', { issuer: 'http://id.example' }, /openid 1 issuer/],
  ['no secret', { clientSecret: undefined }, /needs either clientSecret or clientKey/],
  ['a secret of a directory', { clientSecret: reference('SCIM_TOKEN') }, /SCIM_TOKEN is not the console's/],
  ['a variable that is not set', { clientSecret: reference('CONSOLE_OTHER') }, /CONSOLE_OTHER is not set/],
  ['a reference where it would be shown', { label: reference('CONSOLE_SECRET') }, /openid 1 label/],
] as const)
  test(`OPS-1 a provider of the console with ${what} stops the start and is named`, async () => {
    await assert.rejects(read({ openid: [{ ...contoso, ...provider }] }), says);
  });

test('OPS-1 a file of nobody, of one id twice, or of something else stops the start', async () => {
  await assert.rejects(read({}), /one person at least/);
  await assert.rejects(read({ openid: [contoso, contoso] }), /two providers have the same id/);
  await assert.rejects(read({ people: [] }), /people/);
});
