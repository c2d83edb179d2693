import type { DialogContext } from 'botbuilder-dialogs';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import { flowState } from '../state.ts';
import type { Turn } from '../turn.ts';

/** An organisation's validation was decided and told: what still waits for its password says no more that it is awaited. */
export function organisationDecided({ memory, now }: Turn, { stack }: DialogContext, { name, portal }: ChatEvent): void {
  if (name !== 'requestDecided') return;
  memory.decidedAt = now;
  for (const instance of stack) {
    const state = flowState(instance);
    const isIts = instance.id === 'createOrganisation' && state?.step === 'mailed' && state.data.portal === portal;
    if (isIts) instance.state = { ...state, data: { ...state.data, decided: true } };
  }
}
