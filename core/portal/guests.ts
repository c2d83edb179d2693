import type { Portal } from './schema.ts';

/** Whether new accounts of a portal are those of guests, who sign in with the account that they have elsewhere and choose no password. */
export const invitesGuests = ({ directory }: Portal): boolean => directory.kind === 'graph' && directory.create?.as === 'guest';
