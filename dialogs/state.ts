import type { DialogInstance } from 'botbuilder-dialogs';
import { z } from 'zod';

/** The stored state of a running procedure. */
export const stateSchema = z.object({ step: z.string(), data: z.looseObject({ portal: z.string() }), nonce: z.string(), previous: z.string().optional() });
export type FlowState = z.output<typeof stateSchema>;

/** What was read in this turn. A state is replaced and never changed, so it is read once. */
const readBefore = new WeakMap<object, FlowState>();

/** Reads the stored state of a running procedure; undefined if it cannot be read. */
export function flowState(instance: DialogInstance | undefined): FlowState | undefined {
  const stored: unknown = instance?.state;
  if (typeof stored !== 'object' || stored === null) return undefined;
  const known = readBefore.get(stored);
  if (known) return known;
  const read = stateSchema.safeParse(stored).data;
  if (read) readBefore.set(stored, read);
  return read;
}
