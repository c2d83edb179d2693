import type { Places } from './vocabulary.ts';

/** A stretch of words that is denied: from its first word to before `to`. */
export type Denied = { readonly from: number; readonly to: number };

/** Words that somebody who denies a deed wants, needs or was asked to do it with. */
const wishes = new Set(
  `veux veu veut jveux jveu jve jvoudrais jvoulais voulais voulons voulez voudrais voudrait souhaite souhaitais souhaitons desire cherche cherchais comptais compte tiens faut faudrait dois doit
  want wanted wanting wish need needed mean meant intend intended trying ask asked asking plan planning going`.split(/\s+/),
);
const french = new Set('pas pa jamais surtout aucunement nullement'.split(' '));
/** «do not», «don’t», «didn’t»: the apostrophe has parted the word. */
const negated = new Set('don dont didn didnt doesn doesnt won wont shouldn shouldnt wasn wasnt weren mustn mustnt'.split(' '));
/** What things do not do. */
const ofThings = /^(?:does|won)/;
const auxiliaries = new Set('do did does will should please must was were am m'.split(' '));
/** Deeds that somebody forbids: «annulez pas …», «on ne supprime pas …». */
const forbidden =
  /^(touch|annul|supprim|effac|chang|envoi|envoy|bloqu|desactiv|activ|retir|cre|ajout|invit|modifi|reinitialis|enlev|ferm|coup|transf|valid|refus|approuv|relanc|inscri)/;
const forbiddenInEnglish = /^(?:delet|remov|approv|reject|invit|chang|reset|creat|unlock|lock|send|add|cancel|touch|extend|clos|sign|register|activat|disabl)/;
/** What follows «don’t» where something fails rather than is refused. */
const failing = new Set(
  `working receiving getting accepting letting loading opening responding recognising recognizing going being showing seeing arriving
  know remember recall have get receive got see work works understand find recognise recognize
  open load accept let seem seems think care mind exist
  sais peux arrive marche fonctionne recois comprends vois trouve suis est ai avez avons connais souviens rappelle passe repond parviens`.split(/\s+/),
);
const pronouns = new Set('me m te t le la l les lui leur nous vous se s y en rien'.split(' '));
/** What is denied of the past: «je n’ai pas oublié», «I have not forgotten». */
const pastDeeds = new Set('oublie oubliee oublier perdu perdue egare forgotten forgot forget lost lose misplaced'.split(' '));
/** Deeds as nouns, and what is made anew. */
const deedNouns = new Set(
  'reset reinitialisation changement suppression inscription desinscription nouveau nouvel nouvelle new deletion change creation'.split(' '),
);
/** Words with which what is meant instead begins. */
const turns = new Set('mais juste seulement plutot but just only rather instead because car parce'.split(' '));
const wanting = new Set('veux voudrais souhaite want need would'.split(' '));

/** How many words say that something is not so: «pas», “not”, “isnt”, and “isn’t”, which the apostrophe has parted. */
function notAt(word: string, next: string): number {
  if (french.has(word) || ['not', 'isnt', 'wasnt', 'aint'].includes(word)) return 1;
  return ['isn', 'wasn', 'ain'].includes(word) && next === 't' ? 2 : 0;
}

/** How many words a denial reaches at most. */
const reach = 8;

/**
 * The stretches of a sentence that are denied: «je ne veux pas réinitialiser …», “please don't delete …”, «pas oublié» (TALK-1). `begins`: where
 * clauses begin. «Je ne peux pas me connecter» denies nothing: it fails.
 */
