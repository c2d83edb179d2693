import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf, readTable } from '../../core/foundation/spreadsheet.ts';

test('OPS-4 no cell that is exported starts a formula, and what is exported is read back as it was', () => {
  const cells = ['=1+1', '+33612345678', '-1', '@sum', '＝1', ' =1+1', 'a;b', 'say "x"', "l'été", 'x=1', ''];
  const text = csvOf(
    ['heading'],
    cells.map((cell) => [cell, 'end']),
  );
  assert.ok(text.startsWith('\ufeffheading\r\n'));
  for (const line of text.slice(1).split('\r\n')) assert.doesNotMatch(line, /^"?\s*[=+\-@＝]/);
  const read = readTable(
    csvOf(
      ['a', 'b'],
      cells.map((cell) => [cell, 'end']),
    ),
  );
  assert.deepEqual(
    read.lines.map((line) => line.cells?.[0]),
    cells.map((cell) => cell.trim()),
  );
  assert.match(csvOf(['a'], [['\tx'], ['\rx'], ['\nx']]), /"'\tx"\r\n"'\rx"\r\n"'\nx"/);
});
