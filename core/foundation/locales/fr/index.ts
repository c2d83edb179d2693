import type { Catalogue } from '../catalogue.ts';
import { absence } from './absence.ts';
import { acceptance } from './acceptance.ts';
import { account } from './account.ts';
import { behalf } from './behalf.ts';
import { chat } from './chat.ts';
import { consolePages } from './console.ts';
import { consoleAccess } from './consoleAccess.ts';
import { consoleAudit } from './consoleAudit.ts';
import { consoleInstallation } from './consoleInstallation.ts';
import { consolePeople } from './consolePeople.ts';
import { consoleRecords } from './consoleRecords.ts';
import { ends } from './ends.ts';
import { identities } from './identities.ts';
import { invitation } from './invitation.ts';
import { invitationPage } from './invitationPage.ts';
import { mail } from './mail.ts';
import { organisation } from './organisation.ts';
import { packs } from './packs.ts';
import { page } from './page.ts';
import { password } from './password.ts';
import { publicPages } from './public.ts';
import { refusal } from './refusal.ts';
import { reviews } from './reviews.ts';
import { session } from './session.ts';
import { steps } from './steps.ts';
import { talk } from './talk.ts';
import { ties } from './ties.ts';
import { twoFactor } from './twoFactor.ts';
import { users } from './users.ts';

/** French. The compiler reports missing or extra keys. */
export const fr: Catalogue = {
  ...absence,
  ...acceptance,
  ...account,
  ...behalf,
  ...chat,
  ...consolePages,
  ...consoleAudit,
  ...consolePeople,
  ...consoleAccess,
  ...consoleRecords,
  ...consoleInstallation,
  ...ends,
  ...reviews,
  ...invitation,
  ...invitationPage,
  ...mail,
  ...identities,
  ...organisation,
  ...packs,
  ...page,
  ...password,
  ...publicPages,
  ...refusal,
  ...session,
  ...steps,
  ...talk,
  ...ties,
  ...twoFactor,
  ...users,
};
