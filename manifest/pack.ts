import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { iconFaults } from './icons.ts';
import { languageFaults } from './languages.ts';
import { schemaFaults } from './schema.ts';
import { readSettings } from './settings.ts';

const usual = '.data/guichet.zip';

/** The manifest, as far as it names other files. */
const naming = z.looseObject({
  manifestVersion: z.string(),
  icons: z.looseObject({ color: z.string(), outline: z.string() }),
  localizationInfo: z.looseObject({ additionalLanguages: z.array(z.looseObject({ file: z.string() })).default([]) }).optional(),
});

/**
 * Makes the package that Teams installs: fills in the manifest of a folder, checks it and the files that it names, and zips them.
 * The same folder and values give the same bytes. Throws one error that names each file at fault and what to do.
 */
export async function pack(folder: string, values: ReadonlyMap<string, string>): Promise<Uint8Array> {
  const faults: string[] = [];
  const files: Record<string, Uint8Array> = {};
  const read = async (name: string) => {
    const file = await readFile(join(folder, name)).catch(() => undefined);
    if (file) files[name] = file;
    else faults.push(`${name}: there is no such file in ${folder}.`);
    return file;
  };
  const readJson = async (name: string): Promise<unknown> => {
    const file = await read(name);
    try {
      return file && JSON.parse(file.toString());
    } catch (error) {
      faults.push(`${name}: ${error instanceof Error ? error.message : error}.`);
      return undefined;
    }
  };

  const manifest = fill(await readJson('manifest.json'), values, faults);
  const named = naming.safeParse(manifest);
  if (faults.length === 0 && !named.success) faults.push(`manifest.json: manifestVersion and icons are needed. ${z.prettifyError(named.error)}`);
  if (named.success) {
    const { manifestVersion, icons, localizationInfo } = named.data;
    faults.push(...(await schemaFaults('manifest.json', manifest, manifestVersion, 'MicrosoftTeams')));
    const [color, outline] = [await read(icons.color), await read(icons.outline)];
    faults.push(...(color ? iconFaults(icons.color, color, 192) : []), ...(outline ? iconFaults(icons.outline, outline, 32) : []));
    for (const { file } of localizationInfo?.additionalLanguages ?? []) {
      const content = await readJson(file);
      if (content === undefined) continue;
      faults.push(...(await schemaFaults(file, content, manifestVersion, 'MicrosoftTeams.Localization')));
      faults.push(...languageFaults(file, content, manifest));
    }
  }
  if (faults.length > 0) throw new Error(`The package for Teams cannot be made:\n  ${faults.join('\n  ')}`);
  // No date of ours in the bytes. ZIP has no earlier one, and no time zones: it is in local time.
  const mtime = new Date(1980, 0, 1);
  return zipSync({ ...files, 'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) }, { level: 9, mtime });
}

/** Puts values in the place of `${{NAME}}` in every text; a name without a value is a fault. */
function fill(template: unknown, values: ReadonlyMap<string, string>, faults: string[]): unknown {
  if (typeof template === 'string')
    return template.replace(/\$\{\{(\w+)\}\}/g, (whole, name: string) => {
      const value = values.get(name);
      if (value === undefined) faults.push(`manifest.json: nothing is known to fill ${whole} with. Use ${[...values.keys()].join(', ')}.`);
      return value ?? whole;
    });
  if (Array.isArray(template)) return template.map((item) => fill(item, values, faults));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fill(value, values, faults)]));
}

const withVersion = z.object({ version: z.string() });

if (import.meta.main) {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const path = process.argv[2] ?? usual;
  try {
    const { version } = withVersion.parse(JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')));
    const { values, hints } = readSettings(process.env, version);
    const zip = await pack(import.meta.dirname, values);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, zip);
    for (const hint of hints) console.warn(`Note: ${hint}`);
    console.log(`${path}: Guichet ${version} for ${values.get('PUBLIC_HOST')}. docs/install-teams.md says how to install it.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
