import { aboutCard, abuseCard, afterCard, complaintCard, languagesCard, safeCard } from '../../cards/conversation/talk.ts';
import type { FollowUp } from '../../core/conversation/index.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { procedures } from '../../core/foundation/procedures.ts';
import { ownRequests, showMine } from '../access/ownRequests.ts';
import type { Begin } from '../begin.ts';
import { invitations } from '../invitations/invitations.ts';
import { leave } from '../running.ts';
import { isSettled } from '../support/letter.ts';
import type { Turn } from '../turn.ts';
import { asksOnCard } from './onCard.ts';
import { showPlight } from './plights.ts';
import { isQuestion } from './pressed.ts';
import { aroundIn, type Question, type Said, startedBy } from './said.ts';

const longestReport = 500;

/** What somebody comes back with at a step that answers it (TALK-2, TALK-3), or when a procedure has just ended. */
export const followUpIn: Question = async (said) => {
  const { turn, dc, current, intent, text } = said;
  if (!current && turn.memory.finished?.procedure === 'support') {
    if (isSettled(text)) return await showCase(turn, 'settled');
    if (isOfCase(text, intent)) return await showCase(turn);
    if (forgotten.test(text)) return await showCase(turn, 'more');
  }
  if (!intent.followUp) return false;
  const isAsked = isQuestion(text) && (intent.followUp === 'yes' || intent.followUp === 'no');
  if (current) return await current.dialog.follows(dc, isAsked ? 'next' : intent.followUp, text);
  if (intent.followUp === 'forElse') return await showPlight(said, 'forElse');
  const { finished } = turn.memory;
  if (finished?.procedure === 'invite' && ofInvitation.has(intent.followUp)) return await invitations(turn, 'invite.list', {});
  if (finished?.procedure === 'addUser' && ofAdded.has(intent.followUp)) return await showAdded(turn, finished.portal);
  if (finished?.procedure === 'support' && ofCase.has(intent.followUp)) return await showCase(turn);
  if (intent.followUp !== 'next' && intent.followUp !== 'cannotSignIn') return false;
  const portal = turn.core.portals.get(finished?.portal ?? '');
  const procedure = procedures.find((known) => known === finished?.procedure);
  if (!portal || !procedure) return false;
  // What was asked for may have been decided since: then the request itself says what comes next.
  const [newest] = procedure === 'enroll' ? await ownRequests(turn, 1) : [];
  if (newest && newest.status !== 'pending') {
    await showMine(turn, newest.id);
    return true;
  }
  await turn.show(afterCard(turn.t, portal, procedure, intent.followUp === 'next' ? 'next' : 'trouble'));
  return true;
};

/** What is said of somebody who was just added: where they were invited, the invitation; else what can be done about the mail. */
const ofAdded: ReadonlySet<FollowUp> = new Set(['theirs', 'again', 'notReceived', 'exists', 'otherAddress']);

async function showAdded(turn: Turn, portal: string): Promise<boolean> {
  if (turn.core.portals.get(portal)?.procedures.addUser?.invites) return await invitations(turn, 'invite.list', {});
  await turn.say(turn.t('talk.after.added'));
  return true;
}

/** What is asked about somebody who was just invited, and about a case that was just handed over. */
const ofInvitation: ReadonlySet<FollowUp> = new Set(['theirs', 'again', 'notReceived']);
const ofCase: ReadonlySet<FollowUp> = new Set(['howLong', 'urgent', 'notReceived']);

/** What is said of a case that was just handed over: its number, how to call, something that was left out. */
const caseWords =
  /(?<!\p{L})(?:dossiers?|r[ée]f[ée]rence|tickets?|case|urgen\p{L}*|suivi|tracking|appeler|joindre|rappel\p{L}*|call|phone|t[ée]l[ée]phone|ouvert|open|hours|horaires)(?!\p{L})/iu;
const isOfCase = (text: string, { portal, mood, procedure, confident }: Said['intent']): boolean =>
  caseWords.test(text) &&
  portal === undefined &&
  mood === undefined &&
  (!confident || procedure === 'none' || procedure === 'support' || procedure === 'cancel');

