import type { Dependencies } from '../dependencies.ts';
import { createProof, type Proof } from './proof.ts';

export { createAccounts } from './accounts.ts';
export { importAccounts, importable } from './accountsImport.ts';
export { isInDoubt } from './acts.ts';
export { restsUntil } from './addressChange.ts';
export { askForCode } from './askForCode.ts';
export { type Binding, bind, bindingsOf, chatsOf, reachableChatsOf } from './bindings.ts';
export { lastLanguageOf } from './lastLanguage.ts';
export { limitGuesses } from './limitGuesses.ts';
export { createMembershipJobs } from './membershipJobs.ts';
export { giveGroup, leaveGroup, takeGroup } from './memberships.ts';
export { leaveAgain, provisionAgain } from './mendMembership.ts';
export { bindOutside, meetOutside, outsideTie } from './outside.ts';
export { isKnownOwner, ownerAmong } from './owner.ts';
export { type PhoneNow, phoneNow, refusePhones } from './phoneChange.ts';
export { importPlaces } from './placesElsewhere.ts';
export type { Proof, ProvenFor } from './proof.ts';
export { withApprovers, withInviter, withReviewers } from './teams.ts';
export { tiedAccounts } from './tiedAccounts.ts';
export { mailTie, mailTiesEnded, tiePlace, tieSubject } from './tieMail.ts';
export { endedIn, endOtherTies, endTies, outsideChannel, type Tie, tieName, tiesOf } from './ties.ts';
export { untie } from './untie.ts';
export { vouchedNow } from './vouched.ts';
export { whileDirectoryIsThere } from './whileDirectoryIsThere.ts';

/** Ownership of accounts. */
export type Ownership = {
  /** Proof of ownership by a mailed code. */
  readonly proof: Proof;
};

/** Creates the directory room. */
export const createOwnership = (dependencies: Dependencies): Ownership => ({ proof: createProof(dependencies) });
