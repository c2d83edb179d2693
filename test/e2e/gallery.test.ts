import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { locales, translate } from '../../core/foundation/i18n.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { changed } from '../gallery/changed.ts';
import { families } from '../gallery/families.ts';
import { galleryPage } from '../gallery/page.ts';
import { skip } from './browser.ts';
import { startGallery } from './gallery.ts';

const { portals } = await loadPortals([shippedPortals], {});
const looks = locales.map((locale) => ({ t: translate(locale), portals }));
const english = { t: translate('en'), portals };
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
/** `PICTURES=1` draws all, and `PICTURES=menu,reset` these families. */
const drawn = process.env.PICTURES?.split(',') ?? [];
const pictures = drawn.length > 0;

test('every card is in the gallery', async () => {
  const files = (await readdir(path('cards'), { recursive: true })).filter((file) => file.endsWith('.ts'));
  const modules: object[] = await Promise.all(files.map((file) => import(path(`cards/${file}`))));
  const builders = modules.flatMap((module) => Object.keys(module)).filter((name) => /Card$|^withFeedback$/.test(name));
  const shown = new Set(families.flatMap(({ cards }) => cards(english).map(({ builder }) => builder)));
  assert.deepEqual(
    builders.filter((name) => !shown.has(name)),
    [],
    'add it to test/gallery, and run with PICTURES=1',
  );
});

test('each card of the gallery stays below what Teams takes, in both languages, and each picture is there', async () => {
  const there = await readdir(path('docs/pictures'));
  for (const { name, cards } of families) {
    for (const look of looks) for (const { when, card } of cards(look)) assert.ok(Buffer.byteLength(JSON.stringify(card)) < 80_000, when);
    if (!pictures) assert.ok(there.includes(`cards-${name}.png`), `docs/pictures/cards-${name}.png: run with PICTURES=1`);
  }
  assert.deepEqual((await readdir(path('docs/pictures/before'))).sort(), changed.map(({ name }) => `${name}.png`).sort());
  if (!pictures) assert.ok(there.includes('before-after.png'), 'docs/pictures/before-after.png: run with PICTURES=1');
});

test('docs/cards.md says what is on the pictures', async () => {
  const page = galleryPage(families, changed, english);
  if (pictures) await writeFile(path('docs/cards.md'), page);
  assert.equal(await readFile(path('docs/cards.md'), 'utf8'), page, 'run with PICTURES=1');
});

test('the pictures are drawn', { skip: skip || (!pictures && 'only with PICTURES=1') }, async () => {
  const gallery = await startGallery();
  try {
    for (const { name, cards } of families.filter((family) => drawn.includes('1') || drawn.includes(family.name))) {
      const rows: string[][] = cards(english).map(() => []);
      for (const look of looks) for (const [index, { card }] of cards(look).entries()) rows[index]?.push(await gallery.draws(card));
      await gallery.keeps(path(`docs/pictures/cards-${name}.png`), rows);
    }
  } finally {
    await gallery.close();
  }
});

test('before and after are drawn side by side', { skip: skip || (!pictures && 'only with PICTURES=1') }, async () => {
  const gallery = await startGallery();
  try {
    const french = { t: translate('fr'), portals };
    const rows: string[][] = [];
    for (const { name, card } of changed) {
      const before = await readFile(path(`docs/pictures/before/${name}.png`), 'base64');
      rows.push([`data:image/png;base64,${before}`, await gallery.draws(card(french))]);
    }
    await gallery.keeps(path('docs/pictures/before-after.png'), rows);
  } finally {
    await gallery.close();
  }
});
