import type { Portal } from '../../portal/schema.ts';
import type { Translator } from '../i18n.ts';

/** The text message that carries a page's code (IN-7). */
export function smsText({ portal, t, params }: { portal: Portal; t: Translator; params: Readonly<Record<string, string | number>> }): string {
  // No-break spaces are outside GSM 7: one of them makes a text twice as long, and dearer.
  return t.say({ key: 'sms.code', params: { ...params, portal: t.of(portal.name) } }).replace(/[\u00a0\u202f]/g, ' ');
}
