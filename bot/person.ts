import { type Activity, TeamsInfo, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { type Locale, localeOf } from '../core/i18n.ts';
import type { Encounter } from '../core/people.ts';
import type { Channel } from '../core/ports.ts';

const teamsData = z.object({ tenant: z.object({ id: z.string() }).optional() });

/** The channel of an activity; one that Guichet does not know is treated as the least trusted. */
const channelOf = (activity: Activity): Channel => (activity.channelId === 'msteams' || activity.channelId === 'emulator' ? activity.channelId : 'webchat');

/** The language of a turn: the one asked for, else the client's; French where the client says none. */
export const localeIn = (activity: Activity, asked: Locale | undefined): Locale => asked ?? (activity.locale ? localeOf(activity.locale) : 'fr');

/** Who speaks, as the authenticated activity says it: tenant and Entra object id in Teams, the channel's own id elsewhere. */
export function encounterIn(activity: Activity, locale: Locale): Encounter {
  const channel = channelOf(activity);
  const tenant = activity.conversation.tenantId ?? teamsData.safeParse(activity.channelData).data?.tenant?.id ?? '';
  return {
    channel,
    tenant: channel === 'msteams' ? tenant : '',
    objectId: (channel === 'msteams' ? activity.from.aadObjectId : undefined) ?? activity.from.id,
    ...(activity.from.name && { name: activity.from.name }),
    locale,
    address: { ...TurnContext.getConversationReference(activity) },
  };
}

/** Whether the channel vouches for who this is (ALL-13). */
export const isAuthenticated = (activity: Activity): boolean => activity.channelId === 'msteams' && activity.from.aadObjectId !== undefined;

/** The address that Teams' roster gives for who speaks; undefined where there is none to be had. */
export async function rosterEmail(context: TurnContext): Promise<string | undefined> {
  if (!isAuthenticated(context.activity)) return undefined;
  const member = await TeamsInfo.getMember(context, context.activity.from.id);
  return member.email ?? member.userPrincipalName;
}
