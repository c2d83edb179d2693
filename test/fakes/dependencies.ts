import { openDirectories } from '../../bot/directories.ts';
import type { ApprovalNotifier, ReviewNotifier } from '../../core/access/index.ts';
import type { Dependencies } from '../../core/dependencies.ts';
import { createAccounts } from '../../core/directory/index.ts';
import type { Clock } from '../../core/foundation/clock.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { createGate } from '../../core/foundation/gate.ts';
import { createLimits } from '../../core/foundation/limits.ts';
import { createCircuits } from '../../core/foundation/outbox/circuits.ts';
import { refuse } from '../../core/foundation/outcome.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { createJobs, type FarEnds } from '../../core/jobs.ts';
import { demo } from './portal.ts';

const usual = { secrets: createSecrets('the key of these tests'), portals: new Map([[demo.id, demo]]) } as const;
const hashing = createGate();

/** What the core is made from, around a database: the demo portal unless told otherwise, and nothing that leaves the process. */
export const dependenciesOf = (db: Database, clock: Clock, { secrets, portals }: Pick<Dependencies, 'secrets' | 'portals'> = usual): Dependencies => ({
  db,
  clock,
  secrets,
  limits: createLimits(db, clock),
  hashing,
  directory: createAccounts({ db, clock, secrets, hashing, portals }, openDirectories(db, clock, portals)),
  companies: { find: async () => undefined },
  identityProviders: { begin: async () => refuse({ key: 'identity.unavailable' }), finish: async () => refuse({ key: 'identity.unavailable' }) },
  portals,
  texts: false,
  publicUrl: 'http://localhost',
  wake: () => undefined,
});

/** A channel that takes each card, and of whose people nothing is known. */
export const noCards: ApprovalNotifier & ReviewNotifier = {
  card: async () => '',
  reviewCard: async () => '',
  withdraw: async () => undefined,
  roster: async () => 'unavailable',
};

/** What a worker over that database needs beside its clock: real handlers, with far ends that take everything unless told otherwise. */
export const workOf = (db: Database, clock: Clock, { mailer, texter, notifier }: Partial<FarEnds> = {}) => ({
  db,
  clock,
  ...createJobs(dependenciesOf(db, clock), {
    mailer: mailer ?? { send: async () => undefined },
    texter,
    notifier: notifier ?? { ...noCards, notify: async () => undefined },
    circuits: createCircuits(clock),
  }),
});
