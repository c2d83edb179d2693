import type { Dependencies } from '../dependencies.ts';
import { type CalendarDay, daysLater } from '../foundation/calendar.ts';
import type { Millis } from '../foundation/clock.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';

/** For how many days such a job is tried, and one more. */
const livesFor = 9;

type Records = Pick<Dependencies, 'db' | 'secrets'>;
type When = { readonly day: CalendarDay; readonly now: Millis };

/** Has the outbox put somebody into a group once more, where what was left to it has been given up. Once a day; returns whether it was begun. */
export const provisionAgain = async (records: Records, membership: string, when: When): Promise<boolean> =>
  await again(records, `provision:${membership}`, { kind: 'provision', membership }, when);

/** Has the outbox take somebody out of a group once more, likewise. */
export const leaveAgain = async (
  records: Records,
  { id, ...job }: { readonly id: string; readonly portal: string; readonly accountId: string; readonly groupId: string },
  when: When,
): Promise<boolean> => await again(records, `leave:${id}`, { kind: 'leave', ...job }, when);

type Mending = { readonly kind: 'provision'; readonly membership: string } | { readonly kind: 'leave'; portal: string; accountId: string; groupId: string };

async function again({ db, secrets }: Records, reason: string, job: Mending, { day, now }: When): Promise<boolean> {
  const underWay = await db
    .selectFrom('outbox')
    .select('id')
    .where('reason', 'in', [reason, ...Array.from({ length: livesFor }, (_, ago) => `${reason}:${daysLater(day, -ago)}`)])
    .where('status', 'in', ['waiting', 'claimed'])
    .executeTakeFirst();
  if (underWay) return false;
  await enqueue(db, secrets, job, { reason: `${reason}:${day}`, now, dueAt: now });
  return true;
}
