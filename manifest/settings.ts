import { z } from 'zod';

const link = z.url({ protocol: /^https$/, error: 'an https address' }).optional();

const environment = z.object({
  MicrosoftAppId: z.guid('the app id of the bot, from its registration in Entra'),
  PUBLIC_URL: z
    .url({ protocol: /^https$/, error: 'the https address at which users reach this server, such as https://guichet.example.org' })
    .transform((text) => new URL(text)),
  MANIFEST_ORGANISATION: z.string().max(32, 'a name of at most 32 characters').default('Guichet'),
  MANIFEST_WEBSITE_URL: link,
  MANIFEST_PRIVACY_URL: link,
  MANIFEST_TERMS_URL: link,
});

/** What the package is filled with, by the name of its placeholder, and what the operator may want to set. */
export type Settings = { readonly values: ReadonlyMap<string, string>; readonly hints: readonly string[] };

/**
 * Reads what the package needs from an environment; empty variables count as unset. Throws one error that names each
 * variable at fault and what to set.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>, version: string): Settings {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim())));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${String(path[0])}: set ${message}.`);
    throw new Error(`The environment is not complete (see .env.example):\n  ${faults.join('\n  ')}`);
  }
  const { PUBLIC_URL, ...given } = parsed.data;
  const links = ['MANIFEST_WEBSITE_URL', 'MANIFEST_PRIVACY_URL', 'MANIFEST_TERMS_URL'] as const;
  return {
    values: new Map([
      ['VERSION', version],
      ['MicrosoftAppId', given.MicrosoftAppId.toLowerCase()],
      ['PUBLIC_HOST', PUBLIC_URL.host],
      ['MANIFEST_ORGANISATION', given.MANIFEST_ORGANISATION],
      ...links.map((name): [string, string] => [name, given[name] ?? PUBLIC_URL.origin]),
    ]),
    hints: links.filter((name) => !given[name]).map((name) => `${name} is not set: the app’s page in Teams links to ${PUBLIC_URL.origin} in its place.`),
  };
}
