import { z } from 'zod';

/** The address of a service, over TLS or on this machine (DIR-9). */
export const serviceAddress = z
  .string()
  .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i, 'an address such as https://portal.example/scim/v2')
  .refine((url) => !/^http:/i.test(url) || isLoopback(url), 'would be spoken to in clear: write https://')
  .transform((url) => url.replace(/\/+$/, ''));

/** Whether an address is on this machine. */
export const isLoopback = (url: string): boolean => /^http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?(\/|$)/i.test(url);
