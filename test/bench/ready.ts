import { z } from 'zod';

/** What a process of the bench tells its parent once it can be used. */
export type Ready = {
  /** Where it listens, if it does. */
  readonly url: string | undefined;
  /** Resident memory, in bytes. */
  readonly rss: number;
};

const asked = z.object({ cpu: z.literal(true) });

/** Tells the parent process that this one can be used; from then on it tells its processor time when asked, and lives until the parent lets go. */
export function ready(url?: string): void {
  process.on('message', (message) => {
    const { user, system } = process.cpuUsage();
    if (asked.safeParse(message).success) process.send?.({ cpu: user + system });
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ url, rss: process.memoryUsage.rss() } satisfies Ready);
}
