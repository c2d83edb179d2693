import { contactOf } from '../../cards/conversation/talk.ts';
import { wordsOf } from '../../core/conversation/index.ts';
import type { CaseDetails } from '../../core/support/index.ts';
import { isCorrection } from '../conversation/putRight.ts';
import { type Said, startedBy } from '../conversation/said.ts';
import { cancelled, portalOf } from '../moves.ts';
import type { Hearing } from '../steps.ts';
import type { Turn } from '../turn.ts';
import { edited } from './letterText.ts';

/** What a letter to support holds, as far as it is spoken about. */
type Letter = { readonly portal: string; readonly comment?: string | undefined; readonly gathered: CaseDetails };

/** In words: a few words that come near a wish, and what asks, denies or complains. What is longer tells a case. */
const aFew = 3;
const longest = 9;
/** «Ça ne marche pas» says nothing yet. */
const aComplaint = 4;

/** What begins as somebody tells it, and not as they ask for it. */
const tellsFirst =
  /^\s*(?:(?:bonjour|bonsoir|salut|hello|hi|dear|et|mais|and|but|also|aussi|puis|alors|en fait|sinon|euh|so|well|because|car|parce)[\s,.!]+(?:que |qu['’])?)*(?:[jlc]['’]|(?:je|mon|ma|mes|le|la|les|un|une|on|nous|notre|nos|[çc]a|ce|cette|il|elle|ils|elles|y|i|my|the|a|an|it|we|our|they|he|she|there|this|depuis|since|hier|yesterday|ce matin|this morning|aujourd|today|quand|when|chaque|every|each|apr[eè]s|after|malgr[ée]|despite|impossible|toujours|still)(?!\p{L}))/iu;
/** What asks, wherever it stands. */
const asksFor =
  /(?<!\p{L})(?:veu(?:x|t|illez)|voulons|voudr\p{L}+|aimer(?:ais|ions)|souhait\p{L}+|faudrait|besoin|(?:peu[xt]|pourrais)[- ](?:tu|on)|pou(?:vez|rriez)(?:[- ]vous)?|svp|stp|s['’]il (?:te|vous)|want|wanna|need|would like|['’]d like|can you|could you|please|pls|let me)(?!\p{L})/iu;

/** Who the bot is, in a complaint that is about it. */
const ofTheBot =
  /(?<!\p{L})(?:(?:ro)?bot|chat ?bot|guichet|(?:votre|vos|ton|your) (?:truc|affaire|machin|bidule|outil|assistant|thing|tool|assistant)|(?:tu|vous) (?:ne |n['’])?(?:compren|p[iy]g)\p{L}*|you (?:don['’]?t|do not|never) (?:understand|get)|this (?:chat|card)|ce chat|cette carte)(?!\p{L})/iu;

/**
 * The one rule of what a letter takes: what is told to whoever reads it. What asks for something else, asks about the letter, denies, complains about the
 * bot, thanks, commands, or answers what the letter interrupted is answered as anywhere, and the letter waits (TALK-1, TALK-2, TALK-8).
 */
export function isRemark({ text, intent, current }: Pick<Said, 'text' | 'intent' | 'current'>): boolean {
  const words = wordsOf(text).length;
  const holdsValue = /@|\d{3}/.test(text);
  const begun = startedBy(intent);
  if (adding.test(text)) return true;
  const isBefore = current?.state.data.behind !== undefined;
  // «Mon nom est mal écrit» is about what the letter interrupted.
  if (isBefore && isCorrection(text)) return false;
  if (begun === 'support') return intent.tells === true || words > longest || holdsValue;
  if (begun !== undefined) return words > aFew && tellsFirst.test(text) && !asksFor.test(text);
  if (intent.nearest.length > 0 && words <= aFew) return false;
  if (isOfBot({ text, intent })) return false;
  if (intent.mood === 'denial' || intent.mood === 'aboutBot' || intent.mood === 'thanks' || intent.mood === 'insult') return words > longest;
  if (intent.mood === 'complaint') return words > aComplaint;
  if (asksOfLetter(text)) return false;
  // «amartin» answers what it interrupted, and one word tells no case.
  return holdsValue ? words > 1 || !isBefore : words >= (isBefore ? aFew : aFew - 1);
}

/** What is asked about the letter, and not about one's own trouble: nobody at support could answer it. */
const asksOfLetter = (text: string): boolean => isShortQuestion(text) && ofLetter.test(text) && !ofOneself.test(text);
const ofLetter = /(?<!\p{L})(?:message|texte?|lettre|letter|card|carte|champ|box|field|support|[çc]a|this|it|you|vous|tu|they|ils|elles)(?!\p{L})/iu;
const isShortQuestion = (text: string): boolean => asksAt.test(text) && wordsOf(text).length <= longest;
const asksAt = /[?？]\s*$|^\s*(?:can|may|could|did|do|does|is|will|have|has|who|what|how|where|when|est-ce|peux-tu|qui|quoi|comment|y a(?:-t-il)?)(?!\p{L})/iu;
const ofOneself = /(?<!\p{L})(?:mon|ma|mes|moi|nos|notre|my|our|j['’]|je (?!peux|dois|vais)|i (?!can)|we)(?!\p{L})/iu;

/** «Pourquoi mon compte est fermé ?» is for support to answer. */
export const asksOfOwn = (text: string): boolean => /(?<!\p{L})(?:mon|ma|mes|nos|notre|my|our)(?!\p{L})/iu.test(text) && wordsOf(text).length > aFew;

/** Whether a message at a letter complains about the bot: support would not know what it is about. */
export const isOfBot = ({ text, intent: { mood } }: Pick<Said, 'text' | 'intent'>): boolean =>
  ofTheBot.test(text) && (mood === undefined || mood === 'complaint' || mood === 'insult');

/** What stands before a remark: «ajoute que …», “tell them that …”, «j’ai oublié de dire que …». */
export const adding =
  /^\s*(?:(?:et|and|oui|yes|ok|ah|oh|aussi|also|mais|but)[\s,]+)*(?:r?ajoute[rz]?|pr[ée]cise[rz]?|[ée]cri(?:s|vez)|note[rz]?|mets|mettez|write|put|dis(?:-leur)?|dites(?:-leur)?|add|mention|tell them|j['’ ]?ai oublié de (?:vous |leur )?(?:dire|préciser)|i(?:['’]ve| have)? forg[oe]t(?:ten)? to (?:say|mention|add|tell (?:you|them)))(?:[- ](?:leur|aussi|also))?\s*(?:que |qu['’]|that |:)\s*/iu;

/** «C’est pas ça», “I typed the wrong address”: said of what is under way, and not to support. */
const besideTheCase =
  /^\s*(?:(?:no|non|mais|but|oops|oups)[\s,]+)*(?:(?:this|that|it)(?:['’]?s| is) (?:all )?(?:wrong|not (?:it|right|that|what))|c['’ ]?est (?:faux|pas (?:[çc]a|bon))|that['’]?s not what|not what i|ce n['’]est pas (?:[çc]a|ce que)|c['’ ]?est pas ce que|i (?:typed|wrote|meant|entered) (?:the |a )?(?:wrong|other)|je me suis tromp|(?:retour|back|reviens|revenir|go back))/iu;

/** «Ne l’envoie pas», “don’t send it”; «pas encore» only asks to wait. */
const notToSend =
  /(?<!\p{L})(?:(?:ne |n['’])?(?:l['’])?(?:envo\p{L}+|transmet\p{L}*) (?:pas|rien|plus)|(?:ne |n['’]|pas |veux pas |plus ).{0,12}(?:envo\p{L}+|transmet\p{L}*)|(?:don['’]?t|do not|never|not|rather not).{0,10} (?:send|submit)\p{L}*|(?:annul|cancel|stop)\p{L}* (?:l['’]|the |la )?(?:envoi|sending|demande|lettre|letter|message))(?!\p{L})/iu;
const notYet = /(?<!\p{L})(?:encore|tout de suite|yet|now|right away|maintenant|avant|before)(?!\p{L})/iu;

const seen =
  /(?<!\p{L})(?:(?:what|quoi|que|qu['’]|ce qu).{0,20}(?:see|sees|get|gets|receives?|read|vo(?:ir|it|ient)|re[çc]oi\p{L}*|lire|lit|lisent|envo\p{L}+|sent|send)|(?:voient|voir|re[çc]oivent|see|lisent) (?:quoi|what)|contient quoi|what(?:['’]s| is) in (?:it|the (?:letter|message)))(?!\p{L})/iu;
const asking = /[?？]\s*$|(?<!\p{L})(?:comment|how|what|quoi|que|qu['’]|peu[xt][- ]|je peux|on peut|puis-je|can i|may i|can we|where|o[ùu]|est-ce)(?!\p{L})/iu;
/** «C’est déjà parti ?», “can I read it before it goes”. */
const sentAlready = /(?<!\p{L})(?:parti|envoy[ée]e?|part|partir|avant|sent|send|goes|gone|before)(?!\p{L})/iu;
const byPhone = /(?<!\p{L})(?:num[ée]ro|t[ée]l[ée]phone|phone|number|appeler|call)(?!\p{L})/iu;
const attached =
  /(?<!\p{L})(?:joindre|joins|joint|attach\p{L}*|screenshots?|captures?|photos?|images?|pi[eè]ces? jointes?|fichiers?|pictures?|files?|upload\p{L}*)(?!\p{L})/iu;
const nothingMore =
  /^\s*(?:(?:no|non|nope|nan)[\s,]*)?(?:no|non|nope|(?:j(?:e n)?['’]ai |i have |i['’]ve (?:got )?)?(?:rien|nothing)(?: d['’]autre| de plus| else| more)?(?: [àa] (?:ajouter|dire)| to (?:add|say))?|rien(?: d['’]autre| de plus| [àa] ajouter)?|aucune?|c['’ ]?est tout|nothing(?: else| more| to add)?|none|that['’]?s (?:all|it)|that is all)[\s.!]*(?:merci|thanks)?[\s.!]*$/iu;

/** «J’ai retrouvé finalement», “never mind, it’s solved”: support is not needed any more. */
export const isSettled = (text: string): boolean =>
  settled.test(text) && wordsOf(text).length <= longest && !/(?<!\p{L})(?:pas|not|n['’]t|mais|but|jamais)(?!\p{L})|[?？]/iu.test(text);
const settled =
  /(?<!\p{L})(?:(?:c['’ ]?est|tout est) (?:r[ée]gl[ée]|r[ée]solu|rentr[ée] dans l['’]ordre|arrang[ée])|(?:j['’ ]?ai|je l['’]ai) (?:enfin |finalement )?(?:re)?trouv[ée](?: finalement| enfin)?(?=\s*(?:$|[.!,]|mon|ma|le|la|merci))|[çc]a (?:re)?marche(?: maintenant| finalement)?\s*[.!]*$|(?:i|we)(?:['’]ve)? (?:just )?(?:found|solved|fixed|sorted) it|(?:it['’]?s|it is|all) (?:solved|fixed|sorted|working now)|it works(?: now)?)(?!\p{L})/iu;

/** How the portal's support is reached otherwise. */
export const reachedAt = (turn: Turn, given: { readonly portal: string }): string => contactOf(portalOf(turn, given));

/** What is said about a letter itself: what stands in it, what they see of it, that it is not to be sent. */
export const letterTalk = <D extends Letter>(): Hearing<D>[] => [
  {
    says: /\S/,
    does: async (turn, given, text) => {
      const change = edited(given.comment ?? '', text);
      if (change === undefined) return undefined;
      if (typeof change === 'string') return turn.t(`support.out.${change}`);
      await turn.say(turn.t(`support.${change.how}`));
      return { to: 'ask', data: { ...given, comment: change.text === '' ? undefined : change.text } };
    },
  },
  {
    says: notToSend,
    does: async (turn, given, text) =>
      wordsOf(text).length > longest ? undefined : notYet.test(text) ? turn.t('talk.wait') : cancelled(turn, given, 'support'),
  },
  {
    says: /\S/,
    does: async (turn, given, text) => {
      if (!isSettled(text)) return undefined;
      await turn.say(turn.t('support.settled'));
      return cancelled(turn, given, 'support');
    },
  },
  { says: besideTheCase, does: async ({ t }, { comment }) => (comment === undefined ? undefined : t('support.aside')) },
  { says: nothingMore, does: async ({ t }, { comment }) => t(comment === undefined ? 'support.describe' : 'support.nothingMore') },
  {
    says: attached,
    does: async (turn, given, text) => (asking.test(text) ? turn.t('support.attach', { contact: portalOf(turn, given).support.email }) : undefined),
  },
  { says: byPhone, does: async (turn, given, text) => (isShortQuestion(text) ? turn.t('support.reach', { contact: reachedAt(turn, given) }) : undefined) },
  { says: sentAlready, does: async ({ t }, _given, text) => (isShortQuestion(text) ? t('support.unsent') : undefined) },
  {
    says: seen,
    does: async (turn, { gathered }, text) => {
      if (wordsOf(text).length > longest) return undefined;
      const { t, actor } = turn;
      const what = [t('support.sees.text'), ...gathered.map(([label]) => label), ...(actor.authenticated ? [t('support.sees.name')] : [])];
      return t('support.sees', { what: what.join(', ') });
    },
  },
];
