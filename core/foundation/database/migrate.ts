import { sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
import { initial } from './migrations/001_initial.ts';
import { unheard } from './migrations/002_unheard.ts';
import { enrollment } from './migrations/003_enrollment.ts';
import { feedback } from './migrations/004_feedback.ts';
import { approvals } from './migrations/005_approvals.ts';
import { organisations } from './migrations/006_organisations.ts';
import { invitations } from './migrations/007_invitations.ts';
import { sessions } from './migrations/008_sessions.ts';
import { users } from './migrations/009_users.ts';
import { members } from './migrations/010_members.ts';
import { directories } from './migrations/011_directories.ts';
import { passwordNotices } from './migrations/012_passwordNotices.ts';
import { keys } from './migrations/015_keys.ts';
import { ties } from './migrations/016_ties.ts';
import { addresses } from './migrations/017_addresses.ts';
import { asked } from './migrations/018_asked.ts';
import { lanes } from './migrations/019_lanes.ts';
import { turns } from './migrations/020_turns.ts';
import { invitationNote } from './migrations/021_invitationNote.ts';
import { auditChain } from './migrations/022_auditChain.ts';
import { unheardAt } from './migrations/023_unheardAt.ts';
import { retention } from './migrations/024_retention.ts';
import { auditErasure } from './migrations/025_auditErasure.ts';
import { formerPhone } from './migrations/026_formerPhone.ts';
import { openid } from './migrations/027_openid.ts';
import { outside } from './migrations/028_outside.ts';
import { ends } from './migrations/029_ends.ts';
import { stages } from './migrations/030_stages.ts';
import { incompatible } from './migrations/033_incompatible.ts';
import { consoleIndexes } from './migrations/035_console.ts';
import { consoleSessions } from './migrations/036_consoleSessions.ts';
import { absences } from './migrations/038_absences.ts';
import { accountNames } from './migrations/041_names.ts';
import { reviews } from './migrations/043_reviews.ts';
import { behalf } from './migrations/044_behalf.ts';
import { differences } from './migrations/045_differences.ts';
import { accountWords } from './migrations/046_accountWords.ts';
import { notFound } from './migrations/047_notFound.ts';
import { behalfUntil } from './migrations/048_behalfUntil.ts';
import { absenceProof } from './migrations/049_absenceProof.ts';
import { replacedCards } from './migrations/050_replacedCards.ts';
import { isForbidden } from './postgresFaults.ts';
import type { Database } from './schema.ts';

const migrations: Record<string, Migration> = {
  '001_initial': initial,
  '002_unheard': unheard,
  '003_enrollment': enrollment,
  '004_feedback': feedback,
  '005_approvals': approvals,
  '006_organisations': organisations,
  '007_invitations': invitations,
  '008_sessions': sessions,
  '009_users': users,
  '010_members': members,
  '011_directories': directories,
  '012_passwordNotices': passwordNotices,
  '015_keys': keys,
  '016_ties': ties,
  '017_addresses': addresses,
  '018_asked': asked,
  '019_lanes': lanes,
  '020_turns': turns,
  '021_invitationNote': invitationNote,
  '022_auditChain': auditChain,
  '023_unheardAt': unheardAt,
  '024_retention': retention,
  '025_auditErasure': auditErasure,
  '026_formerPhone': formerPhone,
  '027_openid': openid,
  '028_outside': outside,
  '029_ends': ends,
  '030_stages': stages,
  '033_incompatible': incompatible,
  '035_console': consoleIndexes,
  '036_consoleSessions': consoleSessions,
  '038_absences': absences,
  '041_names': accountNames,
  '043_reviews': reviews,
  '044_behalf': behalf,
  '045_differences': differences,
  '046_accountWords': accountWords,
  '047_notFound': notFound,
  '048_behalfUntil': behalfUntil,
  '049_absenceProof': absenceProof,
  '050_replacedCards': replacedCards,
};

/** Migrates the tables, all or nothing. If several processes start at once, one migrates and the others wait. `to` stops at an older version, for tests. */
export async function migrate(db: Database, to?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = to === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(to);
  const [, newer] = /^corrupted migrations: previously executed migration (\S+) is missing$/.exec(error instanceof Error ? error.message : '') ?? [];
  if (newer !== undefined)
    throw new Error(
      `The records were written by a newer version of Guichet (${newer}): start that version, or restore the copy that was made before the update`,
      {
        cause: error,
      },
    );
  if (isForbidden(error))
    throw new Error('The tables are not those of this version, and the user of DATABASE_URL may not change them: run npm run records:migrate as their owner', {
      cause: error,
    });
  if (error !== undefined) throw error;
}

/** How far the tables are from those of this version, without changing them: how many changes are due, and a change of a newer version, if there is one. */
export async function lookAtTables(db: Database): Promise<{ readonly due: number; readonly newer: string | undefined }> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const kept = tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE);
  const { rows } = kept ? await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db) : { rows: [] };
  const done = new Set(rows.map(({ name }) => name));
  return {
    due: Object.keys(migrations).filter((name) => !done.has(name)).length,
    newer: [...done].find((name) => !(name in migrations)),
  };
}
