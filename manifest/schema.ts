import { readFile } from 'node:fs/promises';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { z } from 'zod';

type Validate = Parameters<typeof AppManifestUtils.validateAgainstSchema>;
const manifestOf = z.custom<Validate[0]>();

/**
 * What is wrong with a file of the package by Microsoft's schema of that version: `MicrosoftTeams` for the manifest,
 * `MicrosoftTeams.Localization` for a language. The schemas come with Microsoft's package: nothing is fetched.
 */
export async function schemaFaults(name: string, content: unknown, version: string, schema: string): Promise<string[]> {
  const file = import.meta.resolve(`@microsoft/app-manifest/build/json-schemas/teams/v${version}/${schema}.schema.json`);
  const text = await readFile(new URL(file), 'utf8').catch(() => undefined);
  if (text === undefined) return [`${name}: manifestVersion ${version} is not known to @microsoft/app-manifest as installed. Use one that is, or update it.`];
  // Two of Microsoft's patterns have a bracket without its backslash, which their own validator refuses to compile.
  const mended = text.replaceAll(String.raw`\\b]`, String.raw`\\b\\]`);
  const failures = await AppManifestUtils.validateAgainstSchema(manifestOf.parse(content), JSON.parse(mended));
  return failures.map((failure) => `${name}: ${failure.trim()}`);
}
