import { z } from 'zod';
import { type KeptFor, keptForDays, keptKinds } from '../core/privacy/index.ts';

/** A century is for ever, and can still be counted with. */
const mostDays = 36_500;

const days = z.object(
  Object.fromEntries(
    keptKinds.map(({ setting, least }) => [
      setting,
      z.coerce
        .number('a number of days')
        .int('a number of days')
        .min(least, `at least ${least} ${least === 1 ? 'day' : 'days'}`)
        .max(mostDays, `at most ${mostDays} days`)
        .optional(),
    ]),
  ),
);

/** Reads from an environment how long each kind of record is kept. Empty variables must have been left out. Names each that is out of range. */
export function readKeptFor(env: Readonly<Record<string, string | undefined>>): { readonly keptFor: KeptFor; readonly faults: readonly string[] } {
  const parsed = days.safeParse(env);
  if (parsed.success) return { keptFor: keptForDays(parsed.data), faults: [] };
  return { keptFor: keptForDays({}), faults: parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}.`) };
}
