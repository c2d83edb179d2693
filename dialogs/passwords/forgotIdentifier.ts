import { z } from 'zod';
import { finishedCard } from '../../cards/notice.ts';
import { identifierMailedCard, mailIdentifierCard, ownIdentifierCard } from '../../cards/passwords/forgotIdentifier.ts';
import { onlyAddress, wrongAddress } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, portalOf } from '../moves.ts';
import { toSupport } from '../support/support.ts';
import { proven, type Turn } from '../turn.ts';

const data = z.object({ portal: z.string(), email: z.string().optional(), own: z.string().optional() });
type Data = z.output<typeof data>;

const finished = (turn: Turn, given: Data): Move<Data> => ({ end: finishedCard(turn.t, portalOf(turn, given)), done: true });

/** An address to look with, where one is written: an identifier is what is looked for. */
const addressed = (_turn: Turn, given: Data, email: string): Move<Data> | undefined =>
  email.includes('@') ? { to: 'ask', data: { portal: given.portal, email } } : undefined;

const elsewhere = async (_turn: Turn, given: Data): Promise<Move<Data>> => ({ to: 'ask', data: { portal: given.portal } });

const toReset = (given: Data): Move<Data> => ({ next: 'reset', data: { portal: given.portal, ...(given.own !== undefined && { identifier: given.own }) } });

/** Finding one's own identifier again: told to whom the profile trusts, mailed to an address, or handed to support (OC-2, EX-4). */
const flow: Flow<Data> = {
  id: 'forgotIdentifier',
  procedure: 'forgotIdentifier',
  data,
  takes: (said) => ({ email: onlyAddress(said) }),
  begin: async (turn, start) => {
    const given = data.parse(start);
    const problems = wrongAddress(given.email);
    const { forgotIdentifier } = turn.core.passwords;
    const [actor, portal] = [await proven(turn), portalOf(turn, given)];
    if (!forgotIdentifier.trusts(actor, portal)) return toSupport(turn, given.portal, 'forgotIdentifier', {});
    const own = await forgotIdentifier.own(actor, portal);
    return own === undefined ? { to: 'ask', data: given, problems } : { to: 'own', data: { ...given, own } };
  },
  steps: {
    own: {
      about: 'ways',
      over: true,
      corrects: addressed,
      yesNo: { yes: 'reset', no: 'elsewhere' },
      follow: { otherAddress: elsewhere, none: elsewhere },
      helps: { forElse: 'forElseOwn' },
      choices: (_turn, { own = '' }) => [{ labels: [own], press: 'reset', inputs: {} }],
      show: (frame, given) => ownIdentifierCard(frame, given.own ?? ''),
      on: {
        reset: async (_turn, given) => toReset(given),
        elsewhere,
        finish: async (turn, given) => finished(turn, given),
        cancel: async (turn, given) => cancelled(turn, given, 'forgotIdentifier'),
      },
    },
    ask: {
      about: 'address',
      show: mailIdentifierCard,
      text: { input: 'email', press: 'send' },
      on: {
        send: async (turn, before, { email = '' }) => {
          const given = { ...before, email };
          const mailed = await turn.core.passwords.forgotIdentifier.mail(await proven(turn), portalOf(turn, given), email);
          return mailed.ok ? { to: 'mailed', data: given } : correct('ask', given, mailed.refusals);
        },
        support: async (turn, given) => toSupport(turn, given.portal, 'forgotIdentifier', given),
        cancel: async (turn, given) => cancelled(turn, given, 'forgotIdentifier'),
      },
    },
    mailed: {
      about: 'mail',
      over: true,
      corrects: addressed,
      show: identifierMailedCard,
      on: {
        reset: async (_turn, given) => toReset(given),
        support: async (turn, given) => toSupport(turn, given.portal, 'forgotIdentifier', given),
        finish: async (turn, given) => finished(turn, given),
        cancel: async (turn, given) => cancelled(turn, given, 'forgotIdentifier'),
      },
    },
  },
};

/** The dialog of it. */
export const forgotIdentifierDialog = () => new FlowDialog(flow);
