import type { Given } from '../core/conversation/index.ts';
import { emailKey, parseEmail, parseIdentifier } from '../core/foundation/identifiers.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import { isEmployee, type Portal } from '../core/portal/index.ts';
import { DirectoryUnavailable } from '../core/ports.ts';
import { proven, type Turn } from './turn.ts';

/** What the channel knows for certain of who speaks. */
export type Own = { readonly email?: string; readonly givenName?: string; readonly familyName?: string };

/** One's own address and name, from the roster of a tenant that the portal trusts (TALK-7). Nothing of guests. The roster is only asked where it counts. */
export async function ownIn(turn: Turn, portal: Portal): Promise<Own> {
  if (!turn.actor.authenticated || !isEmployee(turn.actor, portal)) return {};
  const entry = await turn.rosterLately();
  if (!entry || !isEmployee({ ...turn.actor, ...entry }, portal)) return {};
  const { email, givenName, familyName } = entry;
  return { ...(email !== null && { email }), ...(givenName !== undefined && { givenName }), ...(familyName !== undefined && { familyName }) };
}

/**
 * One's own identifier at a portal: the address, where that is what identifies people there, or the account that the profile tells to those whom it
 * trusts. A directory that does not answer costs nobody the procedure.
 */
export async function ownIdentifier(turn: Turn, portal: Portal): Promise<string | undefined> {
  if (portal.identifier.kind === 'email') return (await ownIn(turn, portal)).email;
  const { forgotIdentifier } = turn.core.passwords;
  if (portal.identifier.kind !== 'account' || !forgotIdentifier.trusts(turn.actor, portal)) return undefined;
  try {
    return await forgotIdentifier.known(await proven(turn), portal);
  } catch (error) {
    if (error instanceof DirectoryUnavailable) return undefined;
    throw error;
  }
}

/** The one address in a sentence; of several none is meant for certain. */
export const onlyAddress = ({ people: [only, ...others] }: Given): string | undefined => (others.length === 0 ? only?.email : undefined);

/** The identifier in a sentence, of the kind that the portal has. */
export const identifierIn = (given: Given, { identifier }: Portal): string | undefined =>
  (identifier.kind === 'account' ? given.identifier : undefined) ?? onlyAddress(given);

/** The one person in a sentence, with a name and, where there is one, an address. */
export function onlyPerson(given: Given): { readonly email?: string; readonly givenName?: string; readonly familyName?: string } {
  const { people, name } = given;
  const [only, ...others] = people;
  if (others.length > 0) return {};
  const { givenName = '', familyName = '' } = only?.givenName || only?.familyName ? only : (name ?? {});
  return { ...(only && { email: only.email }), ...(givenName && { givenName }), ...(familyName && { familyName }) };
}

/** What is wrong with an identifier that a sentence gave: checked as if it had been typed. */
export function wrongIdentifier(portal: Portal, identifier: string | undefined): readonly Refusal[] {
  if (identifier === undefined) return [];
  const read = portal.identifier.kind === 'account' ? parseIdentifier(identifier, 'identifier') : parseEmail(identifier, 'identifier');
  return read.ok ? [] : read.refusals;
}

/** What is wrong with an address that a sentence gave. */
export function wrongAddress(email: string | undefined): readonly Refusal[] {
  const read = email ? parseEmail(email) : undefined;
  return read && !read.ok ? read.refusals : [];
}

/** Whether an address may be that of who speaks: nobody else was named. */
export const isOwn = (email: string | undefined, own: Own): boolean =>
  email === undefined || (own.email !== undefined && emailKey(email) === emailKey(own.email));
