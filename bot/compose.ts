import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { countDifferences } from '../core/access/index.ts';
import { createIdentityProviders } from '../core/connectors/identityProviders/identityProviders.ts';
import { createRechercheEntreprises } from '../core/connectors/rechercheEntreprises.ts';
import { createSmsGateway } from '../core/connectors/sms.ts';
import { createSmsInbox } from '../core/connectors/smsInbox.ts';
import { createSmtpMailer } from '../core/connectors/smtp.ts';
import { createConsole } from '../core/console/index.ts';
import { createIntents } from '../core/conversation/index.ts';
import { createAccounts } from '../core/directory/index.ts';
import { type Clock, hour, second } from '../core/foundation/clock.ts';
import { createReadiness } from '../core/foundation/database/readiness.ts';
import { createGate, type Gate } from '../core/foundation/gate.ts';
import { createLimits } from '../core/foundation/limits.ts';
import { createCircuits } from '../core/foundation/outbox/circuits.ts';
import type { ChatAddress } from '../core/foundation/outbox/job.ts';
import { createPace, type Rates, teamsRates } from '../core/foundation/outbox/pace.ts';
import { stateOf } from '../core/foundation/outbox/state.ts';
import { createWorker } from '../core/foundation/outbox/worker.ts';
import { createSecrets } from '../core/foundation/secrets.ts';
import { watch } from '../core/foundation/watch.ts';
import { createCore } from '../core/index.ts';
import { createJobs } from '../core/jobs.ts';
import { atHome, homeTenants, trustingNobody } from '../core/portal/index.ts';
import { createSweep, whyAuditStays } from '../core/privacy/index.ts';
import { type ChannelAuthority, createAdapter } from './adapter.ts';
import { apologise } from './apologise.ts';
import { createApp } from './app.ts';
import { startSealing } from './auditSealing.ts';
import type { Config } from './config.ts';
import { readOperators } from './consoleFile.ts';
import { openDirectories, openElsewhere } from './directories.ts';
import type { Examined } from './doctor/index.ts';
import { companyCache, openConversations } from './keyv.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createNotifier } from './notifier.ts';
import { openKeys } from './openKeys.ts';
import { createLive } from './pages/console/live.ts';
import { mountPages } from './pages/routes.ts';
import { loadServed } from './portals.ts';
import { createQueue } from './queue.ts';
import { openRecords } from './records.ts';
import { clientAddress } from './restify.ts';
import { createSecurity } from './security.ts';
import { createServer } from './server.ts';
import { settingsInForce } from './settingsInForce.ts';

/** The inbox of `npm run dev`. Production must name its mail server. */
const developmentInbox = 'smtp://127.0.0.1:1025';

/** What a test can replace: the time, randomness, the channel. */
export type Surroundings = {
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly authority?: ChannelAuthority;
  /** Called with each SQL statement sent to the records. */
  readonly onStatement?: (sql: string) => void;
  /** Given each line of the log, which is then written nowhere. */
  readonly onLog?: (line: string) => void;
  /** The rates at which the channel accepts messages from the bot. */
  readonly rates?: Rates;
  /** Makes what understands sentences. */
  readonly understanding?: typeof createIntents;
  /** Where hashes wait for their turn. */
  readonly hashing?: Gate;
  /** False if the test drains the outbox by hand. */
  readonly work?: boolean;
  /** How many outbox jobs run at once. */
  readonly concurrency?: number;
  /** Looks at the installation. */
  readonly examine?: () => Promise<readonly Examined[]>;
};

