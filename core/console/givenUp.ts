import type { Database } from '../foundation/database/schema.ts';
import { type GivenUp, givenUpJobs } from '../foundation/outbox/givenUp.ts';
import type { Place } from './place.ts';

/** Which jobs are looked at: after one that was shown. */
export type GivenUpSearch = { readonly after?: Place | undefined };

/** Some of the jobs that were given up or are held for a person's next message, oldest first, and whether there are more. */
export type GivenUpPage = { readonly jobs: readonly GivenUp[]; readonly more: boolean };

const most = 50;

/** Reads which jobs were given up, a page at a time: an outage may leave thousands. */
export async function readGivenUp(db: Database, { after }: GivenUpSearch): Promise<GivenUpPage> {
  const rows = await givenUpJobs(db)
    .$if(after !== undefined, (some) =>
      some.where(({ eb, refTuple, tuple }) => eb(refTuple('createdAt', 'id'), '>', tuple(after?.createdAt ?? 0, after?.id ?? ''))),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .limit(most + 1)
    .execute();
  return { jobs: rows.slice(0, most), more: rows.length > most };
}

/** One of them; undefined where it was retried meanwhile. */
export const findGivenUp = (db: Database, id: string): Promise<GivenUp | undefined> => givenUpJobs(db).where('id', '=', id).executeTakeFirst();
