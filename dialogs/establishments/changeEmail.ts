import { z } from 'zod';
import { plain } from '../../cards/card.ts';
import {
  changeEmailCard,
  changeEmailEndCard,
  localSupportCard,
  replacementCard,
  replacementStaysCard,
  replaceUserCard,
} from '../../cards/establishments/changeEmail.ts';
import { staleCard } from '../../cards/notice.ts';
import type { Given } from '../../core/conversation/index.ts';
import { emailKey, parseEmail } from '../../core/foundation/identifiers.ts';
import { invitationStatuses } from '../../core/invitations/index.ts';
import { takes } from '../actions.ts';
import { factorStep, needsFactor } from '../factor.ts';
import { onlyPerson, ownIdentifier, ownIn, wrongAddress } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, endFrame, portalOf } from '../moves.ts';
import { asksProof, proofSteps, toProve } from '../proof.ts';
import { clickOf, proven, type Turn } from '../turn.ts';
import { placeNamed } from './place.ts';
import { userNamed } from './userNamed.ts';

const data = z.object({
  portal: z.string(),
  identifier: z.string().optional(),
  request: z.string().optional(),
  places: z.array(z.object({ organisationId: z.string(), name: z.string() })).default([]),
  organisation: z.string().default(''),
  /** What was said when it began: it may name the establishment. */
  where: z.string().default(''),
  old: z.string().default(''),
  email: z.string().default(''),
  givenName: z.string().default(''),
  familyName: z.string().default(''),
  replacement: z
    .object({
      id: z.string(),
      old: z.string(),
      email: z.string(),
      organisation: z.string(),
      organisationId: z.string().default(''),
      status: z.enum(invitationStatuses),
    })
    .optional(),
});
type Data = z.output<typeof data>;

const none = { id: '', old: '', email: '', organisation: '', organisationId: '', status: 'sent' } as const;

/** The sign-in address cannot be changed (EX-5): an administrator is taken through what replaces it, or local support does it (EX-9). */
const flow: Flow<Data> = {
  id: 'changeEmail',
  procedure: 'changeEmail',
  data,
  takes: (said) => ({ ...named(said), email: said.to, old: said.from }),
  begin: (turn, start) => standing(turn, data.parse({ where: turn.context.activity.text ?? '', ...start })),
  steps: {
    explain: {
      about: 'ways',
      show: (frame, { identifier }) => changeEmailCard(frame, { canProve: true, identifier }),
      on: {
        administrator: async (turn, given, { identifier = '' }) =>
          identifier.trim() === '' ? await toProve(turn, given) : await asksProof(turn, 'changeEmail', { ...given, identifier }),
        cancel,
      },
    },
    ...proofSteps<Data>('changeEmail', (turn, given) => standing(turn, given)),
    ...factorStep<Data>('changeEmail', (turn, given) => (given.replacement ? finish(turn, given) : replace(turn, given))),
    replace: {
      about: 'person',
      hears: [{ says: /\p{L}/u, does: replacesWhom }],
      show: replaceUserCard,
      on: {
        invite: async (turn, before, { organisation = '', old = '', email = '', givenName = '', familyName = '' }) => {
          const given = { ...before, organisation, old, email, givenName, familyName };
          return await replace(turn, { ...given, organisation: organisation || given.places[0]?.organisationId || '' });
        },
        cancel,
      },
    },
    stands: {
      about: 'ways',
      show: (frame, given) => replacementCard(frame, given.replacement ?? none),
      // «Elle a accepté ?», «c’est fait ?»
      follow: { theirs: standing, done: standing, notReceived: standing },
      on: {
        look: (turn, given) => standing(turn, given),
        finish,
        cancel: async (turn, given) => ({ end: replacementStaysCard(endFrame(turn, given), given.replacement ?? none) }),
      },
    },
    local: {
      about: 'establishment',
      show: localSupportCard,
      on: { local: (turn, given, { organisation = '', email = '' }) => refer(turn, { ...given, organisation, email }), cancel },
    },
  },
};

/** Gives a replacement up, from a card of any age; the core checks whose it is. */
export const replacements = takes({
  'changeEmail.leave': async (turn, { portal: id = '', replacement = '' }) => {
    const portal = turn.core.portals.get(id);
    const open = portal && (await turn.core.establishments.changeEmail.open(turn.actor, portal));
    if (!portal || open?.id !== replacement) return await turn.show(staleCard(turn.t, false));
    await turn.core.establishments.changeEmail.leave(turn.actor, portal, replacement);
    await turn.show(changeEmailEndCard(endFrame(turn, { portal: id }), turn.t('changeEmail.left'), turn.t('changeEmail.left.text', { old: plain(open.old) })));
  },
});

/** The name alone: of addresses there are two. */
function named(said: Given) {
  const { email: _email, ...name } = onlyPerson({ ...said, people: said.people.slice(0, 1) });
  return name;
}

/** The dialog of it. */
export const changeEmailDialog = () => new FlowDialog(flow);

async function cancel(turn: Turn, given: Data): Promise<Move<Data>> {
  return cancelled(turn, given, 'changeEmail');
}

