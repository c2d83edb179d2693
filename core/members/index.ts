export {
  type AdministeredOrganisation,
  administeredOrganisation,
  establishmentKey,
  establishmentOf,
  membershipsLock,
  membersLock,
} from './administered.ts';
export { organisationDetails } from './details.ts';
export { pastFactor } from './factorGate.ts';
export { knownRights, rightsIn, rightsOfMember, roleFor } from './rights.ts';
export {
  endRole,
  grantRole,
  isAdministrator,
  isLastAdministrator,
  isMember,
  type Membership,
  membersOf,
  type OrganisationStatus,
  organisationStatuses,
  organisationsOf,
  type Role,
} from './roles.ts';
export { reindexMember, sortKeyOf } from './search.ts';
export { isNamedElsewhere, type Standing, standingOf, standingOfPerson, stands } from './standing.ts';
