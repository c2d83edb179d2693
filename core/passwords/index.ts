import type { Dependencies } from '../dependencies.ts';
import { createAuthenticate } from '../signIn/index.ts';
import type { Support } from '../support/index.ts';
import { type ChangePassword, createChangePassword } from './changePassword.ts';
import { type ChatCode, createChatCode } from './chatCode.ts';
import { createEndingLook, type EndingLook } from './endingLook.ts';
import { createEndingNotice, type EndingReach } from './endingNotice.ts';
import { createForgotIdentifier, type ForgotIdentifier } from './forgotIdentifier.ts';
import { createPublicPages, type PublicPages } from './publicPages.ts';
import { createReset, type Reset } from './reset.ts';
import { createSetPassword, type SetPassword } from './setPassword.ts';
import { createSignUp, type SignUp } from './signUp.ts';

export { type Asking, askedKey, askForLink, requestLink, requestWithSecret } from './askForLink.ts';
export { commonWords } from './blocklist.ts';
export type { ChangePassword } from './changePassword.ts';
export type { ChatCode } from './chatCode.ts';
export type { ForgotIdentifier } from './forgotIdentifier.ts';
export { deadLink } from './passwordLink.ts';
export type { PublicPages } from './publicPages.ts';
export type { Reset } from './reset.ts';
export type { PasswordPage, SetPassword } from './setPassword.ts';
export type { SignUp } from './signUp.ts';

/** A first password, a forgotten one, another one; and a forgotten identifier. */
export type Passwords = {
  readonly signUp: SignUp;
  readonly reset: Reset;
  readonly forgotIdentifier: ForgotIdentifier;
  /** The pages for who cannot reach the chat. */
  readonly publicPages: PublicPages;
  /** The code of the mailed link, typed in the chat. */
  readonly chatCode: ChatCode;
  /** The page behind the mailed link. */
  readonly set: SetPassword;
  readonly change: ChangePassword;
  /** The daily look at passwords that end. */
  readonly endings: Pick<EndingLook, 'plan'>;
};

/** Creates the passwords room. */
export function createPasswords(dependencies: Dependencies, support: Support): Passwords {
  const reset = createReset(dependencies);
  const forgotIdentifier = createForgotIdentifier(dependencies);
  return {
    signUp: createSignUp(dependencies),
    reset,
    forgotIdentifier,
    publicPages: createPublicPages(dependencies, reset, forgotIdentifier),
    chatCode: createChatCode(dependencies),
    set: createSetPassword(dependencies, support),
    change: createChangePassword(dependencies, createAuthenticate(dependencies)),
    endings: createEndingLook(dependencies),
  };
}

/** Creates the worker's jobs about passwords that end (DIR-14). Both are idempotent. */
export const createEndingJobs = (dependencies: Dependencies, reach: EndingReach) => ({
  look: createEndingLook(dependencies).look,
  tell: createEndingNotice(dependencies, reach),
});
