import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { inClear } from '../../core/foundation/clearText.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { csvOf } from '../../core/foundation/spreadsheet.ts';
import { clearTextFault } from '../config.ts';
import { withSecretFiles } from '../secretFiles.ts';

/**
 * Runs a command over the records of DATABASE_URL. What it throws is printed without a stack and ends it with 1. A file that is not there is a path
 * that is wrong, but for a command that may be the first to write (`begins`).
 */
export async function overRecords(command: (db: Database) => Promise<void>, { begins = false } = {}): Promise<void> {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    const { env, faults } = withSecretFiles(process.env);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    Object.assign(process.env, env);
    const url = process.env.DATABASE_URL ?? 'sqlite:.data/guichet.sqlite';
    const better = inClear(url, (process.env.CLEAR_TEXT_HOSTS ?? '').toLowerCase().split(/[\s,]+/));
    if (better) throw new Error(clearTextFault('DATABASE_URL', better));
    const path = /^sqlite:(.+)$/s.exec(url)?.[1];
    if (!begins && path !== undefined && path !== ':memory:' && !existsSync(path))
      throw new Error(`There are no records at ${path}: set DATABASE_URL to those that the bot works on`);
    const db = await openDatabase(url);
    try {
      await migrate(db);
      await command(db);
    } finally {
      await db.destroy();
    }
  } catch (error) {
    // It may repeat an argument, or what stands in a file.
    console.error((error instanceof Error ? error.message : String(error)).split('\n').map(plain).join('\n'));
    process.exitCode = 1;
  }
}

/** Rows as a plain table: columns aligned, none cut. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Prints rows as a table, or writes them to a file for spreadsheets that nobody else can read. */
export async function tell(file: string | undefined, head: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  if (file === undefined) return console.log(table(head, rows));
  await writeFile(file, csvOf(head, rows), { mode: 0o600 });
  console.log(`${rows.length} lines are in ${plain(file)}`);
}

/** What comes from outside, made safe for a terminal: control characters are shown as spaces. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
