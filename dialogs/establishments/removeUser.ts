import { z } from 'zod';
import { plain } from '../../cards/card.ts';
import { addUserNotYetCard } from '../../cards/establishments/addUser.ts';
import { establishmentCard, removeSureCard, rightNames, userCard, userDoneCard, userRightsCard, usersCard } from '../../cards/establishments/removeUser.ts';
import { unavailableCard } from '../../cards/notice.ts';
import { type Given, isEverydayWord, wordsOf } from '../../core/conversation/index.ts';
import type { User } from '../../core/establishments/index.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import { factorStep, needsFactor } from '../factor.ts';
import { onlyPerson } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, endFrame, portalOf } from '../moves.ts';
import { proofSteps, toProve } from '../proof.ts';
import type { Turn } from '../turn.ts';
import { placeNamed } from './place.ts';
import { rightChoices, rightsAfter, rightsIn, rightsPicked, saysRights } from './rights.ts';
import { userNamed } from './userNamed.ts';
import { aboutOneself, aboutUser } from './userTalk.ts';

/** How many users are on one card. */
const listed = 6;

const user = z.object({ accountId: z.string(), name: z.string(), identifier: z.string(), email: z.string(), rights: z.array(z.string()) });

const data = z.object({
  portal: z.string(),
  identifier: z.string().optional(),
  request: z.string().optional(),
  /** The establishments that this person administered when the card was drawn; each action checks again. */
  organisations: z.array(z.object({ organisationId: z.string(), name: z.string() })).default([]),
  organisation: z.string().default(''),
  search: z.string().default(''),
  after: z.string().default(''),
  page: z.object({ organisation: z.string(), users: z.array(user), next: z.string().optional() }).default({ organisation: '', users: [] }),
  user: user.optional(),
  /** What is ticked as their rights, and not saved yet. */
  ticked: z.array(z.string()).optional(),
  /** What was said when it began: it may name the establishment. */
  where: z.string().default(''),
  /** What the second factor was asked for. */
  deed: z.enum(['list', 'rights', 'remove']).default('remove'),
});
type Data = z.output<typeof data>;

const nobody = { accountId: '', name: '', identifier: '', email: '', rights: [] };

const ticksOf = ({ ticked, user: { rights } = nobody }: Data): readonly string[] => ticked ?? rights;

/** «marc petit»: one to three words that mean nothing else. */
const isNameOf = (text: string): boolean =>
  /^\s*\p{L}[\p{L}\p{M}'’-]+(?:\s+\p{L}[\p{L}\p{M}'’-]+){0,2}\s*$/u.test(text) &&
  text
    .trim()
    .split(/\s+/)
    .some((word) => !isEverydayWord(word));

/** «Supprimer Nina» without its verb. */
const withoutDeed = (text: string): string => text.trim().replace(/^(?:supprim|retir|enl[eè]v|remov|delet)\p{L}*\s+/iu, '');

/** Whether it is the portal that is named again. */
const namesPortal = (turn: Turn, given: Data, text: string): boolean => wordsOf(text).join(' ') === wordsOf(turn.t.of(portalOf(turn, given).name)).join(' ');

/** What is said at the card of one user. */
const ofUser = aboutUser<Data>({ list: (turn, given) => list(turn, given), manage: (turn, given, account) => manage(turn, given, account) });

