import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { day } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { type Connector, member, tenant } from '../fakes/connector.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { objectIdOf, openTalk } from './talk.ts';

const [few, many] = [50, 5_000];
const warmUp = 20;
const looks = 60;
const person = 9_000_003;
const samuel = { ...member('Bench', 'Reviewer', objectIdOf(person)), email: 'samuel.okafor@example.org', tenantId: tenant };

/** Opening the card of a review of 5,000 people, against one of 50; in alternating rounds (GOV-4). */
export async function measureReviews(folder: string, connector: Connector): Promise<Figure[]> {
  const own = join(folder, 'reviews');
  await mkdir(own);
  const paths = { few: join(own, 'few.sqlite'), many: join(own, 'many.sqlite') };
  await fill(paths.few, few);
  await fill(paths.many, many);
  if (!connector.members.includes(samuel)) connector.members.push(samuel);
  const small = await startProcess('guichetProcess.ts', settings(`sqlite:${paths.few}`));
  const large = await startProcess('guichetProcess.ts', settings(`sqlite:${paths.many}`));
  try {
    const [atSmall, atLarge] = [small, large].map(({ url }) => openTalk(url, connector.url, person));
    const taken: { small: number; large: number }[] = [];
    const open = { verb: 'review.open', inputs: { review: 'r' }, next: 'review.keep' } as const;
    for (let round = 0; atSmall && atLarge && round < warmUp + looks; round += 1)
      taken.push({ small: await atSmall.presses(open), large: await atLarge.presses(open) });
    const kept = taken.slice(warmUp);
    const [ofMany, ofFew] = [median(kept.map((pair) => pair.large)), median(kept.map((pair) => pair.small))];
    const detail = `${ofMany.toFixed(2)} and ${ofFew.toFixed(2)} ms`;
    return [ratioFigure('median opening of a review of 5,000 people, against one of 50', ofMany / ofFew, { atMost: 2 }, detail)];
  } finally {
    connector.clear();
    await Promise.all([small.stop(), large.stop()]);
  }
}

/** Makes records with an open review of the network of InvGate, of so many people. */
async function fill(path: string, people: number): Promise<void> {
  const db = await openDatabase(`sqlite:${path}`);
  await migrate(db);
  await db.destroy();
  const records = new DatabaseSync(path);
  const now = Date.now();
  records.exec('BEGIN');
  records
    .prepare(`INSERT INTO review (id, reference, portal, groupId, begunAt, endsAt, readAt) VALUES ('r', 'KNZC-T2WJ', 'invgate', 'network', ?1, ?2, ?1)`)
    .run(now, now + 10 * day);
  const account = records.prepare(
    `INSERT INTO account (id, portal, identifier, identifierKey, email, emailKey, givenName, familyName, sessionsFrom, createdAt, updatedAt)
     VALUES (?1, 'invgate', ?1, ?1, ?1 || '@corp.example', ?1 || '@corp.example', 'Camille', 'Petit', 0, 0, 0)`,
  );
  const membership = records.prepare(
    `INSERT INTO membership (id, portal, accountId, groupId, enrollmentId, grantedAt, provisionAt, provisionedAt) VALUES (?1, 'invgate', ?1, 'network', NULL, ?2, ?2, ?2)`,
  );
  const item = records.prepare(
    `INSERT INTO reviewItem (id, reviewId, directoryId, name, email, emailKey, sortKey, searched)
     VALUES (?1, 'r', ?1, 'Camille Petit', ?1 || '@corp.example', ?1 || '@corp.example', ?1, 'camille petit ' || ?1)`,
  );
  for (let number = 0; number < people; number += 1) {
    const id = `p${String(number).padStart(6, '0')}`;
    account.run(id);
    membership.run(id, now - day);
    item.run(id);
  }
  records.exec('COMMIT');
  records.close();
}
