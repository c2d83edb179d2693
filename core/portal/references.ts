import { readSecretFile } from '../foundation/secretFile.ts';
import type { Fault } from './checks.ts';
import type { Reference } from './sharedReferences.ts';

/** The environment variables that profiles refer to with `${env:NAME}`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The fields that may hold references: how a directory or a channel is reached, and by whom. No page, card or mail shows them. */
const fields = /^directory\.(servers\.\d+|ca|serverName|bind\.(dn|password)|url|token|oauth\.(tokenUrl|clientId|clientSecret))$|(^|\.)channel\.serviceUrl$/;

/** The variables of the bot itself. Its secrets are for nobody else, the operator of a directory included. */
const own = new Set([
  ...['SECRET_KEY', 'SECRET_KEY_PREVIOUS', 'DATABASE_URL', 'KEYV_URL', 'SMTP_URL', 'SMS_URL', 'COMPANY_REGISTRY_URL', 'CLEAR_TEXT_HOSTS'],
  ...['HOST', 'PORT', 'PUBLIC_URL', 'TRUST_PROXY', 'ALLOWED_TENANTS', 'PORTALS', 'PORTALS_DIR', 'LOG_LEVEL', 'SECURITY_LOG'],
]);
/** Those of Azure are how a bot without a client secret proves who it is: with IDENTITY_HEADER anybody on its host gets its tokens. */
const ownKinds = /^[A-Z_]+_DAYS$|^(MICROSOFTAPP|POSTGRES_|PG|NODE_|MANIFEST_|METRICS_|OPERATIONS_|IDENTITY_|MSI_|AZURE_)/;

/** Whether a variable is the bot's own. Windows does not tell capitals apart. */
export function isOwnVariable(name: string): boolean {
  const known = name.toUpperCase().replace(/_FILE$/, '');
  return own.has(known) || ownKinds.test(known);
}

/**
 * Replaces `${env:NAME}` in a profile by the environment's values, or by what is in the file that `NAME_FILE` names. Works on what was read, not on what
 * is written, so that an alias takes no reference elsewhere. Refuses references in other fields, to variables of the bot's own, and to missing ones. `references`: those that were replaced.
 */
export function resolveReferences(
  read: unknown,
  env: Environment,
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
    if (!fields.test(path.join('.'))) {
      faults.push({
        path,
        message: 'everybody could read a variable of the environment here: references are for how a directory is reached alone',
      });
      return text;
    }
    return text.replace(references, (whole, name: string) => {
      const fault = isOwnVariable(name) ? `${name} is the bot's own: give the directory a variable of its own` : undefined;
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
