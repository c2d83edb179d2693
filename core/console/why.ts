import { prose } from '../foundation/prose.ts';

/** The longest reason that is kept, in characters. */
export const longestWhy = 300;

/** A reason as whoever reads the audit should see it; empty if nobody would see anything of it. */
export const readWhy = (typed: string): string => prose(typed).slice(0, longestWhy).toWellFormed();
