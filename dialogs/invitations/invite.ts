import { z } from 'zod';
import { inviteCompanyCard, inviteConfirmCard, inviteProgressCard, inviteWhoCard, notInviterCard } from '../../cards/invitations/invite.ts';
import { unavailableCard } from '../../cards/notice.ts';
import { detailsIn, wordsOf } from '../../core/conversation/index.ts';
import { wordings } from '../../core/foundation/i18n.ts';
import { type ReadInvitees, readInvitees } from '../../core/invitations/index.ts';
import type { Portal } from '../../core/portal/index.ts';
import { leavesOut, ticksAfter } from '../conversation/choices.ts';
import { listedIn } from '../conversation/listed.ts';
import { onlyPerson, wrongAddress } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, portalOf } from '../moves.ts';
import type { Hearing } from '../steps.ts';
import { clickOf, isTyped, proven, type Turn } from '../turn.ts';
import { companyShown } from './companyShown.ts';

const data = z.object({
  portal: z.string(),
  /** As it was typed or pasted. */
  email: z.string().default(''),
  givenName: z.string().default(''),
  familyName: z.string().default(''),
  company: z.record(z.string(), z.string()).default({}),
  rights: z.array(z.string()).default([]),
  /** The invited person's language; empty: the inviter's. */
  language: z.enum(['', 'fr', 'en']).catch('').default(''),
  note: z.string().default(''),
});
type Data = z.output<typeof data>;

/** What an inviter says before anything is sent. */
const beforeSending: readonly Hearing<Data>[] = [
  { says: /(?<!\p{L})(?:annul|cancel|withdraw|revo[kq]|r[ée]vo[kq]|laisse)\p{L}*(?!\p{L}).*invit/iu, does: leave },
  { says: /(?<!\p{L})(?:who (?:can|may|is allowed to)|qui (?:peut|a le droit|est autoris))(?!\p{L}).*invit/iu, does: async ({ t }) => t('invite.who.may') },
];

/** The company of who is invited, which is asked for next. */
const companyNext: Hearing<Data> = {
  says: /\p{L}/u,
  does: async (turn, given, text) => {
    const fields = portalOf(turn, given).procedures.acceptInvitation?.company ?? [];
    const said = Object.entries(detailsIn(text) ?? {}).filter(([id]) => fields.some((field) => field.id === id));
    if (said.length === 0) return undefined;
    await turn.say(turn.t('talk.kept'));
    return { to: 'who', data: { ...given, company: { ...given.company, ...Object.fromEntries(said) } } };
  },
};

/** «Enlève Bob», “only Ada”: of several addresses those that stay. */
const fewer = (step: string): Hearing<Data> => ({
  says: /\p{L}/u,
  does: async (_turn, given, text) => {
    const { good } = readInvitees(given.email);
    const isOnly = keepsOnly.test(text);
    if (good.length < 2 || text.includes('@') || !(isOnly || leavesOut(text)) || good.some(({ company, language }) => company || language)) return undefined;
    const labelled = good.map(({ email, givenName, familyName }) => ({ id: email, labels: [`${givenName} ${familyName}`, email.split('@')[0] ?? ''] }));
    const named = text.split(/[,;]|(?<!\p{L})(?:et|and)(?!\p{L})/iu).flatMap((part) => listedIn(part, labelled)?.id ?? []);
    const left = good.filter(({ email }) => named.includes(email) === isOnly);
    return named.length === 0 || left.length === 0 ? undefined : { to: step, data: { ...given, email: listOf(left) } };
  },
});
const keepsOnly = /(?<!\p{L})(?:juste|seulement|uniquement|only|just)(?!\p{L})/iu;

/** “She can see invoices”, «elle peut juste commander»: ticked, to be confirmed. */
const rightSaid: Hearing<Data> = {
  says: /(?<!\p{L})(?:peut|peuvent|pourra|doit|can|could|may|should|juste|seulement|only|droits?|rights?)(?!\p{L})/iu,
  does: async (turn, given, text) => {
    const named = grantsIn(portalOf(turn, given), text);
    if (named === undefined) return undefined;
    return { to: 'company', data: { ...given, rights: keepsOnly.test(text) ? named : [...new Set([...given.rights, ...named])] } };
  },
};

/** Another address than the one that was written: on the card that asks for it. */
const corrects = (_turn: Turn, given: Data, email: string): Move<Data> | undefined =>
  email.includes('@') ? { to: 'who', data: { ...given, email } } : undefined;

