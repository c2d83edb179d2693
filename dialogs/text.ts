import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { procedureAt } from '../cards/frame.ts';
import { type AtStep, type Given, holdsPassword, type Intent, siretIn, spokenIn, type Written, withNames } from '../core/conversation/index.ts';
import { type Procedure, procedures } from '../core/foundation/procedures.ts';
import { saysAway, saysBack } from './access/absence.ts';
import { aims } from './access/aims.ts';
import { showMine as showReviews } from './access/reviews.ts';
import { type Begin, offers } from './begin.ts';
import { answerTo, chosenIn, commentIn, correctedIn, deniedIn, givenIn, partlyChosenIn, questionIn } from './conversation/answers.ts';
import { asksBack, nearestIn } from './conversation/asksBack.ts';
import { atCardIn } from './conversation/atCards.ts';
import { atLetterIn, besideLetterIn } from './conversation/atLetter.ts';
import { awaitedIn } from './conversation/awaited.ts';
import { commandIn, languageIn, speak } from './conversation/commands.ts';
import { detailsSaidIn, missingIn, movedIn } from './conversation/details.ts';
import { elsewhereIn, noListIn, oppositeIn, resumedIn } from './conversation/elsewhere.ts';
import { factIn } from './conversation/facts.ts';
import { bothNamesIn, filledIn, insteadIn, onlyFieldIn, statedIn } from './conversation/filled.ts';
import { forOtherIn } from './conversation/forOther.ts';
import { heardIn } from './conversation/hears.ts';
import { labelledIn } from './conversation/labelled.ts';
import { isEdit, isLed, keepLed, replaces } from './conversation/led.ts';
import { namesOwn, ofListIn } from './conversation/listed.ts';
import { refusedIn, showLost } from './conversation/lost.ts';
import { menuIn } from './conversation/menus.ts';
import { abilityIn, followUpIn, insultIn, moodIn, nothingIn } from './conversation/moods.ts';
import { choiceIn, showOffered } from './conversation/offered.ts';
import { asksOnCard, cardIn, isOnCard, staysBehind, staysDoubted } from './conversation/onCard.ts';
import { partsIn } from './conversation/parts.ts';
import { plightIn } from './conversation/plights.ts';
import { buttonIn, frontCodeIn, type Press, verbIn, wishIn, yesIn } from './conversation/pressed.ts';
import { putRightIn } from './conversation/putRight.ts';
import { asides, attachedIn, content, quickIn, unsureIn } from './conversation/quick.ts';
import { reportedIn } from './conversation/reported.ts';
import { type Question, startedBy } from './conversation/said.ts';
import { atRest, atStepOf, comesBackTo } from './conversation/stands.ts';
import { addressSaidIn, rightsSaidIn } from './establishments/saidOfUsers.ts';
import { invitations } from './invitations/invitations.ts';
import { pendingIn } from './organisations/organisationTalk.ts';
import { type Running, running } from './running.ts';
import { portalsFor, type Turn } from './turn.ts';

/** In characters. Longer messages are not sentences, so we do not search them for words. */
const longestText = 2_000;

/** What somebody may be named beside, in small letters as people type. */
const namesSomebody = /@|invit|ajout|supprim|retir|enl[eè]v|add|delet|remov/iu;
const namesOf = ({ people, name }: Given) => [...people, ...(name ? [name] : [])];

/** Commands whose words people use in either language. */
const inBoth: ReadonlySet<Intent['procedure']> = new Set(['help', 'cancel', 'restart', 'resume']);

/** How messages are read: for what is wished, and for what is said already. */
export type Reading = { readonly intents: (text: string, step?: AtStep) => Intent; readonly given: (text: string, written: Written) => Given };

