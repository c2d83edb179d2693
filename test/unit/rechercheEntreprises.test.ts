import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyv } from 'keyv';
import { createRechercheEntreprises } from '../../core/connectors/rechercheEntreprises.ts';
import { day, second } from '../../core/foundation/clock.ts';
import { createKeyvStore } from '../../core/foundation/database/keyvStore.ts';
import { createLimits } from '../../core/foundation/limits.ts';
import { RetryAfter } from '../../core/foundation/outbox/faults.ts';
import { companies, startCompanyRegistry } from '../fakes/companyRegistry.ts';
import { openRecords } from '../records.ts';

async function withRegistry(
  story: (its: {
    registry: ReturnType<typeof createRechercheEntreprises>;
    server: Awaited<ReturnType<typeof startCompanyRegistry>>;
    time: { now: number };
    pauses: number[];
  }) => Promise<void>,
  timeout = second,
): Promise<void> {
  const records = await openRecords();
  const server = await startCompanyRegistry();
  const time = { now: Date.parse('2026-11-20T08:00:00Z') };
  const clock = () => time.now;
  const pauses: number[] = [];
  const registry = createRechercheEntreprises({
    url: server.url,
    cache: new Keyv({ store: createKeyvStore(records.db, clock), namespace: 'company', serialization: JSON }),
    limits: createLimits(records.db, clock),
    clock,
    random: () => 0.5,
    pause: async (millis) => {
      pauses.push(millis);
      time.now += millis;
    },
    timeout,
  });
  try {
    await story({ registry, server, time, pauses });
  } finally {
    await server.close();
    await records.close();
  }
}

const acme = {
  siret: '81234567600017',
  siren: '812345676',
  name: 'ACME LOGICIELS',
  street: '12 RUE DES LILAS',
  postalCode: '75011',
  city: 'PARIS 11',
  closed: false,
};

test('OU-4 an establishment is found by its own SIRET, whatever else the search finds; a closed one says so', () =>
  withRegistry(async ({ registry, time }) => {
    assert.deepEqual(await registry.find(companies.acme.siret), acme);
    assert.deepEqual(await registry.find(companies.annexe.siret), {
      ...acme,
      siret: companies.annexe.siret,
      street: '4 QUAI DU PORT',
      postalCode: '13002',
      city: 'MARSEILLE 2',
    });
    assert.equal((await registry.find(companies.closed.siret))?.closed, true);
    time.now += second;
    assert.deepEqual(await registry.find(companies.hidden.siret), {
      siret: companies.hidden.siret,
      siren: '900000027',
      name: companies.hidden.siret,
      street: '',
      postalCode: '',
      city: '',
      closed: false,
    });
    assert.equal(await registry.find('73282932000074'), undefined);
  }));

test('OU-5 an answer is kept for a day, «unknown» for ten minutes, and neither while the register fails', () =>
  withRegistry(async ({ registry, server, time }) => {
    await registry.find(companies.acme.siret);
    await registry.find('73282932000074');
    server.answer(503);
    assert.deepEqual(await registry.find(companies.acme.siret), acme);
    assert.equal(await registry.find('73282932000074'), undefined);
    assert.equal(server.calls.length, 2);
    time.now += 11 * 60 * second;
    await assert.rejects(registry.find('73282932000074'), /answered 503/);
    server.answer(200);
    time.now += day;
    await registry.find(companies.acme.siret);
    assert.equal(server.calls.filter((siret) => siret === companies.acme.siret).length, 2);
  }));

for (const [what, how, headers] of [
  ['breaks', 500, {}],
  ['says nothing it should', 'nonsense', {}],
  ['asks to wait a moment', 429, { 'retry-after': '0' }],
] as const)
  test(`OU-5 a register that ${what} once is asked again, with a pause that jitters`, () =>
    withRegistry(async ({ registry, server, pauses }) => {
      server.answer(how, { headers, times: 1 });
      assert.deepEqual(await registry.find(companies.acme.siret), acme);
      assert.equal(server.calls.length, 2);
      assert.deepEqual(pauses, [how === 429 ? 0 : 150]);
    }));

test('OU-5 a register that asks to wait longer than a turn may take is not waited for: it says how long', () =>
  withRegistry(async ({ registry, server }) => {
    server.answer(429, { headers: { 'retry-after': '30' } });
    await assert.rejects(registry.find(companies.acme.siret), (fault) => fault instanceof RetryAfter && fault.millis === 30 * second);
    assert.equal(server.calls.length, 1);
  }));

test('OU-5 a register that answers nothing is given up within two seconds', () =>
  withRegistry(async ({ registry, server }) => {
    server.answer('silence');
    const began = performance.now();
    await assert.rejects(registry.find(companies.acme.siret), /timeout/i);
    assert.ok(performance.now() - began < 2000);
    assert.equal(server.calls.length, 3);
  }, 60));

test('OU-4 however many ask at once, the register gets fewer than 7 calls a second', () =>
  withRegistry(async ({ registry, server, time }) => {
    const sirets = Array.from({ length: 20 }, (_, at) => String(at).padStart(14, '0'));
    const all = await Promise.allSettled(sirets.map((siret) => registry.find(siret)));
    const seconds = (time.now - Date.parse('2026-11-20T08:00:00Z')) / second;
    assert.ok(server.calls.length <= 3 * (seconds + 1), `${server.calls.length} calls in ${seconds} s`);
    for (const each of all) if (each.status === 'rejected') assert.ok(each.reason instanceof RetryAfter);
  }));

test('OU-5 whoever asks when the calls of this second are used up waits for their turn, and is answered', () =>
  withRegistry(async ({ registry, server, pauses }) => {
    for (let at = 0; at < 5; at += 1) await registry.find(String(at).padStart(14, '0'));
    assert.equal(server.calls.length, 5);
    assert.ok(pauses.length > 0);
  }));
