import type { Actor } from '../foundation/actor.ts';
import type { Portal } from './schema.ts';

/** What an address of the roster can be trusted for. */
export type TrustedFor = Extract<keyof Portal['procedures'], 'forgotIdentifier' | 'invite' | 'decide'>;

/** Who somebody is, as their channel and its roster say. */
export type Known = Pick<Actor, 'authenticated' | 'channel' | 'tenant' | 'home' | 'guest'>;

/** Whose addresses a portal believes. */
export type Trusting = Pick<Portal, 'tenants' | 'home' | 'guests'>;

/**
 * Whose rosters a portal trusts that names no tenants: the only tenant that is served or, of several, the bot's own alone, since the
 * administrator of any other can put any address into theirs. Undefined means any: nobody is authenticated while developing.
 */
export const homeTenants = ({ allowedTenants, ownTenant }: { readonly allowedTenants: readonly string[]; readonly ownTenant: string | undefined }) =>
  allowedTenants.length < 2 ? (allowedTenants.length === 0 ? undefined : allowedTenants) : allowedTenants.filter((id) => id === ownTenant);

/** Tells the portals which tenants are the bot's home. */
export const atHome = (portals: ReadonlyMap<string, Portal>, home: readonly string[] | undefined): ReadonlyMap<string, Portal> =>
  new Map([...portals].map(([id, portal]) => [id, { ...portal, home }]));

/**
 * Whether an address from this person's roster can be trusted for that. Both the conversation's tenant and the one that gave the address must be
 * trusted: in a shared channel they differ. Guests only if the profile says so.
 */
export const vouchedFor = (person: Known, portal: Trusting, what: TrustedFor): boolean =>
  person.authenticated && (person.channel !== 'msteams' || (isOfTenants(person, rostersOf(portal)) && mayBeGuest(person, portal, what)));

/** Whether this person is of a tenant whose roster the portal trusts, and no guest there. */
export const isEmployee = (person: Omit<Known, 'authenticated'>, portal: Trusting): boolean =>
  person.channel !== 'msteams' || (isOfTenants(person, rostersOf(portal)) && !person.guest);

/** Whether every tenant that speaks for this person is one of these. */
export const isOfTenants = ({ tenant = '', home = tenant }: Pick<Known, 'tenant' | 'home'>, trusted: readonly string[] | undefined): boolean =>
  trusted === undefined || [tenant, home].every((id) => trusted.includes(id.toLowerCase()));

/** Whether this person is no guest, or a portal trusts guests for that. */
export const mayBeGuest = ({ guest = false }: Pick<Known, 'guest'>, { guests }: Pick<Portal, 'guests'>, what: TrustedFor): boolean =>
  !guest || guests === true || (guests !== false && guests.includes(what));

/** The tenants whose rosters a portal trusts; undefined: any. */
const rostersOf = ({ tenants, home }: Trusting): readonly string[] | undefined => (tenants.length > 0 ? tenants : home);
