import type { Key } from './locales/catalogue.ts';

/** What a refusal tells the user: a catalogue key, the values it names, and the input that it is about. */
export type Refusal = {
  readonly key: Key;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Input id of the field at fault, where there is one. */
  readonly field?: string;
};

/** An expected result: the value, or the reasons why not. Faults are thrown instead. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** An action that was accepted. */
export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** An action that was refused, for one reason or more. */
export const refuse = (first: Refusal, ...others: Refusal[]): Outcome<never> => ({ ok: false, refusals: [first, ...others] });
