import { system } from '../core/foundation/actor.ts';
import { audit } from '../core/foundation/audit.ts';
import { headOf, sealAudit } from '../core/foundation/auditChain.ts';
import { createChainWatch } from '../core/foundation/auditWatch.ts';
import { type Clock, hour, second } from '../core/foundation/clock.ts';
import type { Database } from '../core/foundation/database/schema.ts';
import type { Secrets } from '../core/foundation/secrets.ts';
import type { Log } from './log.ts';

const sealedEvery = 2 * second;

type Sealing = { readonly db: Database; readonly secrets: Secrets; readonly clock: Clock; readonly log: Log };

/**
 * Puts new records of the audit into its chain every two seconds, one round after another, and once more at the end. A chain whose end was cut off
 * meanwhile is told in the log and the audit; the end stands in the log every hour, so that it is also kept where the records are not.
 */
export function startSealing(on: Sealing): { stop(): Promise<void> } {
  const seal = sealingRound(on);
  let round = Promise.resolve();
  const next = () => {
    round = round.then(seal).catch((err: unknown) => on.log.warn({ err }, 'The audit could not be sealed: tried again'));
  };
  const timer = setInterval(next, sealedEvery);
  next();
  return {
    stop: async () => {
      clearInterval(timer);
      next();
      await round;
    },
  };
}

/** One round of it. */
export function sealingRound({ db, secrets, clock, log }: Sealing): () => Promise<void> {
  const watch = createChainWatch(db, secrets);
  let toldAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const cut = await watch.look();
    if (cut) {
      const detail = { seq: cut.seq, end: headOf(cut) };
      log.error(detail, 'The end of the audit’s chain was cut off or replaced: compare it with a copy, by npm run audit -- --verify --head <end>');
      await audit(db, { at: clock(), actor: system, action: 'audit.chainCut', portal: '', subject: 'audit', outcome: 'ok', detail });
    }
    await sealAudit(db, secrets);
    await watch.look();
    const end = watch.end();
    if (!end || clock() - toldAt < hour) return;
    toldAt = clock();
    log.info({ end: headOf(end) }, 'The audit’s chain ends here');
  };
}
