import { z } from 'zod';
import { contractAbilities } from '../ports.ts';
import { slug } from './fields.ts';
import { serviceAddress } from './serviceAddress.ts';

/** A service of the operator's that keeps the contract of docs/directory-service.openapi.json (DIR-13), as a profile describes it. */
export const httpSettings = z.strictObject({
  kind: z.literal('http'),
  url: serviceAddress.describe('The base address of the service'),
  secret: z.string().min(32).describe('What requests are signed with, known to both sides: 32 characters at least, by reference to the environment'),
  can: z.array(z.enum(contractAbilities)).describe('What the service does beyond finding people'),
  groups: z.strictObject({ catalogue: z.record(slug, z.string().min(1)).describe('What the service calls each group of this profile') }).optional(),
});

export type HttpSettings = z.output<typeof httpSettings>;
