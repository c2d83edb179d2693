import { createSmtpMailer } from '../../core/connectors/smtp.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { createWorker } from '../../core/foundation/outbox/worker.ts';
import { workOf } from './dependencies.ts';

// A worker in a process of its own, for tests of several: node workerProcess.ts <database> <smtp>
const [database = '', smtp = ''] = process.argv.slice(2);
const db = await openDatabase(database);
const mailer = createSmtpMailer(smtp);
await createWorker({ ...workOf(db, () => 1_000_000, { mailer }), random: Math.random, log: console }).drain();
mailer.close();
await db.destroy();
