import type { DialogContext } from 'botbuilder-dialogs';
import { holdsMailed, insteadOfMe, wordsOf } from '../../core/conversation/index.ts';
import type { Portal } from '../../core/portal/index.ts';
import { answersQuestion } from '../access/decide.ts';
import { onlyAddress } from '../filled.ts';
import { answered, type Running } from '../running.ts';
import { asksOfOwn, isRemark } from '../support/letter.ts';
import { portalsFor, type Turn } from '../turn.ts';
import { type Question, type Said, startedBy } from './said.ts';
import { givesReason, isOpenQuestion, isPlausible, valueIn } from './typed.ts';

/** A comment is an answer, whatever words are in it. */
export const commentIn: Question = async ({ turn, dc, text, current, field, intent }) => {
  if (!current || !field || !isComment(field.input, text) || isReport(current, intent)) return false;
  if (field.input === 'comment' && !isRemark({ text, intent, current })) return false;
  // To refuse what is under way, or to ask about it, is no comment on it.
  const isDenied = intent.mood === 'denial' && intent.denied === current.dialog.flow.procedure;
  if (field.input === 'justification' && (!isReason(text) || insteadOfMe(text, portalsFor(turn)))) return false;
  const isWhy = intent.followUp === 'why' && field.input === 'comment' && asksOfOwn(text);
  if (isDenied || (intent.followUp !== undefined && !isWhy && asking.has(intent.followUp) && wordsOf(text).length <= longestQuestion)) return false;
  await answersCard(turn, dc, current, field, text, besides(current, intent, text));
  return true;
};

/** Whether something is reported that the person did not do, where that is not what is being written (TALK-4). */
const isReport = ({ state }: Running, { mood }: Said['intent']): boolean => mood === 'abuse' && state.data.report !== true;

/** What asks about the comment, sends it, or leaves it for later. */
const asking: ReadonlySet<string> = new Set(['why', 'whatIs', 'dontKnow', 'who', 'howLong', 'next', 'solved', 'yes', 'back', 'later', 'close', 'device']);
/** In words. What is longer tells something. */
const longestQuestion = 9;

/** What a comment for support wishes for, and the portal that it names. */
const besides = (current: Running, intent: Said['intent'], text: string): Readonly<Record<string, string>> => {
  if (current.dialog.flow.procedure !== 'support') return {};
  // Of two or three words that come near a wish, no case is told.
  const wish = startedBy(intent) ?? (wordsOf(text).length <= shortestCase ? intent.nearest[0] : undefined);
  const told = isRemark({ text, intent, current }) && { told: 'yes' };
  return { ...told, ...(wish && (wish !== 'support' || intent.tells) && { wish }), ...(intent.portal !== undefined && { portal: intent.portal }) };
};

/** In words. */
const shortestCase = 3;

/** Presses the button of the current card that a plain message presses, with the message in its field. */
const answersCard = (
  turn: Turn,
  dc: DialogContext,
  { dialog, state }: Running,
  field: NonNullable<Said['field']>,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> =>
  answered(turn, dc, { verb: `${dialog.flow.procedure}.${field.press}`, nonce: state.nonce, inputs: { ...more, [field.input]: text.trim() }, typed: true });

/** The answer to an approver's question, typed instead of written on its card (TALK-11). */
export const questionIn: Question = async ({ turn, text, current, intent }) => {
  const { question } = turn.memory;
  // «C’est pour la clôture de décembre» answers, whatever «clôture» may mean elsewhere.
  const isElse = intent.confident && !givesReason(text) && (intent.procedure !== 'none' || intent.mood !== undefined || intent.nothing === 'smallTalk');
  // A code or a link that was mailed to them would stand on every approver's card.
  if (question === undefined || current || isElse || holdsMailed(text) || text.trim() === '') return false;
  // What asks back is no answer: who asked would read it as one.
  if (asksBackAt.test(text.trim())) {
    await turn.say(turn.t('talk.question.waits'));
    return true;
  }
  return await answersQuestion(turn, question, text);
};

/** «Pourquoi elle demande ça ?», “I don’t understand the question”. */
const asksBackAt =
  /[?？]\s*$|^(?:pourquoi|qui |quoi|quand|comment|combien|c['’ ]?est (?:quoi|qui)|je (?:ne |n['’])?(?:comprends?|sais|vois) pas|j['’]?comprends? pas|why|who |what|when|how |which|i (?:don['’]?t|do not) (?:understand|know|get)|no idea|aucune id[ée]e)/iu;

/** The only choice of the current card, denied by its name. */
export const deniedIn: Question = async ({ dc, text, current }) => (await current?.dialog.denies(dc, text)) ?? false;

/** One of the choices of the current card, named whole or by its place: nothing else can be meant (TALK-11). */
export const chosenIn: Question = async ({ dc, text, current, intent }) =>
  current !== undefined && intent.followUp !== 'both' && (await current.dialog.chooses(dc, text, true));

/** The same by a part of its name, where the message begins nothing else. */
export const partlyChosenIn: Question = async ({ dc, text, current, intent }) => {
  // With its portal named, a wish begins anew, and takes all that it says.
  if (
    !current ||
    intent.nothing === 'smallTalk' ||
    (startedBy(intent) && intent.portal) ||
    ![undefined, current.dialog.flow.procedure].includes(startedBy(intent))
  )
    return false;
  return await current.dialog.chooses(dc, text, false);
};

