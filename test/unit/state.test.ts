import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyv } from 'keyv';
import { createState } from '../../bot/state.ts';

/** A store that fails when told to. */
function storage() {
  const map = new Map<string, unknown>();
  let broken: Error | undefined;
  const attempt = async <T>(work: () => T): Promise<T> => {
    if (broken) throw broken;
    return work();
  };
  const store = {
    get: (key: string) => attempt(() => map.get(key)),
    set: (key: string, value: unknown) => attempt(() => Boolean(map.set(key, value))),
    delete: (key: string) => attempt(() => map.delete(key)),
    clear: () => attempt(() => map.clear()),
    has: (key: string) => attempt(() => map.has(key)),
  };
  const keyv = new Keyv({ store });
  return {
    keyv,
    state: createState(keyv),
    fails(error: Error | undefined) {
      broken = error;
    },
  };
}

test('reads back what was written, as a copy, and omits what was not', async () => {
  const { state } = storage();
  const value = { dialogs: [{ step: 1 }] };
  await state.write({ 'msteams/conversations/a': value, b: { n: 1 } });
  value.dialogs.length = 0;
  const read = await state.read(['msteams/conversations/a', 'c']);
  assert.deepEqual(read, { 'msteams/conversations/a': { dialogs: [{ step: 1 }] } });
  read['msteams/conversations/a'].dialogs.length = 0;
  assert.deepEqual(await state.read(['msteams/conversations/a']), { 'msteams/conversations/a': { dialogs: [{ step: 1 }] } });
  await state.delete(['msteams/conversations/a', 'never there']);
  assert.deepEqual(await state.read(['msteams/conversations/a', 'b']), { b: { n: 1 } });
});

test('the last write wins, whatever eTag it brings', async () => {
  const { state } = storage();
  await state.write({ a: { n: 1, eTag: '*' } });
  await state.write({ a: { n: 2, eTag: 'of long ago' } });
  assert.deepEqual(await state.read(['a']), { a: { n: 2 } });
});

for (const listens of [false, true]) {
  test(`a store that fails is a fault, never «not found»${listens ? ', also when somebody listens for errors' : ''}`, async () => {
    const { state, keyv, fails } = storage();
    if (listens) keyv.on('error', () => {});
    await state.write({ a: { n: 1 } });
    fails(new Error('the database is locked'));
    await assert.rejects(state.read(['a']), { message: 'the database is locked' });
    await assert.rejects(state.write({ a: { n: 2 } }), { message: 'the database is locked' });
    await assert.rejects(state.delete(['a']), { message: 'the database is locked' });
    fails(undefined);
    assert.deepEqual(await state.read(['a']), { a: { n: 1 } });
  });
}

test('a failure tells its own reader, and not another who reads at the same time', async () => {
  const map = new Map([['good', JSON.stringify({ value: { n: 1 } })]]);
  const keyv = new Keyv({
    store: {
      get: async (key: string) => (key === 'bad' ? Promise.reject(new Error('bad')) : map.get(key)),
      set: async () => true,
      delete: async () => true,
      clear: async () => {},
    },
  });
  const state = createState(keyv);
  const [good, bad] = await Promise.allSettled([state.read(['good']), state.read(['bad'])]);
  assert.deepEqual([good.status, bad.status], ['fulfilled', 'rejected']);
});

test('a connection that drops between two operations does not end the process', () => {
  const { keyv } = storage();
  assert.doesNotThrow(() => keyv.emit('error', new Error('ECONNRESET')));
});
