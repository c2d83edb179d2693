import { z } from 'zod';
import type { Millis } from './clock.ts';
import type { Schema } from './database/schema.ts';
import type { Secrets } from './secrets.ts';

/** Under which action an erasure is recorded. Its subject is `erased:<reference>`. */
export const erasedAction = 'person.erased';

/** That somebody was erased, as the audit says it. */
export type Erasure = {
  /** The pseudonym that stands for the person in the audit now. */
  readonly reference: string;
  readonly by: string;
  readonly at: Millis;
  /** How many records of the audit they were erased from. */
  readonly records: number;
};

const counted = z.object({ records: z.number() }).catch({ records: 0 });

/** The erasure that a record is about, if it is about one. */
export const erasureIn = ({ action, subject, actor, at, detail }: Omit<Schema['audit'], 'id'>): Erasure | undefined =>
  action === erasedAction ? { reference: subject, by: actor, at, ...counted.parse(JSON.parse(detail)) } : undefined;

const rewritten = (was: string, content: string): string => JSON.stringify([was, content]);

/**
 * What stands for the content of a record from which somebody was erased: a digest, under SECRET_KEY, of what it says now and of the digest that it
 * had. Who alters a record without the key cannot make one.
 */
export const erasedContent = (secrets: Pick<Secrets, 'keyedDigest'>, was: string, content: string): string =>
  secrets.keyedDigest('audit erased', rewritten(was, content));

/** Whether a record says what was left when somebody was erased from it. */
export const isErased = (
  secrets: Pick<Secrets, 'matches'>,
  { was, content, erased }: { readonly was: string; readonly content: string; readonly erased: string | undefined },
): boolean => erased !== undefined && secrets.matches('audit erased', rewritten(was, content), erased);
