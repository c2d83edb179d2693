import { absences } from './absences.ts';
import { accepting } from './accepting.ts';
import { forgotIdentifier, reset, signUp } from './accounts.ts';
import { approvals, decided } from './approvals.ts';
import { astray, beginnings, endings } from './around.ts';
import { forOthers } from './behalf.ts';
import { enrolling, mine } from './enrolling.ts';
import { invitations, inviting } from './inviting.ts';
import { addingUsers, organisations } from './organisations.ts';
import { ownAccounts, twoFactor } from './ownAccounts.ts';
import { reviewing } from './reviewing.ts';
import type { Family } from './shown.ts';
import { changingEmail, users } from './users.ts';

/** Every card in every state, by picture. A card that is not here makes `test/e2e/gallery.test.ts` fail. */
export const families: readonly Family[] = [
  beginnings,
  signUp,
  reset,
  forgotIdentifier,
  ownAccounts,
  twoFactor,
  enrolling,
  mine,
  forOthers,
  approvals,
  decided,
  absences,
  reviewing,
  inviting,
  invitations,
  accepting,
  organisations,
  addingUsers,
  users,
  changingEmail,
  endings,
  astray,
];
