export {
  type AdministeredOrganisation,
  administeredOrganisation,
  establishmentKey,
  establishmentOf,
  knownRights,
  membershipsLock,
  membersLock,
  rightsIn,
  rightsOfMember,
  roleFor,
} from './administered.ts';
export { organisationDetails } from './details.ts';
export { endRole, grantRole, isAdministrator, type Membership, membersOf, type OrganisationStatus, organisationStatuses, organisationsOf } from './roles.ts';
export { endOfPrefix, renamed, searchWords } from './search.ts';
