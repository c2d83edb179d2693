import { DatabaseSync } from 'node:sqlite';
import { day } from '../../core/foundation/clock.ts';

/** How much there is for the console to read. */
export type Amount = { readonly accounts: number; readonly records: number; readonly requests: number };

/** Fills migrated records: accounts of Octopus, the audit of a year, and requests of the last 90 days, one in a hundred of them waiting. */
export function fillRecords(path: string, { accounts, records, requests }: Amount): void {
  const db = new DatabaseSync(path);
  const now = Date.now();
  const rows = (count: number) => `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${count})`;
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN');
  db.exec(`${rows(accounts)} INSERT INTO account (id, portal, identifier, identifierKey, email, emailKey, givenName, familyName, sessionsFrom, createdAt, updatedAt)
    SELECT 'a' || n, 'octopus', 'u' || n, 'u' || n, 'u' || n || '@corp.example', 'u' || n || '@corp.example',
    'Camille' || (n % 40), 'Petit' || (n % 20000), 0, 0, 0 FROM n`);
  for (const [name, of] of [
    ['camille', 40],
    ['petit', 20_000],
  ] as const)
    db.exec(`${rows(accounts)} INSERT INTO accountWord (accountId, word) SELECT 'a' || n, lower(hex('${name}' || (n % ${of}))) FROM n`);
  db.exec(`${rows(records)} INSERT INTO audit (at, actor, channel, action, portal, subject, outcome, detail)
    SELECT ${now} - (${records} - n) * ${365 * day} / ${records}, 'person-' || (n % 50000), 'msteams',
      CASE n % 4 WHEN 0 THEN 'reset.asked' WHEN 1 THEN 'reset.completed' WHEN 2 THEN 'signIn' ELSE 'enroll.asked' END, 'octopus',
      'account:a' || (1 + n % ${accounts}), CASE WHEN n % 10 = 0 THEN 'code.wrong' ELSE 'ok' END, '{"ip":"192.0.2.1"}' FROM n`);
  db.exec(`${rows(requests)} INSERT INTO request (id, portal, procedure, person, subject, accountId, data, locale, createdAt, expiresAt, provenAt, completedAt)
    SELECT 'r' || n, 'octopus', 'reset', 'person-' || n, 'account:a' || n, 'a' || n, '{}', 'fr', ${now} - n * ${90 * day} / ${requests}, 0,
      ${now}, CASE WHEN n % 3 = 0 THEN NULL ELSE ${now} - n * ${90 * day} / ${requests} + (n % 600) * 1000 END FROM n`);
  db.exec(`${rows(requests)} INSERT INTO enrollment (id, reference, portal, groupId, accountId, person, locale, status, createdAt, expiresAt, decidedAt, decidedBy)
    SELECT 'e' || n, 'E-' || n, 'invgate', 'workplace', 'a' || n, 'person-' || n, 'fr', CASE WHEN n % 100 = 0 THEN 'pending' ELSE 'approved' END,
      ${now} - n * ${90 * day} / ${requests}, ${now + day}, CASE WHEN n % 100 = 0 THEN NULL ELSE ${now} END, NULL FROM n`);
  db.exec('COMMIT');
  db.close();
}
