import { minute } from '../foundation/clock.ts';
import { Postponed } from '../foundation/outbox/faults.ts';
import { DirectoryUnavailable } from '../ports.ts';

/** How long until a directory that is down is asked again. The operator hears of it from the directory itself. */
const askedAgainIn = 10 * minute;

/** Does a part of a job that needs a directory. While that is down the job waits, however long: its day decides when it is too late. */
export async function whileDirectoryIsThere<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof DirectoryUnavailable) throw new Postponed(askedAgainIn);
    throw error;
  }
}
