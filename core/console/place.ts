import type { Millis } from '../foundation/clock.ts';

/** A place in a long list: beside the row that was made then and has this id. */
export type Place = { readonly createdAt: Millis; readonly id: string };
