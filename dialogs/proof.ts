import { helpedCard } from '../cards/conversation/stepHelp.ts';
import { proofCodeCard, proveCard } from '../cards/proof.ts';
import type { ProvenFor } from '../core/directory/index.ts';
import { ownIdentifier, wrongIdentifier } from './filled.ts';
import type { Move, Step } from './flow.ts';
import { cancelled, correct, portalOf } from './moves.ts';
import { proven as known, type Turn } from './turn.ts';

/** What a procedure stores while the user proves an account. */
type Proving = { readonly portal: string; readonly identifier?: string | undefined; readonly request?: string | undefined };

/** Has the code mailed that proves the account of this identifier. */
export async function asksProof<D extends Proving>(turn: Turn, procedure: ProvenFor, data: D): Promise<Move<D>> {
  const asked = await turn.core.directory.proof.ask(await known(turn), portalOf(turn, data), procedure, data.identifier ?? '');
  return asked.ok ? { to: 'code', data: { ...data, request: asked.value.requestId } } : correct('prove', data, asked.refusals);
}

/** To the proof of an account, with what is known of one's own identifier (TALK-7). */
export async function toProve<D extends Proving>(turn: Turn, data: D): Promise<Move<D>> {
  const portal = portalOf(turn, data);
  const identifier = data.identifier ?? (await ownIdentifier(turn, portal));
  return { to: 'prove', data: { ...data, identifier }, problems: wrongIdentifier(portal, data.identifier) };
}

/**
 * The two steps in which users prove that an account is theirs: `prove` asks for its identifier, `code` for the code mailed to its address.
 * `proven` says where the procedure then goes with the account.
 */
export function proofSteps<D extends Proving>(
  procedure: ProvenFor,
  proven: (turn: Turn, data: D, accountId: string) => Promise<Move<D>>,
): { readonly prove: Step<D>; readonly code: Step<D> } {
  const ask = (turn: Turn, data: D): Promise<Move<D>> => asksProof(turn, procedure, data);
  const cancel = async (turn: Turn, data: D): Promise<Move<D>> => cancelled(turn, data, procedure);
  return {
    prove: {
      about: 'identifier',
      show: (frame, data) => proveCard(frame, procedure, data),
      text: { input: 'identifier', press: 'prove' },
      on: { prove: (turn, data, { identifier = '' }) => ask(turn, { ...data, identifier }), cancel },
    },
    code: {
      about: 'code',
      follow: {
        otherAddress: async (_turn, data) => ({
          to: 'prove',
          data,
          once: (frame) => helpedCard(proveCard(frame, procedure, data), frame, 'identifier', 'mailedOnce', procedure),
        }),
      },
      corrects: (_turn, data, identifier) => ({ to: 'prove', data: { ...data, identifier } }),
      show: (frame, data) => proofCodeCard(frame, procedure, data),
      text: { input: 'code', press: 'code' },
      on: {
        code: async (turn, data, { code = '' }) => {
          const entered = await turn.core.directory.proof.enter(await known(turn), portalOf(turn, data), procedure, data.request ?? '', code);
          return entered.ok ? await proven(turn, data, entered.value.accountId) : correct('code', data, entered.refusals);
        },
        again: ask,
        back: async (_turn, data) => ({ to: 'prove', data }),
        cancel,
      },
    },
  };
}
