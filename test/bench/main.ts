import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConnector } from '../fakes/connector.ts';
import { measureAddresses } from './addresses.ts';
import { measureAddressesElsewhere } from './addressesElsewhere.ts';
import { measureApprovals, measureStages } from './approvals.ts';
import { measureAuditChain } from './auditChain.ts';
import { measureChats } from './chats.ts';
import { measureConsole } from './console.ts';
import { measureCrowd } from './crowd.ts';
import { measureDifferences } from './differences.ts';
import { measureDirectories } from './directories.ts';
import { type Figure, table } from './figures.ts';
import { measureHangingMail } from './hangingMail.ts';
import { measureInvitations } from './invitations.ts';
import { measureOnPostgres } from './onPostgres.ts';
import { measureOutbox } from './outbox.ts';
import { measurePages } from './pages.ts';
import { measureResets } from './resets.ts';
import { measureReviews } from './reviews.ts';
import { measureSignIns } from './signIn.ts';
import { measureStartUp } from './startUp.ts';
import { measureUsers } from './users.ts';

// npm run bench: a measurement and no test; a missed figure is printed, and only what could not be measured fails. The figures of one kind are
// one function in a file of its own, over one database or both.
const began = performance.now();
const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-'));
const sqlite = (name: string) => `sqlite:${join(folder, `${name}.sqlite`)}`;
const connector = await startConnector();

const show = (title: string, figures: readonly Figure[]) => console.log(`${title}:\n\n${table(figures)}\n`);

try {
  show('On SQLite', [
    ...(await measureStartUp(sqlite('startUp'))),
    ...(await measureChats({ ours: sqlite('chats'), minimal: sqlite('minimal') }, connector)),
    ...(await measureResets({ few: sqlite('few'), many: sqlite('many') }, connector)),
    ...(await measureSignIns(sqlite('signIns'), connector)),
    ...(await measureAddresses(sqlite('addresses'))),
    ...(await measureAddressesElsewhere(sqlite('elsewhere'), join(folder, 'elsewhere'))),
    ...(await measureApprovals(folder, connector)),
    ...(await measureStages(folder, connector)),
    ...(await measureReviews(folder, connector)),
    ...(await measureDifferences(folder, connector)),
    ...(await measureOutbox(folder)),
    ...(await measureHangingMail((name) => join(folder, `${name}.sqlite`))),
    ...(await measureCrowd(sqlite('crowd'), connector)),
    ...(await measureConsole(folder, connector)),
    ...(await measureAuditChain(sqlite('auditChain'), connector)),
    ...(await measureInvitations(sqlite('invitations'), connector)),
    ...(await measureUsers({ few: sqlite('fewUsers'), many: sqlite('manyUsers') })),
    ...(await measurePages()),
  ]);
  const onDirectories = await measureDirectories(folder, connector);
  if (typeof onDirectories === 'string') console.log(`Of directories nothing was measured: ${onDirectories}.\n`);
  else show('Accounts in OpenLDAP, records on SQLite', onDirectories);
  const onPostgres = await measureOnPostgres(connector, join(folder, 'elsewhere'));
  if (typeof onPostgres === 'string') console.log(`On PostgreSQL nothing was measured: ${onPostgres}.\n`);
  else show('On PostgreSQL, which writes to the disk at each commit', onPostgres);
  const cores = cpus();
  const took = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(
    `${cores.length} cores (${cores[0]?.model.trim()}), Node ${process.versions.node}, all on loopback in one run of ${took} s; each figure is a median.`,
  );
} finally {
  await connector.close();
  await rm(folder, { recursive: true });
}
