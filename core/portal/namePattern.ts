import { z } from 'zod';

/** How short names of new accounts are made. */
export const namePattern = z
  .string()
  .regex(/^[a-z0-9._{}:-]+$/i, 'letters, digits, dots and {givenName}, {familyName}, {givenName:1}')
  .describe('How short names are made, such as {givenName:1}{familyName}; a number follows where one is taken. Left out: the identifier that was asked for');
