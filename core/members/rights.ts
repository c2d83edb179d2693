import { z } from 'zod';
import type { Portal } from '../portal/index.ts';
import type { Role } from './roles.ts';

const ids = z.array(z.string());

/** The rights that an administrator may grant in a portal. */
export const rightsIn = (portal: Portal | undefined) => portal?.procedures.addUser?.rights ?? [];

/** Those of the chosen or stored rights that the profile still has. */
export const knownRights = (portal: Portal, chosen: readonly string[]) => rightsIn(portal).filter(({ id }) => chosen.includes(id));

/** How chosen rights are stored: a right that makes an administrator becomes the role, the others a list. */
export function roleFor(portal: Portal, chosen: readonly string[]): { role: Role; rights: string } {
  const known = knownRights(portal, chosen);
  const others = known.filter(({ administrator }) => !administrator).map(({ id }) => id);
  return { role: known.some(({ administrator }) => administrator) ? 'administrator' : 'member', rights: JSON.stringify(others) };
}

/** A member's rights, from their stored form. */
export function rightsOfMember(portal: Portal, { role, rights }: { role: string; rights: string }): string[] {
  const kept = ids.parse(JSON.parse(rights));
  return rightsIn(portal)
    .filter(({ id, administrator }) => (administrator ? role === 'administrator' : kept.includes(id)))
    .map(({ id }) => id);
}
