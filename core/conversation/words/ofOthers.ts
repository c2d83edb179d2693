import { isEverydayWord } from './known.ts';

/** Somebody near: «ma collègue», “one of my coworkers”. Clients are invited, and «le responsable» is often an approver: neither is meant. */
const near =
  '(?:(?:mon|ma|une?|notre|nos|cette?|my|our|an?|one of (?:my|our|the)) (?:(?:nouvelle?|nouveau|ancien(?:ne)?|petite?|new|old|former) )?(?:collegues?|collaborat(?:eur|rice)|patronn?e?|chef(?:fe)?|boss|responsable|manageu?r|direct(?:eur|rice|or)|stagiaire|assistante?|adjointe?|secretaire|comptable|alternante?|apprentie?|equipi(?:er|ere)|binome|mari|femme|epou(?:se|x)|conjointe?|pere|mere|fils|fille|frere|soeur|cop(?:ain|ine)|amie?|voisine?|employee?|salariee?|colleagues?|co ?workers?|team ?mate|superior|deputy|chief|intern|trainee|secretary|accountant|apprentice|wife|husband|partner|mother|father|mum|mom|dad|son|daughter|brother|sister|friend|neighbou?r)(?: [a-z]{3,})?)';

const things =
  '(?:mots? de passe|mdp|compte|identifiants?|codes?(?: d acces)?|acces|login|nom d utilisateur|password|passcode|pwd|account|username|user name|log ?in)';

/** What has befallen somebody, be it a person or an account. */
const trouble =
  '(?:oublie\\w*|perdue?|egare\\w*|bloque\\w*|verrouille\\w*|coincee?|(?:arrive\\w*|peu(?:t|vent)|parvien\\w*|reussit) (?:pas|plus|toujours pas)|(?:rien|pas|jamais|aucun) (?:recue?|eu)|recoit (?:rien|pas|plus|jamais)|souvient (?:pas|plus)|rappelle (?:pas|plus)|(?:connait|sait) (?:pas|plus)|expiree?|forgot(?:ten)?|lost|mislaid|can ?t|cannot|could ?n ?t|unable|locked|blocked|stuck|(?:didn ?t|did not|hasn ?t|has not|never) (?:get|got|gotten|receive|received|had)|(?:got|received) nothing|expired|(?:doesn ?t|does not) (?:know|remember))';
/** The same that only people do: «il est expiré» may be a link. */
const ofPeople =
  '(?:oublie\\w*|perdu son|egare\\w* son|(?:arrive|parvient|reussit) (?:pas|plus|toujours pas) (?:a|de)|peut (?:pas|plus) (?:se|y|s|entrer)|(?:rien|pas|jamais) (?:recue?|eu (?:le|de|d|son))|recoit (?:rien|pas|plus)|souvient (?:pas|plus)|rappelle (?:pas|plus)|connait (?:pas|plus)|forgot(?:ten)?|lost h|can ?t (?:log|sign|get|find|remember|open|connect)|cannot (?:log|sign|get|find|remember|open|connect)|is (?:locked|blocked) out|(?:didn ?t|did not|hasn ?t|has not|never) (?:get|got|gotten|receive|received)|(?:got|received) nothing)';
/** What somebody is quoted to say of it. */
const quotedOf =
  '(?:expiree?|perime|bloque\\w*|verrouille\\w*|refuse\\w*|invalide|marche|fonctionne|recu|arrive|expired|locked|blocked|refused|rejected|wrong|invalid|work\\w*|got|receive\\w*|arrived?)';
const quoted = `(?:dit|me dit|m a dit|says?|said|tells? me|told me)(?: \\w+){0,6} ${quotedOf}`;

/** Not across a word with which the speaker begins to speak of themselves. */
const then = '(?: (?!(?:je|j|i|moi|me)\\b)\\w+){0,5}? ';
const somebodyIs = new RegExp(`\\b${near}${then}(?:${trouble}|${quoted})\\b|\\b${trouble}${then}${near}\\s*$`);
// «Il me dit que le lien est expiré»: so does a page.
const theyAre = new RegExp(`\\b(?:(?:elle|il|she|he)${then}${ofPeople}|(?:elle|she|he)${then}${quoted}|il dit que (?:son|sa|ses) .*${quotedOf})\\b`);
const forThem = new RegExp(
  `\\b(?:(?:c est|c etait|je (?:le |la )?(?:fais|demande|ecris)(?: ca| cela)?|(?:fais|faites) le|it (?:s|is)|its|this is|do (?:it|this|that)|i (?:m|am) (?:asking|doing)(?: it| this)?|asking) (?:pour|for)|pour le compte d[eu]?|a la place de|au nom de|on behalf of|instead of) ${near}\\b`,
);
const deed =
  '(?:quels?|c est quoi|donne\\w*|connaitre|savoir|retrouver|(?:de)?bloqu\\w*|(?:de)?verrouill\\w*|reinitialis\\w*|reset|oublie\\w*|perdu|chang\\w*|what|give|tell|unlock\\w*|unblock\\w*|lock\\w*|block\\w*|forgot\\w*|lost|recover|find|set)';
const deeds = new RegExp(`\\b${deed}\\b`);
const ofNear = new RegExp(`\\b${things} (?:d|de|du|of) ${near}|\\b${near} s ${things}\\b|\\b(?:his|her) (?:\\w+ )?${things}\\b`);
const ofName = new RegExp(
  `\\b${things} (?:d|de|of) (\\p{L}[\\p{L}\\d]{2,})(?: (\\p{L}{2,}))?(?:$| (?:est|s est|a ete|svp|stp|please|is|has been)\\b)|\\b(\\p{L}[\\p{L}\\d]{2,}) s ${things}\\b`,
  'u',
);

/** What is one's own after all, or about what was asked for, or about a misuse. */
const elsewise = new RegExp(
  `\\b(?:mon|mes|my|own) (?:\\w+ )?${things}\\b|\\b(?:demandes?|requests?|invit\\w*|catalog\\w*|supprim\\w*|retir\\w*|delete|remove|ajout\\w*|add|connait (?:mon|mes)|knows my|uses?|used|utilise\\w*|saw|(?:on|quelqu un|some(?:one|body)) (?:a|has) (?:change|modifie)\\w*|vole\\w*|stole\\w*|pirat\\w*|hack\\w*)\\b`,
);

/**
 * Whether a message is about somebody else's account: «ma collègue a oublié son mot de passe», “she says the link expired”, “what is bruno’s password”. `said`: its
 * words; `isPlace`: whether a word names something that is no person.
 */
export function isOfOthers(said: readonly string[], isPlace: (word: string) => boolean): boolean {
  const text = said.join(' ');
  if (elsewise.test(text)) return false;
  if (somebodyIs.test(text) || theyAre.test(text) || forThem.test(text)) return true;
  if (!deeds.test(text)) return false;
  if (ofNear.test(text)) return true;
  const [, first, more, owner] = ofName.exec(text) ?? [];
  // «The octopus password of bleroy» gives a user name of that portal, which the card shows to be confirmed (TALK-6).
  if (first !== undefined && more === undefined && said.some(isPlace)) return false;
  return [first ?? owner, more].every((word, at) => (word === undefined ? at > 0 : !isEverydayWord(word) && !isPlace(word)));
}
