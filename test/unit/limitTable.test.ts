import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { day, hour, type Millis, minute, second } from '../../core/foundation/clock.ts';
import { fixedLimits, profileLimits } from '../../core/foundation/limitTable.ts';

const root = join(import.meta.dirname, '..', '..');

/** A time as the table of the guide writes it. */
const timeOf = (millis: Millis): string => {
  const [unit, size] = (
    [
      ['d', day],
      ['h', hour],
      ['min', minute],
      ['s', second],
    ] as const
  ).find(([, size]) => millis % size === 0) ?? ['ms', 1];
  return `${millis / size} ${unit}`;
};

test('the guide has each limit with its figures, and no other; and says who can use it up, and what the owner can do then', async () => {
  const guide = await readFile(join(root, 'docs/operate.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| `([\w.]+)` \| (.+) \| (.+) \| (.+) \| (.+) \|$/gm)];
  const told = Object.fromEntries(rows.map(([, name, , howMany]) => [name, howMany]));
  const named = (setting: string | number) => (typeof setting === 'number' ? String(setting) : `\`${setting}\``);
  const fixed = Object.entries(fixedLimits).map(([name, { points, within }]) => [name, `${points} in ${timeOf(within)}`]);
  const set = Object.entries(profileLimits).map(([name, { points, within }]) => [name, `${named(points)} in ${named(within)}`]);
  assert.deepEqual(told, Object.fromEntries([...fixed, ...set]));
  for (const [, name, ...cells] of rows) for (const cell of cells) assert.ok(cell.trim().length > 1, name);
});

test('every limit is one of that table: nothing is counted past it', async () => {
  for (const floor of ['core', 'bot', 'dialogs'])
    for (const file of await readdir(join(root, floor), { recursive: true })) {
      if (!file.endsWith('.ts') || file.endsWith(join('foundation', 'limits.ts'))) continue;
      assert.doesNotMatch(await readFile(join(root, floor, file), 'utf8'), /\.consume\(/, `${floor}/${file}`);
    }
});
