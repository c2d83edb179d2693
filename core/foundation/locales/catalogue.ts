import type { en } from './en/index.ts';

/** The plural forms of one message, chosen by the parameter `n` according to CLDR's plural rules. */
export type Plural = { readonly one: string; readonly other: string };
/** The key of a message. */
export type Key = keyof typeof en;

/** What every language must contain: each key of `en`, in the same shape. */
export type Catalogue = { readonly [K in Key]: (typeof en)[K] extends string ? string : Plural };
