import { prose } from '../../core/foundation/prose.ts';

/** What a sentence makes of the text of a letter; `empty`: nothing is written yet, `missing`: not what it names. */
export type Edited = { readonly how: 'out' | 'replaced'; readonly text: string } | 'empty' | 'missing';

const before =
  /^\s*(?:(?:non|no|nan|oh|ah|euh|mais|but|attends|attendez|attend|wait|hang on|stop|oups|oops|finalement|en fait|actually|ok|oui|yes|please|svp|stp|can you|could you|(?:tu peux|vous pouvez|peux-tu|pouvez-vous))[\s,.!:;]+)*/iu;
const after = /[\s,.!]*(?:(?:svp|stp|s['’]il (?:te|vous) pla[îi]t|please|finalement|actually|merci|thanks)[\s,.!]*)*$/iu;

const unit = `(?:phrase|ligne|remarque|partie|mot|bout|sentence|line|remark|part|bit|word|one|thing)`;
const whole =
  /^(?:tout(?: (?:ça|cela|le texte|ce que .*))?|all(?: of (?:it|that))?|everything|(?:ce que j['’ ]?ai|what (?:i['’]ve|i(?: have)?)) (?!just).*|(?:le|mon|ce|the|my|this) (?:texte|message|commentaire|mot|text|message|comment|note|lettre|letter))$/iu;
const last = new RegExp(
  `^(?:ça|cela|ceci|ca|la|le|it|that|this|moi ça|(?:la |le |cette |the |that |this |my |ma )?(?:derni[eè]re?|last)(?: ${unit})?|(?:cette|that|this) ${unit}|ce que je viens .*|what i(?:['’]ve| have)? just .*)$`,
  'iu',
);
const first = new RegExp(`^(?:la |le |the )?(?:premi[eè]re?|first) ${unit}$`, 'iu');
const quoted = /^(?:(?:la partie|le passage|the part|the bit) (?:sur|avec|qui dit|about|with|that says) )?[«"“']\s*(.+?)\s*[»"”']$/u;

const takingOut =
  /^(?:enl[eè]v|retir|supprim|effac|[oô]t|vid|oubli|ignor|laiss\p{L}* tomb|remov|delet|eras|clear|scrap|scratch|drop|take out|get rid of|undo|forget)\p{L}*(?:[- ](?=\p{L}|[«"“']))?/iu;
/** Said alone, these clear the field, and these take back what was written last. */
const clears = /^(?:effac|vid|eras)e[rz]?$|^clear$/iu;
const takesBack = /^(?:enl[eè]ve|retire|supprime|remove|delete)[rz]?$|^undo$/iu;
/** «Oublie ça» lets the whole letter be. */
const letsBe = /^(?:oubli|ignor|laiss|forget)\p{L}*(?: tomber)?[- ](?:ça|cela|le|la|tout|it|that|this|all|everything)$/iu;

const putting =
  /^(?:remplac|replac|chang|corrig|modifi)\p{L}*[- ]?(?<old>.*?)\s*(?:(?<!\p{L})(?:par|with|by|to|en)(?!\p{L})\s*:?|:)\s*(?<text>\S.*)$|^(?:mets|mettez|[ée]cris|[ée]crivez|note|notez|put|write|say|make (?:it|that)|dis|dites)[- ](?:(?:leur|them)[- ])?(?:plut[oô]t|instead|rather)\s*:?\s*(?<instead>\S.*)$/isu;

/**
 * The text of a letter once a sentence has taken something out of it or put something in its place («enlève la dernière phrase», “replace it with …”).
 * Undefined where the sentence is about something else, as «supprimez mon compte» is. What was written at a time is one line.
 */
export function edited(comment: string, sentence: string): Edited | undefined {
  const said = sentence
    .replace(before, '')
    .replace(after, '')
    .replace(/^take (it|that|this) out$/iu, 'remove $1');
  const { old = '', text, instead } = putting.exec(said)?.groups ?? {};
  const put = text ?? instead;
  // «Mets plutôt lundi» says what, and not where.
  if (instead !== undefined && instead.split(/\s+/).length < shortestLine) return undefined;
  if (put !== undefined) return replaced(comment, old.trim(), bare(put)) ?? (/^r[eé]?mplac|^replac/iu.test(said) ? 'missing' : undefined);
  const [verb] = takingOut.exec(said) ?? [];
  if (verb === undefined || letsBe.test(said)) return undefined;
  const what = takesBack.test(said) ? 'ça' : said.slice(verb.length).trim();
  const rest = clears.test(said) || whole.test(what) ? '' : without(comment, what);
  return rest === undefined ? undefined : comment === '' ? 'empty' : { how: 'out', text: rest };
}

function replaced(comment: string, old: string, put: string): Edited | undefined {
  const at = old.length < shortest ? -1 : comment.toLowerCase().indexOf(bare(old).toLowerCase());
  const cut = at >= 0 ? `${comment.slice(0, at)}${put}${comment.slice(at + bare(old).length)}` : undefined;
  const rest = whole.test(old) ? '' : without(comment, old === '' ? 'ça' : old);
  const text = cut ?? (rest === undefined ? undefined : first.test(old) ? `${put}\n${rest}` : `${rest}\n${put}`);
  return text === undefined ? undefined : { how: 'replaced', text: prose(text.trim()) };
}

/** The text without a part of it that is named; undefined where none is. */
function without(comment: string, what: string): string | undefined {
  const lines = comment.split('\n');
  if (first.test(what)) return lines.slice(1).join('\n');
  if (last.test(what)) {
    const sentences = (lines.at(-1) ?? '').split(/(?<=[.!?…])\s+/u);
    const isOne = sentences.length === 1 || !/phrase|sentence/iu.test(what);
    return [...lines.slice(0, -1), ...(isOne ? [] : [sentences.slice(0, -1).join(' ')])].join('\n');
  }
  const [, part] = quoted.exec(what) ?? [];
  const at = part === undefined ? -1 : comment.toLowerCase().indexOf(part.toLowerCase());
  return part === undefined || at < 0 ? undefined : `${comment.slice(0, at)}${comment.slice(at + part.length)}`.replace(/ {2,}/g, ' ').trim();
}

const bare = (text: string): string => text.trim().replace(/^[«"“']\s*|\s*[»"”']$/gu, '');

/** In words. */
const shortestLine = 4;
/** In characters: a part that is replaced. */
const shortest = 2;
