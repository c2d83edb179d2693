import { isLoopback } from '../core/foundation/clearText.ts';
import type { Config } from './config.ts';

/**
 * The hosts at which the channels of the public cloud accept messages: those of Teams, as listed in Microsoft's own
 * Teams SDK ("service URL validation"), and the Bot Framework's Web Chat and Direct Line.
 */
const hosts =
  /^(smba\.trafficmanager\.net|smba\.onyx\.prod\.teams\.trafficmanager\.net|smba\.infra\.gcc\.teams\.microsoft\.com|([a-z0-9-]+\.)+botframework\.com)$/;

/**
 * Whether messages, and with them the bot's own token, may be sent to this address: a Microsoft channel over https,
 * or only this machine if there is no app id and so no token.
 */
export function serviceUrlAllowed(serviceUrl: string, config: Pick<Config, 'app'>): boolean {
  const url = URL.parse(serviceUrl);
  if (!url || url.username || url.password) return false;
  if (!config.app) return isLoopback(url.hostname) && /^https?:$/.test(url.protocol);
  return url.protocol === 'https:' && url.port === '' && hosts.test(url.hostname);
}
