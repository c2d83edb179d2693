import { z } from 'zod';
import { slug, text } from './fields.ts';
import { exactAddress } from './serviceAddress.ts';

const guid = z.guid('the id of a tenant such as 9188040d-6c67-4c5b-b112-36a304b66dad').toLowerCase();

/** The hosts of Microsoft's sign-in: worldwide, for the government of the United States, and in China. */
const microsoft = /^https:\/\/login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn)\//i;

/** The tenant in the path of an issuer, where it is one: not `common`, not `organizations`, not a domain's name. */
const tenantIn = (issuer: string): string | undefined => guid.safeParse(new URL(issuer).pathname.split('/')[1]).data;

/** An OpenID provider at which people may sign in (SSO-1). */
export const identityProviderSettings = z
  .strictObject({
    id: slug.max(30).describe('Stands in the redirect URI: <PUBLIC_URL>/p/<portal>/signin/with/<id>/callback'),
    label: text.describe('What people call it: «Se connecter avec …»'),
    issuer: exactAddress.describe('Such as https://login.microsoftonline.com/<tenant id>/v2.0'),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1).optional().describe('By reference to the environment'),
    clientKey: z
      .string()
      .regex(/-----BEGIN PRIVATE KEY-----/, 'a private key (PKCS #8, PEM); openssl pkcs8 -topk8 -nocrypt makes it of others')
      .optional()
      .describe('In place of a secret, by reference to the environment: a private key, and for Entra its certificate after it'),
    tenants: z.array(guid).default([]).describe('The tenants of Entra whose people are accepted, where the issuer is not that of one tenant'),
    identifiedBy: z
      .enum(['sub', 'oid'])
      .optional()
      .describe('The claim that names somebody for good. Left out: oid, within its tenant, at Microsoft, else sub'),
    accounts: z
      .enum(['ties', 'directory'])
      .default('ties')
      .describe('ties: people link their account themselves, once; directory: the portal’s directory knows people by that very id'),
    secondFactor: z
      .strictObject({ claim: z.enum(['amr', 'acr', 'acrs']), values: z.array(z.string().min(1)).min(1) })
      .optional()
      .describe('What the ID token says where the provider has checked a second factor. Left out: the account’s own is asked for, where it is on'),
  })
  .transform((settings) => ({ ...settings, identifiedBy: settings.identifiedBy ?? (microsoft.test(settings.issuer) ? ('oid' as const) : ('sub' as const)) }))
  .superRefine((settings, { addIssue }) => {
    const wrong = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
    const { issuer, clientSecret, clientKey, identifiedBy, tenants, accounts } = settings;
    const tenant = tenantIn(issuer);
    if ((clientSecret === undefined) === (clientKey === undefined)) wrong('clientSecret', 'needs either clientSecret or clientKey');
    if (identifiedBy === 'sub' && microsoft.test(issuer)) wrong('identifiedBy', 'Microsoft gives each client another sub: leave this out');
    if (identifiedBy === 'sub' && tenants.length > 0) wrong('tenants', 'only people of Microsoft’s tenants have one: leave this out');
    if (identifiedBy === 'oid' && tenant === undefined && tenants.length === 0)
      wrong('issuer', 'is open to everybody’s tenants: write the id of yours in its place (…/<tenant id>/v2.0), or name those accepted under tenants');
    if (tenant !== undefined && tenants.some((one) => one !== tenant)) wrong('tenants', `the issuer is that of ${tenant} alone`);
    if (accounts === 'directory' && identifiedBy === 'oid' && tenant === undefined)
      wrong('accounts', 'a directory knows the ids of one tenant: write that tenant into the issuer');
  });

/** How people may sign in on a portal's pages beside its own passwords. */
export const signInSettings = z.strictObject({
  openid: z.array(identityProviderSettings).default([]).describe('OpenID providers, in the order in which they are offered'),
});

export type IdentityProviderSettings = z.output<typeof identityProviderSettings>;
