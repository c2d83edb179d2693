import type { Adapter, AdapterFactory, AdapterPayload, errors } from 'oidc-provider';
import { z } from 'zod';
import type { ApplicationRecords, Kept } from '../../../core/applications/index.ts';

/** What `oidc-provider` keeps: the types of its payloads are its own, and come back to it unread. */
const payload = z.custom<AdapterPayload>((value) => typeof value === 'object' && value !== null);

/** What the adapter leans on. */
export type AdapterDependencies = {
  readonly records: ApplicationRecords;
  /** Where the library takes a sign-in up again. */
  resume(uid: string): string;
  /** Hears whose grant was revoked. */
  revoked(accountId: string): void;
  readonly InvalidGrant: typeof errors.InvalidGrant;
};

/**
 * Has the library keep its things in the records. Ids are secrets and stay out of what is kept: they are put back where something is found by them.
 * Clients are in the profile, so an unknown one costs no look-up.
 */
export const createAdapter =
  ({ records, resume, revoked, InvalidGrant }: AdapterDependencies): AdapterFactory =>
  (model): Adapter => {
    const shown = ({ payload: kept, usedAt }: Kept, id?: string): AdapterPayload =>
      payload.parse({
        ...kept,
        ...(id !== undefined && { jti: id }),
        ...(id !== undefined && model === 'Interaction' && { returnTo: resume(id) }),
        ...(usedAt !== null && { consumed: Math.floor(usedAt / 1000) }),
      });

    const revoke = async (grantId: string): Promise<void> => {
      const accountId = await records.revoke(grantId);
      if (accountId !== undefined) revoked(accountId);
    };

    return {
      upsert: async (id, { jti: _jti, returnTo: _returnTo, session, ...kept }, expiresIn) => {
        // The cookie of the browser that signs in would open its session.
        const browser = session && { session: { accountId: session.accountId, uid: session.uid, acr: session.acr, amr: session.amr } };
        await records.keep(model, id, { ...kept, ...browser }, expiresIn ?? 0);
      },
      find: async (id) => {
        if (model === 'Client') return undefined;
        const kept = await records.find(model, id);
        return kept && shown(kept, id);
      },
      findByUid: async (uid) => {
        const kept = await records.findByUid(model, uid);
        return kept && shown(kept);
      },
      findByUserCode: async () => undefined,
      consume: async (id) => {
        if (await records.use(model, id)) return;
        // Two came at once with the same: as when one comes later, neither may go on.
        const kept = await records.find(model, id);
        const grantId = kept?.payload.grantId;
        if (typeof grantId === 'string') await revoke(grantId);
        throw new InvalidGrant('already exchanged');
      },
      destroy: (id) => (model === 'Grant' ? revoke(id) : records.drop(model, id)),
      revokeByGrantId: revoke,
    };
  };
