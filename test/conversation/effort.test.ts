import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { counted } from '../effort/effort.ts';
import { documented, first, measured, rowOf, walks, writeTable } from '../effort/table.ts';

/** More clicks than these are asked of nobody. */
const mostClicks = 6;

const update = process.env.UPDATE_EFFORT !== undefined;
const rows: string[] = [];

/** What may not grow: all that is done together, as something typed may take the place of something chosen; mails; pages. */
const burden = ([messages = 0, clicks = 0, fields = 0, mails = 0, pages = 0]: readonly number[]) => [messages + clicks + fields, mails, pages] as const;

for (const walk of walks)
  test(`no more is asked of people than docs/effort.md says: ${walk.portal}, ${walk.name}`, async () => {
    const effort = await measured(walk);
    const figures = counted.map((what) => effort[what]);
    const told = await documented(walk);
    for (const earlier of [told, first(walk)])
      if (earlier && earlier.length > 0)
        for (const [at, most] of burden(earlier).entries())
          assert.ok((burden(figures)[at] ?? 0) <= most, `${counted.map((what) => `${effort[what]} ${what}`).join(', ')}: before it took ${earlier.join(', ')}`);
    assert.ok(effort.clicks <= mostClicks, `${effort.clicks} clicks`);
    rows.push(rowOf(walk, effort));
    if (!update) assert.deepEqual(figures, told, 'it takes less than docs/effort.md says: write the table again with UPDATE_EFFORT=1');
  });

after(async () => {
  if (update && rows.length === walks.length) await writeTable(rows);
});
