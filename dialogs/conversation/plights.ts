import { type Plight, plightCard } from '../../cards/conversation/talk.ts';
import { wordsOf } from '../../core/conversation/index.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import { isList, offers } from '../begin.ts';
import { aroundIn, type Question, type Said, startedBy } from './said.ts';
import { isOpenQuestion } from './typed.ts';

const device =
  '(?:ordi(?:nateur)?s?|pc|portables?|telephones?|tel|smartphone|mobile|tablette|laptop|computer|phone|cell ?phone|ipad|iphone|tablet|device|badge|sac|bag)';
const secret = '(?:mots? de passe|mdp|passwords?|pwd|pass|identifiants?|codes?|credentials|login)';
const account = '(?:comptes?|acces|accounts?|access|profile?)';
const relative = '(?:collegues?|collaborat\\w+|chef\\w*|patronn?e?|manager|direct\\w+|assistante?|colleagues?|co ?worker|team ?mate|boss|friend|membre|member)';

/** «Pourquoi moi ?», of a request or an e-mail. */
export const asksWhyMe =
  /^(?:(?:mais|et|but|and|euh) )*(?:pourquoi (?:c est (?:a )?)?(?:tombe sur )?moi|why (?:is it )?me|pourquoi (?:je recois|j ai recu|ai je recu) cette demande|why (?:did i|do i|am i) (?:get|receive|getting|receiving) this request)$/;
/** “Is this company real”, «qui est cette Sonia»: whether to trust somebody, who is not the bot. */
export const doubts =
  /^(?:(?:mais|et|but|and|euh) )*(?:(?:is|are) (?:this|that|these|the) (?:company|person|client|people|firm|request) (?:real|genuine|legit\w*|serious)|(?:does|do) (?:this|that|the) (?:company|person|firm|client) (?:really )?exist|(?:est ce que )?(?:cette|la) (?:societe|entreprise|personne|demande) (?:existe|est (?:vraie|reelle|serieuse))(?: vraiment)?|(?:qui est|c est qui|qui c est|who is|who s|whos) (?!(?:you|tu|toi|vous|ce|le|la|l|guichet|this|that|it|there|behind|responsible|in|my|mon|ma|mes|notre|our|the|a|un|une|asking|going|ton|votre|your|derriere)\b)(?:(?:cette|ce) )?[a-z]{2,}(?: [a-z]{2,}){0,2}|qui est (?:cette|ce) [a-z]{2,})$/;

