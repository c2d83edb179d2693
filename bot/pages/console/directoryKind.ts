import type { Translator } from '../../../core/foundation/i18n.ts';

/** What kind of directory a portal has: Guichet's own in words, others as their profile names them. */
export const directoryKind = (t: Translator, kind: string): string => (kind === 'embedded' ? t('console.directory.own') : kind);
