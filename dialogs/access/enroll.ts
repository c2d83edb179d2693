import { z } from 'zod';
import { cataloguesInView, enrollAccountCard, enrollConfirmCard, enrollDoneCard, enrollPickCard } from '../../cards/access/enroll.ts';
import { unavailableCard } from '../../cards/notice.ts';
import { type Catalogue, otherName } from '../../core/access/index.ts';
import { namedAmong, untilIn, wordsOf } from '../../core/conversation/index.ts';
import { wordings } from '../../core/foundation/i18n.ts';
import { groupOf, keyOf, openingText, type Portal } from '../../core/portal/index.ts';
import { type Choice, choicesMeant, leavesOut, ticksAfter } from '../conversation/choices.ts';
import { identifierIn } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, portalOf } from '../moves.ts';
import { proofSteps, toProve } from '../proof.ts';
import { toSupport } from '../support/support.ts';
import { proven, type Turn } from '../turn.ts';
import { corrections } from './corrections.ts';
import { asksEnd, endSaid, whichEnd } from './openEnd.ts';

const data = z.object({
  portal: z.string(),
  identifier: z.string().optional(),
  request: z.string().optional(),
  account: z.string().optional(),
  /** Where several are this person's: which there are to choose from. */
  accounts: z.array(z.object({ id: z.string(), identifier: z.string() })).default([]),
  /** How each catalogue stood when the list was last shown. */
  states: z.record(z.string(), z.enum(['open', 'ending', 'held', 'pending', 'elsewhere'])).default({}),
  /** When what is held ends. */
  ends: z.record(z.string(), z.number()).default({}),
  chosen: z.array(z.string()).default([]),
  search: z.string().default(''),
  /** What is chosen that further approvers decide on, and why (GOV-7). */
  further: z.array(z.string()).default([]),
  justification: z.string().default(''),
  /** The last day that is asked for (`2026-12-15`). */
  until: z.string().default(''),
  /** The end that was named and is no day for certain, until it was asked for: «jusqu’à la fin du projet». */
  openEnd: z.string().default(''),
});
type Data = z.output<typeof data>;