async function replace(turn: Turn, given: Data): Promise<Move<Data>> {
  const { organisation: organisationId, old, email, givenName, familyName } = given;
  const asked = { organisationId, old, email, givenName, familyName, ...clickOf(turn) };
  const sent = await turn.core.establishments.changeEmail.replace(turn.actor, portalOf(turn, given), asked);
  if (needsFactor(sent)) return { to: 'factor', data: given };
  return sent.ok ? await standing(turn, given) : correct('replace', given, sent.refusals);
}

async function finish(turn: Turn, given: Data): Promise<Move<Data>> {
  const { id, email, old, organisation, organisationId } = given.replacement ?? none;
  const finished = await turn.core.establishments.changeEmail.finish(turn.actor, portalOf(turn, given), id);
  if (needsFactor(finished)) return { to: 'factor', data: { ...given, organisation: organisationId } };
  if (!finished.ok) return correct('stands', given, finished.refusals);
  const text = turn.t('changeEmail.done.text', { email: plain(email), old: plain(old), organisation: plain(organisation) });
  return { end: changeEmailEndCard(endFrame(turn, given), turn.t('changeEmail.done'), text), done: true };
}

/** What this person can do now: go on with a replacement, turn to local support, begin a replacement, or ask an administrator. */
async function standing(turn: Turn, given: Data): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const { changeEmail, localSupport, addUser } = turn.core.establishments;
  const replacement = await changeEmail.open(turn.actor, portal);
  if (replacement) return { to: 'stands', data: { ...given, replacement } };
  const referred = await localSupport.referred(turn.actor, portal);
  if (referred.length > 0)
    return {
      to: 'local',
      problems: wrongAddress(given.email),
      data: { ...given, places: referred.map(({ organisationId, name }) => ({ organisationId, name })) },
    };
  const own = (await addUser.mine(turn.actor, portal)).filter(({ role, status }) => role === 'administrator' && status === 'validated');
  const places = [...new Map(own.map(({ organisationId, name }) => [organisationId, { organisationId, name }])).values()];
  if (places.length > 0 && portal.procedures.addUser?.invites) {
    const whose = { ...given, ...((await userIn(turn, given, places, `${given.where} ${given.old}`)) ?? (await ownFirst(turn, given))), places, where: '' };
    const organisation = whose.organisation || (placeNamed(given.where, places) ?? '');
    return { to: 'replace', data: { ...whose, organisation }, problems: wrongAddress(given.email) };
  }
  const [account] = await turn.core.access.enroll.accounts(turn.actor, portal);
  if (turn.actor.authenticated && !account) return { to: 'explain', data: { ...given, identifier: given.identifier ?? (await ownIdentifier(turn, portal)) } };
  return { end: changeEmailCard(endFrame(turn, given), { canProve: false }) };
}

/** «Pour Marc Petit», his address, or an establishment, said at the form: whose address it is to be, and where. */
async function replacesWhom(turn: Turn, given: Data, text: string): Promise<Move<Data> | undefined> {
  const organisation = placeNamed(text, given.places);
  const whose = await userIn(turn, given, given.places, text);
  if (whose === undefined && organisation === undefined) return undefined;
  return { to: 'replace', data: { ...given, ...whose, organisation: whose?.organisation ?? organisation ?? '' } };
}

/** A user of one of these establishments whom a text names, as the one to be replaced. */
async function userIn(turn: Turn, given: Data, places: Data['places'], text: string): Promise<Partial<Data> | undefined> {
  const found = await userNamed(turn, given, places, { text });
  if (!found) return undefined;
  const [givenName = '', ...rest] = found.user.name.split(' ');
  return { old: found.user.email, organisation: found.organisation, givenName, familyName: rest.join(' ') };
}

/** Most change their own address: their account and name stand on the form, unless somebody else was named (TALK-7). */
async function ownFirst(turn: Turn, given: Data): Promise<Partial<Data>> {
  if (given.old || given.givenName || given.familyName) return {};
  const [account, ...others] = await turn.core.access.enroll.accounts(turn.actor, portalOf(turn, given));
  if (!account || others.length > 0) return {};
  const { email, givenName = '', familyName = '' } = await ownIn(turn, portalOf(turn, given));
  const isSame = email !== undefined && emailKey(email) === emailKey(account.identifier);
  return { old: account.identifier, ...(isSame && { givenName, familyName }) };
}

/** To the team of the establishment's country, with what was typed (EX-9). */
async function refer(turn: Turn, given: Data): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const email = parseEmail(given.email);
  if (!email.ok) return correct('local', given, email.refusals);
  const places = await turn.core.establishments.localSupport.referred(turn.actor, portal);
  const place = places.find(({ organisationId }) => organisationId === given.organisation) ?? places[0];
  if (!place) return await standing(turn, given);
  const gathered = [
    [turn.t('changeEmail.establishment'), place.name],
    [turn.t('changeEmail.replace.new'), email.value],
  ] as const;
  const handed = await turn.core.support.handOver(await proven(turn), portal, 'changeEmail', gathered, {
    ...clickOf(turn),
    ...(place.team && { to: place.team.email }),
  });
  if (!handed) return { to: 'local', data: given, problems: [{ key: 'support.limit' }] };
  const team = turn.t.of(place.team?.name ?? portal.support.name);
  const title = turn.t('changeEmail.local.done', { team, reference: handed.reference });
  return { end: changeEmailEndCard(endFrame(turn, given), title, turn.t('changeEmail.local.done.text')), done: true };
}
