import { type Millis, minute } from '../foundation/clock.ts';
import type { Session } from './sessionRecords.ts';

/** How long a sign-in counts for knowing the password (ours). */
const counts = 5 * minute;

/** Whether the password was typed in this session a moment ago: it is not asked for again within seconds. */
export const isRecent = ({ createdAt, outside }: Pick<Session, 'createdAt' | 'outside'>, now: Millis): boolean => outside === null && now - createdAt < counts;
