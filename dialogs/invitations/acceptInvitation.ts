import { z } from 'zod';
import {
  acceptAddressCard,
  acceptCodeCard,
  acceptCompanyCard,
  acceptDeadCard,
  acceptEndCard,
  acceptRefuseCard,
  acceptTermsCard,
  acceptWelcomeCard,
} from '../../cards/invitations/acceptInvitation.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import { checkCompany, type Recipient } from '../../core/invitations/index.ts';
import { invitesGuests, openingText } from '../../core/portal/index.ts';
import { onlyAddress, ownIn, wrongAddress } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, portalOf } from '../moves.ts';
import { waitingStep } from '../passwords/mailed.ts';
import { toSupport } from '../support/support.ts';
import { proven, type Turn } from '../turn.ts';
import { neverAsked, notOurs, notReceived, unwilling, whoInvites } from './acceptTalk.ts';
import { companyShown } from './companyShown.ts';

const dead = ['accept.expired', 'accept.revoked', 'accept.used', 'accept.refused', 'accept.inviterGone'] as const;

/** What is kept. Of the invitation, only what was shown after its mailbox was proven. */
const data = z.object({
  portal: z.string(),
  email: z.string().default(''),
  /** The proof, once there is one. */
  proof: z.string().default(''),
  inviter: z.string().default(''),
  name: z.string().default(''),
  known: z.boolean().default(false),
  rights: z.array(z.string()).default([]),
  /** The establishment that it leads into. */
  organisation: z.string().default(''),
  /** Whether «yes» was said here: where there are neither terms nor a form, nothing else asks for it. */
  yes: z.boolean().default(false),
  terms: z.string().default(''),
  company: z.record(z.string(), z.string()).default({}),
  why: z.enum(dead).optional(),
  /** The request behind the mail that leads to the first password. */
  request: z.string().optional(),
  again: z.boolean().optional(),
  opened: z.string().optional(),
});
type Data = z.output<typeof data>;
type Inputs = Readonly<Record<string, string>>;

/** Accepting an invitation: the mailbox, the terms, the company, and, where the account is new, its password (RC-2 to RC-7). */
const flow: Flow<Data> = {
  id: 'acceptInvitation',
  procedure: 'acceptInvitation',
  data,
  takes: (said) => ({ email: onlyAddress(said) }),
  begin: async (turn, start) => {
    const given = data.parse(start);
    const portal = portalOf(turn, given);
    const own = await turn.core.invitations.accept.own(turn.actor, portal);
    if (own) return await goOn(turn, { ...given, proof: own.request });
    const email = given.email || ((await ownIn(turn, portal)).email ?? '');
    return { to: 'address', data: { ...given, email }, problems: wrongAddress(given.email) };
  },
  event: async (turn, given, event) =>
    event.name === 'passwordSet' && event.request !== undefined && event.request === given.request ? welcome(turn, given) : undefined,
  refresh: async (turn, given) =>
    given.request !== undefined && (await turn.core.passwords.chatCode.completed(turn.actor, given.request)) ? welcome(turn, given) : undefined,
  steps: {
    address: {
      about: 'invited',
      show: acceptAddressCard,
      text: { input: 'email', press: 'address' },
      on: { address: (turn, given, { email = '' }) => ask(turn, { ...given, email }), cancel: leave },
    },
    code: {
      about: 'code',
      hears: [neverAsked, notReceived],
      corrects: (_turn, given, email) => (email.includes('@') ? { to: 'address', data: { ...given, email } } : undefined),
      show: acceptCodeCard,
      text: { input: 'code', press: 'code' },
      on: {
        code: async (turn, given, { code = '' }) => {
          const recipient = { ...holder(turn, given), actor: await proven(turn) };
          const right = await turn.core.invitations.accept.prove(recipient, portalOf(turn, given), code);
          return right.ok ? await goOn(turn, given) : correct('code', given, right.refusals);
        },
        again: (turn, given) => ask(turn, given),
        back: async (_turn, given) => ({ to: 'address', data: given }),
        cancel: leave,
      },
    },
    terms: {
      about: 'terms',
      hears: [
        neverAsked,
        whoInvites,
        { says: unwilling, does: async (_turn, given) => ({ to: 'refusing', data: given }) },
        { says: notOurs, does: async ({ t }) => t('accept.company.later') },
      ],
      yesNo: { yes: 'agree', no: 'unsure' },
      show: acceptTermsCard,
      on: {
        // A refusal ends the invitation: on a word that was typed it is asked back.
        unsure: async (_turn, given) => ({ to: 'refusing', data: given }),
        agree: async (turn, given) => {
          const agreed = await turn.core.invitations.accept.agree(holder(turn, given), portalOf(turn, given), given.terms);
          return agreed.ok ? await goOn(turn, { ...given, yes: true }) : await goOn(turn, given, agreed.refusals);
        },
        refuse,
        cancel: leave,
      },
    },
    refusing: {
      about: 'terms',
      yesNo: { yes: 'refuse', no: 'back' },
      grave: true,
      hears: [whoInvites],
      show: (frame, { inviter }) => acceptRefuseCard(frame, inviter),
      on: { refuse, back: async (_turn, given) => ({ to: 'terms', data: given }), cancel: leave },
    },
    company: {
      about: 'company',
      hears: [
        whoInvites,
        { says: notOurs, does: async ({ t }) => t('accept.company.correct') },
        { says: /(?<!\p{L})(?:manqu|missing|obligatoire|required|which field|quel champ)/iu, does: async ({ t }) => t('accept.company.missing') },
      ],
      keeps: (turn, given) => saved(turn, given, given.company),
      show: (frame, { company }) => {
        const checked = checkCompany(frame.portal.procedures.acceptInvitation?.company ?? [], company);
        return acceptCompanyCard(frame, { company: companyShown(company, frame.t.locale), wrong: checked.ok ? [] : checked.refusals });
      },
      on: {
        complete: async (turn, before, inputs) => {
          const given = await saved(turn, before, inputs);
          return await complete(turn, given);
        },
        save: async (turn, before, inputs) => {
          const given = await saved(turn, before, inputs);
          return { end: acceptEndCard(turn.t, portalOf(turn, given), turn.t('accept.saved.title'), turn.t('accept.saved.text')) };
        },
        cancel: leave,
      },
    },
    dead: {
      about: 'ways',
      show: (frame, { why }) => acceptDeadCard(frame, why ? frame.t(why) : ''),
      on: {
        wish: async (turn, given) => {
          const portal = portalOf(turn, given);
          const asked = await turn.core.invitations.accept.askAgain(holder(turn, given), portal);
          if (!asked.ok) return correct('dead', given, asked.refusals);
          return { end: acceptEndCard(turn.t, portal, turn.t('accept.wished.title'), turn.t('accept.wished.text')) };
        },
        cancel: leave,
      },
    },
    mailed: {
      hears: [{ says: notOurs, does: async ({ t }) => t('accept.company.support') }],
      ...waitingStep<Data>({
        procedure: 'acceptInvitation',
        place: { step: 4, steps: 4 },
        to: ({ email }) => email,
        ask: (turn, given) => turn.core.invitations.accept.passwordAgain(holder(turn, given), portalOf(turn, given)),
        back: (given) => ({ to: 'mailed', data: given }),
        support: async (turn, given) => toSupport(turn, given.portal, 'acceptInvitation', { email: given.email }),
      }),
    },
  },
};

