import { onOneLine } from '../foundation/pasted.ts';
import { legible } from '../foundation/prose.ts';

const longestName = 100;

/** What another system says of somebody, as it is shown and kept: on one line, without what nobody sees, and no longer than a name is. */
export const shownText = (text: string | null): string | null => onOneLine(legible(text ?? '')).slice(0, longestName) || null;

/** Whether a text has control characters, marks of direction or the like. */
export const hasInvisible = (text: string): boolean => /[\p{C}\p{Zl}\p{Zp}]/u.test(text);

/** Whether a mail to this text goes to one mailbox. */
export const isOneAddress = (text: string): boolean => /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/.test(text) && !hasInvisible(text);
