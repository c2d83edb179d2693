/** Every procedure by its public name (profiles, card verbs, audit, intents). */
export const procedures = [
  'signUp',
  'reset',
  'changePassword',
  'unlock',
  'forgotIdentifier',
  'acceptInvitation',
  'invite',
  'enroll',
  'myRequests',
  'decide',
  'createOrganisation',
  'addUser',
  'removeUser',
  'changeEmail',
  'twoFactor',
  'support',
] as const;
export type Procedure = (typeof procedures)[number];