export function deniedIn(words: readonly string[], begins: ReadonlySet<number>): Denied[] {
  const at = (index: number): string => words[index] ?? '';
  const isStart = (index: number): boolean => begins.has(index) || at(index - 1) === '';
  const end = (from: number): number => {
    let to = from;
    while (to < words.length && to < from + reach && at(to) !== '' && (to === from || !begins.has(to)) && !turns.has(at(to))) {
      // «… pas oublié je veux le changer»: what is wanted begins anew.
      if (to > from && ['je', 'j', 'i'].includes(at(to)) && [1, 2].some((more) => wanting.has(at(to + more)) && !french.has(at(to + more + 1)))) break;
      to += 1;
    }
    return to;
  };
  const found: Denied[] = [];
  const deny = (from: number) => {
    if (end(from) > from) found.push({ from, to: end(from) });
  };
  words.forEach((word, index) => {
    // «(je ne) veux surtout pas …», «il ne faut pas …»
    // «mon compte» is no wish, «je compte» is one.
    const wished = wishes.has(word) && (word !== 'compte' || ['je', 'j', 'on'].includes(at(index - 1)));
    const gap = wished ? [1, 2].find((gap) => french.has(at(index + gap)) && !french.has(at(index + gap + 1))) : undefined;
    if (gap !== undefined) deny(index);
    // «pas besoin de …», «inutile de …», «no need to …», «without …»
    if ((french.has(word) && ['besoin', 'question', 'envie'].includes(at(index + 1))) || (word === 'no' && at(index + 1) === 'need')) deny(index);
    if (word === 'inutile' && ['de', 'd'].includes(at(index + 1))) deny(index + 2);
    // «il n’a jamais été question de …»
    if (word === 'jamais' && at(index + 1) === 'ete' && at(index + 2) === 'question') deny(index);
    // «aucune envie de …», «évitez de …», «pas la peine de …»
    if ((word === 'aucune' || word === 'aucun') && ['envie', 'besoin', 'intention'].includes(at(index + 1))) deny(index);
    if (/^evite/.test(word) && at(index + 1) === 'de') deny(index);
    if (word === 'pas' && at(index + 1) === 'la' && at(index + 2) === 'peine') deny(index);
    // «annulez pas ma demande», «on ne supprime pas Claire», «surtout ne touchez à rien»
    const isForbidden = forbidden.test(word) && (french.has(at(index + 1)) || (at(index + 1) === 'a' && at(index + 2) === 'rien'));
    if (
      isForbidden &&
      (isStart(index) || ['ne', 'n'].includes(at(index - 1)) || ['ne', 'n'].includes(at(index - 2))) &&
      !/^[jt]$|^(je|tu)$/.test(at(index - 2))
    )
      deny(index);
    // «c’est pas un oubli», “not a password reset”
    if (french.has(word) && ['un', 'une'].includes(at(index + 1)) && (deedNouns.has(at(index + 2)) || /^oublis?$/.test(at(index + 2)))) deny(index);
    if (word === 'not' && ['a', 'an'].includes(at(index + 1)) && [2, 3].some((more) => deedNouns.has(at(index + more)))) deny(index);
    // «pas de réinitialisation», «surtout pas de nouveau compte», “no reset”
    const after = word === 'pas' && ['de', 'd'].includes(at(index + 1)) ? 2 : word === 'no' ? 1 : undefined;
    if (after !== undefined && deedNouns.has(at(index + after)) && (isStart(index) || ['non', 'nan', 'no', 'mais', 'surtout', 'but'].includes(at(index - 1))))
      deny(index);
    // “please never delete …”
    if (word === 'never' && (isStart(index) || at(index - 1) === 'please') && forbiddenInEnglish.test(at(index + 1))) deny(index);
    // «je refuse de …», «je refuse la double authentification», “I refuse to …”
    if (word === 'refuse' && ['je', 'j', 'i'].includes(at(index - 1)) && ['de', 'd', 'que', 'to'].includes(at(index + 1))) deny(index - 1);
    if (
      word === 'refuse' &&
      ['je', 'j', 'i'].includes(at(index - 1)) &&
      [1, 2].some((more) => ['double', '2fa', 'a2f', 'mfa', 'two'].includes(at(index + more)))
    )
      deny(index - 1);
    // «ne supprime pas …», «ne me change rien», «n’envoyez pas …», at the start of a clause
    if ((word === 'ne' || word === 'n') && (isStart(index) || ['surtout', 'svp', 'stp', 'merci'].includes(at(index - 1)))) {
      let verb = index + 1;
      while (pronouns.has(at(verb))) verb += 1;
      if (
        !failing.has(at(verb)) &&
        !wishes.has(at(verb)) &&
        (french.has(at(verb + 1)) || ['rien', 'personne', 'aucun', 'aucune'].includes(at(verb + 1)) || at(index + 1) === 'pas')
      )
        deny(index);
    }
    // «surtout pas …», «pas supprimer …» at the start; «pas le catalogue» lacks something instead
    const verb = french.has(at(index + 1)) ? index + 2 : index + 1;
    if (french.has(word) && (isStart(index) || ['non', 'mais'].includes(at(index - 1))) && /(er|ir|re)$/.test(at(verb)) && !failing.has(at(verb))) deny(index);
    // “we are not creating …”
    if (word === 'not' && /ing$/.test(at(index + 1)) && !failing.has(at(index + 1))) deny(index);
    // «pas bloqué», “not locked”, “isn't locked”
    const said = notAt(word, at(index + 1));
    if (said > 0 && /^(bloque|verrouille|locked|blocked|expire)/.test(at(index + said)) && !failing.has(at(index + said))) deny(index);
    // «je n’ai pas oublié …», «pas oublié», “not forgotten”
    if ((french.has(word) || word === 'not' || word === 't' || word === 'never' || word === 'havent') && [1, 2].some((more) => pastDeeds.has(at(index + more))))
      deny(index);
    // “don't delete …”, “do not want to …”, “I didn't ask …”
    const afterNot = negated.has(word) ? index + (at(index + 1) === 't' ? 2 : 1) : auxiliaries.has(word) && at(index + 1) === 'not' ? index + 2 : undefined;
    if (afterNot === undefined || failing.has(at(afterNot))) return;
    // “Doesn’t open” fails; nobody forbids it.
    const forbids = isStart(index) && !ofThings.test(word);
    if (wishes.has(at(afterNot)) || forbids || ['please', 'you', 'and'].includes(at(index - 1)) || pastDeeds.has(at(afterNot))) deny(index);
  });
  return found;
}

