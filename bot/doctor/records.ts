import { sql } from 'kysely';
import { verifyAuditEnd } from '../../core/foundation/auditEnd.ts';
import { minute, second } from '../../core/foundation/clock.ts';
import { manyWrite } from '../../core/foundation/database/locks.ts';
import { createReadiness } from '../../core/foundation/database/readiness.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { stateOf } from '../../core/foundation/outbox/state.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { countKeys, lostIn } from '../../core/keys.ts';
import { type Finding, fault, many, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

/** The oldest PostgreSQL that Guichet runs on, as `server_version_num` writes it. */
const oldestPostgres = 150_000;

/** The records: there, of this version, and writable. */
export async function lookAtRecords({ records, clock, config }: Installation): Promise<readonly Finding[]> {
  switch (records.seen) {
    case 'absent':
      return [warning(`${records.name} is not there yet`, 'The first start makes it. If there should be one, DATABASE_URL names another.')];
    case 'away':
      return [
        fault(`${records.name} cannot be opened: ${records.why}`, 'See whether DATABASE_URL is right, and whether the database runs and lets Guichet in.'),
      ];
    case 'newer':
      return [
        fault(`${records.name} was written by a newer version of Guichet (${records.why})`, 'Start that version, or restore the back-up from before it.'),
      ];
    case 'older':
      return [
        warning(
          `${records.name} is of an older version: changes of its tables that are due: ${records.due}`,
          'Make a back-up; the next start makes them, or npm run records:migrate where the bot may not.',
        ),
      ];
    case 'ready':
      return [await (manyWrite(records.db) ? postgres(records.db) : sqlite(config.production)), await writable(records.db, clock)];
  }
}

async function postgres(db: Database): Promise<Finding> {
  const { rows } = await sql<{ server_version_num: string; server_version: string }>`
    select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version`.execute(db);
  const [version] = rows;
  if (Number(version?.server_version_num) < oldestPostgres) return fault(`PostgreSQL ${version?.server_version} is too old`, 'Upgrade it to 15 or later.');
  return ok(`PostgreSQL ${version?.server_version}`);
}

const sqlite = (production: boolean): Finding => ok(`SQLite, one file${production ? ': for one bot on a local disk' : ''}`);

async function writable(db: Database, clock: Installation['clock']): Promise<Finding> {
  if (await createReadiness(db, clock)()) return ok('they can be written to');
  return fault('they cannot be written to', 'See whether the disk is full, the file belongs to the bot’s user, and the database is no read-only copy.');
}

/** How late a job may be, before something does not work. */
const late = 10 * minute;

/** What waits to be sent, and what was given up. */
export async function lookAtOutbox(db: Database, { clock }: Installation): Promise<readonly Finding[]> {
  const { rows, overdue } = await stateOf(db, clock());
  const [oldest] = Object.entries(overdue).sort(([, one], [, other]) => other - one);
  const { 'given-up': givenUp = 0, held = 0, waiting = 0 } = rows;
  const findings: Finding[] = [];
  if (oldest && oldest[1] * second > late)
    findings.push(
      fault(
        `waiting: ${many(waiting, 'job')}; the oldest (${oldest[0]}) has been due for ${Math.floor((oldest[1] * second) / minute)} minutes`,
        'See whether a bot runs, then what is said here of the mail server, Teams and directories.',
      ),
    );
  if (givenUp > 0)
    findings.push(warning(`given up: ${many(givenUp, 'job')}`, 'npm run outbox says which and why; once that is mended, npm run outbox -- retry all.'));
  if (held > 0) findings.push(ok(`held until somebody writes to the bot: ${many(held, 'message')}`));
  return findings.length > 0 ? findings : [ok(waiting === 0 ? 'nothing waits' : `waiting, and not for long: ${many(waiting, 'job')}`)];
}

/** How long a record may wait for its place in the chain while a bot runs. */
const unsealedFor = minute;

/** The end of the audit's chain. */
export async function lookAtAudit(db: Database, { config, clock }: Installation): Promise<readonly Finding[]> {
  if (config.secretKey === undefined) return [warning('not looked at: SECRET_KEY is not known', 'Set SECRET_KEY.')];
  const { faults, unsealed, oldestUnsealed, head } = await verifyAuditEnd(db, createSecrets(config.secretKey, config.secretKeyPrevious));
  const wrong = faults.filter(({ what }) => what !== 'unknownKey');
  const findings: Finding[] = [];
  if (wrong.length > 0)
    findings.push(
      fault(`record ${wrong[0]?.at} of the audit is not as it was written`, 'Run npm run audit -- --verify, and find out who can write to the database.'),
    );
  if (faults.length > wrong.length)
    findings.push(
      warning('some records of the audit are sealed under a key that is not known here', 'Set SECRET_KEY_PREVIOUS to the key before, and verify again.'),
    );
  if (oldestUnsealed !== undefined && clock() - oldestUnsealed > unsealedFor)
    findings.push(warning(`not in the audit’s chain yet: ${many(unsealed, 'record')}`, 'Start a bot: it seals them within seconds.'));
  if (findings.length > 0) return findings;
  return [ok(head === '' ? 'there is no record in the chain yet' : `the latest records are as they were written; the chain ends with ${head}`)];
}

/** What SECRET_KEY protects: whether a known key opens it. */
export async function lookAtKeys(db: Database, { config, clock }: Installation): Promise<readonly Finding[]> {
  const { secretKey, secretKeyPrevious } = config;
  if (secretKey === undefined) return [warning('not looked at: SECRET_KEY is not known', 'Set SECRET_KEY.')];
  const counts = await countKeys({ db, secrets: createSecrets(secretKey, secretKeyPrevious), clock });
  const lost = lostIn(counts);
  if (lost !== '') {
    const keepsOut = counts.some(({ locksOut, under }) => locksOut && under.unknown > 0);
    const todo = 'Set SECRET_KEY_PREVIOUS to the key that was in use before, and run npm run secrets:rekey.';
    return [(keepsOut ? fault : warning)(`under a key that is not known here: ${lost}`, todo)];
  }
  const old = counts.reduce((sum, { under }) => sum + under.previous + under.unnamed, 0);
  if (old > 0)
    return [warning(`still under SECRET_KEY_PREVIOUS: ${many(old, 'row')}`, 'Run npm run secrets:rekey, then take SECRET_KEY_PREVIOUS out an hour later.')];
  return [ok('all that is sealed is under SECRET_KEY')];
}
