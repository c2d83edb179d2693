import { type Activity, type TeamsChannelAccount, TeamsInfo, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Channel } from '../core/foundation/actor.ts';
import { type Locale, localeOf } from '../core/foundation/i18n.ts';
import { isExact } from '../core/foundation/identifiers.ts';
import type { Encounter, RosterEntry, Speaker } from '../core/foundation/people.ts';
import { referenceOf } from './reference.ts';

const teamsData = z.object({ tenant: z.object({ id: z.string() }).optional() });

/** The channel of an activity. A channel that Guichet does not know is treated as the least trusted. */
const channelOf = (activity: Activity): Channel => (activity.channelId === 'msteams' || activity.channelId === 'emulator' ? activity.channelId : 'webchat');

/** The language of a turn: the one the user asked for, else the client's, else French. */
export const localeIn = (activity: Activity, asked: Locale | undefined): Locale => asked ?? (activity.locale ? localeOf(activity.locale) : 'fr');

/** Carries the language of a turn, once its person is known. */
const spoken = Symbol('spoken');

/** Keeps the language of a turn for what is said when it fails or takes long. */
export const speaksIn = ({ turnState }: TurnContext, locale: Locale): unknown => turnState.set(spoken, locale);

/** The language of a turn: the one that its person chose, else that of their client. */
export const spokenIn = ({ activity, turnState }: TurnContext): Locale => localeIn(activity, turnState.get<Locale>(spoken));

/** Longer names are cut, because on some channels users choose their own. */
const longestName = 100;

const shownName = (name: string | undefined): string | undefined =>
  name
    ?.replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, longestName);

/**
 * Who is speaking, from the authenticated activity: tenant and Entra object id in Teams. Elsewhere the client chooses its user id and
 * could borrow another person's, so there the conversation's id, which nobody can guess, stands for the person.
 */
export function speakerIn(activity: Activity, locale: Locale): Speaker {
  const channel = channelOf(activity);
  const tenant = activity.conversation.tenantId ?? teamsData.safeParse(activity.channelData).data?.tenant?.id ?? '';
  const name = shownName(activity.from.name);
  return {
    channel,
    tenant: channel === 'msteams' ? tenant : '',
    objectId: channel === 'msteams' ? activity.from.aadObjectId || activity.from.id : activity.conversation.id,
    ...(name && { name }),
    locale,
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
  const { id, aadObjectId } = member;
  const name = shownName(member.name);
  const { activityId: _, ...address } = referenceOf({ ...context.activity, from: { id, name: name ?? '', aadObjectId } });
  const { tenant } = speakerIn(context.activity, locale);
  return { channel: 'msteams', tenant, objectId: aadObjectId, ...(name && { name }), locale, address, ...entryOf(member) };
}

const notFound = z.object({ statusCode: z.literal(404) });

const asked = Symbol('roster');

/** What the roster says of the speaker, asked at most once per turn. */
export async function ownEntry(context: TurnContext): ReturnType<typeof rosterEntry> {
  const known: ReturnType<typeof rosterEntry> = context.turnState.get(asked) ?? rosterEntry(context);
  context.turnState.set(asked, known);
  return await known;
}

/**
 * What the channel's roster says of somebody in this conversation, the speaker by default. `gone` if they are not, or no longer, in it;
 * `unavailable` if it does not answer. Never throws: without an address a procedure asks for it, and nobody gets a fault because of the roster.
 */
export async function rosterEntry(context: TurnContext, userId = context.activity.from.id): Promise<RosterEntry | 'gone' | 'unavailable'> {
  if (!isAuthenticated(context.activity)) return 'gone';
  try {
    return entryOf(await TeamsInfo.getMember(context, userId));
  } catch (error) {
    return notFound.safeParse(error).success ? 'gone' : 'unavailable';
  }
}

/** What a member of the roster is to us. The user principal name stands in for the address, but a guest's is no address of theirs. One that merely looks like an address is none. */
function entryOf({ email, userPrincipalName, userRole, tenantId, givenName: given, surname }: TeamsChannelAccount): RosterEntry {
  const guest = /^(guest|anonymous)$/i.test(userRole ?? '') || /#EXT#/i.test(userPrincipalName ?? '');
  const address = email || (guest ? undefined : userPrincipalName);
  const [givenName, familyName] = [shownName(given), shownName(surname)];
  const names = { ...(givenName && { givenName }), ...(familyName && { familyName }) };
  return { email: address && isExact(address) ? address : null, guest, ...(tenantId && { home: tenantId }), ...names };
}
