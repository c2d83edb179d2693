import { z } from 'zod';
import { behalfCard, behalfConfirmCard, bundleCard, none, notForOthersCard } from '../../cards/access/behalf.ts';
import { unavailableCard } from '../../cards/notice.ts';
import type { Prepared } from '../../core/access/index.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, portalOf } from '../moves.ts';
import { proven, type Turn } from '../turn.ts';
import { corrections } from './corrections.ts';
import { asksEnd, endSaid, whichEnd } from './openEnd.ts';

const text = z.union([z.string(), z.object({ fr: z.string(), en: z.string() })]);
const prepared = z.object({
  name: z.string(),
  email: z.string(),
  known: z.boolean(),
  pack: text.exactOptional(),
  what: z.array(z.object({ portal: z.string(), groupId: z.string(), group: text, portalName: text.exactOptional() })),
  startsAt: z.number().nullable(),
  until: z.number().nullable(),
}) satisfies z.ZodType<Prepared>;

const data = z.object({
  portal: z.string(),
  email: z.string().default(''),
  givenName: z.string().default(''),
  familyName: z.string().default(''),
  pack: z.string().default(''),
  groups: z.array(z.string()).default([]),
  /** The day from which it is asked for (`2026-11-23`). */
  from: z.string().default(''),
  /** The last day that is asked for, and how it was said where that is no day for certain. */
  until: z.string().default(''),
  openEnd: z.string().default(''),
  justification: z.string().default(''),
  /** What the card before read. */
  prepared: prepared.optional(),
});
type Data = z.output<typeof data>;

/** Asking for somebody else, one catalogue or a pack of several portals (GOV-5). */
const flow: Flow<Data> = {
  id: 'enrollFor',
  procedure: 'enroll',
  data,
  takes: (said, portal) => {
    const [person] = said.people;
    const name = said.forOther?.name ?? (person?.givenName ? person : undefined);
    return {
      email: person?.email,
      givenName: name?.givenName,
      familyName: name?.familyName,
      groups: said.groups[portal.id],
      pack: said.pack?.portal === portal.id ? said.pack.pack : undefined,
      from: said.begins,
      ...endSaid(said),
    };
  },
  keeps: ({ portal: _portal, prepared: _prepared, ...typed }) => typed,
  begin: async (turn, start) => {
    const given = data.parse(start);
    const portal = portalOf(turn, given);
    if (!turn.actor.authenticated) return { end: unavailableCard(turn.t, portal, 'enroll') };
    if (!(await turn.core.access.enroll.behalf.may(await proven(turn), portal))) return { end: notForOthersCard(turn.t, portal) };
    return { to: 'whom', data: given };
  },
  steps: {
    whom: {
      about: 'person',
      hears: corrections('whom'),
      show: (frame, given) => behalfCard(asksEnd(frame, given), given),
      on: { whom: prepare, cancel: leave },
    },
    confirm: {
      about: 'summary',
      hears: corrections('whom'),
      yesNo: { yes: 'send', no: 'back' },
      show: (frame, given) => (given.prepared ? behalfConfirmCard(frame, given.prepared, given.justification) : behalfCard(frame, given)),
      on: {
        send: async (turn, given) => {
          const actor = await proven(turn);
          const asked = await turn.core.access.enroll.behalf.ask(actor, portalOf(turn, given), given, turn.answer?.nonce);
          if (!asked.ok) return correct('whom', given, asked.refusals);
          return { end: bundleCard(turn.t, turn.core.portals, asked.value), done: true };
        },
        back: async (_turn, given) => ({ to: 'whom', data: given }),
        cancel: leave,
      },
    },
  },
};

/** The dialog of it. */
export const enrollForDialog = () => new FlowDialog(flow);

async function leave(turn: Turn, given: Data): Promise<Move<Data>> {
  return cancelled(turn, given, 'enroll');
}

async function prepare(turn: Turn, before: Data, inputs: Readonly<Record<string, string>>): Promise<Move<Data>> {
  const { email, givenName, familyName, pack, from, until, justification } = { ...before, ...inputs };
  const groups = (inputs.groups ?? '').split(',').filter((id) => id !== '');
  const given: Data = {
    ...before,
    email,
    givenName,
    familyName,
    pack: pack === none ? '' : pack,
    groups,
    from,
    until,
    openEnd: '',
    justification,
    prepared: undefined,
  };
  if (until === '' && before.openEnd !== '') return correct('whom', given, [whichEnd(before.openEnd)]);
  const found = await turn.core.access.enroll.behalf.prepare(await proven(turn), portalOf(turn, given), given);
  if (!found.ok) return correct('whom', given, found.refusals);
  return { to: 'confirm', data: { ...given, prepared: { ...found.value, what: [...found.value.what] } } };
}
