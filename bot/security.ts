import { pino } from 'pino';
import type { Secrets } from '../core/foundation/secrets.ts';
import type { Watcher } from '../core/foundation/watch.ts';
import type { Config } from './config.ts';
import type { Metrics } from './metrics.ts';

/** What is noticed where the core is not asked: a channel's token, a card of somebody else's or an old one, a form that is not from our page. */
export type Noticed = 'token' | 'card' | 'form';

/** Counts what may be an attack, and writes it for a SIEM where the settings say so. */
export type Security = Watcher & { notices(what: Noticed, outcome: string): void };

type SecurityDependencies = {
  readonly config: Pick<Config, 'securityLog'>;
  readonly metrics: Pick<Metrics, 'audited' | 'security'>;
  readonly secrets: Pick<Secrets, 'keyedDigest'>;
  readonly to?: { write(line: string): void };
};

/** Creates it. A line of the log is one event, as JSON, without secrets; people are ids. The address on the network stands there: it is what one acts on. */
export function createSecurity({ config, metrics, secrets, to }: SecurityDependencies): Security {
  const log =
    config.securityLog === undefined
      ? undefined
      : pino(
          { base: { log: 'security' }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
          to ?? pino.destination({ fd: 1 }),
        );
  // The same mailbox has the same id, by which events can be put together; whoever holds SECRET_KEY alone can tell whose it is.
  const idOf = (text: string): string =>
    text.replace(/[^\s:"]+@[^\s:"]+/g, (address) => `mailbox-${secrets.keyedDigest('security', address).split('.').at(-1)?.slice(0, 16)}`);

  const sees = (event: string, outcome: string) => {
    metrics.security(event, outcome);
    log?.info({ event, outcome });
  };
  return {
    audited: ({ at: _, action, outcome, portal, actor, channel, subject, detail }) => {
      metrics.audited(action, outcome);
      const { ip, tenant, locked } = detailOf(detail);
      log?.info({ event: 'audit', action, outcome, portal, actor: idOf(actor), channel, subject: idOf(subject), ip, tenant });
      if (locked === true) sees('lock', action);
    },
    saw: sees,
    notices: sees,
  };
}

/** What of a record's detail is told: the rest may hold addresses and names. */
function detailOf(detail: string): { ip?: unknown; tenant?: unknown; locked?: unknown } {
  const { ip, tenant, locked } = JSON.parse(detail);
  return { ip, tenant, locked };
}
