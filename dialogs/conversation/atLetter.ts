import { wordsOf } from '../../core/conversation/index.ts';
import { answered } from '../running.ts';
import { isOfBot, isRemark, reachedAt } from '../support/letter.ts';
import { isCorrection } from './putRight.ts';
import { type Question, type Said, startedBy } from './said.ts';

/** Whether a letter to support is in front, where its text is written. */
const isLetter = ({ current, field }: Said): boolean => current?.dialog.flow.procedure === 'support' && field?.input === 'comment';

/** In words: a portal and what stands around it, «non, c’est pour invgate». */
const mostWordsOfPlace = 4;

/** What is said at a letter and is not for it: whose support is meant, a person, now, or that the bot is of no use. */
export const atLetterIn: Question = async (said) => {
  const { turn, dc, text, current, intent } = said;
  if (isNamed(said)) return await moves(said);
  if (!current || !isLetter(said) || isRemark(said)) return false;
  if (isCorrection(text)) return await besideLetterIn(said);
  if (isOfBot(said)) return await current.dialog.follows(dc, 'complaint');
  const asksWho = startedBy(intent) === 'support' || (startedBy(intent) === undefined && intent.nearest[0] === 'support');
  if (!asksWho || wordsOf(text).length === 0) return false;
  await turn.say(turn.t('support.reach', { contact: reachedAt(turn, current.state.data) }));
  await current.dialog.again(dc);
  return true;
};

/** What a letter does not take, and nothing else answers: it waits, and leads back to what it interrupted. */
export const besideLetterIn: Question = async (said) => {
  const { turn, dc, text, current, intent } = said;
  if (!current || !isLetter(said) || intent.mood === 'insult' || isRemark(said)) return false;
  if (intent.nearest.length > 0 && !isCorrection(text)) return false;
  await turn.say(turn.t('support.aside'));
  await current.dialog.again(dc);
  return true;
};

/** Whether a portal is all that is said. */
const isNamed = (said: Said): boolean =>
  isLetter(said) &&
  said.intent.portal !== undefined &&
  startedBy(said.intent) === undefined &&
  (said.intent.nearest.length === 0 || said.intent.followUp === 'otherPortal') &&
  (said.intent.followUp === 'otherPortal' || (said.intent.mood === undefined && wordsOf(said.text).length <= mostWordsOfPlace));

async function moves({ turn, dc, current, intent }: Said): Promise<true> {
  if (current) await answered(turn, dc, { verb: 'support.note', nonce: current.state.nonce, inputs: { comment: '', portal: intent.portal ?? '' } });
  return true;
}
