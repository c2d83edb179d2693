import type { Key } from './locales/catalogue.ts';

/** A refusal as shown to the user: a catalogue key, its parameters, and the input at fault. */
export type Refusal = {
  readonly key: Key;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Input id of the field at fault, if there is one. */
  readonly field?: string;
};

/** An expected result: the value, or the reasons for a refusal. Faults are thrown instead. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Makes an accepted outcome. */
export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** Makes a refused outcome, with one or more reasons. */
export const refuse = (first: Refusal, ...others: Refusal[]): Outcome<never> => ({ ok: false, refusals: [first, ...others] });
