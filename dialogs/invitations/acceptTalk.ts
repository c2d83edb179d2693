import { portalOf } from '../moves.ts';
import type { Turn } from '../turn.ts';

/** A sentence that is answered by a text, whatever the step. */
type Told = {
  readonly says: RegExp;
  readonly does: (turn: Turn, given: { readonly portal: string; readonly inviter: string }) => Promise<string | undefined>;
};

/** «Je n’ai rien demandé»: of an invitation there is no password to fear for. */
export const neverAsked: Told = {
  says: /(?<!\p{L})(?:(?:never|not|didn['’]?t|haven['’]?t) (?:ask|request|want)\p{L}*|(?:rien|pas|jamais) (?:demand|sollicit)\p{L}*|don['’]?t know (?:her|him|them|this|these)|connais pas)(?!\p{L})/iu,
  does: async ({ t }) => t('accept.unknown'),
};

/** «Qui est Sonia ?» */
export const whoInvites: Told = {
  says: /(?<!\p{L})(?:who(?:['’ ]?s| is| invited| invites)|qui (?:est|m['’]|c['’]est)|c['’ ]est qui)(?!\p{L})/iu,
  does: async (turn, given) => (given.inviter ? turn.t('accept.who', { inviter: given.inviter, ...turn.t.named(portalOf(turn, given)) }) : undefined),
};

/** The code does not come: perhaps another address was invited. */
export const notReceived: Told = {
  says: /(?<!\p{L})(?:(?:rien|pas|jamais|toujours pas|aucun) (?:re[cç]u|eu|de (?:code|mail)|code|mail)\p{L}*|(?:no|didn['’]?t (?:get|receive)|haven['’]?t (?:got|received|had)|not received|never (?:got|received|came|arrived)) ?(?:a |the |any |it|code|mail|email|anything)*|nothing (?:yet|came|arrived|received)|still nothing)(?!\p{L})/iu,
  does: async ({ t }) => t('accept.notReceived'),
};

/** “I’d rather not”. */
export const unwilling =
  /(?<!\p{L})(?:rather not|prefer not|don['’]?t want (?:to|this|it)|no thanks|i decline|i refuse|je (?:ne )?veux pas|j['’]en veux pas|je pr[ée]f[èe]re (?:pas|ne pas)|non merci|sans moi|[çc]a (?:ne )?m['’]int[ée]resse pas)(?!\p{L})/iu;

/** «C’est pas ma société». */
export const notOurs =
  /(?<!\p{L})(?:pas (?:ma|notre|la bonne) (?:soci[ée]t[ée]|entreprise|bo[iî]te)|(?:not|isn['’]t|wrong) (?:my |our |the right )?company)(?!\p{L})/iu;