/** Inviting (RC-1): whom, what is known of their company and what they may do, a summary, and a mail each. */
const flow: Flow<Data> = {
  id: 'invite',
  procedure: 'invite',
  data,
  lists: ['email'],
  later: ['language', 'note', 'givenName', 'familyName', 'rights'],
  keeps: ({ company, rights, language, note }) => ({ company, rights, language, note }),
  takes: ({ people, company, language, note, ...said }, portal, at) => ({
    language,
    note,
    rights: grantsIn(portal, at?.text ?? said.text),
    ...(people.length > 1
      ? { email: listOf(people), ...companyNamed(company, said.text) }
      : { ...theirs(onlyPerson({ people, ...said }), at), ...companyNamed(company, said.text) }),
  }),
  begin: async (turn, start) => {
    const given = data.parse(start);
    const portal = portalOf(turn, given);
    if (!turn.actor.authenticated) return { end: unavailableCard(turn.t, portal, 'invite') };
    return (await turn.core.invitations.invite.may(await proven(turn), portal))
      ? { to: 'who', data: given, problems: given.email.includes('\n') ? [] : wrongAddress(given.email) }
      : { end: notInviterCard(turn.t, portal) };
  },
  steps: {
    who: {
      about: 'person',
      show: inviteWhoCard,
      hears: [
        ...beforeSending,
        fewer('who'),
        companyNext,
        // The company comes next, and little of it is needed.
        {
          says: /(?<!\p{L})(?:company|city|town|street|vat|soci[ée]t[ée]|entreprise|ville|rue|tva)(?!\p{L})/iu,
          does: async ({ t }) => t('invite.company.text'),
        },
      ],
      text: { input: 'email', press: 'who' },
      on: {
        who: async (turn, before, { email = '', ...inputs }) => {
          // A message brings the address alone: the name that was said before stays.
          const { givenName = '', familyName = '' } = isTyped(turn) ? before : inputs;
          const given = { ...before, email, givenName, familyName };
          const read = turn.core.invitations.invite.read(email);
          if (!read.ok) return correct('who', given, read.refusals);
          const listed = { ...given, ...saidOfAll(read.value, before) };
          return asksMore(turn, listed) ? { to: 'company', data: listed } : { to: 'confirm', data: listed };
        },
        cancel: leave,
      },
    },
    company: {
      about: 'company',
      hears: [...beforeSending, rightSaid],
      corrects,
      choices: (turn, given) =>
        (portalOf(turn, given).procedures.invite?.grants ?? []).map(({ id, name }) => ({
          id,
          labels: wordings(name),
          press: 'tick',
          inputs: { rights: [...given.rights, id].join(',') },
        })),
      several: (_turn, { rights }, picked) => ({ press: 'tick', inputs: { rights: ticksAfter(rights, picked).join(',') } }),
      show: (frame, given) =>
        inviteCompanyCard(frame, { ...given, company: companyShown(given.company, frame.t.locale), single: peopleOf(given).good.length === 1 }),
      on: {
        tick: async (_turn, given, { rights = '' }) => ({ to: 'company', data: { ...given, rights: [...new Set(rights.split(',').filter(Boolean))] } }),
        company: async (turn, before, { rights = '', ...inputs }) => {
          const portal = portalOf(turn, before);
          const ids = (portal.procedures.acceptInvitation?.company ?? []).map(({ id }) => id);
          const company = Object.fromEntries(ids.map((id) => [id, inputs[id] ?? '']));
          const given = { ...before, company, rights: rights.split(',').filter(Boolean) };
          const checked = turn.core.invitations.invite.checkKnown(portal, company, peopleOf(given).good.length);
          return checked.ok ? { to: 'confirm', data: given } : correct('company', given, checked.refusals);
        },
        back: async (_turn, given) => ({ to: 'who', data: given }),
        cancel: leave,
      },
    },
    confirm: {
      about: 'summary',
      hears: [...beforeSending, fewer('confirm')],
      corrects,
      yesNo: { yes: 'send', no: 'back' },
      show: (frame, given) => {
        const { good, bad, repeated } = peopleOf(given);
        return inviteConfirmCard(frame, {
          invitees: good,
          bad,
          repeated,
          company: given.company.name ?? '',
          rights: given.rights,
          language: given.language,
          note: given.note,
        });
      },
      on: {
        send: async (turn, before, { language = before.language, note = before.note }) => {
          const given = data.parse({ ...before, language, note });
          const portal = portalOf(turn, given);
          const { good } = peopleOf(given);
          const sent = await turn.core.invitations.invite.send(await proven(turn), portal, {
            invitees: good,
            company: given.company,
            rights: given.rights,
            note: given.note,
            ...(given.language && { language: given.language }),
            ...clickOf(turn),
          });
          return sent.ok
            ? { end: inviteProgressCard(turn.t, portal, sent.value), ...(sent.value.done === sent.value.total && { done: true }) }
            : correct('confirm', given, sent.refusals);
        },
        back: async (turn, given) => ({ to: asksMore(turn, given) ? 'company' : 'who', data: given }),
        cancel: leave,
      },
    },
  },
};

