export { unsupported } from './abilities.ts';
export type { Application } from './applicationSettings.ts';
export { addressOfChannel, channelFor } from './channels.ts';
export { trustingNobody } from './checks.ts';
export type { CompanyField } from './companyFields.ts';
export type { LdapSettings } from './directorySettings.ts';
export { announcedAt, endOfDay, latestEnd } from './ends.ts';
export { graphUrl, tokenFor } from './graphClouds.ts';
export type { GraphSettings } from './graphSettings.ts';
export {
  everyApprover,
  fallbackOf,
  type Group,
  groupName,
  groupOf,
  type Incompatible,
  isFor,
  keyOf,
  keysIn,
  managerTeam,
  namedApprovers,
  namesApprover,
  peopleOf,
  type Staffed,
  type Stage,
  stagesOf,
} from './groups.ts';
export { invitesGuests } from './guests.ts';
export type { HttpSettings } from './httpSettings.ts';
export { type IdentityProviderSettings, identityProviderSettings } from './identityProviderSettings.ts';
export { portalJsonSchema } from './jsonSchema.ts';
export { loadPortals, PortalError, shippedPortals } from './load.ts';
export { openingText, opensAt } from './opening.ts';
export { type Pack, type Placed, packOf, placed } from './packs.ts';
export { type EndingNotices, endingNotices } from './passwordEnds.ts';
export { consoleReferences, type Environment, resolveReferences } from './references.ts';
export { isReviewed } from './reviewChecks.ts';
export { escalatedTo, namedInReview, reviewersOf, reviewOf } from './reviews.ts';
export type { PasswordPolicy, Portal } from './schema.ts';
export type { ScimSettings } from './scimSettings.ts';
export { secretsOf } from './sharedReferences.ts';
export { atHome, homeTenants, isEmployee, isOfTenants, mayBeGuest, type Trusting, vouchedFor } from './tenants.ts';
