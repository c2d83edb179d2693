import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { enqueue, withoutSecrets } from '../../core/foundation/outbox/enqueue.ts';
import { startConnector } from '../fakes/connector.ts';
import type { Figure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { makeRequests, requestId } from './requests.ts';

const seconds = 2;

/** How long somebody waits to be told in chat while a mail server takes connections and says nothing, and so many mails wait for it. */
export async function measureHangingMail(path: (name: string) => string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const mails of [40, 200]) {
    const file = path(`hanging${mails}`);
    let toldAt = 0;
    const connector = await startConnector(() => {
      toldAt = performance.now();
    });
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    await makeRequests(file, connector.url, [{ count: 1 }], 1);
    await fill(file, mails);
    const guichet = await startProcess('guichetProcess.ts', settings(`sqlite:${file}`, `smtp://127.0.0.1:${port}`));
    const began = performance.now();
    try {
      for (const end = began + 60_000; toldAt === 0 && performance.now() < end; ) await sleep(20);
      const waited = toldAt === 0 ? Number.POSITIVE_INFINITY : Math.max(0, toldAt - began) / 1_000;
      figures.push({
        what: `told in chat after, while ${mails} mails wait for a mail server that says nothing`,
        measured: `${waited.toFixed(2)} s`,
        wanted: `≤ ${seconds} s`,
        met: waited <= seconds,
      });
    } finally {
      for (const socket of sockets) socket.destroy();
      await guichet.stop();
      silent.close();
      await connector.close();
    }
  }
  return figures;
}

/** The mails are due first, and the message last. */
async function fill(file: string, mails: number): Promise<void> {
  const db = await openDatabase(`sqlite:${file}`);
  await migrate(db);
  const params = { organisation: 'Acme', reference: 'ABCD-1234', identifier: 'somebody' };
  for (let mail = 0; mail < mails; mail += 1) {
    const job = { kind: 'mail', to: `somebody${mail}@example.org`, template: 'organisationPending', portal: 'outscale', locale: 'fr', params } as const;
    await enqueue(db, withoutSecrets, job, { reason: `mail:${mail}`, now: mail, dueAt: mail });
  }
  const enrollment = requestId(1);
  const event = { name: 'requestDecided', portal: 'invgate', enrollment, reference: enrollment } as const;
  await enqueue(db, withoutSecrets, { kind: 'chat', person: `p${enrollment}`, event, locale: 'fr' }, { reason: 'told', now: mails, dueAt: mails });
  await db.destroy();
}
