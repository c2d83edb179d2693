import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

/** What Biome, with this project's rules, says of a file of one import that stands there. */
async function lint(t: TestContext, path: string, line: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'directions-'));
  t.after(() => rm(dir, { recursive: true }));
  for (const name of ['biome.json', 'biome']) await cp(join(root, name), join(dir, name), { recursive: true });
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), `${line}\nexport { it };\n`);
  const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '.'], { cwd: dir, encoding: 'utf8' });
  assert.match(`${stdout}${stderr}`, /Checked \d+ file/);
  return `${stdout}${stderr}`;
}

for (const [path, line, says] of [
  ['core/x.ts', "import { it } from 'botbuilder';", 'core/ is what is true'],
  ['core/x.ts', "import { it } from '../cards/it.ts';", 'core/ knows no room above it'],
  ['core/x.ts', "import { it } from './connectors/it.ts';", 'Only bot/compose.ts and bot/directories.ts choose connectors'],
  ['cards/x.ts', "import { it } from '../core/it.ts';", 'cards/ takes only types from core/'],
  ['cards/x.ts', "import { it } from '../dialogs/it.ts';", 'cards/ is how it looks'],
  ['dialogs/x.ts', "import { it } from '../bot/it.ts';", 'dialogs/ knows cards and core only'],
  ['dialogs/x.ts', "import { it } from '../core/connectors/it.ts';", 'A dialog asks the core'],
  ['bot/x.ts', "import { it } from '../core/connectors/it.ts';", 'Only bot/compose.ts and bot/directories.ts choose connectors'],
  ['core/access/x.ts', "import { it } from '../directory/it.ts';", 'entered by its door'],
  ['core/conversation/words/x.ts', "import { it } from '../../directory/it.ts';", 'entered by its door'],
  ['core/index.ts', "import { it } from './directory/it.ts';", 'entered by its door'],
  ['core/foundation/x.ts', "import { it } from '../access/index.ts';", 'what every room stands on'],
  ['core/foundation/database/x.ts', "import { it } from '../../ports.ts';", 'what every room stands on'],
  ['core/connectors/x.ts', "import { it } from '../access/index.ts';", 'A connector fulfils core/ports.ts'],
  ['cards/access/x.ts', "import type { it } from '../../core/access/it.ts';", 'entered by its door'],
  ['dialogs/access/x.ts', "import { it } from '../../core/access/it.ts';", 'entered by its door'],
  ['bot/pages/access/x.ts', "import { it } from '../../../core/access/it.ts';", 'entered by its door'],
  ['core/access/x.ts', "import { it } from '../directory/index.ts';", undefined],
  ['core/access/x.ts', "import { it } from '../foundation/audit.ts';", undefined],
  ['core/connectors/x.ts', "import { it } from '../ports.ts';", undefined],
  ['dialogs/access/x.ts', "import { it } from '../../core/access/index.ts';", undefined],
  ['dialogs/access/x.ts', "import { it } from '../../cards/access/it.ts';", undefined],
  ['bot/compose.ts', "import { it } from '../core/connectors/it.ts';", undefined],
  ['cards/x.ts', "import type { it } from '../core/it.ts';", undefined],
  ['dialogs/x.ts', "import { it } from '../cards/it.ts';", undefined],
] as const) {
  test(`${path} ${says ? 'may not' : 'may'} write ${line}`, async (t) => {
    const said = await lint(t, path, line);
    if (says) assert.ok(said.includes(says), said);
    else assert.doesNotMatch(said, /noRestrictedImports|takes only types/);
  });
}
