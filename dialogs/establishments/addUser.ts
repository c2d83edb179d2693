import { z } from 'zod';
import { addUserCard, addUserDoneCard, addUserNotYetCard } from '../../cards/establishments/addUser.ts';
import { existingUserCard, inviteUserCard, userInvitedCard } from '../../cards/establishments/inviteUser.ts';
import { unavailableCard } from '../../cards/notice.ts';
import type { Given } from '../../core/conversation/index.ts';
import { organisationStatuses } from '../../core/members/index.ts';
import { factorStep, needsFactor } from '../factor.ts';
import { onlyPerson, wrongAddress } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, endFrame, portalOf } from '../moves.ts';
import { proofSteps, toProve } from '../proof.ts';
import { clickOf, type Turn } from '../turn.ts';
import { misplaced, placeNamed, withoutPlaces } from './place.ts';
import { rightChoices, rightsIn, rightsPicked, saysRights } from './rights.ts';
import { userNamed } from './userNamed.ts';

const membership = z.object({
  organisationId: z.string(),
  portal: z.string(),
  name: z.string(),
  reference: z.string(),
  status: z.enum(organisationStatuses),
  domicile: z.string(),
  accountId: z.string(),
  role: z.enum(['administrator', 'member']),
});

const data = z.object({
  portal: z.string(),
  identifier: z.string().optional(),
  request: z.string().optional(),
  /** The organisations that this person could let others into when the card was drawn. */
  organisations: z.array(membership).default([]),
  organisation: z.string().default(''),
  /** Whether what was said names none of them, or several: none is chosen beforehand then. */
  unplaced: z.boolean().default(false),
  /** What was said when it began: it may name the establishment. */
  where: z.string().default(''),
  email: z.string().default(''),
  givenName: z.string().default(''),
  familyName: z.string().default(''),
  /** What was typed as the identifier of an establishment (EX-8); empty where a new user is added by name. */
  establishment: z.string().default(''),
  existing: z.boolean().default(false),
  organisationName: z.string().default(''),
  rights: z.array(z.string()).default([]),
});
type Data = z.output<typeof data>;

