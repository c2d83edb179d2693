/** The roles of the console. */
export const roles = ['support', 'operator', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Each page and each deed of the console, by its address as it is mounted, with the roles that it is for. */
export const table: readonly (readonly ['GET' | 'POST', string, readonly Role[]])[] = [
  ['GET', '/console', roles],
  ['GET', '/console/figures/:secret', roles],
  ['GET', '/console/requests', ['support', 'operator']],
  ['GET', '/console/live/overview', roles],
  ['GET', '/console/live/requests', ['support', 'operator']],
  ['GET', '/console/live/outbox', ['operator']],
  ['GET', '/console/live/directories', ['operator']],
  ['GET', '/console/live/erasure/:secret', ['operator']],
  ['GET', '/console/people', ['support']],
  ['POST', '/console/people', ['support']],
  ['GET', '/console/account/:secret', ['support']],
  ['GET', '/console/account/:secret/:file', ['support']],
  ['POST', '/console/account/:secret/:file', ['support']],
  ['GET', '/console/audit', ['auditor']],
  ['GET', '/console/audit.csv', ['auditor']],
  ['POST', '/console/audit/verify', ['auditor']],
  ['GET', '/console/reviews', ['operator', 'auditor']],
  ['GET', '/console/reviews.csv', ['operator', 'auditor']],
  ['GET', '/console/differences', ['operator', 'auditor']],
  ['GET', '/console/differences.csv', ['operator', 'auditor']],
  ['GET', '/console/operators', ['operator']],
  ['GET', '/console/operators/:secret', ['operator']],
  ['POST', '/console/operators/:secret', ['operator']],
  ['GET', '/console/outbox', ['operator']],
  ['GET', '/console/outbox/:secret', ['operator']],
  ['POST', '/console/outbox/:secret', ['operator']],
  ['GET', '/console/directories', ['operator']],
  ['GET', '/console/portals', ['operator']],
  ['GET', '/console/portals/:secret', ['operator']],
  ['GET', '/console/records', ['operator']],
  ['POST', '/console/records', ['operator']],
  ['POST', '/console/records/erase', ['operator']],
  ['GET', '/console/erasure/:secret', ['operator']],
  ['GET', '/console/settings', ['operator']],
  ['GET', '/console/doctor', ['operator']],
  ['POST', '/console/doctor', ['operator']],
];

/** What support does with an account: each has an address of its own under the account's. */
const withAccounts = ['link', 'sessions', 'session', 'ties', 'factor'] as const;

/** The addresses of one, with the ids of what it is about, by the part of the console: one, or one for each deed. */
export function addressesOf(template: string, ids: Readonly<Record<string, string>>): readonly string[] {
  const path = template.replace(':secret', () => ids[template.split('/')[2] ?? ''] ?? 'x');
  return path.includes(':file')
    ? withAccounts.map((deed) => `${path.replace(':file', deed)}${deed === 'session' ? `?session=${ids.session ?? 'x'}` : ''}`)
    : [path];
}
