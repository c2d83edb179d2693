import type { DatabaseSync } from 'node:sqlite';
import { hour } from '../../core/foundation/clock.ts';
import { fillNew } from './filling.ts';

/**
 * A share of the requests: how many, and who is asked to decide on them. Those of nobody are decided. `staged`: for this group instead, at the stage after
 * those at which these people agreed.
 */
export type Share = { readonly count: number; readonly approver?: string; readonly staged?: { readonly group: string; readonly agreed: readonly string[] } };

/** The id of a request by number, from 1. */
export const requestId = (number: number): string => `e${String(number).padStart(8, '0')}`;

/** The tenant of a person by number: so many there are. */
export const tenantOf = (person: number, tenants: number): string => `22222222-2222-4222-8222-${String(person % tenants).padStart(12, '0')}`;

/**
 * Makes records with requests for InvGate's workplace, numbered in the order of the shares: each of an account and a person of its own, in one
 * of so many tenants, whose chat is at the connector.
 */
export const makeRequests = (path: string, connector: string, shares: readonly Share[], tenants = 1): Promise<void> =>
  fillNew(path, (records) => fill(records, connector, shares, tenants));

function fill(records: DatabaseSync, connector: string, shares: readonly Share[], tenants: number): void {
  const account = records.prepare(
    `INSERT INTO account (id, portal, identifier, identifierKey, email, emailKey, givenName, familyName, sessionsFrom, createdAt, updatedAt)
     VALUES ('a' || ?1, 'invgate', ?1, ?1, ?1 || '@corp.example', ?1 || '@corp.example', 'Camille', 'Petit', 0, 0, 0)`,
  );
  const credential = records.prepare(`INSERT INTO credential (accountId, failedSignIns) VALUES ('a' || ?1, 0)`);
  const person = records.prepare(
    `INSERT INTO person (id, channel, tenant, objectId, name, locale, address, seenAt) VALUES ('p' || ?1, 'msteams', ?2, ?1, 'Camille Petit', 'fr', ?3, 0)`,
  );
  const enrollment = records.prepare(
    `INSERT INTO enrollment (id, reference, portal, accountId, person, locale, justification, status, createdAt, expiresAt, decidedAt, decidedBy, groupId, stage)
     VALUES (?1, ?1, 'invgate', 'a' || ?1, 'p' || ?1, 'fr', 'Pour travailler', ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
  );
  const approver = records.prepare(
    `INSERT INTO approver (id, enrollmentId, address, open, decision, askedAt, decidedAt, stage) VALUES (?1 || ?2, ?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
  );
  const note = records.prepare(`INSERT INTO enrollmentNote (id, enrollmentId, at, kind, author, text) VALUES (?1 || ?2, ?1, ?3, 'stage', ?2, ?4)`);
  const card = records.prepare(`INSERT INTO approvalCard (id, enrollmentId, approver, address, activityId) VALUES ('c' || ?1, ?1, ?2, ?3, 'activity-' || ?1)`);
  const now = Date.now();
  let number = 0;
  for (const { count, approver: asked, staged } of shares)
    for (let one = 0; one < count; one += 1) {
      number += 1;
      const id = requestId(number);
      const tenantId = tenantOf(number, tenants);
      const address = JSON.stringify({
        channelId: 'msteams',
        serviceUrl: connector,
        conversation: { id: `a:${id}`, conversationType: 'personal', tenantId },
        bot: { id: '28:guichet', name: 'Guichet' },
        user: { id: `29:${id}`, name: 'Camille Petit', aadObjectId: id },
      });
      const createdAt = now - hour - number;
      const stage = staged?.agreed.length ?? 0;
      const word = asked ?? 'hugo.marchand@example.org';
      account.run(id);
      credential.run(id);
      person.run(id, tenantId, address);
      enrollment.run(
        id,
        asked ? 'pending' : 'approved',
        createdAt,
        now + 1_000 * hour,
        asked ? null : createdAt,
        asked ? null : word,
        staged?.group ?? 'workplace',
        stage,
      );
      approver.run(id, word, asked ? 1 : 0, asked ? null : 'approved', createdAt, asked ? null : createdAt, stage);
      for (const [at, by] of (staged?.agreed ?? []).entries()) {
        approver.run(id, by, 0, 'approved', createdAt, createdAt, at);
        note.run(id, by, createdAt, `${at + 1}/${stage + 1}`);
      }
      // The other one who was asked, as most catalogues name two.
      if (!staged) approver.run(id, 'samuel.okafor@example.org', asked ? 1 : 0, null, createdAt, null, 0);
      card.run(id, word, address);
    }
}
