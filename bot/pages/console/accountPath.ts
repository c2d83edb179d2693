import type { Deed } from '../../../core/console/index.ts';
import { addressOf } from './addresses.ts';

/** The address of an account, or of something that is done with it, or with one of its sessions. */
export function accountPath(id: string, deed?: Deed, session?: string): string {
  const path = `/console/account/${encodeURIComponent(id)}`;
  return deed === undefined ? path : addressOf(`${path}/${deed}`, { session });
}
