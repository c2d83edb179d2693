import { type Config, isLoopback } from './config.ts';

/**
 * Where the channels of the public cloud take messages: Teams by name, as Microsoft's own Teams SDK lists them
 * ("service URL validation"), and the Bot Framework's Web Chat and Direct Line.
 */
const hosts =
  /^(smba\.trafficmanager\.net|smba\.onyx\.prod\.teams\.trafficmanager\.net|smba\.infra\.gcc\.teams\.microsoft\.com|([a-z0-9-]+\.)+botframework\.com)$/;

/**
 * Whether messages, and the bot's own token with them, may be sent to this address: a channel of Microsoft's over
 * https, or, while there is no app id and so no token, this machine.
 */
export function serviceUrlAllowed(serviceUrl: string, config: Pick<Config, 'app'>): boolean {
  const url = URL.parse(serviceUrl);
  if (!url || url.username || url.password) return false;
  if (!config.app) return isLoopback(url.hostname) && /^https?:$/.test(url.protocol);
  return url.protocol === 'https:' && url.port === '' && hosts.test(url.hostname);
}
