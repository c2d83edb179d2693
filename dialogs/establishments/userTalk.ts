import { plain } from '../../cards/card.ts';
import { wordsOf } from '../../core/conversation/index.ts';
import { choicesMeant, ticksAfter } from '../conversation/choices.ts';
import { asksWho, wrongPerson } from '../conversation/hears.ts';
import { listedIn } from '../conversation/listed.ts';
import { placeMeant } from '../conversation/ordinals.ts';
import type { Move } from '../flow.ts';
import { portalOf } from '../moves.ts';
import type { Hearing } from '../steps.ts';
import type { Turn } from '../turn.ts';
import { placeNamed } from './place.ts';
import { rightChoices } from './rights.ts';

type User = { readonly accountId: string; readonly name: string; readonly identifier: string; readonly email: string; readonly rights: readonly string[] };

/** What the card of one user is drawn from. */
type AtUser = {
  readonly portal: string;
  readonly organisations: readonly { readonly organisationId: string; readonly name: string }[];
  readonly organisation: string;
  readonly search: string;
  readonly page: { readonly organisation: string; readonly users: readonly User[] };
  readonly user?: User | undefined;
};

const rightsWords = /(?<!\p{L})(?:droits?|rights?|permissions?)(?!\p{L})/iu;
/** «Pas à Paris, à Bruges»: what it is not. */
const notThere = /(?<!\p{L})(?:not|pas)\s+(?:(?:in|at|from|à|au|de|celui de|celle de|the)\s+)*[\p{L}\d-]+/iu;
/** In letters, of the name of a right. */
const shortest = 4;

/** «Supprime-moi»: another administrator does it (EX-7). */
export const aboutOneself = {
  says: /(?<!\p{L})(?:(?:supprim|retir|enl[eè]v|remov|delet)\p{L}*[ -](?:moi|me|myself|mon (?:propre )?(?:compte|acc[eè]s)|my own (?:account|access))|me (?:supprimer|retirer|enlever))(?!\p{L})/iu,
  does: async ({ t }: Turn) => t('users.oneself'),
};

/** What an administrator says at the card of one user: their rights, another person, another establishment, who it is. Nothing of it deletes anybody. */
export function aboutUser<D extends AtUser>({
  list,
  manage,
}: {
  list(turn: Turn, given: D): Promise<Move<D>>;
  manage(turn: Turn, given: D, account: string): Promise<Move<D>>;
}): Hearing<D>[] {
  return [
    aboutOneself,
    // «Enlève-lui les factures», “change Marc’s rights”: on the card of the rights, to be saved there.
    {
      says: /\p{L}/u,
      does: async (turn, given, text) => {
        const held = given.user?.rights ?? [];
        const choices = rightChoices(portalOf(turn, given), held);
        const said = wordsOf(text);
        const isNamed = choices.some(({ labels }) =>
          labels.some((label) => wordsOf(label).some((word) => word.length >= shortest && said.some((each) => each.startsWith(word.slice(0, -1))))),
        );
        if (!isNamed && !rightsWords.test(text)) return undefined;
        const picked = isNamed ? choicesMeant(text, choices, false) : undefined;
        return { to: 'rights', data: { ...given, ticked: picked ? ticksAfter(held, picked) : undefined } };
      },
    },
    {
      says: /\p{L}/u,
      does: async (turn, given, text) => {
        const organisation = placeNamed(text.replace(notThere, ' '), given.organisations);
        if (organisation === undefined || organisation === given.organisation) return undefined;
        const there = { ...given, organisation, after: '' };
        const move = await list(turn, there);
        const isNobody = 'to' in move && move.to === 'list' && move.data.page.users.length === 0;
        return isNobody ? await list(turn, { ...there, search: '' }) : move;
      },
    },
    {
      says: /\p{L}/u,
      does: async (turn, given, text) => {
        const { users } = given.page;
        const isPlace = placeMeant(wordsOf(text), users.length) !== undefined;
        const other = isPlace
          ? undefined
          : listedIn(
              text,
              users.map(({ accountId, name, email }) => ({ id: accountId, labels: [name, email.split('@')[0] ?? ''] })),
            );
        return other && other.id !== given.user?.accountId ? await manage(turn, given, other.id) : undefined;
      },
    },
    {
      says: wrongPerson,
      does: async (turn, given) => {
        await turn.say(turn.t('users.other'));
        return await list(turn, { ...given, search: '', after: '' });
      },
    },
    {
      says: asksWho,
      does: async ({ t }, { user, page }) =>
        user && t('users.who', { who: plain(user.name), address: plain(user.email), organisation: plain(page.organisation) }),
    },
  ];
}
