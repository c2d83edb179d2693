import { type Administering, factorCard } from '../cards/signIn/factor.ts';
import type { Outcome } from '../core/foundation/outcome.ts';
import type { Move, Step } from './flow.ts';
import { cancelled, correct, portalOf } from './moves.ts';
import type { Turn } from './turn.ts';

type Acting = { readonly portal: string; readonly organisation: string };

/** Whether a deed was refused only for want of the account's second factor. */
export const needsFactor = (outcome: Outcome<unknown>): boolean => !outcome.ok && outcome.refusals[0].key === 'factor.needed';

/** The step in which an administrator types a code of their second factor. `again` then does what had been refused for want of it. */
export const factorStep = <D extends Acting>(procedure: Administering, again: (turn: Turn, data: D) => Promise<Move<D>>): { readonly factor: Step<D> } => ({
  factor: {
    about: 'appCode',
    show: (frame) => factorCard(frame, procedure),
    text: { input: 'code', press: 'factor' },
    on: {
      factor: async (turn, data, { code = '' }) => {
        const passed = await turn.core.signIn.chatFactor.pass(turn.actor, portalOf(turn, data), data.organisation, code);
        return passed.ok ? await again(turn, data) : correct('factor', data, passed.refusals);
      },
      cancel: async (turn, data) => cancelled(turn, data, procedure),
    },
  },
});
