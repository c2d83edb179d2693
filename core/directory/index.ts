import type { Dependencies } from '../dependencies.ts';
import { createProof, type Proof } from './proof.ts';

export { createAccounts } from './accounts.ts';
export { importAccounts, importable } from './accountsImport.ts';
export { askForCode } from './askForCode.ts';
export { type Binding, bind, bindingsOf, chatsOf, unbind } from './bindings.ts';
export { createMembershipJobs } from './membershipJobs.ts';
export { giveGroup, takeGroup } from './memberships.ts';
export type { Proof, ProvenFor } from './proof.ts';

/** Whose accounts they are. */
export type Ownership = {
  /** Proving, by a mailed code, that an account is one's own. */
  readonly proof: Proof;
};

/** Makes the room of the directory. */
export const createOwnership = (dependencies: Dependencies): Ownership => ({ proof: createProof(dependencies) });
