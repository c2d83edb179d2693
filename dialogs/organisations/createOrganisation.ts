import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import {
  organisationAbroadCard,
  organisationCompanyCard,
  organisationCreatedCard,
  organisationDomicileCard,
  organisationPendingCard,
  organisationProveCard,
  organisationSiretCard,
} from '../../cards/organisations/createOrganisation.ts';
import { siretIn } from '../../core/conversation/index.ts';
import { keptCompany } from '../../core/foundation/company.ts';
import { countryName } from '../../core/foundation/countries.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import type { Outcome, Refusal } from '../../core/foundation/outcome.ts';
import { printedSiret } from '../../core/foundation/siret.ts';
import type { DraftFields, Holder } from '../../core/organisations/index.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, endFrame, portalOf } from '../moves.ts';
import { done, isOpened, waitingStep } from '../passwords/mailed.ts';
import type { Hearing } from '../steps.ts';
import { toSupport } from '../support/support.ts';
import { proven, type Turn } from '../turn.ts';
import { domiciles, placeIn } from './domicile.ts';
import { notUs, siren, whilePending, wrongSiret } from './organisationTalk.ts';

const data = z.object({
  portal: z.string(),
  /** The request that keeps what is entered. */
  draft: z.string().default(''),
  domicile: z.enum(['', 'france', 'abroad']).default(''),
  siret: z.string().default(''),
  name: z.string().default(''),
  country: z.string().default(''),
  street: z.string().default(''),
  postalCode: z.string().default(''),
  city: z.string().default(''),
  company: keptCompany.optional(),
  reference: z.string().default(''),
  email: z.string().default(''),
  /** The request of the set-password mail. */
  request: z.string().optional(),
  /** Whether that mail has a link alone: it was asked for on the page, whose visitor has no chat to type a code in. */
  byLink: z.boolean().default(false),
  /** Whether it was validated or refused meanwhile, which was told. */
  decided: z.boolean().default(false),
  again: z.boolean().optional(),
  opened: z.string().optional(),
});
type Data = z.output<typeof data>;
type Inputs = Readonly<Record<string, string>>;

const waiting = waitingStep<Data>({
  procedure: 'createOrganisation',
  place: { step: 4, steps: 4 },
  to: (given) => given.email,
  ask: (turn, given) => turn.core.organisations.create.mailAgain(turn.actor, portalOf(turn, given), given.request ?? ''),
  back: (given) => ({ to: 'mailed', data: given }),
  support: async (turn, given) => toSupport(turn, given.portal, 'createOrganisation', given),
});

/** Where the organisation is, or its SIRET, said before the account is proven: it is kept for its step. */
const placeNext: Hearing<Data> = {
  says: /[\p{L}\d]/u,
  does: async (turn, given, text) => {
    const place = placeIn(turn, text);
    if (place === undefined) return undefined;
    const [wrong] = wrongSiret(place.siret ?? '');
    await turn.say(wrong ? turn.t.say(wrong) : turn.t('talk.kept'));
    return { to: 'prove', data: { ...given, ...place } };
  },
};

/** “I got it wrong, it’s France”. */
const inFranceAfterAll: Hearing<Data> = {
  says: /^[^\d]*$/u,
  does: async (turn, before, text) => {
    const place = placeIn(turn, text);
    if (place?.domicile !== 'france' || /[,;\n]\s*\p{Lu}/u.test(text)) return undefined;
    return await entered(turn, before, place, 'abroad', async (given) => ({ to: 'siret', data: given }));
  },
};

