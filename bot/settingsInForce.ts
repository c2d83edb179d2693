import type { Config } from './config.ts';

/** A setting as it is in force, without anything secret. `value` is undefined where it is not set. */
export type Setting = { readonly name: string; readonly value: string | undefined };

/** What is secret is said to be there, and no more. */
const masked = (secret: string | undefined): string | undefined => secret && '••••••';

/** The kind and host of an address. What stands before and after them may be secret. */
function hostOf(address: string | undefined): string | undefined {
  if (address === undefined || /^(sqlite|inbox):/.test(address)) return address;
  const url = URL.parse(address);
  return url ? `${url.protocol}//${url.host}` : masked(address);
}

const list = (items: readonly string[]): string | undefined => (items.length > 0 ? items.join(', ') : undefined);

/** The settings of this host by the names that they have in its environment. How long records are kept is a table of its own. */
export function settingsInForce(config: Config): Setting[] {
  const { app } = config;
  const values: Readonly<Record<Exclude<keyof Config, 'keptFor' | 'app' | 'ownTenant'>, readonly [string, string | undefined]>> = {
    production: ['NODE_ENV', config.production ? 'production' : 'development'],
    host: ['HOST', config.host],
    port: ['PORT', String(config.port)],
    operationsPort: ['OPERATIONS_PORT', config.operationsPort?.toString()],
    metricsToken: ['METRICS_TOKEN', masked(config.metricsToken)],
    consoleFile: ['CONSOLE_FILE', config.consoleFile],
    consolePort: ['CONSOLE_PORT', config.consolePort?.toString()],
    consoleHost: ['CONSOLE_HOST', config.consolePort === undefined ? undefined : config.consoleHost],
    consoleUrl: ['CONSOLE_URL', config.consolePort === undefined ? undefined : config.consoleUrl],
    publicUrl: ['PUBLIC_URL', config.publicUrl],
    trustProxy: ['TRUST_PROXY', String(config.trustProxy)],
    allowedTenants: ['ALLOWED_TENANTS', list(config.allowedTenants)],
    secretKey: ['SECRET_KEY', masked(config.secretKey)],
    secretKeyPrevious: ['SECRET_KEY_PREVIOUS', masked(config.secretKeyPrevious)],
    databaseUrl: ['DATABASE_URL', hostOf(config.databaseUrl)],
    keyvUrl: ['KEYV_URL', hostOf(config.keyvUrl)],
    smtpUrl: ['SMTP_URL', hostOf(config.smtpUrl)],
    smsUrl: ['SMS_URL', hostOf(config.smsUrl)],
    companyRegistryUrl: ['COMPANY_REGISTRY_URL', hostOf(config.companyRegistryUrl)],
    clearTextHosts: ['CLEAR_TEXT_HOSTS', list(config.clearTextHosts)],
    portalsDir: ['PORTALS_DIR', config.portalsDir],
    portals: ['PORTALS', list(config.portals)],
    securityLog: ['SECURITY_LOG', config.securityLog],
    logLevel: ['LOG_LEVEL', config.logLevel],
  };
  return [
    ...Object.values(values).map(([name, value]) => ({ name, value })),
    { name: 'MicrosoftAppId', value: app?.id },
    { name: 'MicrosoftAppPassword', value: masked(app?.password) },
    { name: 'MicrosoftAppType', value: app?.type },
    { name: 'MicrosoftAppTenantId', value: app?.tenantId },
  ];
}
