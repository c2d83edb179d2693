import { anchorOf } from './auditAnchor.ts';
import type { Database } from './database/schema.ts';
import type { Secrets } from './secrets.ts';

/** A link that was at the end of the audit's chain. */
export type ChainEnd = { readonly seq: number; readonly digest: string };

/** Remembers the end of the audit's chain, in this process alone. */
export type ChainWatch = {
  /** Remembers the end as it is now, and returns the one from before where that is not in the chain any more. */
  look(): Promise<ChainEnd | undefined>;
  end(): ChainEnd | undefined;
};

/**
 * Notices that the end of the chain was cut off. A bot seals what is not in the chain: whoever can write to the records could alter one, take the links
 * from there on out, and have the bot make new ones.
 */
export function createChainWatch(db: Database, secrets: Pick<Secrets, 'matches' | 'keyOf'>): ChainWatch {
  let seen: ChainEnd | undefined;
  return {
    look: async () => {
      const was = seen;
      const links = db.selectFrom('auditChain').select(['seq', 'digest']);
      seen = await links.orderBy('seq', 'desc').limit(1).executeTakeFirst();
      if (!was || (seen?.seq === was.seq && seen.digest === was.digest)) return undefined;
      const there = await links.where('seq', '=', was.seq).executeTakeFirst();
      if (there?.digest === was.digest) return undefined;
      // Swept from its beginning, since it was kept long enough.
      return ((await anchorOf(db, secrets))?.seq ?? 0) >= was.seq ? undefined : was;
    },
    end: () => seen,
  };
}
