import type { Translator } from '../foundation/i18n.ts';
import type { Portal } from '../portal/index.ts';

/** The text message that carries a page's code (IN-7). */
export function smsText({ portal, t, params }: { portal: Portal; t: Translator; params: Readonly<Record<string, string | number>> }): string {
  // No-break spaces are outside GSM 7: one of them makes a text twice as long, and dearer.
  return t.say({ key: 'sms.code', params: { ...params, portal: t.of(portal.name) } }).replace(/[\u00a0\u202f]/g, ' ');
}
