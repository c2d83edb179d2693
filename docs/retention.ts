import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { retentionTable } from '../core/privacy/index.ts';

// Writes the table of what is kept how long into the pages that show it: `node docs/retention.ts`.

const [begins, ends] = ['<!-- kept -->', '<!-- /kept -->'];

/** The pages that show it. */
export const pagesWithRetention = ['docs/operate.md'];

/** A page with the table between its marks. */
export function withRetention(page: string): string {
  const [before, rest] = page.split(begins, 2);
  const after = rest?.split(ends, 2)[1];
  if (before === undefined || after === undefined) throw new Error(`The page needs the marks ${begins} and ${ends}.`);
  return `${before}${begins}\n${retentionTable()}\n${ends}${after}`;
}

if (import.meta.main)
  for (const page of pagesWithRetention) {
    const path = join(import.meta.dirname, '..', page);
    writeFileSync(path, withRetention(readFileSync(path, 'utf8')));
  }