/** The dialog of it. */
export const acceptInvitationDialog = () => new FlowDialog(flow);

const holder = ({ actor }: Turn, { proof }: Data): Recipient => ({ actor, request: proof });

async function leave(turn: Turn, given: Data): Promise<Move<Data>> {
  return cancelled(turn, given, 'acceptInvitation');
}

/** Refuses the terms, for good: the inviter is told. */
async function refuse(turn: Turn, given: Data): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const refused = await turn.core.invitations.accept.refuse(holder(turn, given), portal);
  if (!refused.ok) return await goOn(turn, given, refused.refusals);
  return { end: acceptEndCard(turn.t, portal, turn.t('accept.refused.title'), turn.t('accept.refused.text', { inviter: given.inviter })) };
}

async function ask(turn: Turn, given: Data): Promise<Move<Data>> {
  const asked = await turn.core.invitations.accept.ask(await proven(turn), portalOf(turn, given), given.email);
  return asked.ok ? { to: 'code', data: { ...given, proof: asked.value.request } } : correct('address', given, asked.refusals);
}

/** Where an invitation that is held stands: over, its terms, its company, or nothing left but to accept it. */
async function goOn(turn: Turn, given: Data, problems: readonly Refusal[] = []): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const looked = await turn.core.invitations.accept.look(holder(turn, given), portal);
  if (!looked.ok) {
    const why = dead.find((key) => key === looked.refusals[0].key);
    const before = why === 'accept.used' ? await turn.core.invitations.accept.accepted(holder(turn, given), portal) : undefined;
    if (before) return accepted(turn, given, before.password);
    return why ? { to: 'dead', data: { ...given, why } } : correct('address', given, looked.refusals);
  }
  const { email, inviter, name, known, company, termsKey, agreed, rights, organisation } = looked.value;
  const now: Data = { ...given, email, inviter, name, known, company, organisation, terms: termsKey, rights: rights.map(({ id }) => id) };
  const hasForm = organisation === '' && (portal.procedures.acceptInvitation?.company.length ?? 0) > 0;
  if (!agreed || (!hasForm && (!given.yes || problems.length > 0))) return { to: 'terms', data: { ...now, yes: false }, problems };
  if (hasForm) return { to: 'company', data: now, problems };
  return await complete(turn, now);
}

/** Keeps the form as it was sent. */
async function saved(turn: Turn, given: Data, inputs: Inputs): Promise<Data> {
  const portal = portalOf(turn, given);
  const ids = (portal.procedures.acceptInvitation?.company ?? []).map(({ id }) => id);
  const company = Object.fromEntries(ids.map((id) => [id, inputs[id] ?? '']));
  await turn.core.invitations.accept.save(holder(turn, given), portal, company);
  return { ...given, company };
}

async function complete(turn: Turn, given: Data): Promise<Move<Data>> {
  const done = await turn.core.invitations.accept.complete(holder(turn, given), portalOf(turn, given), given.company);
  if (done.ok) return accepted(turn, given, done.value.password?.request);
  const isField = done.refusals.some(({ field }) => field !== undefined);
  return isField ? correct('company', given, done.refusals) : await goOn(turn, given, done.refusals);
}

/** Accepted: what is left is a first password, if one was mailed. */
const accepted = (turn: Turn, given: Data, request: string | undefined): Move<Data> =>
  request === undefined ? welcome(turn, given) : { to: 'mailed', data: { ...given, request } };

const welcome = (turn: Turn, given: Data): Move<Data> => {
  const portal = portalOf(turn, given);
  return { end: acceptWelcomeCard(turn.t, portal, given.name, openingText(turn.t, portal, turn.now), invitesGuests(portal)), done: true };
};
