import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { createIntents } from '../../core/conversation/intent.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { pack } from '../../manifest/pack.ts';
import { readPng } from '../../manifest/png.ts';
import { readSettings } from '../../manifest/settings.ts';

const shipped = join(import.meta.dirname, '../../manifest');
const env = { MicrosoftAppId: '22222222-2222-4222-8222-22222222222A', PUBLIC_URL: 'https://guichet.example.org/' };
const { values } = readSettings(env, '1.2.3');
const french = JSON.parse(await readFile(join(shipped, 'fr.json'), 'utf8'));
const command = 'bots[0].commandLists[0].commands[0].title';

/** A PNG of one colour, except for a square in its middle. */
function draw(side: number, ground: readonly number[], middle: readonly number[]): Buffer {
  const inside = (at: number) => at > side * 0.4 && at < side * 0.6;
  const row = (y: number) => [0, ...Array.from({ length: side }, (_, x) => (inside(x) && inside(y) ? middle : ground)).flat()];
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 6, 0, 0, 0]);
  const data = deflateSync(Buffer.from(Array.from({ length: side }, (_, y) => row(y)).flat()));
  const chunk = (name: string, content: Buffer) => {
    const [length, body, sum] = [Buffer.alloc(4), Buffer.concat([Buffer.from(name), content]), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}
const clear = [255, 255, 255, 0];
const white = [255, 255, 255, 255];
const blue = [47, 93, 138, 255];

async function copy(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-manifest-'));
  t.after(() => rm(folder, { recursive: true }));
  await cp(shipped, folder, { recursive: true });
  return folder;
}

test('the package as shipped is valid, filled in, and has what it names and nothing else', async () => {
  const files = unzipSync(await pack(shipped, values));
  assert.deepEqual(Object.keys(files).sort(), ['color.png', 'fr.json', 'manifest.json', 'outline.png']);
  const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString());
  const id = '22222222-2222-4222-8222-22222222222a';
  assert.deepEqual(
    [manifest.id, manifest.bots[0].botId, manifest.version, manifest.validDomains, manifest.developer.privacyUrl],
    [id, id, '1.2.3', ['guichet.example.org'], 'https://guichet.example.org'],
  );
  assert.doesNotMatch(JSON.stringify(manifest), /\$\{\{/);
});

test('the package asks for no permission, and is for personal chats and teams only', async () => {
  const manifest = JSON.parse(await readFile(join(shipped, 'manifest.json'), 'utf8'));
  assert.deepEqual(manifest.bots[0].scopes, ['personal', 'team']);
  for (const right of ['permissions', 'devicePermissions', 'authorization', 'webApplicationInfo']) assert.equal(manifest[right], undefined);
});

test('the same files and settings give the same bytes, in any time zone', async (t) => {
  const { TZ } = process.env;
  t.after(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });
  const packed: Uint8Array[] = [];
  for (const zone of ['Europe/Paris', 'Asia/Tokyo']) {
    process.env.TZ = zone;
    packed.push(await pack(shipped, values));
  }
  assert.deepEqual(packed[0], packed[1]);
});

for (const [what, file, change, says] of [
  ['an unknown placeholder', 'manifest.json', ['PUBLIC_HOST', 'PUBLIC_HOTS'], /manifest\.json: nothing is known to fill \$\{\{PUBLIC_HOTS\}\} with/],
  ['an app id that is none', 'manifest.json', ['"botId": "$', '"botId": "a$'], /manifest\.json: \/bots\/0\/botId must match pattern/],
  [
    'a property that the schema does not have',
    'manifest.json',
    ['"supportsFiles"', '"supportsFlies"'],
    /manifest\.json: \/bots\/0 must NOT have.*supportsFlies/,
  ],
  ['a manifest that is no JSON', 'manifest.json', ['{', '['], /manifest\.json: .*JSON/],
  ['an icon that is not there', 'manifest.json', ['"color.png"', '"colour.png"'], /colour\.png: there is no such file/],
  ['a schema that is unknown', 'manifest.json', ['"1.30"', '"9.9"'], /manifest\.json: manifestVersion 9\.9 is not known to @microsoft\/app-manifest/],
  ['a text that is too long', 'fr.json', ['Premier accès', 'x'.repeat(81)], /fr\.json: \/description\.short must NOT have more than 80/],
  ['a language without a text', 'fr.json', [`"${command}": "Menu",`, ''], /fr\.json: bots\[0\]\.commandLists\[0\]\.commands\[0\]\.title is missing/],
  [
    'a key of no text',
    'fr.json',
    [command, 'bots[0].commandLists[1].commands[0].title'],
    /fr\.json: bots\[0\]\.commandLists\[1\].* is no text of manifest\.json/,
  ],
  ['a key that the schema does not have', 'fr.json', [command, 'bots[0].title'], /fr\.json: must NOT have additional properties.*bots\[0\]\.title/],
  ['a language of another version', 'fr.json', ['/v1.30/', '/v1.29/'], /fr\.json: its \$schema is not of version 1\.30/],
] as const) {
  test(`${what} is refused by name`, async (t) => {
    const folder = await copy(t);
    const path = join(folder, file);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace(change[0], () => change[1]),
    );
    await assert.rejects(pack(folder, values), { message: says });
  });
}