/** A code or an address in a sentence answers the card that asks for one, whatever stands around it («le code c’est … merci»). */
export const givenIn: Question = async ({ turn, dc, text, current, field, intent, given }) => {
  if (!current || !field) return false;
  const value = field.input === 'siret' ? given(text).siret : valueIn(field.input, text);
  const isSiret = field.input === 'siret' && value?.length === 14;
  const isCode = field.input === 'code' && /^\d{6}$/.test(value ?? '');
  const isAddress =
    value?.includes('@') &&
    !given(text).people.some(({ givenName }) => givenName !== '') &&
    startedBy(intent) === undefined &&
    (intent.mood === undefined || intent.mood === 'thanks');
  if (value === undefined || !(isCode || isAddress || isSiret)) return false;
  await answersCard(turn, dc, current, field, value);
  return true;
};

/** Another account or address than the one that was sent: it stands on the card that asks for it, and is sent from there. */
export const correctedIn: Question = async ({ turn, dc, text, current, field, intent, given }) => {
  const begun = startedBy(intent);
  const isElse = begun !== undefined && (begun !== current?.dialog.flow.procedure || intent.portal !== undefined);
  const isWrong = intent.followUp === undefined || correcting.has(intent.followUp) || (awaiting.has(intent.followUp) && mistaken.test(text));
  if (!current || isElse || !isWrong) return false;
  const said = given(text);
  const portal = turn.core.portals.get(current.state.data.portal);
  // Digits at the field for a code are one that is too short or too long.
  const isDigits = field?.input === 'code' && /^[\d\s]+$/.test(text);
  const bare = !isDigits && isPlausible('identifier', text, intent, portal) ? text.trim() : undefined;
  const to = said.siret ?? onlyAddress(said) ?? said.identifier ?? bare;
  const { company, siret, identifier, email, own } = current.state.data;
  const from = [company && siret, identifier, email, own].find((value) => typeof value === 'string');
  // What was found here was typed by nobody, and is replaced in no field.
  return typeof from === 'string' && to !== undefined && to !== from && (await current.dialog.corrects(dc, from === own ? undefined : from, to));
};

/** What may stand beside the right one: «ce n’est pas la bonne adresse, c’est …». */
const correcting: ReadonlySet<string> = new Set(['otherAddress', 'no', 'back']);
/** What is said of the mail, beside whose it should have been: «rien reçu, je me suis trompée, c’est …». */
const awaiting: ReadonlySet<string> = new Set(['notReceived', 'again', 'linkExpired', 'complaint']);
const mistaken = /(?<!\p{L})(?:tromp|erreur|faute|gour|mauvais|plut[oô]t|typo|mistak|mistyp|wrong|instead|rather|pas la bonne|pas le bon)/iu;

/** Handles an answer to the current card: always an address or a code; never a word that starts a procedure; else any word, or a comment. */
export const answerTo: Question = async ({ turn, dc, text, current, field, intent }) => {
  if (!current || !field || text.trim() === '' || isReport(current, intent)) return false;
  const isTold = field.input === 'comment' && isRemark({ text, intent, current });
  const isNear = startedBy(intent) === undefined && intent.nearest.length > 0;
  if (field.input === 'comment' && !isTold && !isNear) return false;
  // «Supprimez mon compte», written for support, is what support is asked.
  const begun = isTold ? undefined : startedBy(intent);
  const isElse = begun !== undefined || intent.nothing === 'smallTalk';
  const portal = turn.core.portals.get(current.state.data.portal);
  const mayBe =
    !isElse && (isPlausible(field.input, text, intent, portal) || (isOpenQuestion(field.input) && (field.input !== 'justification' || isReason(text))));
  const value = startedBy(intent) && text.trim().includes(' ') ? undefined : valueIn(field.input, text);
  if (!field.answers && value === undefined && !mayBe && !isCode.test(text)) return false;
  if (isAddress(field.input, portal) && isCode.test(text) && current.state.data.request === undefined) {
    await turn.say(turn.t('talk.noCodeYet'));
    await current.dialog.again(dc);
    return true;
  }
  // A word is no account for certain where one stands in the field already: it is put there, and sent from there.
  const stands = turn.memory.front?.fields.find(({ id }) => id === field.input)?.value ?? '';
  if (field.input === 'identifier' && stands !== '' && stands !== text.trim() && /^\p{L}+$/u.test(text.trim()))
    return await current.dialog.fills(dc, text.trim(), stands);
  // A list is read with the names in it.
  await answersCard(turn, dc, current, field, current.dialog.flow.lists?.includes(field.input) ? text : (value ?? text), besides(current, intent, text));
  return true;
};

/** Six digits, alone or called a code. */
const isCode = /^\s*(?:[^\d@]{0,20}(?<!\p{L})codes?(?!\p{L})[^\d@]{0,12})?\d{3}[\s.-]?\d{3}\s*[.!]?\s*$/iu;

/** Whether a field asks for an e-mail address. */
const isAddress = (input: string, portal: Portal | undefined): boolean =>
  input === 'email' || (input === 'identifier' && portal !== undefined && portal.identifier.kind !== 'account');

/** Whether a text can be read as a reason by who decides: no question, no wish to do something else. */
const isReason = (text: string): boolean =>
  !text.includes('?') &&
  wordsOf(text).length > 1 &&
  !/^(?:alors|et |relan|annul|finalement|attend|pourquoi|combien|qui |quand|comment|où|est-ce|peux|puis|can |who |when |how |why |what |where |remind|cancel|withdraw|actually|wait|(?:oui|ok|non|yes|yeah|no)[, ]+(?:mais|attend|but|wait))/iu.test(
    text.trim(),
  );

/** Whether a text is a comment, even if it looks like a command. Commands are short. */
const isComment = (input: string, text: string): boolean =>
  isOpenQuestion(input) && (text.trim().split(/\s+/).length > 4 || (input === 'justification' && givesReason(text)));
