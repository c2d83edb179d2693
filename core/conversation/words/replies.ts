import { lexicons } from './conversation.ts';
import { phrasesIn } from './lexicon.ts';
import { type FollowUp, type Reply, replies } from './moods.ts';
import { wordsOf } from './read.ts';

/** Words that change nothing in a reply. */
const courtesies = new Set(
  'svp stp s il te vous plait merci please pls plz thanks thank you euh heu ben bah bon alors donc hein um uh well oh ah et and so mais but lol'.split(' '),
);

/** Longer messages say more than a reply. */
const mostWords = 10;

const phrases = new Map(
  replies.map((reply) => [
    reply,
    lexicons
      .flatMap((lexicon) => phrasesIn(lexicon.replies[reply]))
      .map((phrase) => wordsOf(phrase))
      .sort((a, b) => b.length - a.length),
  ]),
);

/** Whether the words are phrases of one reply and nothing else: «oui vas-y, je confirme». */
function isAll(said: readonly string[], reply: Reply): boolean {
  let left = said;
  let consumed = false;
  while (left.length > 0) {
    const phrase = phrases.get(reply)?.find((words) => words.every((word, at) => left[at] === word));
    if (!phrase && !courtesies.has(left[0] ?? '')) return false;
    if (phrase) consumed = true;
    left = left.slice(phrase?.length ?? 1);
  }
  return consumed;
}

/** The reply that a whole message is, among those that are answered here. */
export const replyIn = (said: readonly string[], answers: ReadonlySet<FollowUp>): Reply | undefined =>
  said.length > mostWords ? undefined : replies.find((reply) => answers.has(reply) && isAll(said, reply));