/** The ideas of deeds. A denial without one («je n’en veux pas») leaves what is under way. */
const deeds = new Set(
  `RESET CHANGE SIGNUP FORGET LOSE REMOVE CLOSE INVITE ADD CREATE UNLOCK APPROVE REJECT ENROL JOIN SEND RESEND GIVE ACCEPT TALK CONTACT HUMAN TWOFACTOR
  INVITED GROUP RIGHT`.split(/\s+/),
);
/** The ideas that may be meant again by what is wanted instead. */
const things = new Set(
  'REQUEST PASSWORD USERNAME EMAIL ADDRESS ACCOUNT GROUP ORGANISATION INVITATION CODE LINK USER PERSON SOMEONE CLIENT ADDRESSEE'.split(' '),
);
/** Ideas of asking kindly, which ask for nothing beside a denial. */
const kindly = new Set('WANT WANTACCOUNT ONESELF GIVE'.split(' '));
const kindWords = new Set('please pls plz kindly stp svp merci thanks thank could would can pouvez peux'.split(' '));

const isPlace = (idea: string): boolean => idea === 'PORTAL' || idea.startsWith('at ') || idea.startsWith('perhaps ');

const isDenied = (place: number, denied: readonly Denied[]): boolean => denied.some(({ from, to }) => place >= from && place < to);

/** Whether a deed is among what is denied. */
export const deniesDeed = (said: Places, denied: readonly Denied[]): boolean =>
  [...said].some(([idea, places]) => deeds.has(idea) && places.some((place) => isDenied(place, denied)));

/**
 * A message without what it denies. What was not forgotten is remembered. `keeping`: things stay, since what is wanted instead may be about them:
 * «je ne veux pas réinitialiser mon mot de passe, je veux le changer».
 */
export function withoutDenied(said: Places, words: readonly string[], denied: readonly Denied[], { keeping }: { readonly keeping: boolean }): Places {
  const left = [...said].map(([idea, places]): [string, readonly number[]] => {
    if (isPlace(idea) || (keeping && things.has(idea))) return [idea, places];
    return [idea, places.filter((place) => !isDenied(place, denied) && !(kindly.has(idea) && kindWords.has(words[place] ?? '')))];
  });
  const remembered = (said.get('FORGET') ?? []).filter((place) => isDenied(place, denied));
  if (remembered.length > 0) left.push(['REMEMBERED', [...(said.get('REMEMBERED') ?? []), ...remembered]]);
  return new Map(left.filter(([, places]) => places.length > 0));
}
