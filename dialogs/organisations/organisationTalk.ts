import { siretIn, wordsOf } from '../../core/conversation/index.ts';
import { day } from '../../core/foundation/clock.ts';
import { parseSiret } from '../../core/foundation/siret.ts';
import { type Question, startedBy } from '../conversation/said.ts';
import type { Turn } from '../turn.ts';

/** A sentence that is answered by a text, whatever the step. */
type Told = { readonly says: RegExp; readonly does: (turn: Turn, given: object, text: string) => Promise<string | undefined> };

/** A SIREN where a SIRET is needed: nine digits alone, or called so. */
export const siren: Told = {
  says: /(?<!\p{L})siren(?!\p{L})|^[^\d@+]{0,30}(?<!\d)\d{3}[\s.]?\d{3}[\s.]?\d{3}[^\d@]{0,20}$/iu,
  does: async ({ t }, _given, text) => (siretIn(text)?.length === 14 ? undefined : t('organisation.siren')),
};

/** «C’est pas nous», of the company that was found. */
export const notUs =
  /(?<!\p{L})(?:pas (?:nous|chez nous|la n[ôo]tre|le bon|la bonne|notre (?:soci[ée]t[ée]|[ée]tablissement|entreprise))|not (?:us|ours|our (?:company|establishment)|(?:the )?right (?:one|company))|wrong (?:one|company|establishment)|mauvais(?:e)? (?:soci[ée]t[ée]|entreprise|[ée]tablissement))(?!\p{L})/iu;

/** What is wrong with a number that was said before it was asked for. */
export function wrongSiret(siret: string) {
  const read = siret === '' ? undefined : parseSiret(siret);
  return read && !read.ok ? read.refusals : [];
}

/** What people ask about an organisation that waits for its validation. */
const waiting: readonly (readonly [RegExp, 'organisation.pending.when' | 'organisation.pending.meanwhile' | 'organisation.pending.wrong'])[] = [
  [
    /(?<!\p{L})(?:(?:mauvais\p{L}*|wrong|tromp\p{L}*|faute|erreur|typo|mistake).*(?:rue|adresse|nom|ville|siret|street|address|name|city|company|soci[ée]t[ée])|(?:corrig|modif|chang|correct|edit)\p{L}*.*(?:rue|adresse|ville|siret|street|address|city|organi[sz]ation))/iu,
    'organisation.pending.wrong',
  ],
  [
    /(?<!\p{L})(?:(?:peux|puis|peut|pouvons|pourrai|can|could|may|quand|when)\p{L}*.*(?:ajout|invit|add)\p{L}*|en attendant|entre[- ]temps|d['’ ]ici l[àa]|meanwhile|in the meantime|until then|(?:use|utiliser|access|acc[ée]der).*(?:already|now|d[ée]j[àa]|maintenant))(?!\p{L})/iu,
    'organisation.pending.meanwhile',
  ],
  [
    /(?<!\p{L})(?:valid\p{L}*|en attente|pending|approv\p{L}*|approuv\p{L}*)(?!\p{L})|^\s*(?:so|alors|et alors|et donc|donc|well)\s*[?.!]*$/iu,
    'organisation.pending.when',
  ],
];

/** «C’est validé quand ?», “can I use it meanwhile”: what is told while the organisation waits; undefined where something else is said. */
export const pendingSaid = (text: string) => (wordsOf(text).length <= longest ? waiting.find(([says]) => says.test(text))?.[1] : undefined);

/** In words. */
const longest = 14;

/** The same once that card is done with. */
export const pendingIn: Question = async ({ turn, text, current, intent }) => {
  const begun = startedBy(intent);
  if (begun !== undefined && !aboutIt.has(begun)) return false;
  const { finished, decidedAt = 0 } = turn.memory;
  const isPending = !current && finished?.procedure === 'createOrganisation' && turn.now - finished.at <= day && turn.now - decidedAt > day;
  const key = isPending ? pendingSaid(text) : undefined;
  if (key === undefined) return false;
  await turn.say(turn.t(key));
  return true;
};

/** What a question about it may be read as. */
const aboutIt: ReadonlySet<string> = new Set(['addUser', 'myRequests', 'createOrganisation']);

/** The same at the card that waits for its first password. */
export const whilePending: Told = {
  says: /\p{L}/u,
  does: async ({ t }, given, text) => {
    const key = 'decided' in given && given.decided === true ? undefined : pendingSaid(text);
    return key && t(key);
  },
};
