import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { draw, importsBelow, mistakesIn, withPicture } from '../../docs/rooms.ts';

const root = join(import.meta.dirname, '../..');

/** A small house of files that import one another. */
function house(t: TestContext, files: Readonly<Record<string, readonly string[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rooms-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [file, imports] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), imports.map((path) => `import type { It } from '${path}';\n`).join(''));
  }
  return folder;
}

test('modules import each other only through their index, without cycles, and the diagram in CONTRIBUTING is current', () => {
  const imports = importsBelow(root);
  assert.ok(imports.length > 1_000, `${imports.length} imports were read`);
  assert.deepEqual(mistakesIn(imports), []);
  const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  assert.equal(page, withPicture(page, draw(imports)), 'run node docs/rooms.ts');
});

for (const [files, mistake] of [
  [{ 'dialogs/x.ts': ['../core/access/decide.ts'] }, 'dialogs/x.ts imports core/access/decide.ts: enter by core/access/index.ts'],
  [{ 'core/access/x.ts': ['../directory/proof.ts'] }, 'core/access/x.ts imports core/directory/proof.ts: enter by core/directory/index.ts'],
  [{ 'core/foundation/x.ts': ['../access/index.ts'] }, 'core/foundation imports core/access: it is what every room stands on'],
  [{ 'core/access/x.ts': ['../directory/index.ts'], 'core/directory/y.ts': ['../access/index.ts'] }, 'core/access imports itself by way of others'],
] as const)
  test(`a mistake is found: ${mistake}`, (t) => {
    assert.ok(mistakesIn(importsBelow(house(t, files))).includes(mistake));
  });

test('arrows that follow from others are not drawn', (t) => {
  const files = { 'cards/a.ts': ['../core/access/index.ts', '../core/portal/index.ts'], 'core/access/b.ts': ['../portal/index.ts', '../foundation/c.ts'] };
  const picture = draw(importsBelow(house(t, files)));
  assert.match(picture, /cards --> core_access\n {2}core_access --> core_portal\n/);
  assert.doesNotMatch(picture, /cards --> core_portal|foundation/);
});
