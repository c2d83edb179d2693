import { z } from 'zod';
import { helpedCard } from '../../cards/conversation/stepHelp.ts';
import type { MailedBy } from '../../cards/passwords/mailed.ts';
import { resetAskCard } from '../../cards/passwords/reset.ts';
import { identifierIn, ownIdentifier, wrongIdentifier } from '../filled.ts';
import { type Flow, FlowDialog, type Move, type Step } from '../flow.ts';
import { cancelled, correct, portalOf } from '../moves.ts';
import { toSupport } from '../support/support.ts';
import { proven, type Turn } from '../turn.ts';
import { onPasswordSet, waitingStep, whenCompleted } from './mailed.ts';

const data = z.object({
  portal: z.string(),
  identifier: z.string().optional(),
  email: z.string().optional(),
  /** The account was named in this chat and its address is still missing, so the next one that is typed is that address. */
  named: z.boolean().optional(),
  request: z.string().optional(),
  again: z.boolean().optional(),
  opened: z.string().optional(),
  askedAt: z.number().optional(),
});
type Data = z.output<typeof data>;

/** The three procedures that end in a mailed link to an account that exists: a reset, an unlocking (EX-3), a first password (OC-1). */
function resetFlow(procedure: MailedBy): Flow<Data> {
  const ask = async (turn: Turn, given: Data) =>
    await turn.core.passwords.reset.ask(
      await proven(turn),
      portalOf(turn, given),
      { identifier: given.identifier ?? '', ...(given.email !== undefined && { email: given.email }) },
      procedure,
    );

  const send = async (turn: Turn, given: Data): Promise<Move<Data>> => {
    const asked = await ask(turn, given);
    if (asked.ok) return { to: 'mailed', data: { ...given, request: asked.value.requestId, askedAt: turn.now } };
    const named = asked.refusals.length > 0 && asked.refusals.every(({ field }) => field === 'email');
    return correct('ask', { ...given, named }, asked.refusals);
  };

  const toAsk = ({ portal, identifier, email, request, askedAt }: Data) => ({ to: 'ask', data: { portal, identifier, email, request, askedAt } });
  const waiting = waitingStep<Data>({
    procedure,
    place: { step: 2, steps: 3 },
    to: (given) => given.identifier ?? '',
    ask,
    back: toAsk,
    elsewhere: (_turn, given) => ({
      ...toAsk(given),
      once: (frame) => helpedCard(resetAskCard(frame, procedure, given), frame, 'identifier', 'mailedOnce', procedure),
    }),
    corrects: ({ portal, askedAt }, identifier) => ({ to: 'ask', data: { portal, identifier, askedAt } }),
    support: async (turn, given) => toSupport(turn, given.portal, procedure, given),
  });

  return {
    // Where a portal's accounts exist before, its sign-up is this procedure too; one that makes accounts is in signUp.ts.
    id: procedure === 'signUp' ? 'firstPassword' : procedure,
    procedure,
    data,
    takes: (said, portal) => {
      const [first, second, ...more] = portal.procedures.reset?.confirmEmail ? said.people : [];
      // Both that the Extranet asks for, in one message: the user name first.
      if (first && second && more.length === 0) return { identifier: first.email, email: second.email };
      return { identifier: identifierIn(said, portal) };
    },
    kin: {
      of: ['firstPassword', 'reset', 'unlock'],
      passes: ({ identifier, email }) => ({ ...(identifier && { identifier }), ...(email && { email }) }),
    },
    begin: async (turn, start) => {
      const given = data.parse(start);
      const portal = portalOf(turn, given);
      const identifier = given.identifier ?? (await ownIdentifier(turn, portal));
      return { to: 'ask', data: { ...given, identifier }, problems: wrongIdentifier(portal, given.identifier) };
    },
    event: onPasswordSet,
    refresh: whenCompleted,
    steps: {
      ask: {
        about: 'identifier',
        show: (frame, given) => resetAskCard(frame, procedure, given),
        follow: whileMailed(waiting),
        text: { input: 'identifier', press: 'typed', answers: (_turn, given, text) => given.named === true && isTheSame(text) },
        on: {
          send: async (turn, before, { identifier = '', email }) => await send(turn, { ...before, identifier, ...(email !== undefined && { email }) }),
          // A message has room for one of the two that the Extranet asks for: the account first, then its address.
          typed: async (turn, before, { identifier = '' }) => {
            // Six digits, once a code went off, are that code, whatever card is in front.
            const enters = before.request !== undefined && /^\d{6}$/.test(identifier.trim()) ? waiting.on.code : undefined;
            if (enters) return await enters(turn, before, { code: identifier.trim() });
            return await send(turn, {
              ...before,
              ...(before.named ? { email: isTheSame(identifier) ? (before.identifier ?? '') : identifier } : { identifier }),
            });
          },
          cancel: async (turn, given) => cancelled(turn, given, procedure),
        },
      },
      mailed: waiting,
    },
  };
}

/** What people come back with about a mail that went off, at the card that asks for the account again: it is still waited for. */
function whileMailed({ follow = {} }: Step<Data>): NonNullable<Step<Data>['follow']> {
  const of = (what: 'notReceived' | 'linkExpired' | 'codeRefused' | 'again') => async (turn: Turn, given: Data) =>
    given.request === undefined ? undefined : await follow[what]?.(turn, given);
  return { notReceived: of('notReceived'), linkExpired: of('linkExpired'), codeRefused: of('codeRefused'), again: of('again') };
}

/** «C’est la même»: the address is the user name. */
const isTheSame = (text: string): boolean => /(?<!\p{L})(?:m[eê]mes?|identiques?|pareil(?:le)?|same|identical)(?!\p{L})/iu.test(text) && !/[@?]/.test(text);

/** The dialog of one of them. */
export const resetDialog = (procedure: MailedBy) => new FlowDialog(resetFlow(procedure));
