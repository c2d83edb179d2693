export { addressOfChannel, channelFor } from './channels.ts';
export { openToTenants } from './checks.ts';
export type { CompanyField } from './companyFields.ts';
export { approversOf, everyApprover, fallbackOf, type Group, groupOf, isFor } from './groups.ts';
export { portalJsonSchema } from './jsonSchema.ts';
export { loadPortals, PortalError, shippedPortals } from './load.ts';
export { openingText, opensAt } from './opening.ts';
export type { PasswordPolicy, Portal } from './schema.ts';
export { vouchedFor } from './tenants.ts';
