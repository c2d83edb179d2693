import { z } from 'zod';
import { finishedCard } from '../../cards/notice.ts';
import { changePasswordCard } from '../../cards/passwords/changePassword.ts';
import { FlowDialog } from '../flow.ts';
import { cancelled, portalOf } from '../moves.ts';
import { doneFor } from './mailed.ts';

const data = z.object({ portal: z.string(), url: z.string() });
type Data = z.output<typeof data>;

/** The change of a password: a card that opens the page, and moves on when the page is done (ALL-12). */
export const changePasswordDialog = () =>
  new FlowDialog<Data>({
    id: 'changePassword',
    procedure: 'changePassword',
    data,
    begin: async (turn, { portal }) => ({ to: 'open', data: { portal, url: turn.core.passwords.change.address(portalOf(turn, { portal })) } }),
    event: async (turn, given, event) =>
      event.name === 'passwordSet' && event.procedure === 'changePassword' && event.portal === given.portal
        ? { end: await doneFor(turn, portalOf(turn, given)), done: true }
        : undefined,
    steps: {
      open: {
        about: 'page',
        helps: { complaint: 'currentPassword', cannotSignIn: 'currentPassword', codeRefused: 'currentPassword' },
        follow: {
          // Without it, a new one is chosen by an e-mail.
          forgotOld: async (turn, given) => (portalOf(turn, given).procedures.reset ? { next: 'reset', data: { portal: given.portal } } : undefined),
        },
        show: (frame, { url }) => changePasswordCard(frame, url),
        on: {
          finish: async (turn, given) => ({ end: finishedCard(turn.t, portalOf(turn, given), { nothing: true }) }),
          cancel: async (turn, given) => cancelled(turn, given, 'changePassword'),
        },
      },
    },
  });
