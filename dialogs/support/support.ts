import { z } from 'zod';
import { procedureLabel } from '../../cards/frame.ts';
import { abuseStoppedCard, supportAskCard, supportDoneCard } from '../../cards/support/support.ts';
import type { PendingRequest } from '../../core/account/index.ts';
import { wordsOf } from '../../core/conversation/index.ts';
import { type Procedure, procedures } from '../../core/foundation/procedures.ts';
import { prose } from '../../core/foundation/prose.ts';
import type { Portal } from '../../core/portal/index.ts';
import type { CaseDetails } from '../../core/support/index.ts';
import { isList } from '../begin.ts';
import { identifierIn } from '../filled.ts';
import { type Flow, FlowDialog, type Move } from '../flow.ts';
import { cancelled, correct, endFrame, portalOf } from '../moves.ts';
import { proofSteps } from '../proof.ts';
import { clickOf, portalsFor, proven, type Turn } from '../turn.ts';
import { adding, letterTalk, reachedAt } from './letter.ts';

const data = z.object({
  portal: z.string(),
  /** Whether the portal was named by whoever writes. Else it is the likeliest, and the first that is named takes its place. */
  named: z.boolean().default(false),
  reason: z.enum(procedures).default('support'),
  gathered: z.array(z.tuple([z.string(), z.string()])).default([]),
  comment: z.string().optional(),
  /** Whether what stands there was said before the card came up: only a person can do it. */
  told: z.boolean().default(false),
  /** What a sentence that was written here wishes for, and where, with the portal's name: it is offered. */
  instead: z.array(z.object({ procedure: z.enum(procedures), portal: z.string(), name: z.string().default('') })).default([]),
  /** Whether it is a report of something that the person did not do (TALK-4). */
  report: z.boolean().default(false),
  identifier: z.string().optional(),
  request: z.string().optional(),
  /** The procedure that it interrupted. */
  behind: z.object({ procedure: z.enum(procedures), portal: z.string() }).optional(),
});
type Data = z.output<typeof data>;

/** Handing over to people, with what was gathered and what the person adds (ALL-10). */
const flow: Flow<Data> = {
  id: 'support',
  procedure: 'support',
  data,
  takes: (said, portal) => ({ identifier: identifierIn(said, portal) }),
  begin: async (turn, start) => {
    // With a reason it takes the place of what it was begun from.
    // «Le numéro du support ?» is answered at once.
    if (typeof start.where === 'string' && asksHowToReach.test(start.where)) await turn.say(turn.t('support.reach', { contact: reachedAt(turn, start) }));
    const { under } = turn;
    const behind = start.reason === undefined && under && under.procedure !== 'support' ? { procedure: under.procedure, portal: under.portal } : undefined;
    return { to: 'ask', data: data.parse({ ...start, ...(behind && { behind }) }) };
  },
  steps: {
    ask: {
      about: 'comment',
      show: (frame, given) =>
        supportAskCard(frame, {
          ...(given.comment !== undefined && { comment: given.comment }),
          ...(given.told && { why: frame.t('support.told') }),
          instead: given.instead.map(({ procedure, portal, name }) =>
            portal === frame.portal.id ? { procedure, portal: frame.portal } : { procedure, elsewhere: { id: portal, name } },
          ),
          stops: given.report && frame.authenticated,
          ...(given.behind && { behind: given.behind.procedure }),
        }),
      text: { input: 'comment', press: 'note' },
      hears: letterTalk(),
      follow: {
        yes: async (turn, given) => (given.comment ? await sent(turn, given, given.comment) : undefined),
        howLong: async (turn, given) => {
          await turn.say(turn.t('support.when'));
          return { to: 'ask', data: given };
        },
      },
      on: {
        // What is written as a message may be meant for somebody else: it stands on the card, below what was written before, and is sent from there.
        note: async (turn, before, { comment = '', portal, wish, told }) => {
          if (before.comment && asksToSend(comment)) return await sent(turn, before, before.comment);
          const wished = adding.test(comment) ? undefined : procedures.find((known) => known === wish);
          const place = portalsFor(turn).find(({ id }) => id === (portal ?? before.portal));
          const isElsewhere = place !== undefined && place.id !== before.portal;
          const mayMove = isElsewhere && before.gathered.length === 0 && !before.report;
          // A portal alone is whose support is meant.
          if (comment === '' && place) {
            await turn.say(isElsewhere && !mayMove ? turn.t('support.aside') : turn.t('support.moved', { support: turn.t.of(place.support.name) }));
            return { to: 'ask', data: mayMove ? { ...before, portal: place.id, named: true } : before };
          }
          // Nothing was gathered at a portal that nobody named, and another is named: it is that one's support that helps.
          const given = mayMove && !before.named ? { ...before, portal: place.id, named: true } : before;
          const isBeside = wished !== undefined && !(told && isList(wished)) && place !== undefined && (wished !== 'support' || place.id !== given.portal);
          const instead = isBeside ? [{ procedure: wished, portal: place.id, name: turn.t.of(place.name) }] : before.instead;
          if (isBeside && wished === 'support') {
            turn.memory.told = comment;
            turn.memory.reportedAt = turn.now;
          }
          // A few words that come near a wish belong to no case, and least to one that is about something else.
          if (isBeside && (wished === 'support' || (before.comment && !told))) return { to: 'ask', data: { ...before, instead } };
          // Another matter for support stands under no title of the first.
          const reason = wished === 'support' ? 'support' : given.reason;
          return { to: 'ask', data: { ...given, reason, instead, comment: prose([given.comment, comment.replace(adding, '')].filter(Boolean).join('\n')) } };
        },
        send: async (turn, given, { comment = '' }) => await sent(turn, given, prose(comment)),
        // What is pending ends for who proves the mailbox, and for nobody else.
        stop: async (_turn, given, { comment = given.comment }) => ({ to: 'prove', data: { ...given, comment: prose(comment ?? '') } }),
        return: async () => ({ back: true }),
        cancel: async (turn, given) => cancelled(turn, given, 'support'),
      },
    },
    ...proofSteps<Data>('support', stopped),
  },
};

