import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayIn } from '../../core/foundation/calendar.ts';
import { day, hour } from '../../core/foundation/clock.ts';
import { shipped } from '../directory/teams.ts';
import type { Connector } from '../fakes/connector.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { fillNew } from './filling.ts';
import { settings, startProcess } from './processes.ts';
import { openTalk } from './talk.ts';
import { pressesOurs } from './turnKinds.ts';

const memberships = 100_000;
/** Turns of a sample, and how many are taken while nothing else is at work: before the look, and after it. */
const turns = 80;
const quietly = 6;

/** The turns of a chat while the nightly look compares a group of 100,000 with the records, against the same at rest. The group is in a portal of its own. */
export async function measureDifferences(folder: string, connector: Connector): Promise<Figure[]> {
  const own = join(folder, 'differences');
  await mkdir(own);
  const service = await startProcess('membersProcess.ts', { CROWD: `${memberships}` });
  const catalogue = "{ workplace: crowd, applications: 'none', network: 'none', sensitive-data: 'none' }";
  const can = '[groups]';
  const invgate = await shipped('invgate', [/^id: invgate$/m, 'id: crowd'], [/^procedures:\n(?: .*\n|\n)+/m, 'procedures:\n  enroll: {}\n']);
  const secret = 'a secret of thirty-two characters or more';
  await writeFile(
    join(own, 'crowd.yaml'),
    `${invgate}\ndirectory: { kind: http, url: '${service.url}', secret: '${secret}', can: ${can}, groups: { catalogue: ${catalogue} } }\n`,
  );
  const path = join(own, 'records.sqlite');
  await fillNew(path, fill);
  const guichet = await startProcess('guichetProcess.ts', { ...settings(`sqlite:${path}`), PORTALS_DIR: own });
  const records = new DatabaseSync(path, { timeout: 5_000 });
  try {
    const talk = openTalk(guichet.url, connector.url, 0);
    const sample = async () => {
      const times = await pressesOurs(talk, turns);
      connector.clear();
      return median(times);
    };
    const samples = async () => {
      const taken: number[] = [];
      while (taken.length < quietly) taken.push(await sample());
      return taken;
    };
    await samples();
    const before = await samples();
    begin(records);
    const state = () => String(records.prepare("SELECT status FROM outbox WHERE id = 'bench'").get()?.status);
    while (state() === 'waiting') await sleep(100);
    const began = performance.now();
    const during: number[] = [];
    while (state() === 'claimed') during.push(await sample());
    const took = (performance.now() - began) / 1_000;
    const people = Number(records.prepare("SELECT people FROM accessLook WHERE groupId = 'workplace'").get()?.people);
    if (state() !== 'done' || people !== memberships) throw new Error(`The look ended as ${state()}, and saw ${people}.`);
    const rest = median([...before, ...(await samples())]);
    const busy = median(during);
    const detail = `${busy.toFixed(2)} and ${rest.toFixed(2)} ms; the look took ${took.toFixed(0)} s`;
    return [ratioFigure('median card turn while the nightly look compares 100,000 memberships, against one at rest', busy / rest, { atMost: 1.2 }, detail)];
  } finally {
    records.close();
    connector.clear();
    await Promise.all([guichet.stop(), service.stop()]);
  }
}

/** Makes records in which everybody of the group was given it, but one in a thousand. */
function fill(records: DatabaseSync): void {
  const account = records.prepare(
    `INSERT INTO account (id, portal, directoryId, identifier, identifierKey, email, emailKey, givenName, familyName, sessionsFrom, createdAt, updatedAt)
     VALUES ('a' || ?1, 'crowd', 'd' || ?1, 'p' || ?1 || '@corp.example', 'p' || ?1 || '@corp.example', 'p' || ?1 || '@corp.example', 'p' || ?1 || '@corp.example', 'Camille', 'Petit', 0, 0, 0)`,
  );
  const membership = records.prepare(
    `INSERT INTO membership (id, portal, accountId, groupId, enrollmentId, grantedAt, provisionAt, provisionedAt) VALUES ('m' || ?1, 'crowd', 'a' || ?1, 'workplace', NULL, ?2, ?2, ?2)`,
  );
  const since = Date.now() - day;
  for (let number = 0; number < memberships; number += 1) {
    account.run(`${number}`);
    if (number % 1_000 !== 0) membership.run(`${number}`, since);
  }
}

/** Has the look begin now, as it does at night. */
function begin(records: DatabaseSync): void {
  const now = Date.now();
  const payload = JSON.stringify({ kind: 'accessLook', portal: 'crowd', group: 'workplace', day: dayIn('Europe/Paris', now) });
  records
    .prepare(
      `INSERT INTO outbox (id, kind, reason, payload, status, attempts, lane, dueAt, wantedAt, createdAt) VALUES ('bench', 'accessLook', 'bench', ?, 'waiting', 0, 'looks', ?, ?, ?)`,
    )
    .run(payload, now - hour, now - hour, now - hour);
}
