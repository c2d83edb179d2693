import { wordsOf } from '../../core/conversation/index.ts';
import { decisions } from '../access/decide.ts';
import { proven } from '../turn.ts';
import { asksWhyMe, doubts } from './plights.ts';
import { type Question, startedBy } from './said.ts';

/** How people decide, or ask about what they should decide. */
const deciding =
  /^(?:ok|d accord|oui|non|c est bon|c est ok|yes|no|je (?:refuse|valide|accepte|approuve)|i (?:approve|refuse|reject|accept)|approuve\w*|refus\w*|valide\w*|accept\w*|approved?|reject\w*|pour quoi|c est pour|c est qui|qui est|pourquoi|why|who is|what is it for|what for|how long does|combien de temps|depuis (?:quand|combien)|since when|pour moi c est (?:ok|bon)|ca me va|fine by me|looks good|c est quoi (?:ca|cette|la demande)|what s this|what is this|transf\w+|je (?:la |le )?transf\w+|i (?:ll )?transfer\w*|pass it)\b/;
/** How people say that a request is not theirs to decide: its card says whom to give it to. */
const notTheirs =
  /\b(?:pas (?:concerne\w*|pour moi|a moi de decider)|pas (?:dans|de) (?:mon |l )equipe|vois avec|voyez avec|not (?:for me|mine|my team|my call)|(?:isn t|is not|isnt) (?:in|on|from|part of) my team|doesn t concern me|ask \w+ instead)\b/;
const handing = /\b(?:transf\w+|forward|pass it)\b/;
const asking = /^(?:demande[rz]?(?: lui| leur)?|ask(?: him| her| them)?)\s+(.{3,})$/isu;

/** What is said of a request that waits for this person's decision: its card, with a question to who asks filled in. A decision stays a click. */
export const awaitedIn: Question = async ({ turn, text, current, under, intent }) => {
  const begun = startedBy(intent);
  const words = wordsOf(text).join(' ');
  const isElse =
    current ??
    under ??
    turn.memory.finished ??
    turn.memory.next ??
    ((intent.mood === 'abuse' && !asksWhyMe.test(words)) || (begun && begun !== 'myRequests' && begun !== 'decide'));
  const [, question] = asking.exec(text.trim().replace(/-(?=lui|leur)/i, ' ')) ?? [];
  // Where it is asked whom to give it to, that stays asked.
  if (handing.test(words) && turn.memory.front?.buttons.some(({ verb }) => verb === 'decide.forwardTo')) return false;
  if (
    isElse ||
    !turn.actor.authenticated ||
    (question === undefined && !deciding.test(words) && !asksWhyMe.test(words) && !doubts.test(words) && !notTheirs.test(words))
  )
    return false;
  const { views } = await turn.core.access.decide.waiting(await proven(turn), { limit: 2 });
  const [only, ...more] = views;
  if (!only) return false;
  const asks = turn.t('talk.quoted', { label: turn.t('approval.question') });
  if (more.length === 0) await turn.say(question === undefined ? turn.t('decide.waits') : turn.t('talk.filled', { labels: asks }));
  return await (more.length > 0
    ? decisions(turn, 'decide.start', {})
    : decisions(turn, 'decide.open', { enrollment: only.id, ...(question && { reason: question }) }));
};