/** Creates the reader of messages: each is a command, an answer to the current card, or a procedure to start. */
export function createText(dialogs: DialogSet, { intents, given: givenBy }: Reading, begin: Begin, press: Press) {
  // What a card outside procedures asks stays in front.
  const again: Begin['again'] = async (turn, dc) => {
    if (running(dialogs, dc) || !asksOnCard(turn) || !(await staysDoubted(press, turn, dc))) await begin.again(turn, dc);
  };
  const onwards = { ...begin, again };
  const questions = [
    languageIn(onwards),
    cardIn(press),
    heardIn,
    pendingIn,
    detailsSaidIn,
    missingIn,
    movedIn,
    frontCodeIn(press),
    atLetterIn,
    factIn,
    commentIn,
    givenIn,
    deniedIn,
    chosenIn,
    menuIn(begin, press),
    unsureIn(begin),
    quickIn(asides),
    choiceIn(begin),
    buttonIn(press),
    quickIn(content),
    verbIn(press),
    addressSaidIn(begin),
    rightsSaidIn(begin),
    questionIn,
    forOtherIn(begin),
    statedIn,
    labelledIn,
    insteadIn,
    correctedIn,
    elsewhereIn(begin),
    resumedIn(begin),
    wishIn(begin),
    yesIn(press),
    ofListIn,
    awaitedIn,
    oppositeIn(begin),
    reportedIn(begin),
    atCardIn,
    plightIn,
    abilityIn,
    partsIn(intents),
    followUpIn,
    putRightIn,
    moodIn(onwards),
    commandIn(begin),
    partlyChosenIn,
    answerTo,
    noListIn(onwards),
    procedureIn(begin, dialogs),
    bothNamesIn,
    filledIn,
    onlyFieldIn,
    nothingIn(onwards),
    besideLetterIn,
    portalIn(begin),
    attachedIn(onwards),
  ];
  const unclear = [insultIn, nearestIn, refusedIn];

  return async (turn: Turn, dc: DialogContext, text: string): Promise<void> => {
    if (text.length > longestText) return await turn.say(turn.t('text.tooLong'));
    const under = running(dialogs, dc);
    const isBehind = under !== undefined && under.state.nonce === turn.memory.interrupted && !isNumberFor(under, turn, dc, text);
    const current = isBehind && !comesBackTo(turn, dc, under, (step) => intents(text, step)) ? undefined : under;
    // An edit is heard where the first was not understood, or still stands for what is asked (TALK-9).
    if (isEdit(turn) && (turn.memory.missed ?? 0) === 0 && !isLed(turn, current)) return;
    // A password is neither stored nor shown back, and never counts as an answer.
    const field = current?.dialog.textOf(turn, dc.activeDialog, text);
    if (holdsPassword(text, { name: field?.input === 'identifier' || field?.input === 'search' })) {
      await turn.say(turn.t('text.password'));
      return current ? await begin.again(turn, dc) : undefined;
    }
    const step = current ? { ...atStepOf(dc, current), answered: field?.answers === true || current.dialog.mayChoose(dc, text) } : atRest(turn);
    // Days are counted as whoever wrote it counts them.
    const timeZone = turn.memory.zone ?? (turn.core.portals.get(turn.memory.portal ?? '') ?? portalsFor(turn)[0])?.timeZone ?? 'Europe/Paris';
    const given = (part: string) => givenBy(part, { now: turn.now, timeZone });
    const intent = intents(namesSomebody.test(text) ? withNames(text, namesOf(given(text))) : text, step);
    const spoken = spokenIn(text);
    // A command of one word, such as «help», is known in both languages.
    if (spoken && spoken !== turn.t.locale && (!inBoth.has(intent.procedure) || /\s/.test(text.trim()))) speak(turn, spoken);
    const said = { turn, dc, text, current, under, field, intent, given, wish: turn.memory.wish, answered: turn.memory.answered };
    const missed = turn.memory.missed ?? 0;
    // A card that came after the choice is what is answered.
    if (!current && isOnCard(turn)) turn.memory.offered = undefined;
    const { wish, offered } = turn.memory;
    turn.memory.missed = 0;
    turn.memory.answered = undefined;
    turn.memory.wish = undefined;
    for (const question of questions) if (await question(said)) return keepLed(turn, under, running(dialogs, dc));
    turn.memory.missed = missed + 1;
    turn.memory.doubted = current?.state.nonce;
    // What was asked back stays asked: the answer may come in other words.
    turn.memory.wish = wish;
    turn.memory.offered ??= offered;
    const isUnheard = intent.mood !== 'insult' && intent.nearest.length === 0;
    const where = current ? `${current.dialog.id}.${current.state.step}` : 'rest';
    if (isUnheard) await turn.core.conversation.notUnderstood.keep(text, { locale: turn.t.locale, step: where });
    // What a card outside procedures asks stays asked.
    const isAside = current === undefined && isOnCard(turn);
    const asksStill = isAside && asksOnCard(turn);
    const { front } = turn.memory;
    // The second in a row is answered by a person, whatever was wrong with it (TALK-5).
    if (missed > 0) await showLost(said, missed);
    if (missed > 0 && isAside) staysBehind(turn, front);
    if (missed > 0) return;
    for (const question of asksStill ? [insultIn] : unclear) if (await question(said)) return;
    const isAsked = offered !== undefined && ('procedures' in offered || offered.procedure !== undefined);
    await turn.say(turn.t(current || isAsked || isAside ? 'text.notUnderstood' : 'text.notUnderstood.idle'));
    if (isAside && (await staysDoubted(press, turn, dc))) return;
    await (isAsked ? showOffered(turn, offered, under) : begin.again(turn, dc));
  };
}

/** Whether a text is the code, or holds the SIRET, that what was interrupted waits for: nothing else is meant by these digits (TALK-11). */
function isNumberFor({ dialog }: Running, turn: Turn, dc: DialogContext, text: string): boolean {
  const isCode = /^\s*\d{3}[\s.-]?\d{3}\s*$/.test(text);
  if (!isCode && siretIn(text)?.length !== 14) return false;
  return dialog.textOf(turn, dc.activeDialog, text)?.input === (isCode ? 'code' : 'siret');
}

/** «Reprendre : Mot de passe oublié», as the button is called. */
const resuming = /(?<!\p{L})(?:repren|continu|resume|go on)/iu;

