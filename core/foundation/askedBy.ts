import type { Actor } from './actor.ts';
import { type Locale, translate } from './i18n.ts';

/** Who asks for what is mailed, from where and for what, for the mail that carries a code: whoever is told to read it out should see that. */
export type AskedBy = { readonly procedure: string; readonly channel: string; readonly asker?: string; readonly unproven?: '1'; readonly ip?: string };

/**
 * Describes an actor for such a mail. A name that no channel vouches for could carry any text into somebody else's mailbox. `employee`: whether a roster
 * that the portal trusts knows them as its own; anybody else may be called as they like, and the mail says so.
 */
export const askedBy = ({ authenticated, name, channel, ip }: Actor, procedure: string, locale: Locale, employee: boolean): AskedBy => ({
  procedure,
  channel: translate(locale)(`channel.${channel}`),
  ...(authenticated && name !== undefined && { asker: name, ...(!employee && { unproven: '1' }) }),
  ...(ip !== undefined && { ip }),
});
