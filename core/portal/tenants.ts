import type { Actor } from '../foundation/actor.ts';
import type { Portal } from './schema.ts';

/** Whether an address from this actor's roster can be trusted. The administrator of another tenant can put any address into theirs. */
export const vouchedFor = (actor: Pick<Actor, 'authenticated' | 'channel' | 'tenant'>, { tenants }: Pick<Portal, 'tenants'>): boolean =>
  actor.authenticated && (actor.channel !== 'msteams' || tenants.length === 0 || tenants.includes(actor.tenant ?? ''));
