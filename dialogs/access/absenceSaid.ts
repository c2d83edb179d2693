import { isEverydayWord } from '../../core/conversation/index.ts';
import { type Question, startedBy } from '../conversation/said.ts';
import { heldIn, saysAway } from './absence.ts';

/** What need not be said again where the card for an absence is in front, and how a day is said that is the first, or the last. */
const wording = {
  fr: { away: 'je suis absent', from: 'à partir du ', to: 'jusqu’au ' },
  en: { away: 'I am away', from: 'from ', to: 'until ' },
} as const;

/** The labels of the two days. */
const first = /^\W*(?:(?:le |mon |the |my )?(?:premier jour|first day)|d[ée]but|start)\s*(?:[:=]|c['’]est|est|is|le|the|on)?\s*(?:le |the )?/iu;
const last = /^\W*(?:(?:le |mon |the |my )?(?:dernier jour|last day)|fin|retour|end)\s*(?:[:=]|c['’]est|est|is|le|the|on)?\s*(?:le |the )?/iu;
const begins = /(?<!\p{L})(?:du|de|d[èe]s|[àa] partir|from|starting|aujourd|today)(?!\p{L})/iu;
const ends = /(?<!\p{L})(?:jusqu|until|till|through)/iu;

/** Days, a name or an address, where the card that asks for an absence is in front: beside what the card holds already (GOV-2, TALK-11). */
export const absenceIn: Question = async ({ turn, text, given, intent }) => {
  const held = heldIn(turn);
  if (!held) return false;
  const { away, from, to } = wording[turn.t.locale];
  const written = text.replace(first, from).replace(last, to);
  const said = given(`${away} ${written}`);
  const days = daysIn(written, said.away ?? {}, held);
  // Days alone may come near what somebody else is to decide.
  const isElse = ![undefined, 'decide'].includes(startedBy(intent)) || intent.mood !== undefined;
  const [person] = said.people;
  if (notThem.test(text)) {
    await saysAway(turn, { ...said, people: [], away: { ...held, delegate: '' } });
    return true;
  }
  const delegate =
    person?.email ?? said.away?.delegate ?? (isElse || intent.followUp !== undefined ? undefined : nameIn(days ? (text.split(',')[1] ?? '') : text));
  if ((!days && delegate === undefined) || (isElse && person === undefined && !(days && written !== text))) return false;
  await saysAway(turn, { ...said, people: [], away: { ...held, ...days, ...(delegate !== undefined && { delegate }) } });
  return true;
};

type Days = { readonly from?: string | undefined; readonly to?: string | undefined };

/** The days that are said. One alone could be either, unless it is said which, or the card has the first already. */
function daysIn(text: string, { from, to }: Days, held: Days): Days | undefined {
  if (from === undefined && to === undefined) return undefined;
  // «Jusqu’au 20» begins when the card says.
  if (ends.test(text) && !begins.test(text)) return { to, from: held.from ?? from };
  if (from !== to) return { from: from ?? held.from, to: to ?? held.to };
  return held.from !== undefined && held.to === undefined ? { to } : undefined;
}

/** «Finalement c’est Nadia», “Hugo”: a name, and what may stand around it. */
function nameIn(text: string): string | undefined {
  const bare = text.replace(around, '').replace(/[\s,]+(?:plut[oô]t|finalement|instead|rather|please|svp|stp)?[\s.!]*$/iu, '');
  const words = bare.split(/\s+/).filter(Boolean);
  const isName = words.length > 0 && words.length <= longestName && words.every((word) => /^\p{L}[\p{L}\p{M}'’-]+$/u.test(word));
  return isName && words.every((word) => /^\p{Lu}/u.test(word) || !isEverydayWord(word)) ? bare : undefined;
}
const around =
  /^(?:\s*(?:finalement|en fait|plut[oô]t|actually|rather|non|no|oui|yes|c['’]est|ce sera|[çc]a sera|it['’]s|it will be|ask|demande[rz]? [àa]|mets|put|choose|choisis|prends|pick)(?!\p{L})[\s,]*)+/iu;
/** «Pas Hugo», “not her”: somebody else is to be chosen. */
const notThem = /^\W*(?:(?:non|no)[\s,]+)?(?:pas|not)\s+[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+)?[\s.!]*$/iu;
/** In words. */
const longestName = 3;