/** What comes once this is done. */
const afterwards =
  /^\s*(?:(?:ok|bon|et|and|puis|then)[\s,]+)*(?:puis après|après(?: ça| cela)?|ensuite|plus tard|afterwards|after(?: that| this|wards)?|then|later|(?:quand|une fois que|when|once) .{0,20}(?:fini|fait|terminé|done|finished))[\s,]/iu;

/** Starts the procedure that the text asks for. One that runs already goes on with everything typed so far, unless its portal is named too: then it begins anew. */
const procedureIn =
  ({ start, again }: Begin, dialogs: DialogSet): Question =>
  async ({ turn, dc, text, current, under, intent, given }) => {
    const asked = startedBy(intent);
    if (!asked) return false;
    const { aim } = intent;
    if (aim === 'away' || aim === 'back' || aim === 'review') {
      await (aim === 'review' ? showReviews(turn, given(text)) : aim === 'away' ? saysAway(turn, given(text)) : saysBack(turn));
      return true;
    }
    if (
      asked === 'myRequests' &&
      aim !== undefined &&
      (await aims(turn, aim, given(text), (portal, said) => start(turn, dc, 'enroll', { wanted: portal, said })))
    )
      return true;
    if (asked === 'invite' && intent.sent) return (await namesOwn(turn, asked, text)) || (await invitations(turn, 'invite.list', {}));
    if (asked === 'myRequests' && intent.second === undefined && (await namesOwn(turn, asked, text))) return true;
    if (!current && under?.dialog.flow.procedure === asked && resuming.test(text)) {
      turn.memory.interrupted = undefined;
      await again(turn, dc);
      return true;
    }
    const { second } = intent;
    // «Et puis après, …»: once this is done (TALK-12).
    if (current && !second && asked !== current.dialog.flow.procedure && afterwards.test(text)) {
      turn.memory.next = { procedure: asked, portal: intent.portal ?? intent.likely, said: given(text) };
      await turn.say(turn.t('talk.second', { procedure: procedureAt(turn.t, turn.core.portals.get(turn.memory.next.portal ?? ''), asked) }));
      await again(turn, dc);
      return true;
    }
    const at = current?.state.data.portal;
    const isRunning = asked === current?.dialog.flow.procedure && [undefined, at].includes(intent.portal) && [undefined, at].includes(intent.likely) && !second;
    // What is under way goes on, with what the message says in its fields; an edit takes the place of what it was.
    if (isRunning && !isEdit(turn) && (await current.dialog.takes(dc, given(text)))) return true;
    if (isRunning && intent.portal === undefined && !/[@\d]/.test(text) && (await current.dialog.follows(dc, 'next'))) return true;
    // A wish that only another portal has, from words that many share, is asked back in the middle of something.
    const isElsewhere = at !== undefined && intent.portal === undefined && intent.likely === undefined && !anywhere.has(asked) && !offersAt(turn, at, asked);
    if (isElsewhere && !second) return await asksBack(turn, { portal: undefined, nearest: [asked], under, said: given(text) });
    if (second) turn.memory.next = { procedure: second.procedure, portal: second.portal, said: given(second.text) };
    // What the edited message began is not under what it means now.
    if (replaces(turn, dialogs, dc)) dc.stack.pop();
    if (second) await turn.say(turn.t('talk.second', { procedure: procedureAt(turn.t, turn.core.portals.get(second.portal ?? ''), second.procedure) }));
    // «Supprimez mon compte» is done by a person: support reads it as it was said.
    if (asked === 'support' && intent.tells) {
      turn.memory.told = text;
      turn.memory.reportedAt = turn.now;
    }
    await start(turn, dc, asked, { wanted: intent.portal, likely: intent.likely, said: given(intent.first ?? text) });
    return true;
  };

/** Handles the name of a portal alone. */
const portalIn =
  ({ menu, start }: Begin): Question =>
  async ({ turn, dc, intent, under, wish }) => {
    const { portal: named, nearest, mood } = intent;
    if (!named || nearest.length > 0 || mood !== undefined) return false;
    turn.memory.portal = named;
    // «C’est pour mon mot de passe», then «octopus»: the wish that was not clear, at this portal.
    const wished = procedures.filter((procedure) => wish?.procedures.includes(procedure) && offersAt(turn, named, procedure));
    const [only, ...more] = wished;
    if (only && wish && more.length === 0) await start(turn, dc, only, { wanted: named, said: wish.said });
    else if (only && wish) return await asksBack(turn, { portal: turn.core.portals.get(named), nearest: wished, under, said: wish.said });
    else await menu(turn, dc);
    return true;
  };

/** Procedures that every portal has, or that have a portal of their own way. */
const anywhere: ReadonlySet<Procedure> = new Set(['support', 'decide', 'myRequests', 'signUp']);

const offersAt = (turn: Turn, id: string, procedure: Procedure): boolean => {
  const portal = turn.core.portals.get(id);
  return portal !== undefined && offers(portal, procedure);
};
