import { createEmbeddedDirectory } from '../../core/connectors/embedded.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { readPage } from '../../core/establishments/userPages.ts';
import { hour } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { type Figure, median, ratioFigure } from './figures.ts';

const [few, many] = [100, 100_000];
const looks = 60;
const warmUp = 20;
const limit = 6;

/** Users of one establishment, whose names are shared by as many as there would be. */
async function establishmentOf(url: string, count: number) {
  const db = await openDatabase(url);
  await migrate(db);
  const { portals } = await loadPortals([shippedPortals]);
  const lines = Array.from({ length: count }, (_, n) => `user${n}@hotel.example,user${n}@hotel.example,First${n % 50},Family${n % 1_000},,,H-ONE,FR,invoices`);
  const csv = ['identifier,email,givenName,familyName,phone,entity,establishment,country,rights', ...lines].join('\n');
  await importAccounts(db, 'extranet', csv, 1, 'address', portals.get('extranet'));
  const { id } = await db.selectFrom('organisation').select('id').executeTakeFirstOrThrow();
  const middle = await createEmbeddedDirectory(db, Date.now, 'extranet', { lockAfter: 5, lockFor: hour }).find({
    identifier: `user${count / 2}@hotel.example`,
  });
  const place = await db
    .selectFrom('organisationMember')
    .select(['id', 'sortKey'])
    .where('accountId', '=', middle?.id ?? '')
    .executeTakeFirstOrThrow();
  return { db, organisationId: id, after: `${place.sortKey}|${place.id}` };
}

/** A page in the middle of the list of users, and a search, among few and among many; in alternating rounds. */
export async function measureUsers(paths: { few: string; many: string }): Promise<Figure[]> {
  const [small, large] = [await establishmentOf(paths.few, few), await establishmentOf(paths.many, many)];
  try {
    const timed = async ({ db, organisationId }: typeof small, page: { search: string; after: string }): Promise<number> => {
      const began = performance.now();
      await readPage(db, { organisationId, limit, ...page });
      return performance.now() - began;
    };
    const pairs = async (page: (of: typeof small) => { search: string; after: string }) => {
      const taken: { small: number; large: number }[] = [];
      for (let round = 0; round < warmUp + looks; round += 1) taken.push({ small: await timed(small, page(small)), large: await timed(large, page(large)) });
      const kept = taken.slice(warmUp);
      return [median(kept.map((pair) => pair.large)), median(kept.map((pair) => pair.small))] as const;
    };
    const [pageOfMany, pageOfFew] = await pairs(({ after }) => ({ search: '', after }));
    const [foundInMany, foundInFew] = await pairs(() => ({ search: 'family7', after: '' }));
    const figure = (what: string, ofMany: number, ofFew: number) =>
      ratioFigure(`${what}, 100,000 users against 100`, ofMany / ofFew, { atMost: 2 }, `${ofMany.toFixed(2)} and ${ofFew.toFixed(2)} ms`);
    return [figure('median page of users, in the middle of the list', pageOfMany, pageOfFew), figure('median search among users', foundInMany, foundInFew)];
  } finally {
    await Promise.all([small.db.destroy(), large.db.destroy()]);
  }
}
