import { z } from 'zod';
import { finishedCard } from '../../cards/notice.ts';
import { twoFactorCard, twoFactorNewsCard } from '../../cards/signIn/twoFactor.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import { readFactorNews } from '../../core/signIn/index.ts';
import { FlowDialog, type Move } from '../flow.ts';
import { cancelled, portalOf } from '../moves.ts';
import { toSupport } from '../support/support.ts';
import type { Turn } from '../turn.ts';

const data = z.object({ portal: z.string(), url: z.string(), on: z.array(z.string()), off: z.array(z.string()) });
type Data = z.output<typeof data>;

/** Two-factor sign-in (OU-11): a card that says how it stands and opens the page, and moves on when the page is done (ALL-12). */
export const twoFactorDialog = () =>
  new FlowDialog<Data>({
    id: 'twoFactor',
    procedure: 'twoFactor',
    data,
    begin: async (turn, { portal: id }) => {
      const portal = portalOf(turn, { portal: id });
      const { on, off } = await turn.core.signIn.twoFactor.ofOwner(turn.actor, portal);
      return { to: 'open', data: { portal: id, url: turn.core.signIn.twoFactor.address(portal), on: [...on], off: [...off] } };
    },
    event: async (turn, given, event) => {
      const end = event.portal === given.portal ? twoFactorNews(turn, event) : undefined;
      return end && { end, done: true };
    },
    steps: {
      open: {
        about: 'factorPage',
        show: (frame, given) => twoFactorCard(frame, given),
        on: {
          support: async (turn, given): Promise<Move<Data>> => {
            const [identifier] = [...given.on, ...given.off];
            return toSupport(turn, given.portal, 'twoFactor', { identifier });
          },
          finish: async (turn, given) => ({ end: finishedCard(turn.t, portalOf(turn, given), { nothing: true }) }),
          cancel: async (turn, given) => cancelled(turn, given, 'twoFactor'),
        },
      },
    },
  });

/** What the chat says of a change of the second factor; undefined where an event is about something else. */
export function twoFactorNews(turn: Turn, event: ChatEvent) {
  const news = event.name === 'twoFactorChanged' ? readFactorNews(event.text) : undefined;
  const portal = turn.core.portals.get(event.portal);
  return news && portal && twoFactorNewsCard(turn.t, portal, { news, at: event.at ?? turn.now });
}
