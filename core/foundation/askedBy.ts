import type { Actor } from './actor.ts';
import { type Locale, translate } from './i18n.ts';

/** Who asks for what is mailed, from where and for what, for the mail that carries a code: whoever is told to read it out should see that. */
export type AskedBy = { readonly procedure: string; readonly channel: string; readonly asker?: string; readonly ip?: string };

/** Describes an actor for such a mail. A name that no channel vouches for could carry any text into somebody else's mailbox. */
export const askedBy = ({ authenticated, name, channel, ip }: Actor, procedure: string, locale: Locale): AskedBy => ({
  procedure,
  channel: translate(locale)(`channel.${channel}`),
  ...(authenticated && name !== undefined && { asker: name }),
  ...(ip !== undefined && { ip }),
});