/** An administrator finds a user, and deletes them or changes their rights (EX-7). */
const flow: Flow<Data> = {
  id: 'removeUser',
  procedure: 'removeUser',
  data,
  // Who is to go is looked for. The address is not one's own, so it proves nothing.
  takes: (said) => ({ search: searchFor(said) }),
  begin: async (turn, start) => {
    const given = data.parse({ where: turn.context.activity.text ?? '', ...start });
    const portal = portalOf(turn, given);
    // Where nobody vouches for who this is, nobody is an administrator (ALL-13).
    if (!turn.actor.authenticated) return { end: unavailableCard(turn.t, portal, 'removeUser') };
    const [account] = await turn.core.access.enroll.accounts(turn.actor, portal);
    return account ? await toUsers(turn, given) : await toProve(turn, given);
  },
  steps: {
    ...proofSteps<Data>('removeUser', (turn, given) => toUsers(turn, given)),
    ...factorStep<Data>('removeUser', (turn, given) => passed[given.deed](turn, given)),
    choose: {
      about: 'establishment',
      hears: [aboutOneself],
      choices: (_turn, given) =>
        given.organisations.map(({ organisationId, name }) => ({ labels: [name], press: 'choose', inputs: { organisation: organisationId } })),
      show: establishmentCard,
      // Who is meant may be written before where: it is looked for there.
      text: { input: 'search', press: 'named', answers: (turn, given, text) => isNameOf(text) && !namesPortal(turn, given, text) },
      on: {
        choose: (turn, given, { organisation = '' }) => list(turn, { ...given, organisation, after: '' }),
        named: async (turn, given, { search = '' }) => {
          const name = withoutDeed(search);
          if (!isNameOf(name)) return { to: 'choose', data: given };
          await turn.say(turn.t('users.where', { who: plain(name) }));
          return { to: 'choose', data: { ...given, search: name } };
        },
        cancel,
      },
    },
    list: {
      about: 'user',
      grave: true,
      hears: [aboutOneself],
      choices: (_turn, given) =>
        given.page.users.map(({ accountId, name, email }) => ({ labels: [name, email], press: 'manage', inputs: { account: accountId } })),
      show: (frame, given) =>
        usersCard(frame, {
          page: { ...given.page, next: given.page.next },
          search: given.search,
          several: given.organisations.length > 1,
          isFirst: given.after === '',
        }),
      text: { input: 'search', press: 'search' },
      // Of one that was searched for, «oui» is about that one.
      follow: {
        yes: async (_turn, given) => {
          const [only, ...others] = given.page.users;
          return only && others.length === 0 && given.search !== '' ? { to: 'sure', data: { ...given, user: only } } : undefined;
        },
      },
      on: {
        search: (turn, given, { search = '' }) => list(turn, { ...given, search, after: '' }),
        more: (turn, given, { after = '' }) => list(turn, { ...given, after }),
        first: (turn, given) => list(turn, { ...given, search: '', after: '' }),
        other: async (_turn, given) => ({ to: 'choose', data: { ...given, search: '' } }),
        manage: (turn, given, { account = '' }) => manage(turn, given, account),
        cancel,
      },
    },
    user: {
      about: 'ways',
      yesNo: { yes: 'ask', no: 'list' },
      grave: true,
      hears: ofUser,
      show: (frame, given) => userCard(frame, { user: given.user ?? nobody, organisation: given.page.organisation }),
      on: {
        ask: async (_turn, given) => ({ to: 'sure', data: given }),
        rights: async (_turn, given) => ({ to: 'rights', data: { ...given, ticked: undefined } }),
        list: (turn, given) => list(turn, given),
        cancel,
      },
    },
    rights: {
      about: 'rights',
      choices: (turn, given) => rightChoices(portalOf(turn, given), ticksOf(given)),
      several: (_turn, given, picked) => rightsPicked(ticksOf(given), picked),
      show: (frame, given) => userRightsCard(frame, { ...(given.user ?? nobody), rights: ticksOf(given), organisation: given.page.organisation }),
      on: {
        tick: async (_turn, given, { rights = '' }) => ({ to: 'rights', data: { ...given, ticked: rightsIn(rights) } }),
        save: (turn, given, { rights = '' }) => saveRights(turn, { ...given, user: { ...(given.user ?? nobody), rights: rightsIn(rights) } }),
        back: async (_turn, given) => ({ to: 'user', data: given }),
        cancel,
      },
    },
    sure: {
      about: 'removal',
      yesNo: { yes: 'remove', no: 'back' },
      grave: true,
      hears: ofUser,
      show: (frame, given) => removeSureCard(frame, { name: given.user?.name ?? '', organisation: given.page.organisation }),
      on: {
        remove,
        back: async (_turn, given) => ({ to: 'user', data: given }),
        cancel,
      },
    },
  },
};

/** What goes on once the second factor is passed. */
const passed = { list: (turn, given) => list(turn, given), rights: saveRights, remove } as const satisfies Record<
  Data['deed'],
  (turn: Turn, given: Data) => Promise<Move<Data>>
>;

/** The words by which the list is searched: the address, else the name. */
function searchFor(said: Given): string | undefined {
  const { email, givenName = '', familyName = '' } = onlyPerson(said);
  return email ?? (`${givenName} ${familyName}`.trim() || undefined);
}

