import { z } from 'zod';

const details = z.object({
  street: z.string().default(''),
  postalCode: z.string().default(''),
  city: z.string().default(''),
  /** The e-mail of the account of the other directory that was proven for it (OU-1). */
  proven: z.string().default(''),
});

/** What is known of an organisation besides its name, as its row keeps it. */
export type OrganisationDetails = z.output<typeof details>;

/** Reads what a row keeps of an organisation. */
export const organisationDetails = (json: string): OrganisationDetails => details.parse(JSON.parse(json));
