import { accept } from '../../core/foundation/outcome.ts';
import type { PublicPages } from '../../core/passwords/publicPages.ts';

/** Public pages of a portal on which nothing can be asked for. */
export const noPublicPages: PublicPages = {
  challenge: () => ({
    parameters: { algorithm: 'PBKDF2/SHA-256', cost: 10_000, keyLength: 32, keyPrefix: '00', nonce: '', salt: '', data: { until: 0 } },
    signature: '',
  }),
  reset: async () => accept(undefined),
  trusts: () => false,
  mailIdentifier: async () => accept(undefined),
};