/** «Création d'une organisation» (OU-1 to OU-6): the proof on the page, the domicile, the SIRET or the address abroad, and the password. */
const flow: Flow<Data> = {
  id: 'createOrganisation',
  procedure: 'createOrganisation',
  data,
  // Whose number is said is in France; it is asked for once the account is proven.
  takes: ({ siret }) => (siret === undefined ? {} : { siret, domicile: 'france' }),
  later: ['siret', 'domicile'],
  // What was entered, with the proof behind it; without, it begins anew.
  keeps: ({ request, email: _email, reference: _reference, ...given }) => (request === undefined && given.domicile !== '' ? given : {}),
  begin: async (turn, start) => {
    const given = data.parse(start);
    if (given.request !== undefined) return { to: 'mailed', data: given };
    return given.draft === '' ? await link(turn, given) : await provenOr(turn, given, () => link(turn, given));
  },
  event: async (turn, given, event) => {
    if (event.name === 'passwordSet' && event.request !== undefined && event.request === given.request) return done(turn, given);
    if (event.request === undefined || event.request !== given.draft) return undefined;
    if (event.name === 'accountProven') return await located(turn, given);
    if (event.name !== 'organisationCreated') return undefined;
    const made = { ...given, ...createdIn(event), company: undefined };
    return made.request === undefined ? { end: createdCard(turn, made), done: true } : { to: 'mailed', data: made };
  },
  refresh: async (turn, given) => {
    if (given.request !== undefined) return (await turn.core.passwords.chatCode.completed(turn.actor, given.request)) ? done(turn, given) : undefined;
    return undefined;
  },
  steps: {
    prove: {
      about: 'proofPage',
      hears: [siren, placeNext],
      show: (frame) => organisationProveCard(frame, {}),
      on: { link: (turn, given) => provenOr(turn, given, () => link(turn, given)), support, cancel },
    },
    domicile: {
      about: 'domicile',
      hears: [
        siren,
        { says: /\d/u, does: async (turn, given, text) => (siretIn(text) === undefined ? undefined : await place(turn, given, placeIn(turn, text) ?? {})) },
      ],
      choices: () => domiciles,
      show: organisationDomicileCard,
      text: { input: 'said', press: 'domicile', answers: (turn, _given, text) => placeIn(turn, text) !== undefined },
      on: {
        domicile: (turn, before, { said, ...inputs }) => place(turn, before, said === undefined ? inputs : (placeIn(turn, said) ?? {})),
        cancel,
      },
    },
    siret: {
      about: 'siret',
      hears: [siren],
      show: organisationSiretCard,
      text: { input: 'siret', press: 'search', answers: (turn, _given, text) => placeIn(turn, text)?.domicile === 'abroad' },
      on: {
        search: async (turn, before, { siret = before.siret }) => {
          const place = placeIn(turn, siret);
          if (place?.domicile === 'abroad') return await entered(turn, before, place, 'siret', async (given) => ({ to: 'abroad', data: given }));
          return await entered(turn, before, { siret }, 'siret', (given) => find(turn, given));
        },
        back: async (_turn, given) => ({ to: 'domicile', data: given }),
        support,
        cancel,
      },
    },
    company: {
      about: 'summary',
      hears: [siren, { says: notUs, does: another }],
      corrects: (_turn, given, siret) => (/^\d{14}$/.test(siret) ? { to: 'siret', data: { ...given, siret } } : undefined),
      yesNo: { yes: 'create', no: 'back' },
      show: (frame, given) =>
        given.company
          ? organisationCompanyCard(frame, { company: given.company, siret: printedSiret(given.company.siret) })
          : organisationSiretCard(frame, given),
      on: { create: (turn, given) => create(turn, given, 'company'), back: another, cancel },
    },
    abroad: {
      about: 'abroad',
      hears: [inFranceAfterAll],
      keeps: (turn, given) => turn.core.organisations.create.enter(holderOf(turn, given), addressIn(given, {})),
      // What was typed as a name is shown as typed; a code, which the page keeps, by its name.
      show: (frame, given) => organisationAbroadCard(frame, { draft: given, country: countryName(given.country, frame.t.locale) }),
      on: {
        create: (turn, before, inputs) => entered(turn, before, addressIn(before, inputs), 'abroad', (given) => create(turn, given, 'abroad')),
        back: async (_turn, given) => ({ to: 'domicile', data: given }),
        cancel,
      },
    },
    mailed: {
      ...waiting,
      hears: [whilePending],
      show: (frame, given) =>
        isOpened(given)
          ? waiting.show(frame, given)
          : organisationCreatedCard(frame, {
              ...given,
              name: nameOf(given),
              again: given.again ?? false,
              password: given.byLink && !given.again ? 'link' : 'code',
              waits: true,
            }),
      past: (frame, given) => organisationPendingCard(frame, { name: nameOf(given), reference: given.reference ?? '', decided: given.decided }),
      // It is created: who leaves here has finished, and stops nothing.
      on: { ...waiting.on, finish: finished, cancel: finished },
    },
  },
};

async function finished(turn: Turn, given: Data): Promise<Move<Data>> {
  return { end: createdCard(turn, given), done: true };
}

/** The dialog of it. */
export const createOrganisationDialog = () => new FlowDialog(flow);

/** What an event tells of an organisation that was created on the page: what the procedure keeps of it. */
export const createdIn = ({ text = '', reference = '', to = '', mailed }: ChatEvent) => ({
  name: text,
  reference,
  email: to,
  ...(mailed !== undefined && { request: mailed, byLink: true }),
});

/** The organisation was created on the page, while something else is in front here. */
export const createdElsewhere = (turn: Turn, portal: Portal, event: ChatEvent): Card =>
  createdCard(turn, { portal: portal.id, company: undefined, ...createdIn(event) });

/** The card that ends it: nothing is typed there any more. */
function createdCard(turn: Turn, given: Pick<Data, 'portal' | 'name' | 'reference' | 'email' | 'company' | 'request'> & Partial<Pick<Data, 'decided'>>): Card {
  const { reference, email, request, decided = false } = given;
  const password = request === undefined ? 'known' : 'link';
  return organisationCreatedCard(endFrame(turn, given), { name: nameOf(given), reference, email, again: false, password, waits: false, decided });
}

const nameOf = ({ company, name }: Pick<Data, 'company' | 'name'>): string => company?.name ?? name;

const holderOf = (turn: Turn, given: Data): Holder => ({ actor: turn.actor, requestId: given.draft });

