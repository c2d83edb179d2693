import assert from 'node:assert/strict';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import type { Actor } from '../../core/foundation/actor.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { grantRole } from '../../core/members/index.ts';

/** One organisation a portal, whose administrators are known in their chats. */
export const organisationOf = (portal: string): string => `bench-${portal}`;
const administrators = 60;

/** An administrator's chat; each `turn` another one's, so that nobody reaches a limit. */
export const administrator = (turn: number): Actor => ({
  person: `administrator-${turn % administrators}`,
  channel: 'msteams',
  locale: 'fr',
  authenticated: true,
  name: 'Camille Petit',
});

/** Writes the organisation of a portal and its administrators down. */
export async function makeAdministrators(db: Database, portal = 'outscale'): Promise<void> {
  const organisationId = organisationOf(portal);
  const names = Array.from({ length: administrators }, (_, n) => `administrator${n}@corp.example`);
  const lines = names.map((name) => `${name},${name},Camille,Petit,,`);
  const { refused } = await importAccounts(db, portal, ['identifier,email,givenName,familyName,phone,entity', ...lines].join('\n'), 1, 'proven');
  assert.deepEqual(refused, []);
  const decided = { createdBy: 'administrator-0', createdAt: 1, decidedAt: 1, decidedBy: null, reason: null, establishment: null };
  await db
    .insertInto('organisation')
    .values({
      ...{
        id: organisationId,
        reference: `BNCH-${portal}`,
        portal,
        name: 'Boulangerie Petit',
        siret: '73282932000074',
        country: 'FR',
        domicile: 'france',
      },
      ...{ details: '{}', status: 'validated', ...decided },
    })
    .execute();
  const accounts = await db.selectFrom('account').select(['id', 'identifier']).where('portal', '=', portal).where('identifier', 'in', names).execute();
  for (const { id, identifier } of accounts) {
    const person = `administrator-${names.indexOf(identifier)}`;
    await db
      .insertInto('binding')
      .values({ id: `tie-${portal}-${person}`, person, accountId: id, portal, createdAt: 1, endedAt: null })
      .execute();
    const place = { organisationId, portal, accountId: id, role: 'administrator', grantedBy: person, now: 1 } as const;
    await db.transaction().execute(async (tx) => void (await grantRole(tx, { ...place, madeAccount: false })));
  }
}
