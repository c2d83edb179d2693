import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Keyv } from 'keyv';

/** What Keyv promises of every store: one call runs it over one of them. `make` opens stores that share what they keep. */
export function keyvContract(kind: string, make: (t: TestContext) => Promise<(namespace?: string) => Keyv | Promise<Keyv>>): void {
  test(`${kind}: reads back values of any shape`, async (t) => {
    const keyv = await (await make(t))();
    for (const value of ['text', 'naïve 🔑 \0', 0, false, null, { a: [1, { b: null }] }, '', 'x'.repeat(100_000)]) {
      assert.equal(await keyv.set('key', value), true);
      assert.deepEqual(await keyv.get('key'), value);
    }
    assert.equal(await keyv.get('other'), undefined);
    await keyv.set("quote'; drop table keyv; --", 1);
    assert.equal(await keyv.get("quote'; drop table keyv; --"), 1);
  });

  test(`${kind}: has and delete report whether the key existed`, async (t) => {
    const keyv = await (await make(t))();
    await keyv.set('key', 1);
    assert.equal(await keyv.has('key'), true);
    assert.equal(await keyv.delete('key'), true);
    assert.equal(await keyv.delete('key'), false);
    assert.equal(await keyv.has('key'), false);
    assert.equal(await keyv.get('key'), undefined);
  });

  test(`${kind}: many at once`, async (t) => {
    const keyv = await (await make(t))();
    await keyv.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ]);
    assert.deepEqual(await keyv.getMany(['b', 'none', 'a', 'b']), [2, undefined, 1, 2]);
    assert.deepEqual(await keyv.hasMany(['a', 'none']), [true, false]);
    assert.deepEqual(await keyv.deleteMany(['a', 'none']), [true, false]);
    assert.deepEqual(await keyv.getMany(['a', 'b']), [undefined, 2]);
  });

  test(`${kind}: a value expires after its lifetime, and stays if set again without one`, async (t) => {
    const keyv = await (await make(t))();
    await keyv.set('short', 1, 300);
    await keyv.set('long', 1, 60_000);
    await keyv.set('renewed', 1, 300);
    await keyv.set('renewed', 2);
    assert.equal(await keyv.get('short'), 1);
    await new Promise((later) => setTimeout(later, 350));
    assert.deepEqual(await keyv.getMany(['short', 'long', 'renewed']), [undefined, 1, 2]);
    assert.equal(await keyv.has('short'), false);
  });

  test(`${kind}: namespaces are separate, even if one looks like a pattern`, async (t) => {
    const keyv = await make(t);
    const [plain, like, other] = [await keyv('a_'), await keyv('ab'), await keyv('%')];
    for (const one of [plain, like, other]) await one.set('key', one.namespace);
    assert.deepEqual(await Promise.all([plain, like, other].map((one) => one.get('key'))), ['a_', 'ab', '%']);
    await plain.clear();
    await other.clear();
    assert.deepEqual(await Promise.all([plain, like, other].map((one) => one.get('key'))), [undefined, 'ab', undefined]);
  });
}
