import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import type { Database, Schema, Tx } from '../foundation/database/schema.ts';
import type { LocalisedText, Translator } from '../foundation/i18n.ts';
import { emailKey, mailboxKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { type Group, groupName, groupOf, type Incompatible, keyOf, keysIn, type Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';

type Holder = Pick<Account, 'id' | 'email'>;

/** What somebody has, and has asked for, of the groups that conflict with those of a portal: as `keyOf` writes them. */
export type Holdings = ReadonlySet<string>;

const rulesOf = (groups: readonly Group[]): Incompatible[] => groups.flatMap(({ incompatible }) => incompatible);
const portalsIn = (portal: Portal, rules: readonly Incompatible[]): string[] => [...new Set(rules.map((rule) => rule.portal ?? portal.id))];

/**
 * What the records say that somebody has of the groups with which these conflict, in whatever account of theirs; with `asked` also what they have asked for.
 */
export async function recordedHoldings(
  db: Database,
  portal: Portal,
  holder: Holder,
  groups: readonly Group[],
  { asked = false }: { readonly asked?: boolean } = {},
): Promise<Holdings> {
  const rules = rulesOf(groups);
  if (rules.length === 0) return new Set();
  const accounts = await accountsOf(db, portal, holder, portalsIn(portal, rules));
  const ids = accounts.map(({ id }) => id);
  const given = await db.selectFrom('membership').select(['portal', 'groupId']).where('accountId', 'in', ids).where('missingSince', 'is', null).execute();
  const pending = asked
    ? await db
        .selectFrom('enrollment')
        .select(['portal', 'groupId'])
        .where('accountId', 'in', ids)
        .where('status', '=', 'pending')
        .where('organisationId', 'is', null)
        .execute()
    : [];
  return new Set([...given, ...pending].map((row) => keyOf({ group: row.groupId, portal: row.portal === portal.id ? undefined : row.portal })));
}

/** The same, and what the directories have them in. Asks no directory where nothing conflicts. Call it before a transaction. */
export async function holdingsOf(
  { db, directory, portals }: Pick<Dependencies, 'db' | 'directory' | 'portals'>,
  portal: Portal,
  holder: Holder,
  groups: readonly Group[],
  options: { readonly asked?: boolean } = {},
): Promise<Holdings> {
  const rules = rulesOf(groups);
  if (rules.length === 0) return new Set();
  const named = portalsIn(portal, rules).filter((id) => portals.has(id));
  // Somebody who was never met in another directory has no account in the records yet.
  for (const id of named) if (id !== portal.id && portals.get(id)?.directory.kind !== 'embedded') await directory.findByEmail(id, holder.email);
  const held = new Set(await recordedHoldings(db, portal, holder, groups, options));
  for (const account of await accountsOf(db, portal, holder, named)) {
    const found = await directory.get(account.portal, account.id);
    const within = found ? ((await directory.groupsOf(found)) ?? []) : [];
    for (const group of within) held.add(keyOf({ group, portal: account.portal === portal.id ? undefined : account.portal }));
  }
  return held;
}

/**
 * The account, and the others of whoever owns it: of the same mailbox, or that one of its owners has ever proven to own. An account that somebody has unlinked is theirs
 * all the same; what a stranger linked and lost says nothing against its owner.
 */
async function accountsOf(db: Database, portal: Portal, { id, email }: Holder, portals: readonly string[]) {
  const others = await db
    .selectFrom('account')
    .select(['id', 'portal'])
    .where('id', '!=', id)
    .where('portal', 'in', [portal.id, ...portals])
    .where((account) =>
      account.or([
        account('emailKey', 'in', [emailKey(email), mailboxKey(email)]),
        account('id', 'in', (bound) =>
          bound
            .selectFrom('binding')
            .select('accountId')
            .where('person', 'in', (owner) => owner.selectFrom('binding').select('person').where('accountId', '=', id).where('endedAt', 'is', null)),
        ),
      ]),
    )
    .execute();
  return [{ id, portal: portal.id }, ...others];
}

/** The rules of a group that these holdings go against. `together` are the other groups of the portal that are asked for in the same go. */
export const conflictsOf = (group: Group, held: Holdings, together: readonly string[] = []): Incompatible[] =>
  group.incompatible.filter((rule) => held.has(keyOf(rule)) || (rule.portal === undefined && rule.group !== group.id && together.includes(rule.group)));

/** What a request records of conflicts on which further approvers decide. */
export const recordOf = (conflicts: readonly Incompatible[]): string | null => {
  const keys = conflicts.filter(({ approvers }) => approvers.length > 0).map(keyOf);
  return keys.length > 0 ? [...new Set(keys)].join(' ') : null;
};

/** Refuses with `key` where nobody may allow one of these conflicts: names the group, the other one and the profile's reason. */
export function allowed(
  portals: ReadonlyMap<string, Portal>,
  portal: Portal,
  { group, conflicts }: { readonly group: Group; readonly conflicts: readonly Incompatible[] },
  t: Translator,
  key: 'enroll.incompatible' | 'decide.incompatible',
): Outcome<void> {
  const rule = conflicts.find(({ approvers }) => approvers.length === 0);
  if (!rule) return accept(undefined);
  const params = {
    group: t.of(group.name),
    other: otherName(portals, portal, keyOf(rule), t),
    reason: rule.reason === undefined ? '' : ` ${t.of(rule.reason)}`,
  };
  return refuse({ key, params, ...(key === 'enroll.incompatible' && { field: 'groups' }) });
}

/** What the other group of a rule is called, with its portal where that is another one. */
export function namesOf(portals: ReadonlyMap<string, Portal>, portal: Portal, key: string): { group: LocalisedText; portal?: LocalisedText } {
  const [id = '', elsewhere] = key.split('/').reverse();
  const where = elsewhere === undefined ? portal : portals.get(elsewhere);
  const group = groupName(where, id);
  return elsewhere === undefined ? { group } : { group, portal: where?.name ?? elsewhere };
}

/** The same in a language. */
export function otherName(portals: ReadonlyMap<string, Portal>, portal: Portal, key: string, t: Translator): string {
  const other = namesOf(portals, portal, key);
  return other.portal === undefined ? t.of(other.group) : `${t.of(other.group)} (${t.of(other.portal)})`;
}

type Request = Selectable<Schema['enrollment']>;

/** What the account of a request has, of what conflicts with its group: for `withConflicts`, before the transaction. */
export async function holdingsFor(dependencies: Dependencies, portal: Portal, { accountId, groupId, organisationId }: Request): Promise<Holdings> {
  const group = organisationId === null ? groupOf(portal, groupId) : undefined;
  if (!group || group.incompatible.length === 0) return new Set();
  const holder = await dependencies.db.selectFrom('account').select(['id', 'email']).where('id', '=', accountId).executeTakeFirst();
  return holder ? await holdingsOf(dependencies, portal, holder, [group]) : new Set();
}

/**
 * A request with the conflicts that it has by now: what was given since it was asked for counts. Refuses with `decide.incompatible` where nobody may allow one.
 * Two requests that conflict are approved one after the other.
 */
export async function withConflicts(
  tx: Tx,
  { portals }: Pick<Dependencies, 'portals'>,
  { row, portal, held }: { readonly row: Request; readonly portal: Portal; readonly held: Holdings },
  t: Translator,
): Promise<Outcome<Request>> {
  const group = row.organisationId === null ? groupOf(portal, row.groupId) : undefined;
  if (!group || group.incompatible.length === 0) return accept(row);
  await oneAtATime(tx, 'incompatible');
  const holder = await tx.selectFrom('account').select(['id', 'email']).where('id', '=', row.accountId).executeTakeFirst();
  const recorded = holder ? await recordedHoldings(tx, portal, holder, [group]) : [];
  const found = conflictsOf(group, new Set([...held, ...recorded]));
  const may = allowed(portals, portal, { group, conflicts: found }, t, 'decide.incompatible');
  if (!may.ok) return may;
  const known = keysIn(row.conflicts);
  const added = keysIn(recordOf(found)).filter((key) => !known.includes(key));
  if (added.length === 0) return accept(row);
  const conflicts = [...known, ...added].join(' ');
  await tx.updateTable('enrollment').set({ conflicts }).where('id', '=', row.id).execute();
  return accept({ ...row, conflicts });
}