/** «J’ai oublié de dire que …», “can I add something”. */
const forgotten =
  /(?<!\p{L})(?:j['’ ]?ai oublié (?:de|d['’]|un|une|quelque|le|la)|forg[oe]t(?:ten)? (?:to (?:say|mention|add|tell|attach)|something|one|the|a)|(?:(?:je )?(?:veux|voudrais|peux)|i want to|i['’]d like to|can i|how do i) (?:encore |aussi |also )?(?:ajouter|rajouter|préciser|compléter|add|attach))(?!\p{L})/iu;

/** The case that was handed over, with its number and how to reach who has it: to ask, to add something, or to say that it is settled. */
async function showCase(turn: Turn, about?: 'more' | 'settled'): Promise<true> {
  await turn.say(turn.t(about === undefined ? 'talk.after.support' : `talk.after.support.${about}`));
  if (turn.memory.ended) await turn.show(turn.memory.ended.card);
  return true;
}

/** What is said instead of a wish: a denial, a complaint, a report of abuse, a question about the bot, another language. */
export const moodIn =
  ({ again }: Begin): Question =>
  async (said) => {
    const { turn, dc, current, intent, text } = said;
    // The portal that it is about stays in front.
    if (intent.mood !== undefined && intent.portal !== undefined) turn.memory.portal = intent.portal;
    const around = aroundIn(said);
    switch (intent.mood) {
      case 'denial':
        // What is denied in the middle of it is what is under way.
        if (current && intent.denied === current.dialog.flow.procedure) {
          await leave(dc, turn, current);
          return true;
        }
        await turn.say(turn.t(current ? 'talk.denied.running' : 'talk.denied'));
        if (current) await again(turn, dc);
        return true;
      case 'complaint':
        if (!(await current?.dialog.follows(dc, 'complaint')) && !(await followUpIn({ ...said, intent: { ...intent, followUp: 'cannotSignIn' } })))
          await turn.show(complaintCard(turn.t, around));
        return true;
      case 'abuse':
        // Stands on the card for support, to be read again before it is sent.
        turn.memory.report = text.slice(0, longestReport);
        turn.memory.reportedAt = turn.now;
        await turn.show(abuseCard(turn.t, around));
        return true;
      case 'aboutBot':
        if (!safety.test(text)) await turn.show(aboutCard(turn.t, around));
        else if (!(await current?.dialog.helps(dc, 'safe'))) await turn.show(safeCard(turn.t, around));
        return true;
      case 'otherLanguage':
        await turn.show(languagesCard(turn.t, translate(turn.t.locale === 'fr' ? 'en' : 'fr')));
        return true;
      default:
        return false;
    }
  };

/** Whether what is asked about the bot is whether it is safe to use. */
const safety = /s[ée]curis|s[ée]curit|(?:c['’ ]?est|es) s[ûu]r|fiable|confian|confiden|donn[ée]es|rgpd|gdpr|priv|safe|secur|trust|my data/iu;

/** What keeps somebody from calling, from seeing or from telling colours apart: nothing of that is needed here. */
const abilities =
  /(?<!\p{L})(?:sourde?|malentendante?|aveugle|mal ?voyante?|non ?voyante?|mal ?voyant|daltonien(?:ne)?|dyslexi\p{L}*|muette?|b[èe]gue|handicap\p{L}*|lis mal|vois mal|entends (?:mal|rien|pas)|lect(?:eur|rice)s? d['’ ][ée]cran|deaf|hard of hearing|blind|visually impaired|disabled|dyslexi\p{L}*|stammer|stutter|screen ?readers?|(?:see|hear|read) (?:very )?(?:badly|poorly)|can['’]?t (?:see|hear)|(?:trop|si|plus|écrit) (?:petit|gros|grand)|agrandi[rsz]*|(?:too|so) (?:small|tiny|little)|(?:make|get) (?:it|this|that|the \p{L}+) (?:bigger|larger)|(?:bigger|larger) (?:text|font|letters|print))(?!\p{L})/iu;
export const abilityIn: Question = async ({ turn, dc, current, text, intent }) => {
  if (!abilities.test(text) || (startedBy(intent) ?? 'support') !== 'support') return false;
  await turn.say(turn.t('talk.accessible'));
  if (current) await current.dialog.again(dc);
  return true;
};

/** An insult: it asks for nothing that could be understood, and something is wrong. */
export const insultIn: Question = async (said) => {
  const { turn, dc, current, intent } = said;
  if (intent.mood !== 'insult') return false;
  await turn.say(turn.t('talk.insult'));
  if (!(await current?.dialog.follows(dc, 'complaint'))) await turn.show(complaintCard(turn.t, aroundIn(said)));
  return true;
};

/** Handles small talk, and questions that concern no portal. */
export const nothingIn =
  ({ again }: Begin): Question =>
  async ({ turn, dc, current, intent, answered }) => {
    const isReply = intent.followUp === 'yes' || intent.followUp === 'no';
    if (!intent.nothing && !isReply) return false;
    // Only thanks are answered as thanks: «ok» may be meant for something that did not happen. What stands in front stays there.
    const isThanks = intent.nothing !== 'foreign' && intent.mood === 'thanks';
    if (intent.nothing === 'foreign' && !current && asksOnCard(turn)) {
      await turn.say(turn.t('text.notUnderstood'));
      await again(turn, dc);
      return true;
    }
    const kind = intent.nothing === 'foreign' ? 'foreign' : isThanks ? 'smallTalk' : 'listening';
    // Twice in a row is answered in a few words, without all that can be done.
    const isAgain = answered === kind;
    turn.memory.answered = kind;
    if (kind === 'smallTalk' && current) await turn.say(turn.t('text.smallTalk.running'));
    else if (kind !== 'listening' || !current) await turn.say(turn.t(isAgain ? `text.${kind}.again` : `text.${kind}`));
    if ((kind === 'foreign' && !isAgain) || (kind === 'listening' && current)) await again(turn, dc);
    return true;
  };
