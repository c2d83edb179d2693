import { wordsOf } from '../../core/conversation/index.ts';
import { decisions } from '../access/decide.ts';
import { proven } from '../turn.ts';
import { type Question, startedBy } from './said.ts';

/** How people decide, or ask about what they should decide. */
const deciding =
  /^(?:ok|d accord|oui|non|c est bon|c est ok|yes|no|je (?:refuse|valide|accepte|approuve)|i (?:approve|refuse|reject|accept)|approuve\w*|refus\w*|valide\w*|accept\w*|approved?|reject\w*|pour quoi|c est pour|c est qui|qui est|pourquoi|why|who is|what is it for|what for|how long does|combien de temps)\b/;
const asking = /^(?:demande[rz]?(?: lui| leur)?|ask(?: him| her| them)?)\s+(.{3,})$/isu;

/** What is said of a request that waits for this person's decision: its card, with a question to who asks filled in. A decision stays a click. */
export const awaitedIn: Question = async ({ turn, text, current, under, intent }) => {
  const begun = startedBy(intent);
  const isElse =
    current ?? under ?? turn.memory.finished ?? turn.memory.next ?? (intent.mood === 'abuse' || (begun && begun !== 'myRequests' && begun !== 'decide'));
  const [, question] = asking.exec(text.trim().replace(/-(?=lui|leur)/i, ' ')) ?? [];
  if (isElse || !turn.actor.authenticated || (question === undefined && !deciding.test(wordsOf(text).join(' ')))) return false;
  const { views } = await turn.core.access.decide.waiting(await proven(turn), { limit: 2 });
  const [only, ...more] = views;
  if (!only) return false;
  return await (more.length > 0
    ? decisions(turn, 'decide.start', {})
    : decisions(turn, 'decide.open', { enrollment: only.id, ...(question && { reason: question }) }));
};
