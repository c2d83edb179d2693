import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type Operators, operatorsSchema } from '../core/console/index.ts';
import { consoleReferences, type Environment, type Portal, resolveReferences } from '../core/portal/index.ts';

/**
 * Reads who may use the console, with references to variables `CONSOLE_…` replaced. Throws one error with all that is wrong: a file that cannot be read,
 * an entry that is not as it should be, a portal that is not served, or whose accounts can have no second factor.
 */
export async function readOperators(file: string, portals: ReadonlyMap<string, Portal>, env: Environment = process.env): Promise<Operators> {
  const text = await readFile(file, 'utf8').catch(() => wrong(file, ['the file cannot be read']));
  const { value, faults: unresolved } = resolveReferences(asData(file, text), env, consoleReferences);
  const read = operatorsSchema.safeParse(value);
  if (unresolved.length > 0 || !read.success)
    return wrong(
      file,
      [...unresolved, ...(read.error?.issues ?? [])].map(({ path, message }) => `${at(path)}: ${message}`),
    );
  const faults = read.data.accounts.flatMap(({ portal }, index) => {
    const place = at(['accounts', index, 'portal']);
    const known = portals.get(portal);
    if (!known) return [`${place}: there is no portal ${portal}; there are ${[...portals.keys()].join(', ')}`];
    return known.procedures.twoFactor ? [] : [`${place}: ${portal} offers no two-factor sign-in (procedures.twoFactor), which the console needs`];
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
  const [list, index, ...field] = path;
  const named = index === undefined ? [list ?? 'the file'] : [list === 'accounts' ? 'entry' : list, Number(index) + 1, ...field];
  return named.map(String).join(' ');
};

function wrong(file: string, faults: readonly string[]): never {
  throw new Error(`CONSOLE_FILE: ${file} cannot be used as it is:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}