/** What asks for a number or an address of support. */
const asksHowToReach = /(?<!\p{L})(?:num[ée]ro|t[ée]l[ée]phone|tel|horaires|phone|number|hours|(?:adresse|e-?mail|mail|address) (?:du|de l|of|for))(?!\p{L})/iu;

/** «Envoyer», typed instead of pressed. */
const sending = new Set(['envoyer', 'envoie', 'envoyez', 'envoi', 'send', 'submit']);
const around = new Set(['le', 'la', 'it', 'that', 'now', 'maintenant', 'oui', 'yes', 'ok', 'svp', 'stp', 'please', 'merci', 'thanks']);

function asksToSend(text: string): boolean {
  const [word, ...more] = wordsOf(text).filter((word) => !around.has(word));
  return word !== undefined && sending.has(word) && more.length === 0;
}

/** Ends what waits for the mailbox that was just proven, and hands over with the facts. */
async function stopped(turn: Turn, given: Data): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const ended = await turn.core.account.reportAbuse.end(turn.actor, portal, given.request ?? '');
  if (!ended.ok) return correct('code', given, ended.refusals);
  const phones = ended.value.phones.map((id) => [turn.t('abuse.phone.label'), turn.t('abuse.phone', named(turn, id))] as const);
  const rows = [...ended.value.ended.map((pending) => factOf(turn, portal, pending)), ...phones];
  const others = ended.value.others.map(({ who }) => who);
  const gathered: CaseDetails = [
    ...(given.comment ? [[turn.t('support.words'), given.comment] as const] : []),
    [turn.t('field.identifier'), given.identifier ?? ''],
    ...rows,
    ...(others.length > 0 ? [[turn.t('abuse.others.label'), others.join(', ')] as const] : []),
  ];
  const handed = await turn.core.support.handOver(await proven(turn), portal, 'support', gathered, clickOf(turn));
  return { end: abuseStoppedCard(endFrame(turn, given), { ended: rows, others, reference: handed?.reference }), done: true };
}

/** When something was asked for, what, where and by whom. */
function factOf({ t, core }: Turn, { timeZone }: Portal, { at, portal, procedure, asker, channel, own }: PendingRequest): readonly [string, string] {
  const known = procedures.find((each) => each === procedure);
  const place = core.portals.get(portal);
  const what = known ? procedureLabel(t, place, known) : procedure;
  const who = own ? t('abuse.own') : asker === undefined ? t('abuse.somebody') : t('abuse.by', { who: asker });
  return [t.date(at, 'dateTime', timeZone), [what, place ? t.of(place.name) : portal, who, channelName(t, channel)].join(' · ')];
}

const named = ({ t, core }: Turn, id: string): { portal: string } => {
  const portal = core.portals.get(id);
  return { portal: portal ? t.of(portal.name) : id };
};

const channelName = (t: Turn['t'], channel: string): string =>
  t(channel === 'msteams' || channel === 'emulator' || channel === 'webchat' ? `channel.${channel}` : 'channel.page');

async function sent(turn: Turn, given: Data, said: string): Promise<Move<Data>> {
  const portal = portalOf(turn, given);
  const actor = await proven(turn);
  const gathered: CaseDetails = [...given.gathered, ...(said ? [[turn.t('support.words'), said] as const] : [])];
  const handed = await turn.core.support.handOver(actor, portal, given.reason, gathered, clickOf(turn));
  if (!handed) return { to: 'ask', data: { ...given, comment: said }, problems: [{ key: 'support.limit' }] };
  return { end: supportDoneCard(endFrame(turn, given), handed.reference), done: true };
}

/** The dialog of it. */
export const supportDialog = () => new FlowDialog(flow);

const labels = {
  identifier: 'field.identifier',
  email: 'field.email',
  userName: 'field.userName',
  givenName: 'field.givenName',
  familyName: 'field.familyName',
  phone: 'field.phone',
  entity: 'signUp.entity',
} as const;

/** Leaves a procedure for support, taking along what was typed so far. */
export function toSupport<D>(turn: Turn, portal: string, reason: Procedure, given: Partial<Record<keyof typeof labels, string | undefined>>): Move<D> {
  const entity = turn.core.portals.get(portal)?.entities.find(({ id }) => id === given.entity);
  const told = { ...given, entity: entity && turn.t.of(entity.name) };
  const gathered = Object.entries(labels).flatMap(([name, label]) => {
    const value = told[name as keyof typeof labels];
    return value ? [[turn.t(label), value] as const] : [];
  });
  return { next: 'support', data: { portal, reason, gathered } };
}
