import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdingsTable, retentionTable } from '../core/privacy/index.ts';

// Writes what is kept how long, and what is held of people, into the pages that show it: `node docs/retention.ts`.

const tables = { kept: retentionTable, held: holdingsTable } as const;

/** The pages that show a table, and which. */
export const pagesWithTables = { 'docs/operate.md': 'kept', 'docs/privacy.md': 'held' } as const;

/** A page with the table between its marks. */
export function withTable(page: string, which: keyof typeof tables): string {
  const [begins, ends] = [`<!-- ${which} -->`, `<!-- /${which} -->`];
  const [before, rest] = page.split(begins, 2);
  const after = rest?.split(ends, 2)[1];
  if (before === undefined || after === undefined) throw new Error(`The page needs the marks ${begins} and ${ends}.`);
  return `${before}${begins}\n${tables[which]()}\n${ends}${after}`;
}

if (import.meta.main)
  for (const [page, which] of Object.entries(pagesWithTables)) {
    const path = join(import.meta.dirname, '..', page);
    writeFileSync(path, withTable(readFileSync(path, 'utf8'), which));
  }
