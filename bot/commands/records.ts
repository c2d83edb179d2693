import { existsSync } from 'node:fs';
import { migrate } from '../../core/database/migrate.ts';
import { openDatabase } from '../../core/database/open.ts';
import type { Database } from '../../core/database/schema.ts';

/** Runs a command over the records of DATABASE_URL. What it throws is printed without a stack and ends it with 1. */
export async function overRecords(command: (db: Database) => Promise<void>): Promise<void> {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    const db = await openDatabase(process.env.DATABASE_URL ?? 'sqlite:.data/guichet.sqlite');
    try {
      await migrate(db);
      await command(db);
    } finally {
      await db.destroy();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
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

/** What comes from outside, made safe for a terminal: control characters are shown as spaces. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
