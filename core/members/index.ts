export {
  type Administered,
  administered,
  establishmentKey,
  establishmentOf,
  knownRights,
  placesOf,
  rightsIn,
  rightsOfMember,
  roleFor,
  usersOf,
} from './administered.ts';
export { organisationDetails } from './details.ts';
export { endRole, grantRole, isAdministrator, type Membership, membersOf, type OrganisationStatus, organisationStatuses, organisationsOf } from './roles.ts';
export { afterAll, renamed, searchWords } from './search.ts';