/** Group enrollment («inscription», IN-9): whose account, which catalogues, a summary, and one request each. */
const flow: Flow<Data> = {
  id: 'enroll',
  procedure: 'enroll',
  data,
  takes: (said, portal, at) => ({
    identifier: identifierIn(said, portal),
    chosen: chosenBeside(said.groups[portal.id], at),
    justification: said.why,
    ...endSaid(said),
  }),
  later: ['justification'],
  keeps: ({ chosen, justification, until, openEnd }) => ({ chosen, justification, until, openEnd }),
  begin: async (turn, start) => {
    const given = data.parse(start);
    // Where nobody vouches for who this is, no account becomes theirs (ALL-13).
    if (!turn.actor.authenticated) return { end: unavailableCard(turn.t, portalOf(turn, given), 'enroll') };
    const accounts = (await turn.core.access.enroll.accounts(turn.actor, portalOf(turn, given))).map(({ id, identifier }) => ({ id, identifier }));
    const [account, ...others] = accounts;
    if (others.length > 0) return { to: 'account', data: { ...given, accounts } };
    return account ? await toList(turn, { ...given, account: account.id, identifier: account.identifier }) : await toProve(turn, given);
  },
  steps: {
    account: {
      about: 'account',
      choices: (_turn, given) => given.accounts.map(({ id, identifier }) => ({ labels: [identifier], press: 'account', inputs: { account: id } })),
      show: (frame, given) => enrollAccountCard(frame, given.accounts),
      on: {
        account: async (turn, given, { account = '' }) => {
          const chosen = given.accounts.find(({ id }) => id === account);
          if (!chosen) return correct('account', given, [{ key: 'field.required', field: 'account' }]);
          return await toList(turn, { ...given, account: chosen.id, identifier: chosen.identifier });
        },
        other: async (_turn, given) => ({ to: 'prove', data: given }),
        cancel: leave,
      },
    },
    ...proofSteps<Data>('enroll', (turn, given, account) => toList(turn, { ...given, account })),
    pick: {
      about: 'groups',
      hears: corrections('pick'),
      choices: (turn, given) => choicesOf(turn, given),
      several: (_turn, given, picked) => ({ press: 'search', inputs: { groups: ticksAfter(given.chosen, picked).join(',') } }),
      yesNo: { yes: 'pick', no: 'cancel' },
      show: (frame, given) => enrollPickCard(frame, { catalogues: catalogues(frame.portal, given), chosen: given.chosen, search: given.search }),
      text: { input: 'search', press: 'search', answers: (turn, given, text) => names(turn, given, text) },
      on: {
        search: async (turn, before, inputs) => {
          const given = choose(before, inputs);
          const portal = portalOf(turn, given);
          // A few words that name a catalogue are its choice, and may name a day too.
          const until = untilSaid(turn, given, inputs.search ?? turn.context.activity.text ?? '');
          const named = until === undefined ? namedIn(portal, given, inputs.search ?? '') : namedAmong(openOnes(portal, given), inputs.search ?? '');
          if (until !== undefined) return { to: 'pick', data: { ...given, chosen: [...new Set([...given.chosen, ...named])], until, search: '' } };
          if (named.length > 0) return { to: 'pick', data: { ...given, chosen: [...new Set([...given.chosen, ...named])], search: '' } };
          return { to: 'pick', data: { ...given, search: inputs.search ?? '' } };
        },
        pick: async (turn, before, inputs) => {
          const given = choose(before, inputs);
          return given.chosen.length > 0 ? await toConfirm(turn, given) : correct('pick', given, [{ key: 'enroll.nothing', field: 'groups' }]);
        },
        cancel: leave,
      },
    },
    confirm: {
      about: 'summary',
      hears: corrections('confirm'),
      yesNo: { yes: 'confirm', no: 'back' },
      text: { input: 'justification', press: 'note', answers: (turn, given, text) => names(turn, given, text) },
      show: (frame, given) =>
        enrollConfirmCard(asksEnd(frame, given), {
          catalogues: catalogues(frame.portal, given).filter(({ group }) => given.chosen.includes(group.id)),
          identifier: given.identifier ?? '',
          until: given.until,
          justification: given.justification,
          further: given.further,
        }),
      on: {
        // What is written as a message is why; a catalogue that is named in it is ticked beside the others.
        note: async (turn, given, { justification = '' }) => {
          const portal = portalOf(turn, given);
          const picked = wordsOf(justification).length <= longestPick ? choicesMeant(justification, choicesOf(turn, given), false) : undefined;
          if (picked) return { to: 'pick', data: { ...given, chosen: ticksAfter(given.chosen, picked) } };
          const more = namedIn(portal, given, justification).filter((id) => !given.chosen.includes(id));
          if (more.length > 0) return { to: 'pick', data: { ...given, chosen: [...given.chosen, ...more] } };
          const until = untilSaid(turn, given, justification) ?? given.until;
          if (until !== given.until && wordsOf(justification).length <= longestPick) return { to: 'confirm', data: { ...given, until } };
          return { to: 'confirm', data: { ...given, until, justification: [given.justification, justification].filter(Boolean).join('\n') } };
        },
        confirm: async (turn, before, { justification = before.justification, until = before.until }) => {
          const given = { ...before, justification, until, openEnd: '' };
          // Whoever named an end does not get it for good by a click: it is asked for once more.
          if (until === '' && before.openEnd !== '') return correct('confirm', given, [whichEnd(before.openEnd)]);
          const portal = portalOf(turn, given);
          const actor = await proven(turn);
          const asked = await turn.core.access.enroll.ask(actor, portal, given.account ?? '', given.chosen, justification, turn.answer?.nonce, until);
          if (!asked.ok && asked.refusals[0].key === 'enroll.noApprover') return toSupport(turn, portal.id, 'enroll', given);
          if (!asked.ok) return correct(asked.refusals[0].key === 'enroll.incompatible' ? 'pick' : 'confirm', given, asked.refusals);
          const shown = asked.value.map(({ group, reference }) => ({ name: turn.t.of(group.name), reference }));
          return { end: enrollDoneCard(turn.t, portal, shown, openingText(turn.t, portal, turn.now)), done: true };
        },
        back: async (turn, given) => await toList(turn, given, 'pick'),
        cancel: leave,
      },
    },
  },
};

/** The dialog of it. */
export const enrollDialog = () => new FlowDialog(flow);

async function leave(turn: Turn, given: Data): Promise<Move<Data>> {
  return cancelled(turn, given, 'enroll');
}

/** Says that what is named takes the place of what is ticked. */
const instead = /(?<!\p{L})(?:plut[oô]t|seulement|uniquement|juste|au lieu|à la place|only|just|rather|instead)(?!\p{L})/iu;

