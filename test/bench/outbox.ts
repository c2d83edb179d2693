import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { startConnector } from '../fakes/connector.ts';
import type { Figure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { makeRequests, requestId, tenantOf } from './requests.ts';

const people = 600;
const eachTold = 2;
const tenants = 6;
/** As many cards go into one busy approver's chat. */
const cards = 12;

type Sent = { readonly chat: string; readonly at: number };

/** How fast what waits in the outbox comes to a stub of the connector, and whether Teams would have taken it. */
export async function measureOutbox(folder: string): Promise<Figure[]> {
  const path = join(folder, 'outbox.sqlite');
  const sent: Sent[] = [];
  const connector = await startConnector(({ conversationId }) => sent.push({ chat: conversationId, at: performance.now() }));
  await makeRequests(path, connector.url, [{ count: people }, { count: cards, approver: 'claire.fontaine@example.org' }], tenants);
  fill(path);
  const guichet = await startProcess('guichetProcess.ts', settings(`sqlite:${path}`));
  try {
    const all = people * eachTold + cards;
    for (const end = performance.now() + 60_000; sent.length < all; await sleep(50))
      if (performance.now() > end) throw new Error(`Of ${all} notifications ${sent.length} came.`);
    const first = sent[0]?.at ?? 0;
    const last = sent.at(-1)?.at ?? 0;
    const rate = ((sent.length - 1) * 1_000) / (last - first);
    const inChat = busiest(sent, ({ chat }) => chat);
    const inTenant = busiest(sent, ({ chat }) => tenantOf(Number(chat.replace(/\D/g, '')), tenants));
    return [
      {
        what: `notifications a second out of the outbox, ${all} for ${people + 1} people of ${tenants} tenants`,
        measured: `${rate.toFixed(0)}/s; at most ${inChat} in a second into one conversation, ${inTenant} in a tenant`,
        wanted: '≥ 100/s; ≤ 7 and ≤ 50 in a second',
        met: rate >= 100 && inChat <= 7 && inTenant <= 50,
      },
    ];
  } finally {
    await guichet.stop();
    await connector.close();
  }
}

/** Each person is told of a decision, and the approver asked for several: all due at once. */
function fill(path: string): void {
  const records = new DatabaseSync(path);
  const job = records.prepare(
    `INSERT INTO outbox (id, kind, reason, payload, person, status, attempts, dueAt, createdAt) VALUES (?1, ?2, ?1, ?3, ?4, 'waiting', 0, 0, 0)`,
  );
  records.exec('BEGIN');
  for (let number = 1; number <= people; number += 1) {
    const enrollment = requestId(number);
    const person = `p${enrollment}`;
    const event = { name: 'requestDecided', portal: 'invgate', enrollment, reference: enrollment };
    for (let time = 0; time < eachTold; time += 1)
      job.run(`told:${number}:${time}`, 'chat', JSON.stringify({ kind: 'chat', person, event, locale: 'fr' }), person);
  }
  // The approver's chat is that of the first who asked for something else.
  records.prepare("UPDATE person SET emailKey = 'claire.fontaine@example.org' WHERE id = ?").run(`p${requestId(people + 1)}`);
  for (let number = people + 1; number <= people + cards; number += 1)
    job.run(`ask:${number}`, 'approval', JSON.stringify({ kind: 'approval', enrollment: requestId(number), approver: 'claire.fontaine@example.org' }), null);
  records.exec('COMMIT');
  records.close();
}

/** The most that came within a second to what has the same key. */
function busiest(sent: readonly Sent[], keyOf: (one: Sent) => string): number {
  const of = Map.groupBy(sent, keyOf);
  return Math.max(
    ...[...of.values()].flatMap((mine) => mine.map(({ at }, first) => mine.slice(first, first + 100).filter((later) => later.at - at < 1_000).length)),
  );
}
