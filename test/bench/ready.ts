/** What a process of the bench tells its parent once it can be used. */
export type Ready = {
  /** Where it listens, if it does. */
  readonly url: string | undefined;
  /** Resident memory, in bytes. */
  readonly rss: number;
};

/** Tells the parent process that this one can be used; it lives until the parent lets go. */
export function ready(url?: string): void {
  process.on('disconnect', () => process.exit());
  process.send?.({ url, rss: process.memoryUsage.rss() } satisfies Ready);
}
