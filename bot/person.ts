import { type Activity, TeamsInfo, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Channel } from '../core/foundation/actor.ts';
import { type Locale, localeOf } from '../core/foundation/i18n.ts';
import type { Encounter } from '../core/foundation/people.ts';

const teamsData = z.object({ tenant: z.object({ id: z.string() }).optional() });

/** The channel of an activity; one that Guichet does not know is treated as the least trusted. */
const channelOf = (activity: Activity): Channel => (activity.channelId === 'msteams' || activity.channelId === 'emulator' ? activity.channelId : 'webchat');

/** The language of a turn: the one asked for, else the client's; French where the client says none. */
export const localeIn = (activity: Activity, asked: Locale | undefined): Locale => asked ?? (activity.locale ? localeOf(activity.locale) : 'fr');

/** Longer names are cut: on some channels users choose their own. */
const longestName = 100;

/**
 * Who speaks, as the authenticated activity says it: tenant and Entra object id in Teams. Elsewhere the client chooses its user id, so
 * that another's could be borrowed: there, a person is who holds the conversation, whose id nobody guesses.
 */
export function encounterIn(activity: Activity, locale: Locale): Encounter {
  const channel = channelOf(activity);
  const tenant = activity.conversation.tenantId ?? teamsData.safeParse(activity.channelData).data?.tenant?.id ?? '';
  const name = activity.from.name
    ?.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, longestName);
  return {
    channel,
    tenant: channel === 'msteams' ? tenant : '',
    objectId: channel === 'msteams' ? activity.from.aadObjectId || activity.from.id : activity.conversation.id,
    ...(name && { name }),
    locale,
    address: { ...TurnContext.getConversationReference(activity) },
  };
}

/** Whether the channel vouches for who this is (ALL-13). */
export const isAuthenticated = (activity: Activity): boolean => activity.channelId === 'msteams' && Boolean(activity.from.aadObjectId);

/** The one person of a personal chat in Teams, as its roster says; undefined where there are several, none, or no roster just now. */
export async function soleMember(context: TurnContext, locale: Locale): Promise<Encounter | undefined> {
  if (context.activity.channelId !== 'msteams') return undefined;
  const page = await TeamsInfo.getPagedMembers(context, 2).catch(() => undefined);
  const [member, ...others] = (page?.members ?? []).filter(({ id }) => id !== context.activity.recipient.id);
  if (!member?.aadObjectId || others.length > 0) return undefined;
  const { id, name, aadObjectId, email, userPrincipalName } = member;
  const { activityId: _, ...address } = TurnContext.getConversationReference({ ...context.activity, from: { id, name, aadObjectId } });
  const { tenant } = encounterIn(context.activity, locale);
  const mail = email ?? userPrincipalName;
  return { channel: 'msteams', tenant, objectId: aadObjectId, name, locale, address, ...(mail && { email: mail }) };
}

/** The address that Teams' roster gives for who speaks; undefined where there is none to be had, or no roster just now. */
export async function rosterEmail(context: TurnContext): Promise<string | undefined> {
  if (!isAuthenticated(context.activity)) return undefined;
  // Without the address a procedure asks for it; without this, a roster that is refused would end in a fault for ever.
  const member = await TeamsInfo.getMember(context, context.activity.from.id).catch(() => undefined);
  return member?.email ?? member?.userPrincipalName;
}
