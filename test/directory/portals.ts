import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** A folder with a shipped profile and the example of docs/directories/ that puts it on a directory; `extra` lines follow, and `change` rewrites the example. */
export async function profileOn(
  portal: string,
  example: string,
  extra = '',
  change = (lines: string): string => lines,
): Promise<{ readonly folder: string; drop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
  const [profile, directory] = await Promise.all(
    [`core/portals/${portal}.yaml`, `docs/directories/${example}.yaml`].map((path) => readFile(join(root, path), 'utf8')),
  );
  await writeFile(join(folder, `${portal}.yaml`), `${profile}\n${change(directory ?? '')}${extra}`);
  return { folder, drop: () => rm(folder, { recursive: true }) };
}

/** Sets the variables that an example refers to. */
export function setEnvironment(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values);
}