/** What is told, by its words without accents and signs; what it leads on to; and wishes that are answered by it all the same. */
const told: readonly (readonly [Plight, RegExp, readonly Procedure[], ReadonlySet<Procedure>?])[] = [
  [
    'death',
    new RegExp(
      `\\b(?:decedee?s?|deces de|nous a quittes|passed away)\\b|\\b${relative}\\b.{0,30}\\b(?:est morte?|died|is dead)\\b|\\bdeath of .*\\b${relative}\\b`,
    ),
    [],
    new Set(['support', 'addUser', 'reset']),
  ],
  [
    'stolen',
    new RegExp(
      `\\b(?:volee?s?|perdue?|egaree?|derobee?) (?:mon|ma|mes|notre|l|le|la|son|sa)(?: \\w+)? ${device}\\b|\\b${device}\\b.{0,24}\\b(?:volee?s?|perdue?s?|derobee?s?|stolen|lost|missing|nicked|gone missing)\\b|\\b(?:stole|lost|nicked|mislaid|left) (?:my|our|the)(?: \\w+)? ${device}\\b`,
    ),
    ['changePassword', 'reset', 'twoFactor'],
    new Set(['support']),
  ],
  [
    'leaked',
    new RegExp(
      `\\b(?:donnee?s?|envoyee?s?|communiquee?s?|transmise?s?|partagee?s?|dite?s?|file|montree?|divulguee?s?) (?:\\w+ ){0,2}(?:mon|mes|le|un) ${secret}(?: \\w+){0,3} (?:a|au|aux|par|avec|sur|dans)\\b|\\b(?:gave|given|sent|shared|told|showed|leaked|disclosed) (?:\\w+ ){0,2}(?:my|a|the) (?:\\w+ )?${secret}(?: \\w+){0,3} (?:to|with|by|on|in|away)\\b|\\b(?:gave|told|sent|showed) (?:someone|somebody|a \\w+|him|her|them|the \\w+) my (?:\\w+ )?${secret}\\b|\\b${secret} (?:\\w+ ){0,2}(?:a fuite|ont fuite|fuite|leaked|got out)\\b`,
    ),
    ['changePassword', 'reset'],
    new Set(['support', 'reset']),
  ],
  [
    'disabled',
    new RegExp(
      `\\b${account}\\b.{0,40}\\b(?:desactivee?s?|disabled|deactivated|suspendue?s?|suspended|fermee? par|cloture)\\b|\\b(?:desactivee?|disabled|deactivated|suspended)\\b.{0,20}\\b${account}\\b`,
    ),
    [],
    new Set(['support', 'unlock', 'reset', 'signUp']),
  ],
  [
    'inactive',
    new RegExp(
      `\\b${account}\\b.{0,30}\\b(?:(?:pas|jamais|toujours pas|pas encore) (?:ete )?(?:encore )?(?:activee?s?|actifs?|actives?|valide)|inactifs?|inactives?|(?:not|isn t|isnt|never|wasn t|hasn t been)(?: been)?(?: yet)? (?:activated|active|enabled)|inactive)\\b`,
    ),
    ['signUp', 'myRequests', 'reset'],
    new Set(['support', 'signUp', 'reset', 'unlock']),
  ],
  [
    'noEntry',
    /^(?:(?:j ai )?(?:une? )?(?:erreur|error|code|http|message) )*40[13]\b|\b(?:erreur|error|http) 40[13]\b|\b(?:acces (?:\w+ )?(?:refuse|interdit|non autorise)|access (?:is |was )?(?:denied|refused|forbidden)|forbidden|(?:pas|not|non) (?:autorisee?|authori[sz]ed|habilitee?)|unauthori[sz]ed|permission denied)\b/,
    ['enroll', 'myRequests'],
    new Set(['support', 'reset', 'signUp', 'decide', 'myRequests']),
  ],
  ['whyMe', asksWhyMe, ['decide']],
  ['stranger', doubts, []],
  [
    'outage',
    /\b(?:(?:y a|ya|une|des|en|de) pannes?|est (?:ce que )?(?:hs|down|tombee?|par terre|indisponible)|hs|(?:is|are|be|it s) (?:\w+ ){0,2}(?:down|offline)|outages?|maintenance en cours|en maintenance|under maintenance)\b/,
    [],
    new Set(['support']),
  ],
];

/** What helps at a step as a complaint does: it is about what is under way. */
const ofStep: ReadonlySet<Plight> = new Set<Plight>(['inactive', 'noEntry', 'outage']);

/** Theft, leaks, a death, an outage, an account that is disabled, and what else people tell that is no wish (TALK-2, TALK-4). */
export const plightIn: Question = async (said) => {
  const { text, current, field, dc, intent } = said;
  const words = wordsOf(text).join(' ');
  const begun = startedBy(intent);
  const found = told.find(([, says, , also]) => says.test(words) && (begun === undefined || also?.has(begun)));
  const isAnswer = field !== undefined && (isOpenQuestion(field.input) || /^\d+$/.test(words));
  if (!found || isAnswer || words.split(' ').length > mostWords) return false;
  const [plight, , leads] = found;
  // Who loses the phone at the card of the second factor is told there how to get in without it.
  if (plight === 'stolen' && current?.dialog.flow.procedure === 'twoFactor') return false;
  if (current && plight === 'whyMe') return await current.dialog.follows(dc, 'why', text);
  if (current && ofStep.has(plight) && (await current.dialog.follows(dc, 'complaint'))) return true;
  return await showPlight(said, plight, leads);
};

/** Longer messages tell more than that, in words. */
const mostWords = 30;

/** Answers what was told, with what leads on from it where the portal has it. */
export async function showPlight(said: Said, plight: Plight, leads: readonly Procedure[] = []): Promise<true> {
  const { turn, intent } = said;
  if (intent.portal !== undefined) turn.memory.portal = intent.portal;
  const around = aroundIn(said);
  const nearest = leads.filter((each) => around.portal === undefined || isList(each) || offers(around.portal, each));
  await turn.show(plightCard(turn.t, plight, { ...around, nearest }));
  return true;
}