/** «Et aussi le réseau»: what a message names is ticked beside the rest, unless it says that it is wanted instead. */
const chosenBeside = (named: readonly string[] | undefined, at: { readonly text: string; readonly data: Data } | undefined): readonly string[] | undefined =>
  named === undefined || at === undefined || instead.test(at.text) ? named : [...new Set([...at.data.chosen, ...named])];

/** The catalogues to choose from; what is held already and only to be extended is not chosen again, unless one goes back to it. */
async function toList(turn: Turn, given: Data, to?: 'pick'): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const found = await turn.core.access.enroll.catalogues(turn.actor, portal, given.account ?? '');
  if (!found.ok) return correct('prove', data.parse({ portal: given.portal }), found.refusals);
  const states = Object.fromEntries(found.value.map(({ group, state }) => [group.id, state]));
  const ends = Object.fromEntries(found.value.flatMap(({ group, endsAt }) => (endsAt === undefined ? [] : [[group.id, endsAt]])));
  const chosen = given.chosen.filter((id) => isFree(states[id]));
  const isExtension = chosen.length > 0 && chosen.every((id) => states[id] === 'ending');
  const listed = { ...given, states, ends, chosen };
  return to === undefined && isExtension ? await toConfirm(turn, listed) : { to: 'pick', data: listed };
}

/** The summary, unless what is chosen is not to be held together with something else (GOV-7). */
async function toConfirm(turn: Turn, given: Data): Promise<Move<Data>> {
  const { t, core } = turn;
  const portal = portalOf(turn, given);
  const clashes = await core.access.enroll.clashes(turn.actor, portal, given.account ?? '', given.chosen);
  if (!clashes.ok) return correct('pick', given, clashes.refusals);
  const further = clashes.value.flatMap(({ group, conflicts }) =>
    conflicts.map((rule) => t('enroll.further', { group: t.of(group.name), other: otherName(core.portals, portal, keyOf(rule), t) })),
  );
  return { to: 'confirm', data: { ...given, further } };
}

/** Whether a catalogue can be asked for: as it is free, or for longer. */
const isFree = (state: Catalogue['state'] | undefined): boolean => state === 'open' || state === 'ending';

/** The last day that a message asks for, as whoever wrote it counts days (TALK-6). */
const untilSaid = (turn: Turn, given: Data, text: string): string | undefined =>
  untilIn(text, { now: turn.now, timeZone: turn.memory.zone ?? portalOf(turn, given).timeZone });

/** Whether a message names a catalogue, or the end of it. */
const names = (turn: Turn, given: Data, text: string): boolean =>
  namedIn(portalOf(turn, given), given, text).length > 0 || untilSaid(turn, given, text) !== undefined;

const catalogues = (portal: Portal, given: Data): Catalogue[] =>
  Object.entries(given.states).flatMap(([id, state]) => {
    const group = groupOf(portal, id);
    return group ? [{ group, state, ...(isFree(state) && given.ends[id] !== undefined && { endsAt: given.ends[id] }) }] : [];
  });

/** The catalogues that are free to choose. */
const openOnes = (portal: Portal, given: Data) => catalogues(portal, given).flatMap(({ group, state }) => (isFree(state) ? [group] : []));

/** In words. What is longer gives a reason, and may name a catalogue in it. */
const longestPick = 8;

/** The catalogues to tick, as they are named and in the order in which they are seen. */
const choicesOf = (turn: Turn, given: Data): Choice[] =>
  cataloguesInView(turn.t, { catalogues: catalogues(portalOf(turn, given), given), chosen: given.chosen, search: given.search }).map(({ group }) => ({
    id: group.id,
    labels: wordings(group.name),
    press: 'search',
    inputs: { groups: [...given.chosen, group.id].join(',') },
  }));

/** The catalogues, free to choose, that a message names, in any language: they are ticked. One of them whole makes it an answer. */
function namedIn(portal: Portal, given: Data, text: string): string[] {
  if (leavesOut(text)) return [];
  const spaced = (words: string) => ` ${wordsOf(words).join(' ')} `;
  const said = spaced(text);
  const open = openOnes(portal, given);
  return open.some(({ name }) => wordings(name).some((each) => said.includes(spaced(each)))) ? namedAmong(open, text) : [];
}

/** What is ticked on the card now; words that were typed instead leave it as it was. */
function choose(given: Data, { groups }: Readonly<Record<string, string>>): Data {
  if (groups === undefined) return given;
  const ticked = groups.split(',').filter((id) => isFree(given.states[id]));
  return { ...given, chosen: [...new Set(ticked)] };
}
