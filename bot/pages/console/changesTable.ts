import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Html, Part } from '../html.ts';
import { table } from './table.ts';

/** What a deed changes: of what, and how it is before and after. */
export type Change = readonly [what: string, before: Part, after: Part];

/** What a deed changes, before it is done. */
export const changesTable = (t: Translator, changes: readonly Change[]): Html =>
  table(t('console.changes'), [{ head: t('console.changes.what') }, { head: t('console.changes.before') }, { head: t('console.changes.after') }], changes);
