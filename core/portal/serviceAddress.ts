import { z } from 'zod';

/** The address of a service as it is written, over TLS or on this machine (DIR-9). */
export const exactAddress = z
  .string()
  .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i, 'an address such as https://portal.example/scim/v2')
  .refine((url) => !/^http:/i.test(url) || isLoopback(url), 'would be spoken to in clear: write https://');

/** The same, below which paths are added. */
export const serviceAddress = exactAddress.transform((url) => url.replace(/\/+$/, ''));

/** Whether an address is on this machine. */
export const isLoopback = (url: string): boolean => /^http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?(\/|$)/i.test(url);
