import type { TurnContext } from 'botbuilder';
import { type ChannelAuthority, createAdapter } from '../../bot/adapter.ts';
import { type Config, loadConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { createMetrics } from '../../bot/metrics.ts';
import type { Server } from '../../bot/restify.ts';
import { createServer } from '../../bot/server.ts';
import type { OutboxState } from '../../core/foundation/outbox/state.ts';
import { alice, tenant } from './connector.ts';

/** Settings for a test: loopback, a free port, no app id unless given. */
export const settings = (env: Record<string, string> = {}): Config => loadConfig({ PORT: '0', SECRET_KEY: 'k'.repeat(32), ...env });

/** A message of Alice's in her own chat, as Teams posts it; `over` replaces parts. */
export const message = (serviceUrl: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'message',
  id: crypto.randomUUID(),
  channelId: 'msteams',
  serviceUrl,
  timestamp: '2026-01-05T08:00:00.000Z',
  text: 'bonjour',
  locale: 'fr-FR',
  from: { id: alice.id, name: alice.name, aadObjectId: alice.aadObjectId },
  recipient: { id: '28:guichet', name: 'Guichet' },
  conversation: { id: 'a:alice', conversationType: 'personal', tenantId: tenant },
  channelData: { tenant: { id: tenant } },
  ...over,
});

type Options = {
  config?: Config;
  authority?: ChannelAuthority;
  run?: (context: TurnContext) => Promise<void>;
  onFault?: (context: TurnContext, error: unknown) => Promise<void>;
  ready?: () => Promise<boolean>;
  mount?: (server: Server) => void;
  outbox?: () => Promise<OutboxState>;
  patience?: number;
};

/** The host around one function in the place of the bot, over HTTP. */
export async function startHost({
  config = settings(),
  authority,
  run = async () => {},
  onFault = async () => {},
  ready = async () => true,
  mount,
  patience,
  outbox = async () => ({ rows: { waiting: 3 }, overdue: { mail: 7 } }),
}: Options = {}) {
  const lines: string[] = [];
  const log = createLog({ logLevel: 'info' }, { write: (line) => void lines.push(line) });
  const adapter = createAdapter(config, log, onFault, authority);
  const metrics = createMetrics(outbox);
  const server = createServer({ config, adapter, run, ready, log, metrics, ...(patience !== undefined && { patience }), ...(mount && { mount }) });
  const url = `http://127.0.0.1:${await server.listen()}`;
  return {
    url,
    operationsUrl: `http://127.0.0.1:${server.operationsPort()}`,
    adapter,
    config,
    /** Lines of the log so far. */
    lines,
    /** Posts an activity, or any body as it is; answers status, text and headers. */
    async post(body: unknown, headers: Record<string, string> = {}) {
      const sent = typeof body === 'string' ? body : body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body);
      const response = await fetch(`${url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: sent });
      return { status: response.status, body: await response.text(), headers: response.headers };
    },
    stop: () => server.stop(),
  };
}
