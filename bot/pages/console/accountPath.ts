import type { Deed } from '../../../core/console/index.ts';

/** The address of an account, or of something that is done with it, or with one of its sessions. */
export function accountPath(id: string, deed?: Deed, session?: string): string {
  const path = `/console/account/${encodeURIComponent(id)}`;
  if (deed === undefined) return path;
  return session === undefined ? `${path}/${deed}` : `${path}/${deed}?session=${encodeURIComponent(session)}`;
}
