import { readSecretFile } from '../core/foundation/secretFile.ts';

/** The variables that hold a secret, or an address with one in it. Each may be in a file instead, which `<name>_FILE` names. */
export const secretVariables = [
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'MicrosoftAppPassword',
  'DATABASE_URL',
  'KEYV_URL',
  'SMTP_URL',
  'SMS_URL',
  'METRICS_TOKEN',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Adds the secrets that are in files to an environment. `faults` names the files that cannot be read, and the variables that are set twice. */
export function withSecretFiles(env: Environment): { readonly env: Environment; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const read: Record<string, string> = {};
  for (const name of secretVariables) {
    const file = env[`${name}_FILE`]?.trim();
    if (!file) continue;
    if (env[name]?.trim()) {
      faults.push(`${name}: ${name}_FILE is set too; set one of them.`);
      continue;
    }
    try {
      read[name] = readSecretFile(`${name}_FILE`, file);
    } catch (fault) {
      faults.push(`${fault instanceof Error ? fault.message : fault}.`);
    }
  }
  return { env: { ...env, ...read }, faults };
}