for (const [what, lists, says] of [
  ['a list of 13 commands', [13], /\/bots\/0\/commandLists\/0\/commands must NOT have more than 12 items/],
  ['four lists', [1, 1, 1, 1], /\/bots\/0\/commandLists must NOT have more than 3 items/],
] as const) {
  test(`${what} is refused`, async (t) => {
    const folder = await copy(t);
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    manifest.bots[0].commandLists = lists.map((length) => ({ scopes: ['personal'], commands: Array.from({ length }, () => ({ title: 'Menu' })) }));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    await assert.rejects(pack(folder, values), { message: says });
  });
}

for (const [what, file, picture, says] of [
  ['a colour icon of another size', 'color.png', draw(96, blue, white), /color\.png: 96 × 96 pixels; Teams wants 192 × 192/],
  ['an outline of another size', 'outline.png', draw(64, clear, white), /outline\.png: 64 × 64 pixels; Teams wants 32 × 32/],
  ['an outline on a ground', 'outline.png', draw(32, white, white), /outline\.png: its ground is not transparent/],
  ['an outline in colour', 'outline.png', draw(32, clear, blue), /outline\.png: it has another colour than white/],
  ['an empty outline', 'outline.png', draw(32, clear, clear), /outline\.png: nothing is drawn on it/],
  ['an icon that is no PNG', 'color.png', Buffer.from('GIF89a'), /color\.png: not a PNG/],
  ['a PNG that breaks off', 'outline.png', draw(32, clear, white).subarray(0, 60), /outline\.png: not a PNG/],
] as const) {
  test(`${what} is refused`, async (t) => {
    const folder = await copy(t);
    await writeFile(join(folder, file), picture);
    await assert.rejects(pack(folder, values), { message: says });
  });
}

test('an outline of our own that is right is taken', async (t) => {
  const folder = await copy(t);
  await writeFile(join(folder, 'outline.png'), draw(32, clear, white));
  await pack(folder, values);
});

test('a PNG as a browser writes it, with filters, is read pixel by pixel', async () => {
  const picture = readPng(await readFile(join(shipped, 'color.png')));
  assert.ok(picture);
  const at = (x: number, y: number) => [...picture.rgba.subarray((y * 192 + x) * 4, (y * 192 + x) * 4 + 4)];
  assert.deepEqual([at(96, 132), at(96, 89), at(70, 120)], [white, blue, [220, 231, 242, 255]]);
});

for (const [what, given, says] of [
  ['no app id', { ...env, MicrosoftAppId: ' ' }, /MicrosoftAppId: set the app id of the bot/],
  ['an app id that is none', { ...env, MicrosoftAppId: 'guichet' }, /MicrosoftAppId: set the app id/],
  ['no address', { ...env, PUBLIC_URL: undefined }, /PUBLIC_URL: set the https address/],
  ['an address without https', { ...env, PUBLIC_URL: 'http://guichet.example.org' }, /PUBLIC_URL: set the https address/],
  ['a long name', { ...env, MANIFEST_ORGANISATION: 'x'.repeat(33) }, /MANIFEST_ORGANISATION: set a name of at most 32/],
  ['a policy without https', { ...env, MANIFEST_PRIVACY_URL: 'ftp://example.org' }, /MANIFEST_PRIVACY_URL: set an https address/],
] as const) {
  test(`${what}: the variable is named, with what to set`, () => {
    assert.throws(() => readSettings(given, '1.0.0'), { message: says });
  });
}

test('links that are not set lead to Guichet, and that is said', () => {
  const { values, hints } = readSettings({ ...env, MANIFEST_PRIVACY_URL: 'https://example.org/privacy' }, '1.0.0');
  assert.equal(values.get('MANIFEST_PRIVACY_URL'), 'https://example.org/privacy');
  assert.equal(values.get('MANIFEST_TERMS_URL'), 'https://guichet.example.org');
  assert.deepEqual(
    hints.map((hint) => hint.split(' ')[0]),
    ['MANIFEST_WEBSITE_URL', 'MANIFEST_TERMS_URL'],
  );
});

test('each command of the lists is understood, in both languages alike', async () => {
  const understand = createIntents((await loadPortals([shippedPortals])).portals);
  const manifest = JSON.parse(await readFile(join(shipped, 'manifest.json'), 'utf8'));
  const commands: readonly { title: string }[] = manifest.bots[0].commandLists[0].commands;
  const meant = (title: string) => {
    const { procedure, confident, language } = understand(title);
    return language ? 'language' : confident ? procedure : `unsure: ${title}`;
  };
  const expected = ['menu', 'signUp', 'reset', 'unlock', 'forgotIdentifier', 'support', 'help', 'cancel', 'language'];
  assert.deepEqual(
    commands.map(({ title }) => meant(title)),
    expected,
  );
  assert.deepEqual(
    commands.map((_, index) => meant(french[`bots[0].commandLists[0].commands[${index}].title`])),
    expected,
  );
});