/** «Il a déjà un compte», “existing user”. */
const alreadyUser =
  /(?<!\p{L})(?:d[ée]j[àa] (?:un |son |l['’])?(?:compte|acc[eè]s|utilisat|inscrit)|already (?:has|have|got|a user|uses|an? account)|(?:has|have|got) (?:an? )?account already|existing|exist(?:e|ante?) d[ée]j[àa]|utilisat\p{L}+ existante?|compte existant)/iu;

/** An administrator lets somebody into their organisation (OU-7), or invites them into their establishment (EX-6, EX-8). */
const flow: Flow<Data> = {
  id: 'addUser',
  procedure: 'addUser',
  data,
  takes: (said, portal, at) => ({
    ...named(said, at?.data.organisations ?? []),
    rights: portal.procedures.addUser?.invites ? said.rights[portal.id] : undefined,
    organisation: at && placeNamed(at.text, at.data.organisations),
  }),
  later: ['rights'],
  begin: async (turn, start) => {
    const given = data.parse({ where: turn.context.activity.text ?? '', ...start });
    const portal = portalOf(turn, given);
    // Where nobody vouches for who this is, nobody is an administrator (ALL-13).
    if (!turn.actor.authenticated) return { end: unavailableCard(turn.t, portal, 'addUser') };
    const [account] = await turn.core.access.enroll.accounts(turn.actor, portal);
    return account ? await toForm(turn, given) : await toProve(turn, given);
  },
  steps: {
    ...proofSteps<Data>('addUser', (turn, given) => toForm(turn, given)),
    ...factorStep<Data>('addUser', (turn, given) => (given.rights.length > 0 ? send(turn, given) : add(turn, given))),
    who: {
      about: 'person',
      hears: [
        { says: alreadyUser, does: async (turn, given, text) => (existingIn(turn, given) ? toExisting(given, text) : undefined) },
        { says: /^\s*(?:\S+\s+){0,7}\S+\s*$/u, does: (turn, given, text) => placeAgain(turn, given, text) },
      ],
      show: (frame, given) => addUserCard(frame, given),
      on: {
        add: async (turn, before, { organisation = before.organisation, email = '', givenName = '', familyName = '' }) => {
          const given = { ...before, organisation, email, givenName, familyName };
          const chosen = organisation || (given.unplaced ? '' : given.organisations[0]?.organisationId) || '';
          if (chosen === '' && given.unplaced) return correct('who', given, [{ key: 'field.required', field: 'organisation' }]);
          if (portalOf(turn, given).procedures.addUser?.invites) {
            const read = turn.core.establishments.inviteUser.read({ email, givenName, familyName });
            const organisationName = given.organisations.find(({ organisationId }) => organisationId === chosen)?.name ?? '';
            return read.ok
              ? { to: 'rights', data: { ...given, organisation: chosen, organisationName, existing: false } }
              : correct('who', given, read.refusals);
          }
          return await add(turn, { ...given, organisation: chosen });
        },
        existing: async (_turn, given) => ({ to: 'existing', data: { ...given, establishment: '', email: '' } }),
        cancel,
      },
    },
    existing: {
      about: 'establishment',
      hears: [{ says: /@|\p{Lu}-[\p{Lu}\d]{2}/u, does: async (_turn, given, text) => toExisting(given, text) }],
      show: (frame, given) => existingUserCard(frame, given),
      on: {
        review: async (turn, before, { establishment = '', email = '' }) => {
          const given = { ...before, establishment, email, existing: true };
          const found = await turn.core.establishments.inviteUser.establishment(turn.actor, portalOf(turn, given), establishment);
          const read = turn.core.establishments.inviteUser.read({ email });
          if (!found.ok || !read.ok)
            return correct(
              'existing',
              given,
              [found, read].flatMap((outcome) => (outcome.ok ? [] : outcome.refusals)),
            );
          return { to: 'rights', data: { ...given, organisation: found.value.organisationId, organisationName: found.value.name } };
        },
        back: async (_turn, given) => ({ to: 'who', data: { ...given, organisation: '' } }),
        cancel,
      },
    },
    rights: {
      about: 'rights',
      choices: (turn, given) => rightChoices(portalOf(turn, given), given.rights),
      several: (_turn, given, picked) => rightsPicked(given.rights, picked),
      show: (frame, given) =>
        inviteUserCard(frame, {
          who: given.existing ? given.email : `${given.givenName} ${given.familyName}`.trim(),
          organisation: given.organisationName,
          rights: given.rights,
        }),
      on: {
        tick: async (_turn, given, { rights = '' }) => ({ to: 'rights', data: { ...given, rights: rightsIn(rights) } }),
        send: (turn, given, { rights = '' }) => send(turn, { ...given, rights: rightsIn(rights) }),
        back: async (_turn, given) => ({ to: given.existing ? 'existing' : 'who', data: given }),
        cancel,
      },
    },
  },
};

/** The dialog of it. */
export const addUserDialog = () => new FlowDialog(flow);

async function cancel(turn: Turn, given: Data): Promise<Move<Data>> {
  return cancelled(turn, given, 'addUser');
}

/** Adds at once. */
async function add(turn: Turn, given: Data): Promise<Move<Data>> {
  const { email, givenName, familyName, organisation } = given;
  const added = await turn.core.establishments.addUser.add(turn.actor, portalOf(turn, given), organisation, { email, givenName, familyName }, clickOf(turn));
  if (needsFactor(added)) return { to: 'factor', data: given };
  return added.ok ? { end: addUserDoneCard(endFrame(turn, given), added.value), done: true } : correct('who', given, added.refusals);
}

/** Invites. */
async function send(turn: Turn, given: Data): Promise<Move<Data>> {
  const { email, givenName, familyName, organisation } = given;
  const user = given.existing ? { email } : { email, givenName, familyName };
  const sent = await turn.core.establishments.inviteUser.invite(turn.actor, portalOf(turn, given), organisation, user, given.rights, clickOf(turn));
  if (needsFactor(sent)) return { to: 'factor', data: given };
  return sent.ok ? { end: userInvitedCard(endFrame(turn, given), sent.value), done: true } : correct('rights', given, sent.refusals);
}

/** The form, or why there is none: nobody's administrator, or an organisation that waits. */
async function toForm(turn: Turn, given: Data): Promise<Move<Data>> {
  const own = (await turn.core.establishments.addUser.mine(turn.actor, portalOf(turn, given))).filter(({ role }) => role === 'administrator');
  const organisations = own.filter(({ status }) => status === 'validated');
  if (organisations.length > 0) return await placed(turn, { ...given, organisations });
  return {
    end: addUserNotYetCard(
      endFrame(turn, given),
      own.some(({ status }) => status === 'pending'),
    ),
  };
}

/** The form for what was said: somebody who has an account already, the rights of a user who is there, or somebody new. */
async function placed(turn: Turn, { where, ...before }: Data): Promise<Move<Data>> {
  const { organisations } = before;
  const given = {
    ...before,
    where: '',
    familyName: withoutPlaces(before.familyName, organisations),
    givenName: withoutPlaces(before.givenName, organisations),
  };
  const portal = portalOf(turn, given);
  if (existingIn(turn, given) && alreadyUser.test(where)) return toExisting(given, where);
  const isNew = given.email !== '' || newcomer.test(where);
  if (portal.procedures.addUser?.invites && !isNew && saysRights(portal, where) && (await userNamed(turn, given, organisations, { text: where, part: true })))
    return { next: 'removeUser', data: { portal: portal.id, where } };
  const organisation = given.organisation || (placeNamed(where, organisations) ?? '');
  const wrong = await saysMisplaced(turn, given, where);
  return { to: 'who', data: { ...given, organisation, unplaced: organisation === '' && wrong }, problems: wrongAddress(given.email) };
}
const newcomer = /(?<!\p{L})(?:ajout|invit|nouv|arriv|add|new)/iu;

const existingIn = (turn: Turn, given: Data): boolean => portalOf(turn, given).procedures.addUser?.existing !== undefined;

/** «Utilisateur existant», with the establishment and the address that were said. */
function toExisting(given: Data, text: string): Move<Data> {
  const place = given.organisations.find(({ organisationId }) => organisationId === placeNamed(text, given.organisations));
  const email = /[^\s,;<>()]+@[^\s,;<>()]+\p{L}/u.exec(text)?.[0] ?? given.email;
  const establishment = /(?<!\p{L})\p{Lu}-[\p{Lu}\d]{2,}/u.exec(text)?.[0] ?? place?.name ?? given.establishment;
  return { to: 'existing', data: { ...given, existing: true, establishment, email } };
}

/** An establishment that is not theirs, or several at once, typed at the form: none is chosen, and it says why. */
async function placeAgain(turn: Turn, given: Data, text: string): Promise<Move<Data> | undefined> {
  if (text.includes('@') || given.organisations.length < 2 || !(await saysMisplaced(turn, given, text))) return undefined;
  return { to: 'who', data: { ...given, organisation: '', unplaced: true } };
}

/** Says that what was said names no establishment of theirs, or several. */
async function saysMisplaced(turn: Turn, { organisations, givenName, familyName }: Data, text: string): Promise<boolean> {
  const rest = [givenName, familyName].filter(Boolean).reduce((left, name) => left.replaceAll(name, ' '), text);
  const wrong = organisations.length > 1 ? misplaced(rest, organisations) : undefined;
  if (wrong) await turn.say(turn.t(`users.place.${wrong}`));
  return wrong !== undefined;
}

/** The person, without the establishment that stands behind the name. */
function named(said: Given, organisations: Data['organisations']) {
  const { givenName, familyName, ...person } = onlyPerson(said);
  return {
    ...person,
    ...(givenName !== undefined && { givenName: withoutPlaces(givenName, organisations) }),
    ...(familyName !== undefined && { familyName: withoutPlaces(familyName, organisations) }),
  };
}