/** The dialog of it. */
export const removeUserDialog = () => new FlowDialog(flow);

async function cancel(turn: Turn, given: Data): Promise<Move<Data>> {
  return cancelled(turn, given, 'removeUser');
}

async function saveRights(turn: Turn, given: Data): Promise<Move<Data>> {
  const { accountId, name, rights } = given.user ?? nobody;
  const saved = await turn.core.establishments.users.setRights(turn.actor, portalOf(turn, given), given.organisation, accountId, rights);
  if (needsFactor(saved)) return { to: 'factor', data: { ...given, deed: 'rights' } };
  if (!saved.ok) return correct('rights', given, saved.refusals);
  const frame = endFrame(turn, given);
  const text = turn.t('users.rights.done.text', { who: plain(name), rights: rightNames(frame, rights) });
  return { end: userDoneCard(frame, turn.t('users.rights.done'), text), done: true };
}

async function remove(turn: Turn, given: Data): Promise<Move<Data>> {
  const removed = await turn.core.establishments.users.remove(turn.actor, portalOf(turn, given), given.organisation, given.user?.accountId ?? '');
  if (needsFactor(removed)) return { to: 'factor', data: { ...given, deed: 'remove' } };
  if (!removed.ok) return correct('user', given, removed.refusals);
  const { name, organisation } = removed.value;
  const text = turn.t('users.remove.done.text', { organisation: plain(organisation) });
  return { end: userDoneCard(endFrame(turn, given), turn.t('users.remove.done', { who: plain(name) }), text), done: true };
}

/** The users of the one establishment, or which of several; nobody's administrator is told so. */
async function toUsers(turn: Turn, given: Data): Promise<Move<Data>> {
  const own = (await turn.core.establishments.addUser.mine(turn.actor, portalOf(turn, given))).filter(
    ({ role, status }) => role === 'administrator' && status === 'validated',
  );
  const organisations = [...new Map(own.map(({ organisationId, name }) => [organisationId, { organisationId, name }])).values()];
  const [only, ...others] = organisations;
  if (!only) return { end: addUserNotYetCard(endFrame(turn, given), false) };
  const found = saysRights(portalOf(turn, given), given.where) ? await userNamed(turn, given, organisations, { text: given.where, part: true }) : undefined;
  if (found) return toRights(turn, { ...given, organisations, organisation: found.organisation }, found.user);
  const organisation = others.length === 0 ? only.organisationId : placeNamed(given.where, organisations);
  return organisation !== undefined ? await list(turn, { ...given, organisations, organisation }) : { to: 'choose', data: { ...given, organisations } };
}

/** The rights of somebody, as a sentence wants them, to be saved. */
function toRights(turn: Turn, given: Data, found: User): Move<Data> {
  const name = given.organisations.find(({ organisationId }) => organisationId === given.organisation)?.name ?? '';
  const user = { ...found, rights: [...found.rights] };
  const ticked = rightsAfter(portalOf(turn, given), user.rights, given.where);
  return { to: 'rights', data: { ...given, page: { organisation: name, users: [user] }, user, ticked } };
}

async function manage(turn: Turn, given: Data, account: string): Promise<Move<Data>> {
  const found = await turn.core.establishments.users.one(turn.actor, portalOf(turn, given), given.organisation, account);
  return found.ok
    ? { to: 'user', data: { ...given, user: { ...found.value, rights: [...found.value.rights] } } }
    : await list(turn, given, needsFactor(found) ? [] : found.refusals);
}

async function list(turn: Turn, given: Data, problems: readonly Refusal[] = []): Promise<Move<Data>> {
  const { organisation, search, after } = given;
  const read = await turn.core.establishments.users.list(turn.actor, portalOf(turn, given), organisation, { limit: listed, search, after });
  if (needsFactor(read)) return { to: 'factor', data: { ...given, deed: 'list' } };
  if (!read.ok) return { end: addUserNotYetCard(endFrame(turn, given), false) };
  const { next } = read.value;
  const users = read.value.users.map((each) => ({ ...each, rights: [...each.rights] }));
  const page = { organisation: read.value.organisation, users, ...(next !== undefined && { next }) };
  return { to: 'list', data: { ...given, page, user: undefined }, problems };
}
