import type { Dependencies } from '../dependencies.ts';
import type { Support } from '../support/index.ts';
import { type Authenticate, createAuthenticate } from './authenticate.ts';
import { type ChatFactor, createChatFactor } from './chatFactor.ts';
import { createPageSignIn, type PageSignIn } from './pageSignIn.ts';
import { createSecondStep, type SecondStep } from './secondStep.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createTwoFactor, type TwoFactor } from './twoFactor.ts';

export { type Authenticate, createAuthenticate } from './authenticate.ts';
export { deviceKept, newDevice, readDevice } from './devices.ts';
export { endFactor, endFactorOf, endLostFactors } from './factorOff.ts';
export { beginGuess } from './guesses.ts';
export { keyedFactors } from './keyedFactors.ts';
export { knowsPassword } from './knowsPassword.ts';
export { factorOfMailbox, spendInChat } from './mailboxFactor.ts';
export type { PageSignIn } from './pageSignIn.ts';
export { isRecent } from './recentSignIn.ts';
export type { SecondStep } from './secondStep.ts';
export {
  beginSession,
  endSession,
  findSession,
  hasSecondFactor,
  keptFor,
  type ListedSession,
  type Look,
  leaveSession,
  listSessions,
  type Remember,
  readRemember,
  type Session,
  type Ticket,
  takeSession,
} from './sessionRecords.ts';
export type { Sessions } from './sessions.ts';
export { findSigned, type Signed } from './signed.ts';
export type { FactorState, RecoveryCodes, TwoFactor } from './twoFactor.ts';
export { type FactorNews, readFactorNews } from './twoFactorNews.ts';

/** Signing in on the web, with its sessions and second factor. */
export type SignIn = {
  /** Identifier and password, without a session. */
  readonly authenticate: Authenticate;
  /** The form with identifier and password. */
  readonly page: PageSignIn;
  readonly sessions: Sessions;
  readonly secondStep: SecondStep;
  readonly twoFactor: TwoFactor;
  readonly chatFactor: ChatFactor;
};

/** Creates the sign-in room. */
export function createSignIn(dependencies: Dependencies, support: Support): SignIn {
  const authenticate = createAuthenticate(dependencies);
  return {
    authenticate,
    page: createPageSignIn(dependencies, authenticate),
    sessions: createSessions(dependencies),
    secondStep: createSecondStep(dependencies, support),
    twoFactor: createTwoFactor(dependencies, authenticate),
    chatFactor: createChatFactor(dependencies),
  };
}
