/** An instant or a span, in integer milliseconds (an instant since the Unix epoch). */
export type Millis = number;

/** The present instant. Tests pass their own and move it. */
export type Clock = () => Millis;

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
