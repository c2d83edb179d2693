import { z } from 'zod';
import type { Company } from '../ports.ts';

/** Reads a company that was kept: in the cache of what the register answered, or with a conversation. */
export const keptCompany: z.ZodType<Company> = z.object({
  siret: z.string(),
  siren: z.string(),
  name: z.string(),
  street: z.string(),
  postalCode: z.string(),
  city: z.string(),
  closed: z.boolean(),
});
