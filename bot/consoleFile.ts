import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type Operators, operatorsSchema } from '../core/console/index.ts';
import type { Portal } from '../core/portal/index.ts';

/**
 * Reads who may use the console. Throws one error with all that is wrong: a file that cannot be read, an entry that is not as it should be, a portal
 * that is not served, or whose accounts can have no second factor.
 */
export async function readOperators(file: string, portals: ReadonlyMap<string, Portal>): Promise<Operators> {
  const text = await readFile(file, 'utf8').catch(() => wrong(file, ['the file cannot be read']));
  const read = operatorsSchema.safeParse(asData(file, text));
  if (!read.success)
    return wrong(
      file,
      read.error.issues.map(({ path, message }) => `${at(path)}: ${message}`),
    );
  const faults = read.data.flatMap(({ portal }, index) => {
    const known = portals.get(portal);
    if (!known) return [`${at([index, 'portal'])}: there is no portal ${portal}; there are ${[...portals.keys()].join(', ')}`];
    return known.procedures.twoFactor
      ? []
      : [`${at([index, 'portal'])}: ${portal} offers no two-factor sign-in (procedures.twoFactor), which the console needs`];
  });
  return faults.length > 0 ? wrong(file, faults) : read.data;
}

function asData(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    return wrong(file, [error instanceof Error ? error.message : String(error)]);
  }
}

const at = (path: readonly PropertyKey[]): string => {
  const [index, ...field] = path;
  return [index === undefined ? 'the file' : `entry ${Number(index) + 1}`, ...field.map(String)].join(' ');
};

function wrong(file: string, faults: readonly string[]): never {
  throw new Error(`CONSOLE_FILE: ${file} cannot be used as it is:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}
