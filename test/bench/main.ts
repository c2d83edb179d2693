import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connector, startConnector } from '../fakes/connector.ts';
import { measureApprovals } from './approvals.ts';
import { type Figure, table } from './figures.ts';
import { measureHashing } from './hashing.ts';
import { measureOutbox } from './outbox.ts';
import { settings, startProcess } from './processes.ts';
import { measureResets } from './resets.ts';
import { measureStartUp } from './startUp.ts';
import { measureTurns } from './turns.ts';

/** Turns against a minimal bot, and turns while passwords are hashed. */
async function measureChats(folder: string, connector: Connector): Promise<Figure[]> {
  const guichet = await startProcess('guichetProcess.ts', settings(join(folder, 'chats.sqlite')));
  const minimal = await startProcess('minimalProcess.ts');
  const durable = await startProcess('minimalProcess.ts', settings(join(folder, 'minimal.sqlite')));
  try {
    return [...(await measureTurns(guichet, minimal, durable, connector)), ...(await measureHashing(guichet, connector))];
  } finally {
    await Promise.all([guichet.stop(), minimal.stop(), durable.stop()]);
  }
}

// npm run bench: a measurement and no test; a missed figure is printed, and only what could not be measured fails.
const began = performance.now();
const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-'));
const connector = await startConnector();
try {
  const figures = [
    ...(await measureStartUp(folder)),
    ...(await measureChats(folder, connector)),
    ...(await measureResets(folder, connector)),
    ...(await measureApprovals(folder, connector)),
    ...(await measureOutbox(folder)),
  ];
  console.log(`${table(figures)}\n`);
  const cores = cpus();
  const took = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(
    `${cores.length} cores (${cores[0]?.model.trim()}), Node ${process.versions.node}, all on loopback in one run of ${took} s; each figure is a median.`,
  );
} finally {
  await connector.close();
  await rm(folder, { recursive: true });
}
