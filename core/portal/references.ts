import { readSecretFile } from '../foundation/secretFile.ts';
import type { Fault } from './fault.ts';
import type { Reference } from './sharedReferences.ts';

/** The environment variables that profiles refer to with `${env:NAME}`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The fields that may hold references: how a directory, an OpenID provider or a channel is reached, and by whom, and what applications prove themselves with. No page, card or mail shows them. */
const fields =
  /^directory\.(servers\.\d+|ca|serverName|bind\.(dn|password)|url|token|secret|tenant|clientId|certificate|oauth\.(tokenUrl|clientId|clientSecret))$|^openid\.clients\.\d+\.secret$|^signIn\.openid\.\d+\.(issuer|clientId|clientSecret|clientKey)$|(^|\.)channel\.serviceUrl$/;

/** Where the console's file may hold references, to variables of the console alone, which no profile may have. */
export const consoleReferences: Allowed = {
  fields: /^openid\.\d+\.(issuer|clientId|clientSecret|clientKey)$/,
  whyNot: (name) => (/^CONSOLE_/.test(name) ? undefined : `${name} is not the console's: name the variable CONSOLE_…`),
};

/** Where references may stand, and why a variable may not be had there. */
export type Allowed = { readonly fields: RegExp; readonly whyNot: (name: string, env: Environment) => string | undefined };

/** The variables of the bot itself. Its secrets are for nobody else, the operator of a directory included. */
const own = new Set([
  ...['SECRET_KEY', 'SECRET_KEY_PREVIOUS', 'DATABASE_URL', 'KEYV_URL', 'SMTP_URL', 'SMS_URL', 'COMPANY_REGISTRY_URL', 'CLEAR_TEXT_HOSTS'],
  ...['HOST', 'PORT', 'PUBLIC_URL', 'TRUST_PROXY', 'ALLOWED_TENANTS', 'PORTALS', 'PORTALS_DIR', 'PORTALS_ENV', 'LOG_LEVEL', 'SECURITY_LOG', 'CONSOLE'],
]);
/** Those of Azure are how a bot without a client secret proves who it is: with IDENTITY_HEADER anybody on its host gets its tokens. */
const ownKinds =
  /^[A-Z_]+_DAYS$|^(SECRET_KEY|DATABASE_|KEYV_|SMTP_|SMS_|MICROSOFTAPP|POSTGRES_|PG|NODE_|MANIFEST_|CONSOLE_|METRICS_|OPERATIONS_|IDENTITY_|MSI_|AZURE_)/;
/** Where Azure's App Service keeps a second copy of each setting, under a name of its own. */
const copies = /^(APPSETTING|[A-Z]*CONNSTR)_/;

/** Secrets that hosts, clouds and pipelines put beside them. A profile's author could have them sent to a server of their own, as a name or a password. */
const hostKinds = new RegExp(
  `^(${[
    ...['AWS_', 'GOOGLE_', 'GCP_', 'GCLOUD_', 'ARM_', 'WEBSITE_', 'VCAP_', 'CF_', 'CLOUDFLARE_', 'HEROKU_', 'FLY_', 'RAILWAY_', 'RENDER_', 'VERCEL_'],
    ...['DIGITALOCEAN_', 'OS_', 'OSC_', 'OVH_', 'SCW_', 'HCLOUD_', 'GITHUB_', 'GH_', 'GITLAB_', 'CI_', 'ACTIONS_', 'SYSTEM_', 'BITBUCKET_', 'JENKINS_'],
    ...['CIRCLE', 'TF_', 'NPM_', 'DOCKER_', 'KUBERNETES_', 'KUBE', 'VAULT_', 'CONSUL_', 'SSH_', 'SUDO_', 'REDIS_', 'SENTRY_', 'OTEL_', 'HTTPS?_PROXY$'],
  ].join('|')})`,
);

/** Whether the operator lets profiles use a variable: PORTALS_ENV has names, or beginnings that end in `*`. Unset: any that is nobody else's. */
function mayBeUsed(name: string, { PORTALS_ENV = '' }: Environment): boolean {
  const named = PORTALS_ENV.split(/[\s,]+/).filter(Boolean);
  if (named.length === 0) return !hostKinds.test(name.toUpperCase());
  return named.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : one === name));
}

/** Why a profile may not have a variable. Undefined if it may. */
function whyNot(name: string, env: Environment): string | undefined {
  if (isOwnVariable(name)) return `${name} is the bot's own: give the directory a variable of its own`;
  if (copies.test(name.toUpperCase())) return `${name} is not for profiles: it is the host's copy of another variable, so refer to that one`;
  return mayBeUsed(name, env) ? undefined : `${name} is not for profiles: let the operator name it in PORTALS_ENV, or give the directory a variable of its own`;
}

/** Whether a variable is the bot's own, or a copy of one. Windows does not tell capitals apart. */
export function isOwnVariable(name: string): boolean {
  const known = name
    .toUpperCase()
    .replace(copies, '')
    .replace(/_FILE$/, '');
  return own.has(known) || ownKinds.test(known);
}

/**
 * Replaces `${env:NAME}` in a profile by the environment's values, or by what is in the file that `NAME_FILE` names. Works on what was read, not on what
 * is written, so that an alias takes no reference elsewhere. Refuses references in other fields, to variables of the bot's own or that PORTALS_ENV does not name, and to missing ones. `references`: those that were replaced.
 */
export function resolveReferences(
  read: unknown,
  env: Environment,
  allowed: Allowed = { fields, whyNot },
): { readonly value: unknown; readonly faults: Fault[]; readonly references: readonly Reference[] } {
  const faults: Fault[] = [];
  const taken: Reference[] = [];
  const resolve = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof value === 'string') return resolveText(value, path);
    if (Array.isArray(value)) return value.map((item, at) => resolve(item, [...path, at]));
    if (typeof value !== 'object' || value === null) return value;
    for (const key of Object.keys(value)) if (reference.test(key)) faults.push({ path: [...path, key], message: 'a reference is no name of a field' });
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, [...path, key])]));
  };
  const resolveText = (text: string, path: readonly (string | number)[]): string => {
    if (!reference.test(text)) return text;
    if (!allowed.fields.test(path.join('.'))) {
      faults.push({
        path,
        message: 'everybody could read a variable of the environment here: references are for how a directory is reached alone',
      });
      return text;
    }
    return text.replace(references, (whole, name: string) => {
      const fault = allowed.whyNot(name, env);
      const value = fault === undefined ? variable(env, name) : undefined;
      if (value === undefined) faults.push({ path, message: fault ?? `the environment variable ${name} is not set: set it, or take the reference out` });
      if (value !== undefined) taken.push({ name, path });
      return value ?? whole;
    });
  };
  return { value: resolve(read, []), faults, references: taken };
}

const reference = /\$\{env:\w+\}/;
const references = /\$\{env:(\w+)\}/g;

function variable(env: Environment, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  return env[name] || (file ? readSecretFile(`${name}_FILE`, file) : undefined);
}
