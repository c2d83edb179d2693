import { withConsole } from './console.ts';
import { type StartedProvider, startIdentityProvider } from './fakes/identityProvider.ts';
import { clientSecret, publicUrl, reference } from './outsideAccounts.ts';
import type { Guichet } from './support.ts';

process.env.CONSOLE_SECRET = clientSecret;

const people = {
  olga: { name: 'Olga Roche', amr: ['pwd', 'mfa'] },
  sami: { name: 'Sami Petit', groups: ['everybody', 'help-desk'] },
  // Says what others are called, and nothing that a role hangs on.
  eve: { name: 'Olga Roche', email: 'olga@corp.example', groups: 'everybody', roles: 'olga' },
};

/** A provider, and a Guichet whose console takes its people: Olga by her id as operator and auditor, Sami by his group as support. */
export async function withConsoleProvider(
  more: object,
  story: (its: Guichet, provider: StartedProvider) => Promise<void>,
  { base = publicUrl, env = {} }: { readonly base?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const redirectUris = ['contoso', 'fabrikam'].map((id) => `${base}/console/signin/${id}/callback`);
  const provider = await startIdentityProvider({ clients: [{ id: 'console', secret: clientSecret, redirectUris }], people });
  const settings = { label: 'Contoso', issuer: provider.issuer, clientId: 'console', clientSecret: reference('CONSOLE_SECRET') };
  const roles = [
    { subject: 'olga', roles: ['operator', 'auditor'] },
    { claim: 'groups', value: 'help-desk', roles: ['support'] },
  ];
  const openid = ['contoso', 'fabrikam'].map((id) => ({ id, ...settings, roles, ...more }));
  try {
    await withConsole({ openid }, (its) => story(its, provider), { env: { PUBLIC_URL: base, ...env } });
  } finally {
    await provider.close();
  }
}
