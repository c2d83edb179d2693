import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { lastLanguageOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { day, hour } from '../foundation/clock.ts';
import type { Schema } from '../foundation/database/schema.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { isName } from '../foundation/prose.ts';
import { groupOf, type Portal } from '../portal/index.ts';
import { type Account, DirectoryUnavailable } from '../ports.ts';
import { askingRight, isOwnAddress, reaches } from './askingRight.ts';
import type { BundleReason } from './bundles.ts';
import { cataloguesFor } from './catalogues.ts';
import { openRequests } from './openRequests.ts';
import { createPendingRequest } from './pendingRequest.ts';

type Row = Selectable<Schema['behalf']>;

/** How often an account that is waited for is looked for. */
const looksEach = hour;

/**
 * Opens the requests of a bundle that are not open yet, of the portals where the person has an account by now, and tells them. The right of who asked is
 * looked at again. A directory that does not answer costs the other portals nothing, and is thrown at the end.
 */
export async function openWaiting(dependencies: Dependencies, actor: Actor, bundle: string): Promise<void> {
  const { db, portals } = dependencies;
  const all = await db.selectFrom('behalf').selectAll().where('bundle', '=', bundle).where('state', 'in', ['waiting', 'asked']).execute();
  let silent: DirectoryUnavailable | undefined;
  for (const id of new Set(all.map(({ portal }) => portal))) {
    const rows = all.filter(({ portal, state }) => portal === id && state === 'waiting');
    const portal = portals.get(id);
    try {
      if (portal && rows.length === 0) await tellAfterAll(dependencies, actor, portal, all);
      else if (portal) await openAt(dependencies, actor, portal, rows);
      else for (const row of rows) await settle(dependencies, row, 'gone');
    } catch (error) {
      if (!(error instanceof DirectoryUnavailable)) throw error;
      silent = error;
    }
  }
  dependencies.wake();
  if (silent) throw silent;
}

/** The worker's part: opens what can be opened by now, and looks again later for who has no account yet, until it is over. */
export async function continueBundle(dependencies: Dependencies, bundle: string): Promise<void> {
  const { db, clock, secrets } = dependencies;
  const asker = await db
    .selectFrom('behalf')
    .innerJoin('person', 'person.id', 'behalf.person')
    .select(['person.id', 'person.channel', 'person.tenant', 'person.emailKey', 'person.guest', 'person.name', 'behalf.locale', 'behalf.expiresAt'])
    .where('behalf.bundle', '=', bundle)
    .where('behalf.state', 'in', ['waiting', 'asked'])
    .executeTakeFirst();
  if (!asker) return;
  await openWaiting(dependencies, actorOf(asker), bundle);
  const now = clock();
  await db.transaction().execute(async (tx) => {
    const over = await tx
      .updateTable('behalf')
      .set({ state: 'expired' })
      .where('bundle', '=', bundle)
      .where('state', '=', 'waiting')
      .where('expiresAt', '<=', now)
      .returning(['home', 'person', 'locale'])
      .execute();
    const [first] = over;
    if (first) {
      const event = { name: 'bundleExpired', portal: first.home, bundle } as const;
      const told = { kind: 'chat', person: first.person, event, locale: localeOf(first.locale) } as const;
      return void (await enqueue(tx, secrets, told, { reason: `behalf-over:${bundle}`, now, dueAt: now }));
    }
    const left = await tx.selectFrom('behalf').select('id').where('bundle', '=', bundle).where('state', '=', 'waiting').executeTakeFirst();
    if (!left) return;
    const dueAt = Math.min(now + looksEach, Math.max(asker.expiresAt, now + 1));
    await enqueue(tx, secrets, { kind: 'behalf', bundle }, { reason: `behalf:${bundle}:${dueAt}`, now, dueAt });
  });
  dependencies.wake();
}

type Asker = Pick<Selectable<Schema['person']>, 'id' | 'channel' | 'tenant' | 'emailKey' | 'guest' | 'name'> & { readonly locale: string };

/** Who asked, as the channel showed them last. */
const actorOf = ({ id, channel, tenant, emailKey, guest, name, locale }: Asker): Actor => ({
  person: id,
  channel: channel === 'msteams' || channel === 'emulator' || channel === 'webchat' ? channel : 'webchat',
  tenant,
  locale: localeOf(locale),
  authenticated: true,
  guest: guest === 1,
  ...(emailKey !== null && { email: emailKey }),
  ...(name !== null && { name }),
});

async function openAt(dependencies: Dependencies, actor: Actor, portal: Portal, rows: readonly Row[]): Promise<void> {
  const [{ email } = { email: '' }] = rows;
  const right = await askingRight(dependencies, actor, portal);
  const found = right === 'nobody' ? undefined : await dependencies.directory.findByEmail(portal.id, email);
  const account = found?.disabled ? undefined : found;
  const may = (await reaches(dependencies, right, actor, portal, account)) && !(await isOwnAddress(dependencies, actor, portal, email, account));
  if (!may) {
    for (const row of rows) await settle(dependencies, row, 'notYours');
    return;
  }
  if (account) for (const row of rows) await openOne(dependencies, actor, portal, account, row);
  if (account || rows.some(({ createdAt }) => isLately(createdAt, dependencies.clock()))) await tell(dependencies, actor, portal, account, rows);
}

async function openOne(dependencies: Dependencies, actor: Actor, portal: Portal, account: Account, row: Row): Promise<void> {
  const { db } = dependencies;
  const group = groupOf(portal, row.groupId);
  if (!group) return await settle(dependencies, row, 'gone');
  const isOpen = async () => (await db.selectFrom('enrollment').select('id').where('id', '=', row.id).executeTakeFirst()) !== undefined;
  // It is over before it could be asked for: it expires.
  if (row.until !== null && row.until <= dependencies.clock()) return;
  const { state, endsAt } = (await cataloguesFor(dependencies, portal, account)).find((each) => each.group.id === group.id) ?? { state: 'elsewhere' };
  if (state === 'elsewhere') return await settle(dependencies, row, 'elsewhere');
  // Nobody asks for somebody to lose sooner what they have.
  const isLonger = row.until === null || endsAt === undefined || row.until > endsAt;
  if (state === 'open' || (state === 'ending' && isLonger)) {
    const asked = { actor, portal, account, groups: [group], why: row.justification ?? '', until: row.until, idOf: () => row.id };
    const opened = await openRequests(dependencies, { ...asked, startsAt: row.startsAt, onBehalf: true });
    if (!opened.ok && opened.refusals[0].key !== 'enroll.nothing')
      return await settle(dependencies, row, opened.refusals[0].key === 'enroll.incompatible' ? 'incompatible' : 'noApprover');
  }
  // Somebody else asked for it, or we did before the bot died.
  if (!(await isOpen())) return await settle(dependencies, row, 'held');
  const kept = await db
    .updateTable('behalf')
    .set({ state: 'asked' })
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  if (kept) return;
  const now = await db.selectFrom('behalf').select('state').where('id', '=', row.id).executeTakeFirst();
  // It was withdrawn while it was opened.
  if (now?.state === 'withdrawn') await createPendingRequest(dependencies).withdraw(actor, row.id);
}

/** Keeps why something is not asked for. */
async function settle({ db, clock }: Dependencies, row: Row, why: BundleReason): Promise<void> {
  const kept = await db
    .updateTable('behalf')
    .set({ state: 'notAsked', why })
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .returning('person')
    .executeTakeFirst();
  if (!kept) return;
  const actor: Actor = { person: row.person, channel: 'cli', locale: localeOf(row.locale), authenticated: true };
  const record = { at: clock(), actor, action: 'enroll.onBehalf', portal: row.portal, subject: 'account:?' };
  await audit(db, { ...record, outcome: `behalf.${why}`, detail: { bundle: row.bundle, group: row.groupId } });
}

/** What was all asked for by a bot that died before it told so. */
async function tellAfterAll(dependencies: Dependencies, actor: Actor, portal: Portal, all: readonly Row[]): Promise<void> {
  const rows = all.filter((row) => row.portal === portal.id);
  const [first] = rows;
  if (!first) return;
  const { db, clock, directory } = dependencies;
  const told = await db.selectFrom('outbox').select('id').where('reason', '=', toldAs('asked', first)).executeTakeFirst();
  const asked = told ? undefined : await db.selectFrom('enrollment').select('createdAt').where('id', '=', first.id).executeTakeFirst();
  const account = asked && isLately(asked.createdAt, clock()) ? await directory.findByEmail(portal.id, first.email) : undefined;
  if (account) await tell(dependencies, actor, portal, account, rows);
}

/** Whether what was told of it is in the outbox still, if it was: sent mails stay there for a day at least. */
const isLately = (at: number, now: number): boolean => now - at < day;

const toldAs = (state: 'asked' | 'waiting', { bundle, portal }: Row): string => `behalf-told:${state}:${bundle}:${portal}`;

/** Tells the person concerned, once at each portal: what was asked for them and by whom, or what waits until they have an account. */
async function tell({ db, clock, secrets }: Dependencies, actor: Actor, portal: Portal, account: Account | undefined, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const state = account ? 'asked' : 'waiting';
  const its = db.selectFrom('behalf').select('groupId').where('bundle', '=', first.bundle).where('portal', '=', portal.id).where('state', '=', state);
  const groups = (await its.execute()).flatMap(({ groupId }) => groupOf(portal, groupId) ?? []);
  if (groups.length === 0) return;
  const to = account?.email ?? first.email;
  const now = clock();
  await db.transaction().execute(async (tx) => {
    const locale = await lastLanguageOf(tx, account ?? { id: '', email: to }, [], localeOf(first.locale));
    const t = translate(locale);
    const by = actor.name !== undefined && isName(actor.name) ? actor.name : (actor.email ?? '');
    const begins = first.startsAt !== null && first.startsAt > now ? { begins: t.date(first.startsAt, 'date', portal.timeZone) } : {};
    const ends = first.until === null ? {} : { ends: t.until(first.until, portal.timeZone) };
    const waits = account ? {} : { waits: portal.procedures.signUp?.kind === 'create' ? 'signUp' : 'account' };
    const params = { by, groups: groups.map(({ name }) => t.of(name)).join(', '), ...begins, ...ends, ...waits };
    await enqueue(
      tx,
      secrets,
      { kind: 'mail', to, template: 'askedForYou', portal: portal.id, locale, params },
      { reason: toldAs(state, first), now, dueAt: now },
    );
  });
}
