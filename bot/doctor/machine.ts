import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { sql } from 'kysely';
import { type Millis, second } from '../../core/foundation/clock.ts';
import { manyWrite } from '../../core/foundation/database/locks.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

/** The oldest Node that Guichet runs on. */
const oldestNode = 24;

/** The version of Node. */
export async function lookAtNode(version = process.versions.node): Promise<readonly Finding[]> {
  const [major = 0] = version.split('.').map(Number);
  if (major >= oldestNode) return [ok(`Node ${version}`)];
  return [fault(`Node ${version} cannot run Guichet`, `Install Node ${oldestNode} (LTS), and start Guichet with it.`)];
}

const mega = 1024 * 1024;

/** The space that is left where the records are, or where Guichet runs. */
export async function lookAtDisk({ config }: Installation, free: (folder: string) => Promise<number> = freeIn): Promise<readonly Finding[]> {
  const path = /^sqlite:(.+)$/s.exec(config.databaseUrl)?.[1] ?? '.';
  const folder = nearest(path === ':memory:' ? '.' : dirname(resolve(path)));
  const left = Math.floor((await free(folder)) / mega);
  const found = `${left} MB are free in ${folder}`;
  if (left < 200) return [fault(found, 'Make room at once: when the disk is full, nothing can be recorded, and every procedure stops.')];
  if (left < 1024) return [warning(found, 'Make room, or give that disk more: the audit and the records grow.')];
  return [ok(found)];
}

const freeIn = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** The folder, or the nearest above it that is there: the first start makes the rest. */
const nearest = (folder: string): string => (existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder)));

/** From here on a clock is noticed, and from here on codes of authenticator apps (30 s each) and tokens of Teams are refused. */
const noticed = 5 * second;
const refused = 30 * second;

/** This machine's clock, against that of the database and of Microsoft. */
export async function lookAtClock(installation: Installation): Promise<readonly Finding[]> {
  const others = (await Promise.all([databaseClock(installation), microsoftClock(installation)])).filter((other) => other !== undefined);
  if (others.length === 0 && !installation.config.production) return [ok('not compared: while developing, no other clock is asked')];
  if (others.length === 0) return [warning('no other clock could be asked', 'Run timedatectl: it says whether this machine keeps the time by NTP.')];
  return others.map(({ whose, off }) => {
    const found = `this machine’s clock and that of ${whose} differ by ${(Math.abs(off) / second).toFixed(1)} s`;
    const todo = 'Turn on NTP (timedatectl set-ntp true, or chrony) on this machine and on the other.';
    return Math.abs(off) >= refused ? fault(found, todo) : Math.abs(off) >= noticed ? warning(found, todo) : ok(found);
  });
}

type OtherClock = { readonly whose: string; readonly off: Millis };

async function databaseClock({ records, clock }: Installation): Promise<OtherClock | undefined> {
  if (records.seen !== 'ready' || !manyWrite(records.db)) return undefined;
  const asked = clock();
  const { rows } = await sql<{ now: number }>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(records.db);
  const [row] = rows;
  return row && { whose: 'PostgreSQL', off: row.now - (asked + clock()) / 2 };
}

/** By the `Date` header, which counts whole seconds. */
async function microsoftClock({ config, microsoft, clock, patience }: Installation): Promise<OtherClock | undefined> {
  if (!config.app) return undefined;
  const answer = await fetch(microsoft.keys, { method: 'HEAD', signal: AbortSignal.timeout(patience) }).catch(() => undefined);
  const date = Date.parse(answer?.headers.get('date') ?? '');
  return Number.isNaN(date) ? undefined : { whose: 'Microsoft', off: date + second / 2 - clock() };
}
