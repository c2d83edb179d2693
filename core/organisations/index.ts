import type { Dependencies } from '../dependencies.ts';
import { createOrganisationCreation, type OrganisationCreation } from './createOrganisation.ts';
import { createOrganisationProof, type OrganisationProof } from './organisationProof.ts';

export type { OrganisationCreation } from './createOrganisation.ts';
export type { DraftFields, HeldDraft, Holder, OrganisationDraft } from './organisationDraft.ts';
export type { OrganisationProof } from './organisationProof.ts';

/** Creating an organisation. */
export type Organisations = {
  readonly create: OrganisationCreation;
  /** Proving the account of the other directory, which creating an organisation starts with. */
  readonly proof: OrganisationProof;
};

/** Creates the organisations room. */
export const createOrganisations = (dependencies: Dependencies): Organisations => ({
  create: createOrganisationCreation(dependencies),
  proof: createOrganisationProof(dependencies),
});
