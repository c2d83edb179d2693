import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { counted } from '../effort/effort.ts';
import { documented, first, measured, rowOf, walks, writeTable } from '../effort/table.ts';

const update = process.env.UPDATE_EFFORT !== undefined;
const rows: string[] = [];

for (const walk of walks)
  test(`no more is asked of people than docs/effort.md says: ${walk.portal}, ${walk.name}`, async () => {
    const effort = await measured(walk);
    const figures = counted.map((what) => effort[what]);
    const told = (await documented(walk)) ?? [];
    for (const [at, what] of counted.entries()) {
      const most = Math.min(told[at] ?? Number.POSITIVE_INFINITY, first(walk)[at] ?? Number.POSITIVE_INFINITY);
      assert.ok(effort[what] <= most, `${effort[what]} ${what}, where ${most} were enough`);
    }
    rows.push(rowOf(walk, effort));
    if (!update) assert.deepEqual(figures, told, 'it takes less than docs/effort.md says: write the table again with UPDATE_EFFORT=1');
  });

after(async () => {
  if (update && rows.length === walks.length) await writeTable(rows);
});
