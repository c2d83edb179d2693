import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { limitConnector } from './connectorPolicy.ts';

/** How many clients we keep: more than the channels have service addresses. Without an app id, any local program may name further ones. */
const mostClients = 100;

type Authenticate = ConfigurationBotFrameworkAuthentication['authenticateRequest'];
type CreateFactory = ConfigurationBotFrameworkAuthentication['createConnectorFactory'];
type Client = Awaited<ReturnType<ReturnType<CreateFactory>['create']>>;
type CreateTokenClient = ConfigurationBotFrameworkAuthentication['createUserTokenClient'];

/**
 * The SDK's authentication of one bot, but with one connector client per address, within our limits, instead of one per turn: creating
 * two clients takes longer than all the decisions of a turn. Sharing is safe: a client keeps nothing of a turn, and all accepted claims
 * are of the same app id.
 */
export class Authentication extends ConfigurationBotFrameworkAuthentication {
  readonly #clients = new Map<string, Client>();
  #tokenClient: Awaited<ReturnType<CreateTokenClient>> | undefined;

  override async authenticateRequest(...request: Parameters<Authenticate>): ReturnType<Authenticate> {
    const authenticated = await super.authenticateRequest(...request);
    return { ...authenticated, connectorFactory: this.createConnectorFactory(authenticated.claimsIdentity) };
  }

  override createConnectorFactory(...claims: Parameters<CreateFactory>): ReturnType<CreateFactory> {
    const factory = super.createConnectorFactory(...claims);
    return {
      create: async (serviceUrl, audience) => {
        const key = JSON.stringify([serviceUrl, audience]);
        const known = this.#clients.get(key);
        if (known) return known;
        const client = await factory.create(serviceUrl, audience);
        limitConnector(client);
        if (this.#clients.size >= mostClients) this.#clients.clear();
        this.#clients.set(key, client);
        return client;
      },
    };
  }

  /** Creates this client only once. Nobody signs in through the Bot Framework's own service, but the SDK asks for its client in each turn. */
  override async createUserTokenClient(...claims: Parameters<CreateTokenClient>): ReturnType<CreateTokenClient> {
    this.#tokenClient ??= await super.createUserTokenClient(...claims);
    return this.#tokenClient;
  }
}
