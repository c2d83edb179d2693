/** An instant or a duration, in integer milliseconds. Instants count from the Unix epoch. */
export type Millis = number;

/** Returns the current instant. Tests pass their own and move it. */
export type Clock = () => Millis;

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
