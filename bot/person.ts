import { type Activity, TeamsInfo, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Channel } from '../core/foundation/actor.ts';
import { type Locale, localeOf } from '../core/foundation/i18n.ts';
import type { Encounter } from '../core/foundation/people.ts';
import { referenceOf } from './reference.ts';

const teamsData = z.object({ tenant: z.object({ id: z.string() }).optional() });

/** The channel of an activity. A channel that Guichet does not know is treated as the least trusted. */
const channelOf = (activity: Activity): Channel => (activity.channelId === 'msteams' || activity.channelId === 'emulator' ? activity.channelId : 'webchat');

/** The language of a turn: the one the user asked for, else the client's, else French. */
export const localeIn = (activity: Activity, asked: Locale | undefined): Locale => asked ?? (activity.locale ? localeOf(activity.locale) : 'fr');

/** Longer names are cut, because on some channels users choose their own. */
const longestName = 100;

/**
 * Who is speaking, from the authenticated activity: tenant and Entra object id in Teams. Elsewhere the client chooses its user id and
 * could borrow another person's, so there the conversation's id, which nobody can guess, stands for the person.
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
    address: referenceOf(activity),
  };
}

/** Whether the channel vouches for who this is (ALL-13). */
export const isAuthenticated = (activity: Activity): boolean => activity.channelId === 'msteams' && Boolean(activity.from.aadObjectId);

/** The only person in a personal Teams chat, from its roster. Undefined if there are several or none, or if the roster is unavailable. */
export async function soleMember(context: TurnContext, locale: Locale): Promise<Encounter | undefined> {
  if (context.activity.channelId !== 'msteams') return undefined;
  const page = await TeamsInfo.getPagedMembers(context, 2).catch(() => undefined);
  const [member, ...others] = (page?.members ?? []).filter(({ id }) => id !== context.activity.recipient.id);
  if (!member?.aadObjectId || others.length > 0) return undefined;
  const { id, name, aadObjectId, email, userPrincipalName } = member;
  const { activityId: _, ...address } = referenceOf({ ...context.activity, from: { id, name, aadObjectId } });
  const { tenant } = encounterIn(context.activity, locale);
  const mail = email ?? userPrincipalName;
  return { channel: 'msteams', tenant, objectId: aadObjectId, name, locale, address, ...(mail && { email: mail }) };
}

/** The speaker's address in the Teams roster. Undefined if it has none, or if the roster is unavailable. */
export async function rosterEmail(context: TurnContext): Promise<string | undefined> {
  if (!isAuthenticated(context.activity)) return undefined;
  // Without an address, a procedure asks for it. Without this catch, a person whose roster is refused would get a fault every time.
  const member = await TeamsInfo.getMember(context, context.activity.from.id).catch(() => undefined);
  return member?.email ?? member?.userPrincipalName;
}