/** The dialog of it. */
export const inviteDialog = () => new FlowDialog(flow);

async function leave(turn: Turn, given: Data): Promise<Move<Data>> {
  return cancelled(turn, given, 'invite');
}

/** At the card of the company a name is the invited person's only where their address says so: «Grace Hopper» of grace.hopper@client.example. */
function theirs(person: ReturnType<typeof onlyPerson>, at: { readonly data: Data; readonly step: string } | undefined) {
  const { givenName = '', familyName = '' } = person;
  if (at?.step !== 'company' || person.email !== undefined) return person;
  const local = wordsOf(at.data.email.split('@')[0] ?? '').join('');
  const isTheirs =
    local !== '' && [givenName + familyName, familyName + givenName, givenName.charAt(0) + familyName].some((name) => wordsOf(name).join('') === local);
  return isTheirs ? { givenName, familyName } : {};
}

/** Addresses as they are pasted, one a line, with names where there are any. */
function listOf(people: readonly { readonly email: string; readonly givenName?: string; readonly familyName?: string }[]): string {
  const named = people.map(({ email, givenName = '', familyName = '' }) => ({ email, name: `${givenName} ${familyName}`.trim() }));
  const isBare = named.every(({ name }) => name === '');
  return named.map(({ email, name }) => (isBare ? email : `${name} <${email}>`.trim())).join('\n');
}

/** The rights that a sentence grants, by the last word of their names: «les commandes», “see invoices”. Undefined where it grants none. */
function grantsIn({ procedures: { invite } }: Portal, text: string): string[] | undefined {
  const said = wordsOf(text);
  const ends = (name: Parameters<typeof wordings>[0]) => wordings(name).flatMap((wording) => wordsOf(wording).slice(-1));
  const named = (invite?.grants ?? []).filter(({ name }) => ends(name).some((word) => said.some((each) => each.startsWith(word.replace(/e?s$/, '')))));
  return named.length === 0 || leavesOut(text) ? undefined : named.map(({ id }) => id);
}

/** The company, with the town that is said behind its name: «Hopper Ltd, Lyon». */
function companyNamed(name: string | undefined, text: string) {
  if (name === undefined) return {};
  const [, city] = new RegExp(String.raw`${RegExp.escape(name)},? (?:à |in )?(\p{Lu}[\p{L}'’-]+)`, 'u').exec(text) ?? [];
  return { company: { name, ...(city !== undefined && { city }) } };
}

/** The company and the language that a column of the list gives to everybody on it, unless they were chosen before (TALK-6). */
function saidOfAll({ good }: ReadInvitees, before: Data): Partial<Data> {
  const [first] = good;
  const company = first && good.every((each) => each.company === first.company) ? first.company : '';
  const language = first && good.every((each) => each.language === first.language) ? first.language : undefined;
  return {
    ...(company !== '' && !before.company.name && { company: { ...before.company, name: company } }),
    ...(language !== undefined && before.language === '' && { language }),
  };
}

/** Whom the text names; a name that was typed belongs to one person. */
function peopleOf({ email, givenName, familyName }: Data): ReadInvitees {
  const read = readInvitees(email);
  const [only, ...others] = read.good;
  if (!only || others.length > 0) return read;
  const typed = { givenName: givenName.trim(), familyName: familyName.trim() };
  return typed.givenName || typed.familyName ? { ...read, good: [{ ...only, ...typed }] } : read;
}

/** Whether the profile has a company form to fill or rights to grant. */
function asksMore(turn: Turn, given: Data): boolean {
  const { acceptInvitation, invite } = portalOf(turn, given).procedures;
  return (acceptInvitation?.company.length ?? 0) > 0 || (invite?.grants.length ?? 0) > 0;
}
