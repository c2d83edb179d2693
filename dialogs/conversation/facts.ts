import { helpText, rulesIn, type Topic } from '../../cards/conversation/stepHelp.ts';
import { rulesOf } from '../../core/foundation/passwordRules.ts';
import type { Portal } from '../../core/portal/index.ts';
import { portalsFor, type Turn } from '../turn.ts';
import { type Question, type Said, startedBy } from './said.ts';
import { termIn } from './terms.ts';

/** What asks for the rules of passwords, and what asks for the meaning of a word. */
const asksForRules =
  /(?<!\p{L})(?:r[eè]gles?|rules?|(?:combien|how many).*(?:caract[eè]res?|characters?|lettres?|letters?)|quelle longueur|how long should|(?:majuscules?|accents?|capitals?|capital letters?).*(?:mot de passe|mdp|password))(?!\p{L})|(?:mot de passe|mdp|password).*(?:caract[eè]res?|characters?|majuscules?|capital)/iu;
const asksForMeaning = /(?:c['’]est quoi|qu['’]est[- ]ce qu(?:['’]|e c['’]est)|[çc]a veut dire quoi|que veut dire|what(?:['’]s| is| are)|what does .* mean)/iu;

/** «Je ne connais pas mon SIRET»: where it is found, rather than what it is for. */
const doesNotKnow = /(?:connais|sais|trouve|know|find)\s+(?:pas|plus|not)?.*(?:siret|siren|tva|vat)|(?:où|where).*(?:siret|siren|tva|vat)/iu;
/** In characters. What is longer tells more than that. */
const longestQuestion = 50;

/** Questions at rest of which the answer is known: the rules of passwords, and what a word of the portals means. */
export const factIn: Question = async ({ turn, text, current, intent }) => {
  const asksWhere = text.length <= longestQuestion && doesNotKnow.test(text);
  const isElse = (startedBy(intent) !== undefined && !asksWhere) || intent.mood !== undefined || intent.followUp !== undefined;
  if (current || isElse) return false;
  const portals = meantBy(turn, intent);
  if (asksForRules.test(text)) {
    await turn.say(rulesOfAll(turn.t, portals));
    return true;
  }
  const term = asksWhere || asksForMeaning.test(text) ? termIn(text) : undefined;
  const [portal] = portals;
  if (term === undefined || !explained.has(term) || !portal) return false;
  await turn.say(helpText(turn.t, portal, term, 'what'));
  return true;
};

/** Words of which the help says what they are, and not only what to do at the step. */
const explained: ReadonlySet<Topic> = new Set(['siret', 'vat', 'approver']);

/** The portal that a question is about: the one named, or pointed to, or in front; all where none is. */
function meantBy(turn: Turn, { portal, likely }: Said['intent']): Portal[] {
  const all = portalsFor(turn);
  const meant = portal ?? likely ?? turn.memory.portal;
  const only = all.filter(({ id }) => id === meant);
  return only.length > 0 ? only : all;
}

/** The rules for passwords of one portal, with what else is refused there, or of several in a line each. */
function rulesOfAll(t: Turn['t'], portals: readonly Portal[]): string {
  const [only, ...more] = portals;
  if (only && more.length === 0) return helpText(t, only, 'page', 'rules', { rules: rulesOf(only.password) });
  return portals.map((portal) => t('text.rules', { ...t.named(portal), rules: rulesIn(t, rulesOf(portal.password)) })).join('\n\n');
}
