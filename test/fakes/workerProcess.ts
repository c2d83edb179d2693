import { createSmtpMailer } from '../../core/connectors/smtp.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { createWorker } from '../../core/foundation/outbox/worker.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { noApprovals } from './approvals.ts';
import { noInvitations } from './invitations.ts';
import { demo } from './portal.ts';

// A worker in a process of its own, for tests of several: node workerProcess.ts <database> <smtp>
const [database = '', smtp = ''] = process.argv.slice(2);
const db = await openDatabase(database);
const mailer = createSmtpMailer(smtp);
await createWorker({
  db,
  clock: () => 1_000_000,
  random: Math.random,
  secrets: createSecrets('the key of these tests'),
  mailer,
  notifier: { notify: async () => undefined, card: async () => '' },
  approvals: noApprovals,
  invitations: noInvitations,
  portals: () => demo,
  log: console,
}).drain();
mailer.close();
await db.destroy();
