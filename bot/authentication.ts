import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { limitConnector } from './connectorPolicy.ts';

/** More service addresses than the channels have. Without an app id, any program on this machine may name others. */
const mostClients = 100;

type Authenticate = ConfigurationBotFrameworkAuthentication['authenticateRequest'];
type CreateFactory = ConfigurationBotFrameworkAuthentication['createConnectorFactory'];
type Client = Awaited<ReturnType<ReturnType<CreateFactory>['create']>>;
type CreateTokenClient = ConfigurationBotFrameworkAuthentication['createUserTokenClient'];

/**
 * The SDK's authentication of one bot, which makes a client of the connector once an address, within our limits, and not once a turn: making
 * two clients takes longer than all that a turn decides. A client keeps nothing of a turn, and all claims that are let in are of the one app id.
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

  /** Nobody signs in by the Bot Framework's own service here; the SDK wants its client in each turn. */
  override async createUserTokenClient(...claims: Parameters<CreateTokenClient>): ReturnType<CreateTokenClient> {
    this.#tokenClient ??= await super.createUserTokenClient(...claims);
    return this.#tokenClient;
  }
}
