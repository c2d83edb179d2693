import type { Translator } from '../foundation/i18n.ts';
import type { Portal } from '../portal/index.ts';

/** The text message with a page's code (IN-7), and what for and from where it was asked for: whoever is told to read it out should see that. */
export function smsText({ portal, t, params }: { portal: Portal; t: Translator; params: Readonly<Record<string, string | number>> }): string {
  // No-break spaces are outside GSM 7. A single one would make the text take twice the space and cost more.
  return t.say({ key: 'sms.code', params: { ip: '?', ...params, ...t.named(portal) } }).replace(/[\u00a0\u202f]/g, ' ');
}
