import type { DialogInstance } from 'botbuilder-dialogs';
import { z } from 'zod';
import { isKey } from '../core/foundation/i18n.ts';
import type { Refusal } from '../core/foundation/outcome.ts';

const refusalShape = z.object({
  key: z.custom(isKey),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  field: z.string().optional(),
});
const refusal = z.custom<Refusal>((value) => refusalShape.safeParse(value).success);

/** The stored state of a running procedure. `problems`: what was wrong with the last answer; it stays on the card while nothing else is answered. */
export const stateSchema = z.object({
  step: z.string(),
  data: z.looseObject({ portal: z.string() }),
  nonce: z.string(),
  previous: z.string().optional(),
  problems: z.array(refusal).readonly().optional().catch(undefined),
});
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
