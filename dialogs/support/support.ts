import { z } from 'zod';
import { supportAskCard, supportDoneCard } from '../../cards/support/support.ts';
import { wordsOf } from '../../core/conversation/index.ts';
import { type Procedure, procedures } from '../../core/foundation/procedures.ts';
import { prose } from '../../core/foundation/prose.ts';
import type { CaseDetails } from '../../core/support/index.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, endFrame, portalOf } from '../moves.ts';
import { proven, type Turn } from '../turn.ts';

const data = z.object({
  portal: z.string(),
  reason: z.enum(procedures).default('support'),
  gathered: z.array(z.tuple([z.string(), z.string()])).default([]),
  comment: z.string().optional(),
});
type Data = z.output<typeof data>;

/** Handing over to people, with what was gathered and what the person adds (ALL-10). */
const flow: Flow<Data> = {
  id: 'support',
  procedure: 'support',
  data,
  begin: async (_turn, start) => ({ to: 'ask', data: data.parse(start) }),
  steps: {
    ask: {
      about: 'comment',
      show: (frame, given) => supportAskCard(frame, { ...(given.comment !== undefined && { comment: given.comment }) }),
      text: { input: 'comment', press: 'note' },
      follow: { yes: async (turn, given) => (given.comment ? await sent(turn, given, given.comment) : undefined) },
      on: {
        // What is written as a message may be meant for somebody else: it stands on the card, below what was written before, and is sent from there.
        note: async (turn, given, { comment = '' }) => {
          if (given.comment && asksToSend(comment)) return await sent(turn, given, given.comment);
          return { to: 'ask', data: { ...given, comment: prose([given.comment, comment].filter(Boolean).join('\n')) } };
        },
        send: async (turn, given, { comment = '' }) => await sent(turn, given, prose(comment)),
        cancel: async (turn, given) => cancelled(turn, given, 'support'),
      },
    },
  },
};

/** «Envoyer», typed instead of pressed. */
const sending = new Set(['envoyer', 'envoie', 'envoyez', 'envoi', 'send', 'submit']);
const around = new Set(['le', 'la', 'it', 'that', 'now', 'maintenant', 'oui', 'yes', 'ok', 'svp', 'stp', 'please', 'merci', 'thanks']);

function asksToSend(text: string): boolean {
  const [word, ...more] = wordsOf(text).filter((word) => !around.has(word));
  return word !== undefined && sending.has(word) && more.length === 0;
}

async function sent(turn: Turn, given: Data, said: string): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const actor = await proven(turn);
  const gathered: CaseDetails = [...given.gathered, ...(said ? [[turn.t('support.comment'), said] as const] : [])];
  const handed = await turn.core.support.handOver(actor, portal, given.reason, gathered);
  if (!handed) return { to: 'ask', data: { ...given, comment: said }, problems: [{ key: 'support.limit' }] };
  return { end: supportDoneCard(endFrame(turn, given), handed.reference), done: true };
}

/** The dialog of it. */
export const supportDialog = () => new FlowDialog(flow);

const labels = {
  identifier: 'field.identifier',
  email: 'field.email',
  userName: 'field.userName',
  givenName: 'field.givenName',
  familyName: 'field.familyName',
  phone: 'field.phone',
  entity: 'signUp.entity',
} as const;

/** Leaves a procedure for support, taking along what was typed so far. */
export function toSupport<D>(turn: Turn, portal: string, reason: Procedure, given: Partial<Record<keyof typeof labels, string | undefined>>): Move<D> {
  const entity = turn.core.portals.get(portal)?.entities.find(({ id }) => id === given.entity);
  const told = { ...given, entity: entity && turn.t.of(entity.name) };
  const gathered = Object.entries(labels).flatMap(([name, label]) => {
    const value = told[name as keyof typeof labels];
    return value ? [[turn.t(label), value] as const] : [];
  });
  return { next: 'support', data: { portal, reason, gathered } };
}
