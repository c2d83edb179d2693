import { z } from 'zod';
import { inClear, isLoopback } from '../core/foundation/clearText.ts';
import type { KeptFor } from '../core/privacy/index.ts';
import { readKeptFor } from './keptFor.ts';
import { withSecretFiles } from './secretFiles.ts';
import { isWeakKey } from './weakKey.ts';

const list = z
  .string()
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
  .default([]);
const randomness = 'at least 32 characters of randomness, for example from `openssl rand -base64 32`';
const secret = z.string(randomness).min(32, randomness);
const url = (schemes: RegExp, example: string) => z.string().refine((text) => schemes.test(text), `an address such as ${example}`);

const port = z.coerce.number('a port number').int('a port number').min(0, 'a port number').max(65_535, 'a port number');

/** Where production tells operators how it is doing, unless it is told otherwise. */
const operationsPort = 9464;

const environment = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3978),
  OPERATIONS_PORT: port.optional(),
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters, for example from `openssl rand -hex 16`').optional(),
  PUBLIC_URL: z
    .url('the address at which users reach this server, such as https://guichet.example.org')
    .refine((text) => new URL(text).pathname === '/' && !new URL(text).search, 'an address without a path: pages are served under /p/')
    .transform((text) => new URL(text).origin)
    .optional(),
  TRUST_PROXY: z
    .union([z.literal('false').transform(() => 0), z.coerce.number().int().min(0).max(10)], 'the number of proxies in front of this server, or false')
    .default(0),
  ALLOWED_TENANTS: list.pipe(z.array(z.guid('Entra tenant ids, separated by commas'))),
  SECRET_KEY: secret,
  SECRET_KEY_PREVIOUS: secret.optional(),
  DATABASE_URL: url(/^(sqlite:|postgres(ql)?:\/\/)/, 'sqlite:.data/guichet.sqlite or postgres://user:password@host/database').default(
    'sqlite:.data/guichet.sqlite',
  ),
  KEYV_URL: url(/^rediss?:\/\//, 'redis://user:password@host:6379').optional(),
  SMTP_URL: url(/^smtps?:\/\//, 'smtp://user:password@host:587').optional(),
  SMS_URL: url(/^(https?:\/\/|inbox:)/, 'https://user:password@gateway.example.org/send, or inbox: to get short texts by mail').optional(),
  COMPANY_REGISTRY_URL: url(/^https?:\/\//, 'https://recherche-entreprises.api.gouv.fr')
    .default('https://recherche-entreprises.api.gouv.fr')
    .transform((text) => text.replace(/\/+$/, '')),
  CLEAR_TEXT_HOSTS: list.pipe(
    z.array(
      z
        .string()
        .regex(/^[\w.:[\]-]+$/, 'host names as they stand in the addresses, separated by commas')
        .toLowerCase(),
    ),
  ),
  PORTALS_DIR: z.string().optional(),
  PORTALS: list,
  CONSOLE_FILE: z.string().optional(),
  CONSOLE_PORT: port.optional(),
  CONSOLE_HOST: z.string().default('127.0.0.1'),
  CONSOLE_URL: z
    .url('the address at which its people reach the console, such as https://guichet-console.example.org')
    .refine((text) => new URL(text).pathname === '/' && !new URL(text).search, 'an address without a path')
    .transform((text) => new URL(text).origin)
    .optional(),
  SECURITY_LOG: z.literal('stdout', 'stdout, or nothing').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  MicrosoftAppId: z.guid('the app id of the bot, from its registration in Entra').optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppType: z.enum(['SingleTenant', 'UserAssignedMSI', 'MultiTenant']).default('SingleTenant'),
  MicrosoftAppTenantId: z.guid('the Entra tenant in which the bot is registered').optional(),
});

/** Settings of which some may be missing or left out because they are wrong. */
const incomplete = environment.extend({ SECRET_KEY: secret.optional() });

type Environment = z.output<typeof incomplete>;

/** Rules that span variables: [the variable to name, what to set, whether it is wrong]. */
const rules: readonly (readonly [keyof Environment, string, (env: Environment, production: boolean) => boolean])[] = [
  [
    'MicrosoftAppId',
    'production needs the app id of the bot: without it anybody could speak for anybody. Set MicrosoftAppId, or leave NODE_ENV out to try things on this machine',
    (env, production) => production && !env.MicrosoftAppId,
  ],
  [
    'HOST',
    'without MicrosoftAppId nobody is authenticated, so only a loopback address such as 127.0.0.1 is served',
    (env) => !env.MicrosoftAppId && !isLoopback(env.HOST),
  ],
  [
    'PUBLIC_URL',
    'production needs the https address at which users reach the pages',
    (env, production) => production && !env.PUBLIC_URL?.startsWith('https://'),
  ],
  [
    'CONSOLE_URL',
    'production needs the https address at which the console on its own port is reached',
    (env, production) => production && env.CONSOLE_PORT !== undefined && !env.CONSOLE_URL?.startsWith('https://'),
  ],
  ['SMTP_URL', 'production needs the mail server, such as smtp://user:password@host:587', (env, production) => production && !env.SMTP_URL],
  [
    'SECRET_KEY',
    'it could be guessed. Write a random one, for example from `openssl rand -base64 32`, and follow the guide in docs/operate.md, so that nobody is locked out',
    (env, production) => production && env.SECRET_KEY !== undefined && isWeakKey(env.SECRET_KEY),
  ],
  [
    'METRICS_TOKEN',
    'it could be guessed. Write a random one, for example from `openssl rand -hex 16`',
    (env, production) => production && env.METRICS_TOKEN !== undefined && isWeakKey(env.METRICS_TOKEN, 'token'),
  ],
  [
    'MicrosoftAppTenantId',
    'set the tenant in which the bot is registered',
    (env) => Boolean(env.MicrosoftAppId) && env.MicrosoftAppType !== 'MultiTenant' && !env.MicrosoftAppTenantId,
  ],
  [
    'MicrosoftAppPassword',
    'set the client secret of the bot',
    (env) => Boolean(env.MicrosoftAppId) && env.MicrosoftAppType !== 'UserAssignedMSI' && !env.MicrosoftAppPassword,
  ],
  [
    'ALLOWED_TENANTS',
    'a multi-tenant bot hears every tenant: name those that it serves',
    (env) => Boolean(env.MicrosoftAppId) && env.MicrosoftAppType === 'MultiTenant' && env.ALLOWED_TENANTS.length === 0,
  ],
];

/** The addresses of other systems. Everything but this machine is spoken to over TLS. */
const addresses = ['DATABASE_URL', 'KEYV_URL', 'SMTP_URL', 'SMS_URL', 'COMPANY_REGISTRY_URL'] as const;

function clearText(env: Environment): string[] {
  return addresses.flatMap((name) => {
    const better = inClear(env[name] ?? 'inbox:', env.CLEAR_TEXT_HOSTS);
    return better ? [clearTextFault(name, better)] : [];
  });
}

/** What to say of a variable whose address would be spoken to in clear. */
export const clearTextFault = (name: string, better: string): string =>
  `${name}: its host is not on this machine, and would be spoken to in clear or unverified: write ${better}. If the network between is yours alone, name the host in CLEAR_TEXT_HOSTS.`;

/** As much of the host's settings as is right. */
export type Survey = ReturnType<typeof configOf>;

/** The host's settings, read once at startup. */
export type Config = Survey & { readonly secretKey: string };

function configOf(env: Environment, keptFor: KeptFor) {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: password, MicrosoftAppType: type, MicrosoftAppTenantId: tenantId } = env;
  return {
    production: env.NODE_ENV === 'production',
    host: env.HOST,
    port: env.PORT,
    /** Where `/metrics` and `/readyz` are. If undefined, on the port of everybody: while developing on this machine, or behind the token. */
    operationsPort: env.OPERATIONS_PORT ?? ((env.NODE_ENV === 'production' || !isLoopback(env.HOST)) && !env.METRICS_TOKEN ? operationsPort : undefined),
    /** What readers of `/metrics` and `/readyz` must bring. */
    metricsToken: env.METRICS_TOKEN,
    /** Origin at which users reach the pages, without a trailing slash. */
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    /** How many proxies in front of us we trust to say where a request came from. */
    trustProxy: env.TRUST_PROXY,
    /** Entra tenants that are served. Empty only if there is no app id, so that nobody is authenticated. */
    allowedTenants: (env.ALLOWED_TENANTS.length === 0 && tenantId ? [tenantId] : env.ALLOWED_TENANTS).map((id) => id.toLowerCase()),
    /** The tenant in which the bot is registered. Where several are served, its roster alone is trusted by portals that name none. */
    ownTenant: tenantId?.toLowerCase(),
    secretKey: env.SECRET_KEY,
    secretKeyPrevious: env.SECRET_KEY_PREVIOUS,
    databaseUrl: env.DATABASE_URL,
    /** Redis, for data that may be lost. If undefined, that data is kept with the records. */
    keyvUrl: env.KEYV_URL,
    smtpUrl: env.SMTP_URL,
    smsUrl: env.SMS_URL,
    /** Where SIRETs are looked up, without a trailing slash. */
    companyRegistryUrl: env.COMPANY_REGISTRY_URL,
    /** Hosts that may be spoken to without TLS, as those of this machine. */
    clearTextHosts: env.CLEAR_TEXT_HOSTS,
    portalsDir: env.PORTALS_DIR,
    /** The ids of the portals that are served; empty: all. */
    portals: env.PORTALS,
    /** The file that names who may use the console. If undefined, there is none. */
    consoleFile: env.CONSOLE_FILE,
    /** Where the console is, if it is apart from what everybody reaches. If undefined, it is on the port of everybody. */
    consolePort: env.CONSOLE_PORT,
    consoleHost: env.CONSOLE_HOST,
    consoleUrl: env.CONSOLE_URL ?? `http://${env.CONSOLE_HOST}:${env.CONSOLE_PORT}`,
    /** How long each kind of record is kept. */
    keptFor,
    logLevel: env.LOG_LEVEL,
    /** Where events for a SIEM are written, one a line. */
    securityLog: env.SECURITY_LOG,
    /** The bot's registration; `undefined` while developing, when nobody is authenticated. */
    app: appId ? { id: appId, password, type, tenantId } : undefined,
  };
}

