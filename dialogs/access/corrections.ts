import { untilIn } from '../../core/conversation/index.ts';
import { portalOf } from '../moves.ts';
import type { Hearing } from '../steps.ts';
import type { Turn } from '../turn.ts';

/** What can be put right of a request before it is sent. Days are written as `2026-11-23`; empty: none. */
type Draft = { readonly portal: string; readonly until: string; readonly openEnd: string; readonly justification: string };

const changing = String.raw`(?:chang|modif|corrig|rectif|remplac|mets|mettez|mettre|repouss|avanc|set|mak|mov|put|replac|fix)\p{L}*`;
const its = "(?:la |le |l['’]|ma |the |my )?";

/** «Change la date pour le …», “make the end date …”. */
const otherEnd = new RegExp(
  String.raw`(?<!\p{L})${changing}\s+${its}(?:date|fin|[ée]ch[ée]ance|dernier jour|end|last day)(?: de fin| d['’][ée]ch[ée]ance| date)?\s*(?:pour|par|au|[àa]|en|to|for|on|:)?\s*(?:le |the )?`,
  'iu',
);
/** «Pas de date de fin», “remove the end date”. */
const noEnd =
  /^(?:(?:non|no|finalement|actually)[\s,]+)?(?:(?:pas|plus|sans|aucune?|no|without)\s+(?:de\s+|d['’])?|(?:enl[eè]v|retir|supprim|effac|remov|drop|clear)\p{L}*\s+(?:la\s+|the\s+|my\s+)?)(?:date(?: de fin| limite)?|[ée]ch[ée]ance|end(?: date)?|limite)(?:\s+(?:de|d['’]).{0,20}|\s+(?:finalement|actually|svp|please))?[\s.!]*$/iu;
/** «Change la raison : …», “replace the reason with …”. */
const otherReason = new RegExp(
  String.raw`^(?:(?:non|no|finalement|actually)[\s,]+)?${changing}\s+${its}(?:raison|justification|motif|reason|why)\s*(?:[,:]|par|pour(?= :)|en|to|with|by)?\s*`,
  'iu',
);

/** Sentences that put a request right before it is sent: its last day, no last day, its reason. `to`: the step whose card shows it. */
export const corrections = <D extends Draft>(to: string): Hearing<D>[] => [
  { says: noEnd, does: async (_turn, given) => ({ to, data: { ...given, until: '', openEnd: '' } }) },
  {
    says: otherEnd,
    does: async (turn: Turn, given, text) => {
      const [said = ''] = otherEnd.exec(text) ?? [];
      const day = text.slice(text.indexOf(said) + said.length);
      const written = { now: turn.now, timeZone: turn.memory.zone ?? portalOf(turn, given).timeZone };
      const until = untilIn(`jusqu’au ${day}`, written) ?? untilIn(`until ${day}`, written);
      return until === undefined ? undefined : { to, data: { ...given, until, openEnd: '' } };
    },
  },
  {
    says: otherReason,
    does: async (_turn, given, text) => {
      const justification = text.replace(otherReason, '').trim();
      return justification === '' ? undefined : { to, data: { ...given, justification } };
    },
  },
];
