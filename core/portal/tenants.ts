import type { Actor } from '../foundation/actor.ts';
import type { Portal } from './schema.ts';

/** Whether an address of this actor's roster means its owner: another tenant's administrator can write any into theirs. */
export const vouchedFor = (actor: Actor, { tenants }: Portal): boolean =>
  actor.authenticated && (actor.channel !== 'msteams' || tenants.length === 0 || tenants.includes(actor.tenant ?? ''));