const unverified =
  'NODE_TLS_REJECT_UNAUTHORIZED: with 0 nobody’s certificate is verified. Leave it out, and name the authority of your own certificates in NODE_EXTRA_CA_CERTS.';

/**
 * Reads the settings from an environment, and the secrets from files where `<name>_FILE` names them. Empty variables count as unset.
 * Throws one error that names each wrong variable and what to set. It never contains values, since some are secret.
 */
export function loadConfig(given: Readonly<Record<string, string | undefined>>): Config {
  const { config, faults } = surveyConfig(given);
  const { secretKey } = config;
  if (faults.length > 0 || secretKey === undefined) throw new Error(`The environment is not complete (see .env.example):\n  ${faults.join('\n  ')}`);
  return { ...config, secretKey };
}

/** Reads as much of the settings as is right, and says what is wrong with the rest: for who looks at an installation that may not start. */
export function surveyConfig(given: Readonly<Record<string, string | undefined>>): { readonly config: Survey; readonly faults: readonly string[] } {
  const { env, faults: unread } = withSecretFiles(given);
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const kept = readKeptFor(set);
  const issues = environment.safeParse(set).error?.issues ?? [];
  const wrong = new Set(issues.map(({ path }) => String(path[0])));
  const right = incomplete.parse(Object.fromEntries(Object.entries(set).filter(([name]) => !wrong.has(name))));
  // An app id that is wrong is still one that somebody set: no other rule is broken by it.
  const ruled = wrong.has('MicrosoftAppId') ? { ...right, MicrosoftAppId: 'wrong' } : right;
  const broken = rules.filter(([name, , isBroken]) => !wrong.has(name) && isBroken(ruled, right.NODE_ENV === 'production'));
  return {
    config: configOf(right, kept.keptFor),
    faults: [
      ...unread,
      ...issues.map(({ path, message }) => `${String(path[0])}: ${message}.`),
      ...broken.map(([name, text]) => `${name}: ${text}.`),
      ...clearText(right),
      ...kept.faults,
      ...(env.NODE_TLS_REJECT_UNAUTHORIZED === '0' ? [unverified] : []),
    ],
  };
}
