import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { newId, newReference } from '../foundation/secrets.ts';
import { grantRole, roleFor } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import type { Place } from './accountsCsv.ts';

/** The grantor of imported places. */
const operator = 'import';

/** How places are kept: whose they are by the id of the account, and whether an account ends with its last place. */
export type Keeping = {
  readonly actor: Actor;
  readonly audited: boolean;
  readonly now: Millis;
  readonly accountId: (tx: Tx, identifierKey: string) => Promise<string>;
  readonly madeAccount: boolean;
};

/** Brings users' places in line with a file: adds establishments and changes rights, but removes nobody. Returns how many changed. */
export async function keepPlaces(
  tx: Tx,
  portal: Portal,
  places: readonly Place[],
  { actor, audited, now, accountId: idOf, madeAccount }: Keeping,
): Promise<number> {
  let changed = 0;
  for (const { identifierKey, establishment, country, rights } of places) {
    const accountId = await idOf(tx, identifierKey);
    const { organisationId, change } = await establishmentNamed(tx, portal, establishment, country, now);
    const given = { organisationId, accountId, ...roleFor(portal, rights) };
    const granted = await grantRole(tx, { ...given, portal: portal.id, grantedBy: operator, now, madeAccount });
    const isSet = granted || (await setRole(tx, given));
    if (isSet || change) changed += 1;
    const record = { at: now, actor, portal: portal.id, outcome: 'ok' };
    if (change && audited)
      await audit(tx, {
        ...record,
        action: `establishment.${change.what}`,
        subject: `organisation:${organisationId}`,
        detail: { establishment, ...change.detail },
      });
    if (isSet && audited)
      await audit(tx, {
        ...record,
        action: 'account.placed',
        subject: `account:${accountId}`,
        detail: { establishment, rights: rights.join(' '), role: given.role },
      });
  }
  return changed;
}

async function setRole(tx: Tx, { organisationId, accountId, role, rights }: { organisationId: string; accountId: string; role: string; rights: string }) {
  const updated = await tx
    .updateTable('organisationMember')
    .set({ role, rights })
    .where('organisationId', '=', organisationId)
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where((member) => member.or([member('role', '!=', role), member('rights', '!=', rights)]))
    .returning('id')
    .executeTakeFirst();
  return updated !== undefined;
}

async function establishmentNamed(
  tx: Tx,
  portal: Portal,
  establishment: string,
  country: string,
  now: Millis,
): Promise<{ organisationId: string; change?: { what: 'imported' | 'updated'; detail: { country: string; before?: string } } }> {
  const known = await tx
    .selectFrom('organisation')
    .select(['id', 'country'])
    .where('portal', '=', portal.id)
    .where('establishment', '=', establishment)
    .executeTakeFirst();
  if (known) {
    if (known.country === country) return { organisationId: known.id };
    // Its country decides which team supports it (EX-9).
    await tx.updateTable('organisation').set({ country }).where('id', '=', known.id).execute();
    return { organisationId: known.id, change: { what: 'updated', detail: { country, before: known.country } } };
  }
  const id = newId();
  const decided = { status: 'validated', createdBy: operator, createdAt: now, decidedAt: now, decidedBy: operator, reason: null };
  const named = { id, reference: newReference(), portal: portal.id, name: establishment, establishment, country };
  await tx
    .insertInto('organisation')
    .values({ ...named, siret: null, domicile: '', details: '{}', ...decided })
    .execute();
  return { organisationId: id, change: { what: 'imported', detail: { country } } };
}
