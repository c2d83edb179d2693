import { z } from 'zod';

/** A company's establishment, as given by the public register. */
export type Company = {
  readonly siret: string;
  readonly siren: string;
  readonly name: string;
  /** Empty if the owner keeps the address from being published. */
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly closed: boolean;
};

/** Parses a company that was stored in the register's cache or with a conversation. */
export const keptCompany: z.ZodType<Company> = z.object({
  siret: z.string(),
  siren: z.string(),
  name: z.string(),
  street: z.string(),
  postalCode: z.string(),
  city: z.string(),
  closed: z.boolean(),
});
