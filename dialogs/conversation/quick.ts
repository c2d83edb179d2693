import { wordsOf } from '../../core/conversation/index.ts';
import { hour } from '../../core/foundation/clock.ts';
import type { Begin } from '../begin.ts';
import { showOffered } from './offered.ts';
import type { Question } from './said.ts';

const unsure =
  /^(?:(?:euh|ben|bah|well|um|hm+|alors|honnetement) )*(?:je (?:ne )?sais (?:pas|plus)(?: trop| moi)?|j sais pas|jsais pas|jsp|chais pas|aucune idee|ca depend|peut etre|bof|n importe (?:lequel|laquelle|quoi)|i (?:don t|dont|do not) know|dont know|don t know|idk|dunno|no idea|no clue|it depends|depends|maybe|perhaps|not sure|i m not sure|whatever|any(?: of them)?)$/;

/** «Je sais pas», “it depends”: what was asked stays asked, a step helps with what it asks, and at rest it is shown what there is. */
export const unsureIn =
  ({ menu }: Begin): Question =>
  async ({ turn, dc, text, current, under, field }) => {
    const { offered, question } = turn.memory;
    if (!unsure.test(wordsOf(text).join(' ')) || (!current && question !== undefined) || field?.answers) return false;
    if (current) return await current.dialog.follows(dc, 'dontKnow', text);
    if (offered) return await showOffered(turn, offered, under);
    await turn.say(turn.t('quick.unsure'));
    await menu(turn, dc);
    return true;
  };

const quick = [
  [
    'bye',
    /^(?:(?:ok|merci|thanks|allez|bon) )*(?:a (?:demain|bientot|plus(?: tard)?|la prochaine|tout a l heure|lundi)|au revoir|bye(?: bye)?|good ?bye|see (?:you|ya)(?: \w+)?|ciao|tchao|bonne (?:journee|soiree|nuit|fin de journee)|good night|have a \w+ (?:day|evening|weekend))$/,
  ],
  ['sorry', /^(?:(?:oh|ah|oups|oops|non|no|je suis|i m|so|vraiment) )*(?:dsl|desolee?|navree?|sorry|my bad|toutes mes excuses)$/],
  [
    'thanks',
    /^(?:(?:ok|okay|super|great|cool|parfait|top|non|no|c est bon|ca ira|all good|nickel|bon|ben|d accord) )*(?:mrc|mrci|merci|thanks|thank you|thx|thks|ty|tysm|cheers)(?: (?:bcp|beaucoup|bien|a vous|a toi|a lot|so much|very much|all good|c est bon|ca ira|bye))*$/,
  ],
  ['listening', /^(?:ben la|ben|bah|euh+|hm+|mmh|well|erm|uh+)$/],
] as const;
const praise = /^(?:(?:ok|c est|that s|so) )*(?:super|great|cool|top|parfait|nickel|genial|perfect|awesome|excellent|brilliant|impec(?:cable)?|lovely)$/;
const thankful = /^(?:\u{1F64F}|\u{2764}|\u{1F497}|\u{1F49C}|\u{1F970})+$/u;
const pleased = /^(?:\u{1F44D}|\u{1F44C}|\u{1F44F}|\u{1F389}|\u{1F642}|\u{1F60A}|\u{1F600}|\u{1F603}|\u{1F604}|\u{2705}|\u{1F4AA})+$/u;
/** What stands between and beside signs: their colours, and how they are drawn. */
const around = /\p{Emoji_Modifier}|\u{FE0F}|\s/gu;

const texts = { bye: 'quick.bye', sorry: 'quick.sorry', thanks: 'text.smallTalk', listening: 'text.listening', glad: 'quick.glad' } as const;
type Quick = keyof typeof texts;

/** What leaves open whatever was asked; and what may be a yes, where something was asked. */
export const asides: ReadonlySet<Quick> = new Set<Quick>(['bye', 'sorry', 'listening']);
export const content: ReadonlySet<Quick> = new Set<Quick>(['thanks', 'glad']);

/** Thanks, goodbyes, excuses and signs that say it all, where nothing waits for an answer: each of `kinds` is answered as what it is. */
export const quickIn =
  (kinds: ReadonlySet<Quick>): Question =>
  async ({ turn, text, current, answered }) => {
    const { finished, offered, question } = turn.memory;
    if (current || question !== undefined) return false;
    const words = wordsOf(text).join(' ');
    const signs = text.replace(around, '');
    const isFresh = finished !== undefined && turn.now - finished.at <= hour;
    const isAsked = offered !== undefined && ('procedures' in offered || offered.procedure !== undefined);
    const isGlad = !isAsked && (pleased.test(signs) || (isFresh && praise.test(words)));
    const found = thankful.test(signs) ? 'thanks' : isGlad ? 'glad' : quick.find(([, says]) => says.test(words))?.[0];
    if (!found || !kinds.has(found)) return false;
    const again = found === 'thanks' ? 'smallTalk' : found === 'listening' ? found : undefined;
    turn.memory.answered = again;
    // Twice in a row is answered in a few words.
    await turn.say(turn.t(again !== undefined && answered === again ? `text.${again}.again` : texts[found]));
    return true;
  };

/** What is not understood, and came with a picture or a file: what it is about stands there. */
export const attachedIn =
  ({ again }: Begin): Question =>
  async ({ turn, dc, current }) => {
    if (turn.attachment === undefined) return false;
    await turn.say(turn.t(`talk.attachment.${turn.attachment}`));
    if (current) await again(turn, dc);
    return true;
  };
