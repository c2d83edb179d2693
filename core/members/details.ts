import { z } from 'zod';

const details = z.object({
  street: z.string().default(''),
  postalCode: z.string().default(''),
  city: z.string().default(''),
  /** The e-mail of the account of the other directory that was proven for it (OU-1). */
  proven: z.string().default(''),
});

/** The details of an organisation, as its row stores them. */
export type OrganisationDetails = z.output<typeof details>;

/** Reads an organisation's stored details. */
export const organisationDetails = (json: string): OrganisationDetails => details.parse(JSON.parse(json));
