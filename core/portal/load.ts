import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { contradictions, warningsOf } from './checks.ts';
import type { Fault } from './fault.ts';
import { incompatibleFaults, mirrored } from './incompatible.ts';
import { packWarnings } from './packs.ts';
import { type Environment, resolveReferences } from './references.ts';
import { type Portal, portalSchema } from './schema.ts';
import { type Referring, sharedFaults } from './sharedReferences.ts';

/** All errors in the profiles, each with file, line, column and field. */
export class PortalError extends Error {
  override name = 'PortalError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The portal profiles cannot be used as they are:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** The profiles that ship with Guichet. */
export const shippedPortals = join(import.meta.dirname, '..', 'portals');

/**
 * Reads the profiles (`*.yaml`, `*.yml`) of folders, one portal per file. A portal in a later folder replaces one with the same id. Warnings are
 * for the operator. `only` names the portals that are served, if not all are: the others' files are not even checked. Throws `PortalError` with all
 * errors at once, and never with secrets from the environment.
 */
export async function loadPortals(
  dirs: readonly string[],
  env: Environment = process.env,
  only: readonly string[] = [],
): Promise<{ portals: ReadonlyMap<string, Portal>; warnings: string[] }> {
  const problems: string[] = [];
  const portals = new Map<string, Read>();
  const leftOut = new Set<string>();
  for (const dir of dirs) {
    const here = new Map<string, string>();
    for (const file of await profilesIn(dir, problems)) {
      const text = await readFile(file, 'utf8');
      const named = only.length > 0 ? idIn(text) : undefined;
      if (named !== undefined && !only.includes(named)) {
        leftOut.add(named);
        continue;
      }
      const read = readProfile(file, text, env, problems);
      if (!read) continue;
      const { id } = read.portal;
      const first = here.get(id);
      if (first) problems.push(`${file} id: ${id} is the id of ${first} too: one file a portal`);
      here.set(id, file);
      portals.set(id, read);
    }
  }
  const served = [...portals.values()];
  for (const read of served) read.tell(sharedFaults(read, served));
  const byId = new Map(served.map(({ portal }) => [portal.id, portal]));
  for (const { portal, tell } of served) tell(incompatibleFaults(portal, byId));
  if (problems.length === 0)
    for (const id of only.filter((each) => !portals.has(each)))
      problems.push(`PORTALS: there is no portal ${id}; there are ${[...new Set([...portals.keys(), ...leftOut])].sort().join(', ')}`);
  if (problems.length === 0 && portals.size === 0) problems.push(`${dirs.join(', ')}: no portal there; add a *.yaml file, as in core/portals`);
  if (problems.length > 0) throw new PortalError(problems);
  const whole = new Map(mirrored([...byId.values()]).map((portal) => [portal.id, portal]));
  const warnings = [...whole.values()].flatMap((portal) => [...warningsOf(portal), ...packWarnings(portal, whole)]);
  return { portals: whole, warnings };
}

async function profilesIn(dir: string, problems: string[]): Promise<string[]> {
  try {
    const names = await readdir(dir);
    return names
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(dir, name));
  } catch (fault) {
    problems.push(`${dir}: cannot be read (${fault instanceof Error ? fault.message : fault}); set PORTALS_DIR to a folder of portal files`);
    return [];
  }
}

/** The id that a profile names; undefined if the file cannot be read so far. */
function idIn(text: string): string | undefined {
  const id: unknown = parseDocument(text, { prettyErrors: false }).get('id');
  return typeof id === 'string' ? id : undefined;
}

/** A profile as it was read. `tell` adds what is wrong with it, with its place in the file. */
type Read = Referring & { tell(faults: readonly Fault[]): void };

function readProfile(file: string, text: string, env: Environment, problems: string[]): Read | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}:${lines.linePos(offset).col}`;
  if (document.errors.length > 0) {
    problems.push(...document.errors.map((error) => `${at(error.pos[0])} ${error.message}`));
    return undefined;
  }
  const tell = (faults: readonly Fault[]): void =>
    void problems.push(...faults.map(({ path, message }) => `${at(offsetOf(document, path))} ${path.join('.') || 'file'}: ${message}`));
  const { value, faults, references } = resolveReferences(document.toJS(), env);
  tell(faults);
  const parsed = portalSchema.safeParse(value);
  if (!parsed.success) {
    tell(parsed.error.issues.flatMap(faultsOf));
    return undefined;
  }
  tell(contradictions(parsed.data));
  return { portal: parsed.data, references, tell };
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message.replace(/^Invalid input: (.*), received undefined$/, 'is missing ($1)') }];
  return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such field: see core/portals/portal.schema.json for those that there are' }));
}

/** The position of a field in the file. For a missing field, where its parent begins. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const key = isMap(parent) ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === path.at(-1))?.key : undefined;
  const node = path.length === 0 ? document.contents : (key ?? document.getIn(path, true));
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}
