import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withGuichet } from '../support.ts';
import { before } from './before.ts';
import { counted, type Effort } from './effort.ts';
import { extranet } from './extranet.ts';
import { invgate } from './invgate.ts';
import { octopus } from './octopus.ts';
import { outscale } from './outscale.ts';
import { rconnect } from './rconnect.ts';
import type { Walk } from './walk.ts';
import { newWalker } from './walker.ts';

/** Every procedure that people start, by portal. */
export const walks: readonly Walk[] = [...invgate, ...rconnect, ...octopus, ...outscale, ...extranet];

/** Walks a procedure, in Teams and in French, and says what it took. */
export async function measured({ within = withGuichet, walk }: Walk): Promise<Effort> {
  let effort: Effort | undefined;
  await within({ channel: 'msteams', locale: 'fr' }, async (its) => {
    const walker = newWalker(its);
    await walk(walker, its);
    effort = walker.effort;
  });
  if (!effort) throw new Error('It was not walked.');
  return effort;
}

const file = join(import.meta.dirname, '../../docs/effort.md');

/** The document, up to its table. */
const introduction = async (): Promise<string> => (await readFile(file, 'utf8')).split(/^\| portal/m)[0] ?? '';

/** What it took when it was first counted, in the order of `counted`. */
export const first = ({ portal, name }: Walk): readonly number[] => before[`${portal}: ${name}`] ?? [];

/** A row of the table: the figures of today, and before them those of the first time where they differ. */
export const rowOf = (walk: Walk, effort: Effort): string => {
  const cells = counted.map((what, at) => {
    const was = first(walk)[at];
    return was === undefined || was === effort[what] ? `${effort[what]}` : `${was} → **${effort[what]}**`;
  });
  return `| ${[walk.portal, walk.name, ...cells].join(' | ')} |`;
};

/** The figures that docs/effort.md gives for a procedure; undefined where it has no row for it. */
export async function documented({ portal, name }: Walk): Promise<number[] | undefined> {
  const row = (await readFile(file, 'utf8')).split('\n').find((line) => line.startsWith(`| ${portal} | ${name} |`));
  return row
    ?.split('|')
    .slice(3, 3 + counted.length)
    .map((cell) => Number(/(\d+)\D*$/.exec(cell)?.[1]));
}

/** Writes the table again. */
export const writeTable = async (rows: readonly string[]): Promise<void> =>
  writeFile(
    file,
    `${await introduction()}| portal | procedure | ${counted.join(' | ')} |\n| --- | --- |${' ---: |'.repeat(counted.length)}\n${rows.join('\n')}\n`,
  );
