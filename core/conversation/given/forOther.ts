import { wordings } from '../../foundation/i18n.ts';
import { bareName } from '../../foundation/pasted.ts';
import { type Portal, packOf } from '../../portal/index.ts';
import { isEverydayWord, isKnownWord } from '../words/known.ts';
import { wordsOf } from '../words/read.ts';
import { isOfPortal } from './named.ts';
import { capitalised, type Name } from './people.ts';

/** How a message asks for somebody else: it prepares an arrival, or asks for something «pour Léa». */
export type ForOther = { readonly arrival: boolean; readonly name: Name | undefined };

/** Somebody who arrives, or is new. */
const arriving =
  /(?<!\p{L})(?:(?:l['’]\s?|une? |d['’]\s?)?(?:arriv[ée]{1,2}e?|venue|int[ée]gration|accueil|embauche|onboarding) (?:(?:à|en|au|chez|dans|le|lundi|mardi|mercredi|jeudi|vendredi) (?:la |le |l['’])?[\p{L}\d]+ ){0,2}(?:de |d['’]\s?)|(?:onboarding|arrival|joining) (?:of |for )|onboard )/iu;
const arrivalOf = /([\p{L}\p{M}'’-]+(?: [\p{L}\p{M}-]+){0,2})['’]s? (?:arrival|onboarding|first day|start)(?!\p{L})/iu;
const arrives = /((?:\p{Lu}[\p{L}\p{M}'’-]+ ){1,3})(?:arrive|commence|débute|nous rejoint|rejoint|starts|joins|arrives)(?!\p{L})/u;
/** Who is welcomed: «j’accueille Jean de La Tour», “please set up Paul Durand”. */
const welcomes =
  /(?<!\p{L})(?:accueill\p{L}*\s+|welcom\p{L}*\s+|set up\s+|get (?:everything|it all|things) ready for\s+|get\s+(?=.*\sready(?!\p{L}))|(?:acc[èe]s|droits|access|rights)\s+(?:de\s+|d['’]|pour\s+|of\s+|for\s+))(?=\p{Lu}\p{Ll})/u;
const prepares =
  /(?<!\p{L})(?:pr[ée]par|pr[ée]voi[rstz]|organis|accueil|welcom|onboard|prepar|arrang|set up|get (?:\p{L}+ )?(?:\p{L}+ )?ready|request|demand|ask)/iu;
const asks = /(?<!\p{L})(?:demand|veux|voudrai|faut|faudrait|besoin|donn|obtenir|ouvr|ask|request|need|want|get|give|order|access|acc[èe]s)/iu;
const forSomebody = /(?<!\p{L})(?:pour|for)\s+(?!ça|cela|moi|nous|me(?!\p{L})|us(?!\p{L})|it(?!\p{L}))/iu;
/** Somebody who is not named, but is somebody else. */
const aColleague =
  /(?<!\p{L})(?:pour|for)\s+(?:mon|ma|notre|un|une|le|la|my|our|a|an|the|one of my|l['’])\s?(?:nouve(?:l|au|lle)\s|new\s|futur\p{L}*\s)?(?:coll[èe]gue|collaborat\p{L}+|stagiaire|altern\p{L}+|arrivant\p{L}*|recrue|[ée]quipi\p{L}+|subordonn\p{L}+|colleague|team\s?mate|intern|newcomer|new hire|joiner|hire|apprentice|assistant\p{L}*|report)(?!\p{L})/iu;

const stops =
  /^(?:à|a|au|aux|en|dans|chez|sur|le|la|les|l|pour|du|de|des|d|et|in|at|on|to|from|next|the|and|with|avec|as|our|my|son|sa|svp|stp|please|demain|tomorrow|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/iu;

/** What stands before a name: «notre nouvelle comptable Inès N’Diaye», “our new intern Paul”. */
const office = /^(?:notre|nos|mon|ma|une?|la|le|l['’]|our|my|a|the)\s*(?:\p{Ll}[\p{Ll}'’-]*\s+){0,3}(?=\p{Lu}\p{Ll})/u;
/** What stands within one: «Jean de La Tour», «Marie-Claude Le Goff». */
const particle = /^(?:de|du|des|la|le|les|van|von|der|den|di|da|ben|el|al)$/iu;

/** A name at the beginning of a text, at most of three words and what stands between them; in small letters too, but for words of the language. */
function nameAt(text: string, portals: readonly Portal[], small: boolean): Name | undefined {
  const words: string[] = [];
  let between = '';
  const said = text.trim().replace(office, '').split(/\s+/).slice(0, 6);
  for (const [at, word] of said.entries()) {
    const bare = word.replace(/[,.;:!?)»”"]+$/u, '');
    const isCapital = /^\p{Lu}/u.test(bare);
    const follows = said.slice(at + 1).find((next) => !particle.test(next)) ?? '';
    if (words.length === 1 && bare === word && particle.test(bare) && /^\p{Lu}\p{Ll}/u.test(follows) && !isOfPortal(follows, portals)) {
      between += `${bare} `;
      continue;
    }
    const isWord =
      stops.test(bare) ||
      !/^[\p{L}\p{M}'’-]+$/u.test(bare) ||
      isOfPortal(bare, portals) ||
      (!isCapital && (!small || isKnownWord(bare) || isEverydayWord(bare)));
    if (isWord || words.length === 3) break;
    words.push(between + (isCapital ? bare : capitalised(bare)));
    between = '';
    if (bare !== word) break;
  }
  const [givenName, ...rest] = words;
  return givenName === undefined ? undefined : { givenName: bareName(givenName), familyName: bareName(rest.join(' ')) };
}

/** Whether a message asks for something for somebody else, and for whom. `wants`: it names something that can be asked for. */
export function forOtherIn(text: string, portals: readonly Portal[], wants: boolean): ForOther | undefined {
  const arrival = arriving.exec(text);
  if (arrival && prepares.test(text)) return { arrival: true, name: nameAt(text.slice(arrival.index + arrival[0].length), portals, true) };
  const of = arrivalOf.exec(text);
  if (of && prepares.test(text)) {
    // «Please prepare Paul Durand's arrival»: the name is the capitals before it.
    const words = (of[1] ?? '').split(' ');
    const begins = words.findLastIndex((word) => !/^\p{Lu}/u.test(word) || prepares.test(word)) + 1;
    return { arrival: true, name: nameAt(words.slice(begins).join(' '), portals, true) };
  }
  const who = arrives.exec(text);
  if (who && /pr[ée]par|prepar|arrang|get ready|set up/iu.test(text)) return { arrival: true, name: nameAt(who[1] ?? '', portals, false) };
  const guest = welcomes.exec(text);
  if (guest && wants && prepares.test(text)) return { arrival: true, name: nameAt(text.slice(guest.index + guest[0].length), portals, false) };
  if (!wants || !asks.test(text)) return undefined;
  if (aColleague.test(text)) return { arrival: false, name: nameAt(text.replace(aColleague, '\u0000').split('\u0000')[1] ?? '', portals, false) };
  for (const cue of text.matchAll(new RegExp(forSomebody, 'giu'))) {
    const name = nameAt(text.slice(cue.index + cue[0].length), portals, false);
    if (name) return { arrival: false, name };
  }
  return undefined;
}

/** Whether a message prepares somebody's arrival, or asks for something for somebody else. */
export const asksForOther = (text: string, portals: readonly Portal[]): boolean => forOtherIn(text, portals, true) !== undefined;

/** «Non, c’est pour Paul», “not for me, it’s for Paul”. */
const notForMe =
  /^\s*(?:(?:non|no)[\s,.!:]+|(?:(?:ce n['’]est|c['’ ]?est|it['’ ]?s|it is)\s+)?(?:pas|not) (?:pour|for) (?:moi|me)[\s,.!:]+(?:(?:mais|but) )?)+(?:(?:en fait|actually)[\s,]+)?(?:(?:c['’ ]?est|it['’ ]?s|it is)\s+)?(?:pour|for)\s+(?=\p{Lu})/iu;

/** Whom a message names in one's own place, in the middle of one's own request: it prepares an arrival, or says for whom it is. */
export function insteadOfMe(text: string, portals: readonly Portal[]): ForOther | undefined {
  const prepared = forOtherIn(text, portals, false);
  if (prepared?.arrival) return prepared;
  const said = notForMe.exec(text);
  const name = said ? nameAt(text.slice(said[0].length), portals, false) : undefined;
  return name && { arrival: false, name };
}

/** The pack that a message names, and its portal. */
export function packIn(text: string, portals: readonly Portal[]): { readonly portal: string; readonly pack: string } | undefined {
  const said = ` ${wordsOf(text).join(' ')} `;
  const named = portals.flatMap((portal) =>
    portal.packs.flatMap(({ id, name, words }) => {
      const labels = [...wordings(name), ...words].map((label) => wordsOf(label).join(' '));
      const found = labels.filter((label) => label !== '' && said.includes(` ${label} `)).toSorted((one, other) => other.length - one.length);
      return found[0] === undefined ? [] : [{ portal: portal.id, pack: id, size: found[0].length }];
    }),
  );
  const [best] = named.toSorted((one, other) => other.size - one.size);
  return best && packOf(portals.find(({ id }) => id === best.portal) ?? { packs: [] }, best.pack) ? { portal: best.portal, pack: best.pack } : undefined;
}
