import './packages.ts';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Application, type DefaultConversationState, type TurnState } from '@microsoft/teams-ai';
import { ActivityTypes, CloudAdapter, ConfigurationBotFrameworkAuthentication, MemoryStorage, type Storage, type TurnContext } from 'botbuilder';
import { Keyv } from 'keyv';
import restify, { type Request, type Response } from 'restify';
import { z } from 'zod';
import { createState } from '../../bot/state.ts';
import { createKeyvStore } from '../../core/foundation/database/keyvStore.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { ready } from './ready.ts';

// The least that a bot on the same packages can be: it counts its turns, answers a click with one card and a message with its text. Its state
// is in memory, or, where DATABASE_URL is set, where Guichet keeps it.
type State = TurnState<DefaultConversationState & { turns?: number }>;

const card = {
  type: 'AdaptiveCard' as const,
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'What is your e-mail address?', wrap: true },
    { type: 'Input.Text', id: 'email', label: 'E-mail', isRequired: true, errorMessage: 'This is needed.' },
  ],
  actions: [
    { type: 'Action.Execute', verb: 'minimal.next', title: 'Next', data: { verb: 'minimal.next' } },
    { type: 'Action.Execute', verb: 'minimal.cancel', title: 'Cancel', data: { verb: 'minimal.cancel' } },
  ],
};

async function durable(url: string): Promise<Storage> {
  const db = await openDatabase(url);
  await migrate(db);
  return createState(new Keyv({ store: createKeyvStore(db, Date.now), namespace: 'conversation', serialization: JSON }));
}

const url = process.env.DATABASE_URL;
const app = new Application<State>({ storage: url ? await durable(url) : new MemoryStorage(), startTypingTimer: false });
const count = (state: State) => {
  state.conversation.turns = (state.conversation.turns ?? 0) + 1;
};
app.adaptiveCards.actionExecute(/^/, async (_context, state) => {
  count(state);
  return card;
});
app.activity(ActivityTypes.Message, async (context, state) => {
  count(state);
  await context.sendActivity(`You said: ${context.activity.text}`);
});

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
// The SDK's types of a request and restify's do not meet.
type Receive = (request: Request, response: Response, logic: (context: TurnContext) => Promise<void>) => Promise<void>;
const receive = z.custom<Receive>().parse(adapter.process.bind(adapter));
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request: Request, response: Response) => {
  await receive(request, response, async (context) => void (await app.run(context)));
});
server.listen(0, '127.0.0.1');
await once(server.server, 'listening');
const { port } = server.address() as AddressInfo;
ready(`http://127.0.0.1:${port}`);
