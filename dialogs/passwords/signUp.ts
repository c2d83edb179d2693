import { z } from 'zod';
import { helpedCard } from '../../cards/conversation/stepHelp.ts';
import { besideAddress, signUpAddressCard, signUpDetailsCard, signUpExcludedCard } from '../../cards/passwords/signUp.ts';
import { wordings } from '../../core/foundation/i18n.ts';
import { domainOf, emailKey, parseEmail } from '../../core/foundation/identifiers.ts';
import type { Portal } from '../../core/portal/index.ts';
import { isOwn, onlyPerson, ownIn } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, portalOf } from '../moves.ts';
import { toSupport } from '../support/support.ts';
import { isTyped, proven, type Turn } from '../turn.ts';
import { onPasswordSet, waitingStep, whenCompleted } from './mailed.ts';

const data = z.object({
  portal: z.string(),
  email: z.string().optional(),
  entity: z.string().optional(),
  /** The address whose holder's name stands filled in: it is nobody else's name. */
  nameOf: z.string().optional(),
  userName: z.string().optional(),
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  phone: z.string().optional(),
  request: z.string().optional(),
  again: z.boolean().optional(),
  opened: z.string().optional(),
  askedAt: z.number().optional(),
});
type Data = z.output<typeof data>;

const details = (given: Data) => {
  const { userName = '', givenName = '', familyName = '', phone = '' } = given;
  return { userName, givenName, familyName, phone };
};

const address = (given: Data) => ({ email: given.email ?? '', ...(given.entity && given.entity !== 'other' && { entity: given.entity }) });

const ask = async (turn: Turn, given: Data) => await turn.core.passwords.signUp.ask(await proven(turn), portalOf(turn, given), address(given), details(given));

/** Asks for the mail; what is wrong with the details is shown at them. */
async function toMail(turn: Turn, given: Data): Promise<Move<Data>> {
  const asked = await ask(turn, given);
  return asked.ok ? { to: 'mailed', data: { ...given, request: asked.value.requestId, askedAt: turn.now } } : correct('details', given, asked.refusals);
}

/** Without what nobody has said: it hides nothing that the channel knows. */
const stated = (given: Data): Data => data.parse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));

/** What the entities are called, in any language. */
const entitiesOf = (portal: Portal) => portal.entities.map(({ id, name }) => ({ labels: wordings(name), press: 'entity', inputs: { entity: id } }));

/** Back to the address step with what was right kept. */
const toAddress = ({ request: _request, again: _again, ...given }: Data): Move<Data> => ({ to: 'address', data: given });

/** The reason an excluded entity's people are told, as the profile words it (IN-1). */
const excludedReason = (portal: Portal, given: Data, say: (text: Portal['excluded'][number]['reason']) => string): string => {
  const email = parseEmail(given.email ?? '');
  const domain = email.ok ? domainOf(email.value) : '';
  const entity = portal.excluded.find((each) => each.entity === given.entity || each.domains.some((name) => `.${domain}`.endsWith(`.${name}`)));
  return entity ? say(entity.reason) : '';
};

/** Getting one's own first access: address, details, mail, page (IN-1 to IN-8). */
const flow: Flow<Data> = {
  id: 'signUp',
  procedure: 'signUp',
  data,
  takes: (said) => ({ ...onlyPerson(said), phone: said.phone }),
  begin: async (turn, start) => {
    const given = data.parse(start);
    const portal = portalOf(turn, given);
    const own = await ownIn(turn, portal);
    const checked = given.email === undefined ? undefined : turn.core.passwords.signUp.checkAddress(portal, address(given));
    const problems = checked && !checked.ok ? checked.refusals.filter(({ field }) => field !== undefined) : [];
    const named = isOwn(given.email, own) && given.givenName === undefined && own.givenName !== undefined;
    return { to: 'address', data: { ...(isOwn(given.email, own) && own), ...(named && { nameOf: own.email }), ...stated(given) }, problems };
  },
  event: onPasswordSet,
  refresh: whenCompleted,
  steps: {
    address: {
      about: 'address',
      choices: (turn, given) => entitiesOf(portalOf(turn, given)),
      show: signUpAddressCard,
      text: { input: 'email', press: 'address' },
      on: {
        address: async (turn, before, { email = '', entity, ...inputs }) => {
          const portal = portalOf(turn, before);
          const asked = besideAddress(portal);
          const typed = Object.fromEntries(asked.flatMap((field) => (inputs[field] === undefined ? [] : [[field, inputs[field]]])));
          // On the card the name stands beside the address, and was seen with it. A message brings the address alone.
          const isMessage = isTyped(turn);
          const isUnseen = isMessage || inputs.givenName === undefined;
          const isAnother = isUnseen && before.nameOf !== undefined && emailKey(email) !== emailKey(before.nameOf);
          const given: Data = {
            ...before,
            ...(isAnother && { givenName: undefined, familyName: undefined, nameOf: undefined }),
            email,
            ...(entity !== undefined && { entity }),
            ...typed,
          };
          const checked = turn.core.passwords.signUp.checkAddress(portal, address(given));
          // The rest of the card is still to be filled in (IN-1).
          if (checked.ok && isMessage && given.entity === undefined && portal.entities.length > 0) return { to: 'address', data: given };
          if (checked.ok) {
            const { email: own } = checked.value;
            const whole = { ...given, email: own, userName: typed.userName ?? own };
            // Who wrote the address as a message has not seen the other fields.
            return asked.length > 0 && asked.every((field) => inputs[field]?.trim()) ? await toMail(turn, whole) : { to: 'details', data: whole };
          }
          return checked.refusals[0].key === 'signUp.excluded' ? { to: 'excluded', data: given } : correct('address', given, checked.refusals);
        },
        entity: async (_turn, given, { entity }) => ({ to: 'address', data: { ...given, entity } }),
        cancel: async (turn, given) => cancelled(turn, given, 'signUp'),
      },
    },
    excluded: {
      about: 'ways',
      show: (frame, given) => signUpExcludedCard(frame, excludedReason(frame.portal, given, frame.t.of)),
      on: {
        support: async (turn, given) => toSupport(turn, given.portal, 'signUp', given),
        back: async (_turn, given) => toAddress(given),
        cancel: async (turn, given) => cancelled(turn, given, 'signUp'),
      },
    },
    details: {
      about: 'details',
      show: signUpDetailsCard,
      on: {
        details: async (turn, before, inputs) => {
          return await toMail(turn, { ...before, ...details({ ...before, ...inputs }) });
        },
        back: async (_turn, given) => toAddress(given),
        cancel: async (turn, given) => cancelled(turn, given, 'signUp'),
      },
    },
    mailed: waitingStep<Data>({
      procedure: 'signUp',
      place: { step: 2, steps: 3 },
      to: (given) => given.email ?? '',
      ask,
      back: toAddress,
      elsewhere: (_turn, given) => ({
        ...toAddress(given),
        once: (frame) => helpedCard(signUpAddressCard(frame, given), frame, 'address', 'mailedThere', 'signUp'),
      }),
      // The name was that of the address before.
      corrects: ({ portal, entity }, email) => toAddress({ portal, email, entity }),
      support: async (turn, given) => toSupport(turn, given.portal, 'signUp', given),
    }),
  },
};

/** The dialog of it. */
export const signUpDialog = () => new FlowDialog(flow);
