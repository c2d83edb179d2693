/** The public name of every procedure, as used in profiles, card verbs, audit and intents. */
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