/** Assembles Guichet and starts it: configuration, core, bot, then listening. */
export async function start(
  config: Config,
  {
    clock: given,
    random = Math.random,
    authority,
    work = true,
    concurrency,
    rates = teamsRates,
    hashing = createGate(),
    understanding = createIntents,
    onStatement,
    onLog,
    examine,
  }: Surroundings = {},
) {
  const clock = given ?? Date.now;
  // For what only differences count in: the time of day may be put right while this runs.
  const steady = given ?? (() => Math.floor(performance.now()));
  const log = createLog(config, onLog && { write: onLog });
  if (config.clearTextHosts.length > 0) log.warn({ hosts: config.clearTextHosts }, 'CLEAR_TEXT_HOSTS: these hosts are spoken to without TLS');
  const db = await openRecords(config.databaseUrl, { log, onStatement });
  const { portals: profiles, warnings } = await loadServed(config);
  const portals = atHome(profiles, homeTenants(config));
  const operators = config.consoleFile === undefined ? undefined : await readOperators(config.consoleFile, portals);
  const noticed = [...warnings, ...trustingNobody(portals.values())];
  for (const warning of noticed) log.warn(warning);

  const secrets = createSecrets(config.secretKey, config.secretKeyPrevious);
  await openKeys({ db, secrets, clock }, log).catch(async (fault: unknown) => {
    await db.destroy();
    throw fault;
  });

  const elsewhere = await openElsewhere(portals, clock, (portal, message) => log.error({ portal, directory: message }, 'A directory has a problem'));
  const metrics = createMetrics(
    () => stateOf(db, clock()),
    () => countDifferences(db),
  );
  const security = createSecurity({ config, metrics, secrets, ...(onLog && { to: { write: onLog } }) });
  watch(db, security);
  const limits = createLimits(db, clock);
  const conversations = await openConversations(config.keyvUrl, db, clock, config.keptFor.conversations);
  const { publicUrl } = config;
  const dependencies = {
    db,
    clock,
    secrets,
    limits,
    hashing,
    portals,
    publicUrl,
    directory: createAccounts({ db, clock, secrets, hashing, portals }, openDirectories(db, clock, portals, elsewhere)),
    companies: createRechercheEntreprises({
      url: config.companyRegistryUrl,
      cache: companyCache(db, clock),
      limits,
      clock,
      random,
      pause: (millis) => sleep(millis),
    }),
    identityProviders: createIdentityProviders({
      clock,
      tell: ({ id, issuer }, message) => log.error({ provider: id, issuer, problem: message }, 'Signing in at an OpenID provider has a problem'),
    }),
    texts: config.smsUrl !== undefined,
    // A page waits for it: no longer than anybody would.
    roster: (address: ChatAddress) => Promise.race([notifier.roster(address), sleep(rosterPatience, 'unavailable' as const, { ref: false })]),
    wake: () => worker.wake(),
  };
  const core = createCore(dependencies);
  const console = operators && createConsole(dependencies, operators, config.consolePort === undefined ? publicUrl : config.consoleUrl);

  const adapter = createAdapter(config, log, apologise, authority);
  const app = createApp({
    core,
    intents: understanding(portals),
    storage: conversations.storage,
    publicUrl,
    windows: config.app !== undefined,
    clock,
    security,
  });
  // Turns of one conversation run one after another, including those that the bot begins, because they share its state.
  const inTurn = createQueue();
  const run = (context: TurnContext) => {
    const { id } = context.activity.conversation;
    return inTurn(id, () =>
      core.conversation.turnClaims.hold(id, (own) => {
        if (!own) conversations.forget(id);
        return app(context);
      }),
    );
  };

  const notifier = createNotifier({ adapter, config, run, portals, pace: createPace(steady, rates) });
  const mailer = createSmtpMailer(config.smtpUrl ?? developmentInbox, config.clearTextHosts);
  const texter = config.smsUrl === undefined ? undefined : config.smsUrl.startsWith('inbox:') ? createSmsInbox(mailer) : createSmsGateway(config.smsUrl);
  // With the records, they are rows like others.
  const forget = async (keys: readonly string[]) =>
    void (config.keyvUrl === undefined || (await Promise.all(keys.map((key) => conversations.keyv.delete(key)))));
  const jobs = createJobs(dependencies, { mailer, texter, notifier, circuits: createCircuits(steady), forget });
  const worker = createWorker({ db, clock, random, log, ...jobs, ...(concurrency !== undefined && { concurrency }) });
  const recordsReady = createReadiness(db, clock);
  const live = createLive({ steady, log, ticking: work });
  const pages = {
    core,
    console: console && {
      console,
      live,
      installation: { examine: examine ?? examineHere, keptFor: config.keptFor, settings: settingsInForce(config), warnings: noticed },
    },
    secretKey: config.secretKey,
    secretKeyPrevious: config.secretKeyPrevious,
    clock,
    ipOf: (request: IncomingMessage) => clientAddress(request, config.trustProxy),
    log,
    onDenied: () => security.notices('form', 'denied'),
  } as const;
  const server = createServer({
    config,
    adapter,
    run,
    log,
    metrics,
    security,
    ready: async () => conversations.ready() && (await recordsReady()),
    mount: (restify) => mountPages(restify, { ...pages, publicUrl, ...(operators && config.consolePort !== undefined && { serves: 'everybody' }) }),
    mountConsole: operators && ((restify) => mountPages(restify, { ...pages, publicUrl: config.consoleUrl, serves: 'console' })),
  });
  const port = await server.listen();
  const plan = async (): Promise<void> => {
    await core.passwords.endings.plan();
    await core.access.reviews.plan();
    await core.access.differences.plan();
  };
  await plan();
  if (work) worker.start();
  const sealing = work ? startSealing({ db, secrets, clock, log }) : undefined;
  const sweepRecords = createSweep({ db, secrets, keptFor: config.keptFor });
  const sweep = async (): Promise<void> => {
    await limits.sweep();
    await conversations.sweep();
    await core.applications.sweep();
    await core.applications.keys.turn();
    await core.conversation.turnClaims.sweep();
    const swept = await sweepRecords(clock());
    const stays = whyAuditStays(swept);
    if (stays !== undefined) log.warn(stays);
    if (Object.keys(swept.rows).length > 0) log.info({ rows: swept.rows }, 'What was kept long enough is deleted');
  };
  const hourly = setInterval(
    () => void Promise.all([sweep(), plan()]).catch((err: unknown) => log.error({ err }, 'What is due every hour could not be done')),
    hour,
  );
  log.info({ port, portals: [...portals.keys()] }, 'listening');

  return {
    url: `http://127.0.0.1:${port}`,
    /** Where `/metrics` and `/readyz` are. */
    operationsUrl: `http://127.0.0.1:${server.operationsPort()}`,
    /** Where the console is, if there is one. */
    consoleUrl: `http://127.0.0.1:${server.consolePort()}`,
    db,
    core,
    worker,
    log,
    /** What is done every hour: deletes what was kept long enough, and has new keys sign where the old have for long enough. */
    sweep,
    /** What pages of the console show while they stay open. */
    live,
    /** Lets turns and jobs in flight end, then closes all connections. */
    async stop(): Promise<void> {
      clearInterval(hourly);
      live.close();
      await server.stop();
      await worker.stop();
      await sealing?.stop();
      mailer.close();
      await Promise.all([...elsewhere.values()].map((directory) => directory.close()));
      await conversations.close();
      await db.destroy();
    },
  };
}

/** The doctor is loaded only when it is asked for. */
const examineHere = async () => (await import('./doctor/run.ts')).examineHere(process.env);

/** How long a page waits for the roster. */
const rosterPatience = 3 * second;
