import { portalSchema } from '../../core/portal/schema.ts';

/** A made-up portal with no more than a profile must have, and one person who decides. */
export const demo = portalSchema.parse({
  id: 'demo',
  name: 'Demo',
  address: 'https://demo.example/',
  support: { name: 'Demo support', email: 'help@demo.example' },
  sender: { name: 'Demo', address: 'no-reply@demo.example', replyTo: 'help@demo.example' },
  identifier: { kind: 'email', label: { fr: 'Adresse', en: 'Address' } },
  procedures: { reset: {} },
  fallback: ['bruno@corp.example'],
});
