import type { en } from './en/index.ts';

/** Two or more forms of one message, chosen by the parameter `n` as CLDR's plural rules say. */
export type Plural = { readonly one: string; readonly other: string };
/** The key of a message. */
export type Key = keyof typeof en;

/** What another language must hold: each key of `en`, in the same shape. */
export type Catalogue = { readonly [K in Key]: (typeof en)[K] extends string ? string : Plural };
