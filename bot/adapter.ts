import { type Activity, CloudAdapter, INVOKE_RESPONSE_KEY, type InvokeResponse, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { tenantAllowed } from './activity.ts';
import { Authentication } from './authentication.ts';
import { type ChannelAuthority, type ChannelToken, createChannelToken, publicCloud } from './channelToken.ts';
import type { Config } from './config.ts';
import { type Log, wordOf } from './log.ts';
import { serviceUrlAllowed } from './serviceUrl.ts';

export type { ChannelAuthority } from './channelToken.ts';

/** Why an activity was rejected: 401 unknown sender, 403 not from that channel or tenant, 503 the channel's keys are unavailable. */
export type Rejection = { readonly rejected: 401 | 403 | 503; readonly reason: string };

const issued = z.object({ iss: z.string() });
const claims = z.array(z.looseObject({ type: z.string(), value: z.unknown() }));
const keysUnavailable = z.union([z.object({ name: z.literal('FetchError') }), z.object({ statusCode: z.literal(500) })]);

/** The SDK's adapter, narrowed to the tokens, service addresses and tenants that we accept. */
export class Adapter extends CloudAdapter {
  readonly #config: Config;
  readonly #issuer: string;
  readonly #log: Log;
  readonly #holds: ChannelToken | undefined;

  constructor(config: Config, log: Log, onFault: (context: TurnContext, error: unknown) => Promise<void>, authority?: ChannelAuthority) {
    const { issuer } = authority ?? publicCloud;
    super(
      new Authentication(
        {
          ...(config.app && {
            MicrosoftAppId: config.app.id,
            MicrosoftAppType: config.app.type,
            ...(config.app.password && { MicrosoftAppPassword: config.app.password }),
            ...(config.app.tenantId && { MicrosoftAppTenantId: config.app.tenantId }),
          }),
          ...(authority && { ToBotFromChannelTokenIssuer: issuer, ToBotFromChannelOpenIdMetadataUrl: authority.openIdMetadataUrl }),
        },
        undefined,
        {
          requiredEndorsements: [],
          // The SDK also accepts tokens of the Emulator and of other bots, from any tenant and for any serviceUrl.
          validateClaims: async (held) => {
            const { value } = claims.parse(held).find(({ type }) => type === 'iss') ?? {};
            if (value !== issuer) throw new Error('The token is not from the channel.');
          },
        },
      ),
    );
    this.#config = config;
    this.#issuer = issuer;
    this.#log = log;
    this.#holds = config.app && createChannelToken(config.app.id, authority);
    this.onTurnError = async (context, error) => {
      log.error({ err: error, channel: wordOf(context.activity.channelId), activity: wordOf(context.activity.type) }, 'a turn failed');
      try {
        await onFault(context, error);
      } catch (second) {
        log.warn({ err: second }, 'the apology did not reach the user');
      }
      const answered = context.activity.type !== 'invoke' || context.turnState.get(INVOKE_RESPONSE_KEY);
      if (!answered) await context.sendActivity({ type: 'invokeResponse', value: { status: 500 } });
    };
  }

  /** Checks where an activity comes from, then runs its turn. Faults of the turn are never thrown from here. */
  async receive(authorization: string, activity: Activity, run: (context: TurnContext) => Promise<void>): Promise<Rejection | InvokeResponse | undefined> {
    // Checked before the SDK sees the token: its list of issuers grows with each new tenant that it reads in one.
    if (this.#config.app && issuerOf(authorization) !== this.#issuer) return { rejected: 401, reason: 'foreign issuer, or no token' };
    if (!serviceUrlAllowed(activity.serviceUrl, this.#config)) return { rejected: 403, reason: 'serviceUrl is not a channel of ours' };
    if (!tenantAllowed(activity, this.#config)) return { rejected: 403, reason: 'tenant is not served' };
    const rejection = await this.#reject(authorization, activity);
    if (rejection) return rejection;
    const proven = await this.#authenticate(authorization, activity);
    return 'rejected' in proven ? proven : this.processActivity(proven, activity, run);
  }

  /** The first door: the SDK gets no more mends, so it sees only tokens that a maintained library has checked. Without an app id there are none. */
  async #reject(authorization: string, { channelId, serviceUrl }: Activity): Promise<Rejection | undefined> {
    const token = (await this.#holds?.(authorization, { channelId, serviceUrl })) ?? 'holds';
    if (token === 'holds') return undefined;
    if (token === 'unavailable') return { rejected: 503, reason: 'the keys of the channel cannot be read' };
    this.#log.debug({ fails: token.fails }, 'a token does not hold');
    return { rejected: 401, reason: 'the token does not hold' };
  }

  /** The second door. */
  async #authenticate(
    authorization: string,
    activity: Activity,
  ): Promise<Rejection | Awaited<ReturnType<typeof this.botFrameworkAuthentication.authenticateRequest>>> {
    try {
      return await this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
    } catch (error) {
      const unavailable = keysUnavailable.safeParse(error).success;
      return unavailable ? { rejected: 503, reason: 'the keys of the channel cannot be read' } : { rejected: 401, reason: 'the token does not hold' };
    }
  }
}

/** The issuer that a bearer token claims. Not verified. */
function issuerOf(authorization: string): string | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  if (!payload) return undefined;
  try {
    return issued.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString())).data?.iss;
  } catch {
    return undefined;
  }
}

/**
 * Creates the adapter between the channels and the bot. `onFault` tells the user briefly that something went wrong
 * and what to do next. The cause goes to the log only.
 */
export const createAdapter = (
  config: Config,
  log: Log,
  onFault: (context: TurnContext, error: unknown) => Promise<void>,
  authority?: ChannelAuthority,
): Adapter => new Adapter(config, log, onFault, authority);
