import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { withProfile } from '../enrolling.ts';

type Change = (profile: string) => string;
const of =
  (group: string, lines: string, keeps = true): Change =>
  (profile) =>
    profile.replace(
      new RegExp(`(- id: ${group}\\n(?: {4}(?!approvers|decision).*\\n)*)( {4}approvers.*\\n)`),
      (_, before, approvers) => before + (keeps ? approvers : '') + lines,
    );
const without =
  (line: RegExp): Change =>
  (profile) =>
    profile.replace(line, '');
const besides =
  (lines: string): Change =>
  (profile) =>
    profile + lines;
const all =
  (...changes: readonly Change[]): Change =>
  (profile) =>
    changes.reduce((text, change) => change(text), profile);
const noFallback = without(/^fallback: .*\n/m);
const asker = besides('forOthers: { askers: [hugo.marchand@example.org] }\n');
const pack = (groups: string) => besides(`packs: [{ id: arrival, name: Arrival, groups: [${groups}] }]\n`);
const hugoAlone = '    stages: [{ approvers: [hugo.marchand@example.org] }]\n';

for (const [what, change, says] of [
  [
    'a stage whose only approver may be who asks',
    all(of('network', hugoAlone, false), noFallback),
    /stage 1 of network has one approver, hugo\.marchand@example\.org/,
  ],
  [
    'a stage that nobody but who asks for others decides',
    all(of('network', hugoAlone, false), noFallback, asker, pack('network')),
    /stage 1 of network, in pack arrival, is decided by nobody but who asks/,
  ],
  [
    'a pack with groups that do not go together',
    all(of('network', '    incompatible: [{ group: workplace }]\n'), asker, pack('workplace, network')),
    /pack arrival has workplace and network, which are incompatible/,
  ],
  [
    'the same, said by the other of the two',
    all(of('workplace', '    incompatible: [{ group: network }]\n'), asker, pack('workplace, network')),
    /pack arrival has workplace and network, which are incompatible/,
  ],
  [
    'a pack with a group of no portal that is served',
    all(asker, pack('network, elsewhere/reports')),
    /pack arrival names elsewhere\/reports, which is no group of a portal that is served/,
  ],
  ['a pack into a portal where nobody asks for others', all(asker, pack('network, extranet/nothing')), /pack arrival names extranet\/nothing/],
] as const)
  test(`GOV-1 GOV-5 GOV-7 portals:check warns of ${what}`, () =>
    withProfile(change, async (folder) => {
      const { warnings } = await loadPortals([shippedPortals, folder], {});
      assert.match(warnings.join('\n'), says);
    }));

for (const [what, change, says] of [
  [
    'a stage of a manager where the directory knows none',
    of('network', "    stages: [{ approvers: ['@manager'] }]\n", false),
    /groups\.2\.stages\.0\.approvers\.0: @manager needs a directory that knows managers/,
  ],
  [
    'a further approver who is a manager there',
    of('network', "    incompatible: [{ group: workplace, approvers: ['@manager'] }]\n"),
    /groups\.2\.incompatible\.0\.approvers\.0: @manager needs a directory/,
  ],
  ['managers who ask for others there', besides("forOthers: { askers: ['@manager'] }\n"), /forOthers\.askers\.0: @manager needs a directory/],
  [
    'a review that nobody could decide on',
    all(of('network', "    review: { every: 180d, reviewers: ['@manager'] }\n"), noFallback),
    /reviewers\.0: @manager is the manager of who asks/,
  ],
  ['more who have to agree than there are', of('network', hugoAlone.replace('] }', '], decision: 2 }'), false), /2 have to agree, and there are 1/],
  ['packs that nobody asks for', pack('network'), /packs: needs forOthers/],
] as const)
  test(`GOV-1 GOV-4 GOV-5 a profile with ${what} is refused, with its place in the file`, () =>
    withProfile(change, (folder) => assert.rejects(loadPortals([folder], {}), says)));

test('GOV-1 to GOV-8 a profile from before means what it meant: one stage, for good, decided by a click, reviewed by nobody, asked for by the person alone', async () => {
  const { portals, warnings } = await loadPortals([shippedPortals], {});
  assert.doesNotMatch(await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8'), /stages|longest|review|incompatible|sensitive:|packs|forOthers/);
  const invgate = portals.get('invgate');
  assert.deepEqual(
    invgate?.groups.map(({ stages, longest, review, incompatible, sensitive }) => ({ stages, longest, review, incompatible, sensitive })),
    invgate?.groups.map(() => ({ stages: [], longest: undefined, review: undefined, incompatible: [], sensitive: false })),
  );
  assert.deepEqual([invgate?.review, invgate?.forOthers, invgate?.packs], [undefined, undefined, []]);
  assert.deepEqual(
    warnings.filter((warning) => /stage|pack|review|incompatible/.test(warning)),
    [],
  );
});
