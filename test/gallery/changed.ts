import type { Card } from '../../cards/card.ts';
import { menuCard } from '../../cards/menu.ts';
import { families } from './families.ts';
import { type Look, portalIn } from './shown.ts';

/** A card that was laid out anew. What it looked like before is in `docs/pictures/before/<name>.png`. */
export type Changed = { readonly name: string; readonly what: string; card(look: Look): Card };

/** A card of the gallery, by the family and the function that draws it: the first that it draws there, or a later one. */
const of =
  (family: string, drawnBy: string, nth = 0) =>
  (look: Look): Card => {
    const shown = families.find(({ name }) => name === family)?.cards(look) ?? [];
    const found = shown.filter(({ builder }) => builder === drawnBy)[nth];
    if (!found) throw new Error(`${drawnBy} draws too few cards in the family ${family}.`);
    return found.card;
  };

/** Ten cards, before and after. */
export const changed: readonly Changed[] = [
  { name: 'welcome', what: 'The first words: a portal is a row in its colour, with a word of what it is.', card: of('menu', 'welcomeCard') },
  {
    name: 'menu-outscale',
    what: 'The menu of an administrator, of twelve buttons: what most people want, then «Plus de choix».',
    card: of('menu', 'menuCard', 1),
  },
  {
    name: 'menu-octopus',
    what: 'The menu of a portal that does little: all of it is in view.',
    card: (look) =>
      menuCard(look.t, portalIn(look, 'octopus'), { offered: ['signUp', 'reset', 'forgotIdentifier', 'support'], otherPortals: true, account: true }),
  },
  {
    name: 'mailed',
    what: 'A mail is awaited, and a code was wrong: three buttons and «…» in place of five; what is wrong has a ground of its own.',
    card: of('reset', 'mailedCard', 1),
  },
  { name: 'approval', what: 'A request to decide: values beside their names, never cut short.', card: of('approval-pending', 'approvalCard', 2) },
  { name: 'waiting', what: 'What waits for an approver: the row itself is pressed.', card: of('approval-over', 'waitingCard') },
  { name: 'invitations', what: 'One’s invitations: a press on one shows what can be done about it.', card: of('invitations', 'invitationsCard') },
  { name: 'users', what: 'The users of an establishment: «Gérer» stands at the end of the row.', card: of('users', 'usersCard') },
  { name: 'account', what: 'One’s account: what can be done as rows, sessions and chats as a list.', card: of('own-accounts', 'accountCard') },
  { name: 'lost', what: 'Not understood twice: a person comes first.', card: of('support', 'lostCard') },
];
