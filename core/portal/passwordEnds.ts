import { z } from 'zod';

/** When people are told that their password ends (DIR-14). */
export const passwordEndsOptions = z.strictObject({
  tell: z.array(z.int().min(0).max(365)).max(10).default([14, 3, 1]).describe('How many days before, each once; 0 is the day itself. Empty: nobody is told'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:00')
    .default('08:00')
    .describe("From when on in the day, in the portal's time zone"),
});

/** What of a profile decides it. */
type Told = {
  readonly passwordEnds?: z.output<typeof passwordEndsOptions> | undefined;
  readonly procedures: { readonly changePassword?: unknown; readonly reset?: unknown };
};

/** What a portal tells of passwords that end: how many days before, from when on in the day, and the procedure that its button begins. */
export type EndingNotices = { readonly tell: readonly number[]; readonly at: string; readonly procedure: 'changePassword' | 'reset' };

/** Whom a portal tells, and how; undefined where it tells nobody, or has nothing that would change a password. */
export function endingNotices({ passwordEnds, procedures }: Told): EndingNotices | undefined {
  const { tell, at } = passwordEnds ?? passwordEndsOptions.parse({});
  const procedure = procedures.changePassword ? 'changePassword' : procedures.reset ? 'reset' : undefined;
  return procedure && tell.length > 0 ? { tell, at, procedure } : undefined;
}
