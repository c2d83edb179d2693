import { type Activity, CloudAdapter, INVOKE_RESPONSE_KEY, type InvokeResponse, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { tenantAllowed } from './activity.ts';
import { Authentication } from './authentication.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { serviceUrlAllowed } from './serviceUrl.ts';

/** Why an activity was not let in: 401 nobody we know, 403 not from there, 503 the channel's keys cannot be had just now. */
export type Rejection = { readonly rejected: 401 | 403 | 503; readonly reason: string };

/** What a channel's tokens are checked against; the public cloud unless told otherwise. */
export type ChannelAuthority = { readonly issuer: string; readonly openIdMetadataUrl: string };

const publicIssuer = 'https://api.botframework.com';

const issued = z.object({ iss: z.string() });
const claims = z.array(z.looseObject({ type: z.string(), value: z.unknown() }));
const keysUnavailable = z.union([z.object({ name: z.literal('FetchError') }), z.object({ statusCode: z.literal(500) })]);

/** The SDK's adapter, with its doors shut. */
export class Adapter extends CloudAdapter {
  readonly #config: Config;
  readonly #issuer: string;

  constructor(config: Config, log: Log, onFault: (context: TurnContext, error: unknown) => Promise<void>, authority?: ChannelAuthority) {
    const issuer = authority?.issuer ?? publicIssuer;
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
          // The SDK also takes tokens of the Emulator and of other bots, from any tenant and for any serviceUrl.
          validateClaims: async (held) => {
            const { value } = claims.parse(held).find(({ type }) => type === 'iss') ?? {};
            if (value !== issuer) throw new Error('The token is not from the channel.');
          },
        },
      ),
    );
    this.#config = config;
    this.#issuer = issuer;
    this.onTurnError = async (context, error) => {
      log.error({ err: error, channel: context.activity.channelId, activity: context.activity.type }, 'a turn failed');
      try {
        await onFault(context, error);
      } catch (second) {
        log.warn({ err: second }, 'the apology did not reach the user');
      }
      const answered = context.activity.type !== 'invoke' || context.turnState.get(INVOKE_RESPONSE_KEY);
      if (!answered) await context.sendActivity({ type: 'invokeResponse', value: { status: 500 } });
    };
  }

  /** Checks where an activity comes from, and runs its turn. Faults of the turn never come out of here. */
  async receive(authorization: string, activity: Activity, run: (context: TurnContext) => Promise<void>): Promise<Rejection | InvokeResponse | undefined> {
    // Before anything of the SDK's sees the token: it keeps a list of issuers that grows with each new tenant it reads in one.
    if (this.#config.app && issuerOf(authorization) !== this.#issuer) return { rejected: 401, reason: 'foreign issuer, or no token' };
    if (!serviceUrlAllowed(activity.serviceUrl, this.#config)) return { rejected: 403, reason: 'serviceUrl is not a channel of ours' };
    if (!tenantAllowed(activity, this.#config)) return { rejected: 403, reason: 'tenant is not served' };
    const proven = await this.#authenticate(authorization, activity);
    return 'rejected' in proven ? proven : this.processActivity(proven, activity, run);
  }

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

/** The issuer that a bearer token claims, unproven. */
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
 * The adapter between the channels and the bot. `onFault` tells the user, in few words and with a way on, that
 * something went wrong; what it was is in the log only.
 */
export const createAdapter = (
  config: Config,
  log: Log,
  onFault: (context: TurnContext, error: unknown) => Promise<void>,
  authority?: ChannelAuthority,
): Adapter => new Adapter(config, log, onFault, authority);
