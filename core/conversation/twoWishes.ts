import type { Procedure } from '../foundation/procedures.ts';
import { gettingIn } from './atStep.ts';
import { isProcedure, type Wished } from './wishes.ts';
import { wordsOf } from './words/read.ts';

/** Wishes of one kind, between which a message that joins them means one. */
const related: readonly ReadonlySet<Wished['procedure']>[] = [
  gettingIn,
  new Set(['signUp', 'addUser', 'invite', 'acceptInvitation']),
  new Set(['enroll', 'myRequests']),
];
const and = /(?<![\p{L}\p{N}])(?:et|puis|ensuite|and|then|afterwards)(?![\p{L}\p{N}])|\n|;|(?<=\s)[+&](?=\s)/iu;
/** A message in more parts than this is a story, not two wishes. */
const mostParts = 4;
const orPause = /(?<![\p{L}\p{N}])(?:et|puis|and|then|also|aussi)(?![\p{L}\p{N}])|[,;\n]|\.(?=\s|$)|(?<=\s)[+&](?=\s)/iu;

/** Says who somebody is, which is no wish: «je suis cliente de …». */
const tellsWho =
  /^\s*(?:bonjour[\s,]+|hello[\s,]+)?(?:je suis (?:le |la |l['’]|un |une )?(?:client|admin|commercia|responsable|valid|approb|gérant)|i(?: am|['’]m) (?:an? |the )?(?:client|customer|admin|manager|approver|sales))/iu;

/** A part of no more words than these that names a portal says where, and not what: «et d’InvGate». */
const mostWordsOfPlace = 2;

type Found = { readonly procedure: Procedure; readonly portal: string | undefined; readonly at: number; readonly sure: boolean };

/** What joins two wishes for certain. */
const inOrder = /(?<!\p{L})(?:puis|ensuite|après|then|afterwards)(?!\p{L})/iu;

/** Two wishes: the first, and the second with where it is for. Each with the part of the message that says it. */
export type TwoWishes = Pick<Wished, 'procedure' | 'portal'> & {
  readonly first: string;
  readonly second: { readonly procedure: Procedure; readonly portal?: string; readonly text: string };
};

/** What a message or a part of it wishes for, whether it says so clearly, and whether it may speak of a procedure at all. */
export type Part = {
  readonly intent: Pick<Wished, 'procedure' | 'portal' | 'likely' | 'confident' | 'nearest'>;
  readonly sure: boolean;
  speaksOf(procedure: Procedure): boolean;
};

/** Two wishes in one message: at two portals, or for things that have little to do with each other (TALK-12). */
export const twoIn = (text: string, whole: Part, read: (part: string) => Part): TwoWishes | undefined =>
  between(text, and, whole, read) ?? between(text, orPause, whole, read);

function between(text: string, joint: RegExp, whole: Part, read: (part: string) => Part): TwoWishes | undefined {
  const parts = text.split(joint).filter((part) => part.trim() !== '');
  if (parts.length < 2 || parts.length > mostParts) return undefined;
  const found: Found[] = [];
  parts.forEach((part, at) => {
    const { intent, sure } = read(part);
    const isOnly = intent.portal !== undefined || intent.nearest.length === 1;
    // «Mot de passe octopus et invgate»: the same there.
    const before = !intent.confident && intent.portal !== undefined && wordsOf(part).length <= mostWordsOfPlace ? found.at(-1)?.procedure : undefined;
    const procedure = before ?? (intent.confident ? intent.procedure : isOnly ? intent.nearest[0] : undefined);
    if (procedure !== undefined && isProcedure(procedure)) found.push({ procedure, portal: intent.portal ?? intent.likely, at, sure });
  });
  const [first, second, ...more] = found;
  if (!first || !second || more.length > 0) return undefined;
  const elsewhere = first.portal !== undefined && second.portal !== undefined && first.portal !== second.portal;
  const another =
    joint === and &&
    first.sure &&
    !tellsWho.test(parts[first.at] ?? '') &&
    (second.sure || inOrder.test(text)) &&
    first.procedure !== second.procedure &&
    // «Je suis l’administrateur et je n’arrive plus …» tells who wishes, and wishes once.
    whole.speaksOf(first.procedure) &&
    whole.speaksOf(second.procedure) &&
    !related.some((kin) => kin.has(first.procedure) && kin.has(second.procedure));
  if (!elsewhere && !another) return undefined;
  const portal = second.portal ?? first.portal;
  return {
    procedure: first.procedure,
    ...(first.portal !== undefined && { portal: first.portal }),
    first: parts.slice(0, second.at).join(' '),
    second: { procedure: second.procedure, ...(portal !== undefined && { portal }), text: parts.slice(second.at).join(' ') },
  };
}
