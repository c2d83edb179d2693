import { z } from 'zod';

/** A company's establishment, as the public register has it. */
export type Company = {
  readonly siret: string;
  readonly siren: string;
  readonly name: string;
  /** Empty where its owner keeps the address from being published. */
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly closed: boolean;
};

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
