import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

// Draws the rooms and their arrows from the imports of the code. `node docs/rooms.ts` writes the picture into CONTRIBUTING.md; with `--check` it
// only says whether it is current.

/** An import of one file of the house by another, both by their paths. */
type Import = { readonly from: string; readonly to: string };

/** The room that a file stands in: a floor, a folder of core/, or a file at its top. */
export const roomOf = (file: string): string => /^core\/[^/]+/.exec(file)?.[0].replace(/\.ts$/, '') ?? file.split('/', 1).join('');

const statement = /(?:from|import\()\s*'(\.{1,2}\/[^']+\.ts)'/g;

/** The imports between the files below a folder; tests and what browsers run are left out. */
export function importsBelow(root: string): Import[] {
  const files = globSync('{bot,dialogs,cards,core}/**/*.ts', { cwd: root }).filter((file) => !file.startsWith('bot/pages/browser/'));
  return files.sort().flatMap((from) => {
    const text = readFileSync(join(root, from), 'utf8');
    return [...text.matchAll(statement)].map(([, path = '']) => ({ from, to: normalize(join(dirname(from), path)) }));
  });
}

/** Arrows from each room to those that it imports. */
export function arrowsOf(imports: readonly Import[]): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (!arrows.has(room)) arrows.set(room, new Set());
    if (!arrows.has(other)) arrows.set(other, new Set());
    if (room !== other) arrows.get(room)?.add(other);
  }
  return arrows;
}

const hasDoor = (room: string): boolean => room.startsWith('core/') && !['core/foundation', 'core/connectors'].includes(room);

/** What the house does not allow: ways around a door, the foundation leaning on a room, and circles. */
export function mistakesIn(imports: readonly Import[]): string[] {
  const doors = imports.flatMap(({ from, to }) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    const within = room === other || !hasDoor(other) || to === `${other}.ts` || to === `${other}/index.ts`;
    return within ? [] : [`${from} imports ${to}: enter by ${other}/index.ts`];
  });
  const arrows = arrowsOf(imports);
  const leaning = [...(arrows.get('core/foundation') ?? [])].map((room) => `core/foundation imports ${room}: it is what every room stands on`);
  const circles = [...arrows.keys()].filter((room) => reachable(arrows, room).has(room)).map((room) => `${room} imports itself by way of others`);
  return [...doors, ...leaning, ...circles];
}

/** The rooms that can be reached from one, along one arrow at least. */
function reachable(arrows: ReadonlyMap<string, ReadonlySet<string>>, from: string): Set<string> {
  const reached = new Set<string>();
  const next = [...(arrows.get(from) ?? [])];
  for (let room = next.pop(); room !== undefined; room = next.pop()) {
    if (reached.has(room)) continue;
    reached.add(room);
    next.push(...(arrows.get(room) ?? []));
  }
  return reached;
}

/** The picture, in Mermaid: arrows that follow from others are left out, and so is the foundation, which everything stands on. */
export function draw(imports: readonly Import[]): string {
  const arrows = arrowsOf(imports);
  const drawn = [...arrows.keys()].filter((room) => room !== 'core/foundation').sort();
  const id = (room: string) => room.replace(/\W/g, '_');
  const lines = drawn.flatMap((room) => {
    const direct = [...(arrows.get(room) ?? [])].filter((other) => drawn.includes(other)).sort();
    const needed = direct.filter((other) => !direct.some((way) => way !== other && reachable(arrows, way).has(other)));
    return needed.map((other) => `  ${id(room)} --> ${id(other)}`);
  });
  return ['```mermaid', 'flowchart TD', ...drawn.map((room) => `  ${id(room)}["${room}"]`), ...lines, '```'].join('\n');
}

const [begins, ends] = ['<!-- rooms -->', '<!-- /rooms -->'];

/** A page with the picture between its marks. */
export function withPicture(page: string, picture: string): string {
  const [before, rest] = page.split(begins, 2);
  const after = rest?.split(ends, 2)[1];
  if (before === undefined || after === undefined) throw new Error(`The page needs the marks ${begins} and ${ends}.`);
  return `${before}${begins}\n${picture}\n${ends}${after}`;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const page = join(root, 'CONTRIBUTING.md');
  const imports = importsBelow(root);
  const mistakes = mistakesIn(imports);
  for (const mistake of mistakes) console.error(mistake);
  const now = readFileSync(page, 'utf8');
  const then = withPicture(now, draw(imports));
  if (process.argv.includes('--check') && now !== then) console.error('The picture of the rooms is out of date: node docs/rooms.ts');
  else writeFileSync(page, then);
  process.exitCode = mistakes.length > 0 || (process.argv.includes('--check') && now !== then) ? 1 : 0;
}