async function cancel(turn: Turn, given: Data): Promise<Move<Data>> {
  return cancelled(turn, given, 'createOrganisation');
}

async function support(turn: Turn, given: Data): Promise<Move<Data>> {
  return toSupport(turn, given.portal, 'createOrganisation', given);
}

/** A new link to the page: its secret is on the card alone, and not kept with the conversation. */
async function link(turn: Turn, given: Data): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const begun = await turn.core.organisations.proof.begin(turn.actor, portal, given.draft || undefined);
  if (!begun.ok) return correct('prove', given, begun.refusals);
  const { requestId, url, expiresAt } = begun.value;
  const until = turn.t.date(expiresAt, 'dateTime', portal.timeZone);
  return { to: 'prove', data: { ...given, draft: requestId }, once: (frame) => organisationProveCard(frame, { url, until, window: turn.windows }) };
}

/** Where the account was proven while nobody could say so here, on from there (ALL-12). */
async function provenOr(turn: Turn, given: Data, otherwise: () => Promise<Move<Data>>): Promise<Move<Data>> {
  const held = given.draft === '' ? undefined : await turn.core.organisations.create.look(holderOf(turn, given));
  return held?.draft.proven && !held.completed ? await located(turn, given) : await otherwise();
}

/** Once the account is proven: the step behind what was said already of where the organisation is (TALK-6). */
async function located(turn: Turn, given: Data): Promise<Move<Data>> {
  const { domicile, country, siret, company } = given;
  if (company) return { to: 'company', data: given };
  if (domicile === '' || (domicile === 'france' && siret !== '')) return { to: 'domicile', data: given };
  const fields: DraftFields = { domicile, ...(country && { country }) };
  return await entered(turn, given, fields, 'domicile', async (kept) => ({ to: domicile === 'france' ? 'siret' : 'abroad', data: kept }));
}

/** Keeps what was typed, and goes on with it. */
async function entered(turn: Turn, before: Data, fields: DraftFields, step: string, then: (given: Data) => Promise<Move<Data>>): Promise<Move<Data>> {
  const kept: Outcome<{ draft: DraftFields }> = await turn.core.organisations.create.enter(holderOf(turn, before), fields);
  // On the page, or by a click whose answer was lost: it goes on from there.
  if (!kept.ok && kept.refusals[0].key === 'organisation.done') return await create(turn, before, step);
  if (!kept.ok) return await refused(turn, before, step, kept.refusals);
  const given = data.parse({ ...before, ...kept.value.draft });
  return await then(given);
}

/** What was refused is put right at its step; where the proof is over, that is said, and another begins. What was typed is kept. */
async function refused(turn: Turn, given: Data, step: string, refusals: readonly [Refusal, ...Refusal[]]): Promise<Move<Data>> {
  if (refusals[0].key !== 'organisation.gone') return correct(step, given, refusals);
  await turn.say(turn.t.say(refusals[0]));
  return await link(turn, { ...given, draft: '', company: undefined });
}

/** Another SIRET than the one whose company was found. */
async function another(_turn: Turn, given: Data): Promise<Move<Data>> {
  return { to: 'siret', data: { ...given, company: undefined } };
}

/** Keeps where the organisation is, and goes on with its SIRET or its address. */
async function place(turn: Turn, before: Data, { domicile, siret, country }: { domicile?: string; siret?: string; country?: string }): Promise<Move<Data>> {
  if (domicile !== 'france' && domicile !== 'abroad') return correct('domicile', before, [{ key: 'field.required', field: 'domicile' }]);
  const fields: DraftFields = { domicile, ...((siret || before.siret) && { siret: siret || before.siret }), ...(country && { country }) };
  return await entered(turn, before, fields, 'domicile', async (given) => {
    if (domicile === 'abroad') return { to: 'abroad', data: given };
    return siret ? await find(turn, given) : { to: 'siret', data: given, problems: wrongSiret(given.siret) };
  });
}

/** Looks the SIRET up that was entered. */
async function find(turn: Turn, given: Data): Promise<Move<Data>> {
  const found = await turn.core.organisations.create.find(holderOf(turn, given));
  return found.ok ? { to: 'company', data: { ...given, company: found.value } } : await refused(turn, given, 'siret', found.refusals);
}

async function create(turn: Turn, given: Data, step: string): Promise<Move<Data>> {
  const actor = await proven(turn);
  const made = await turn.core.organisations.create.create({ actor, requestId: given.draft });
  if (!made.ok && made.refusals[0].key === 'enroll.noApprover') return await support(turn, given);
  if (!made.ok) return await refused(turn, given, step, made.refusals);
  const { reference, name, email, requestId } = made.value;
  const after = { ...given, name: given.company ? given.name : name, reference, email };
  return requestId === undefined ? { end: createdCard(turn, after), done: true } : { to: 'mailed', data: { ...after, request: requestId } };
}

const addressIn = (before: Data, inputs: Inputs): DraftFields => {
  const { name = before.name, country = before.country, street = before.street, postalCode = before.postalCode, city = before.city } = inputs;
  return { name, country, street, postalCode, city };
};
