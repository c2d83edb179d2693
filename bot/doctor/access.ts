import { countDifferences } from '../../core/access/index.ts';
import { day } from '../../core/foundation/clock.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { type Finding, many, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

/** How long ago the nightly look may have been: one night may be missed. */
const late = 2 * day;

/** Where directories and the records differ about access, and whether they were compared lately. */
export async function lookAtAccess(db: Database, { portals, clock }: Installation): Promise<readonly Finding[]> {
  const elsewhere = [...portals.values()].flatMap(({ id, directory }) =>
    directory.kind === 'embedded' ? [] : Object.keys(directory.groups?.catalogue ?? {}).map((group) => ({ portal: id, group })),
  );
  if (elsewhere.length === 0) return [ok('all groups are in Guichet’s own tables: nothing can differ')];
  const looked = await db.selectFrom('accessLook').selectAll().execute();
  const old = looked.filter(
    ({ portal, groupId, lookedAt }) => lookedAt < clock() - late && elsewhere.some((each) => each.portal === portal && each.group === groupId),
  );
  const { missing, given, notRemoved, notGiven } = await countDifferences(db);
  const all = 'npm run access -- differences says whose.';
  const findings: Finding[] = [];
  if (old.length > 0)
    findings.push(
      warning(
        `not compared with their directory for two nights: ${many(old.length, 'group')}`,
        'See whether a bot runs at night, and what is said here of its directory.',
      ),
    );
  if (notRemoved > 0)
    findings.push(warning(`over, and still in a directory: ${many(notRemoved, 'account')}`, `${all} npm run outbox says why; it is tried again each night.`));
  if (notGiven > 0)
    findings.push(
      warning(`approved, and not in their directory yet: ${many(notGiven, 'account')}`, `${all} npm run outbox says why; it is tried again each night.`),
    );
  if (missing > 0)
    findings.push(
      warning(
        `given by Guichet, and taken out in a directory: ${many(missing, 'account')}`,
        `${all} If that was meant, there is nothing to do; if not, put them back there.`,
      ),
    );
  if (findings.length > 0) return findings;
  const never = looked.length === 0 ? 0 : elsewhere.filter(({ portal, group }) => !looked.some((row) => row.portal === portal && row.groupId === group)).length;
  const yet = never > 0 ? `; not compared yet: ${many(never, 'group')}` : '';
  const alone = given > 0 ? `; given by others, and left alone: ${many(given, 'account')}` : '';
  return [ok(looked.length === 0 ? 'directories and records are compared from the first night on' : `directories and records agree${alone}${yet}`)];
}
