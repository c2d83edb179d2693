import type { Schema } from '../foundation/database/schema.ts';

/**
 * What a column holds, as far as people are concerned.
 * `who`: an id or address that says whom a row is about. `data`: something about them. `json`: the same, as JSON. `secret`: theirs, and never given out:
 * digests and sealed texts. `instant`: when. `fact`: says nothing of a person without the rest of the row.
 */
export type Held = 'who' | 'data' | 'json' | 'secret' | 'instant' | 'fact';

/** Each column of a table, or why the table holds nothing of anybody. */
export type Holding<T extends keyof Schema> = { readonly [C in keyof Schema[T]]: Held } | 'nobody';

/**
 * What each table and each column holds of people (OPS-5): the record of what is given out and erased. The compiler and a test that reads the tables
 * refuse a column that is not declared here.
 */
export const holdings: { readonly [T in keyof Schema]: Holding<T> } = {
  person: {
    ...{ id: 'who', channel: 'fact', tenant: 'data', objectId: 'who', name: 'data', locale: 'data', emailKey: 'who', guest: 'data' },
    ...{ address: 'json', seenAt: 'instant' },
  },
  account: {
    ...{ id: 'who', portal: 'fact', directoryId: 'who', identifier: 'who', identifierKey: 'who', email: 'who', emailKey: 'who', givenName: 'data' },
    ...{ familyName: 'data', phone: 'data', entity: 'data', emailSince: 'instant', formerPhone: 'data', phoneRestsUntil: 'instant' },
    ...{ sessionsFrom: 'instant', createdAt: 'instant', updatedAt: 'instant' },
  },
  // A row of random letters for each portal.
  notFound: 'nobody',
  credential: { accountId: 'who', passwordHash: 'secret', passwordSetAt: 'instant', failedSignIns: 'data', lockedAt: 'instant' },
  accountWord: { accountId: 'who', word: 'data' },
  // Named after a link, for minutes.
  directoryAct: 'nobody',
  passwordNotice: { portal: 'fact', directoryId: 'who', endsAt: 'instant', days: 'fact' },
  request: {
    ...{ id: 'fact', portal: 'fact', procedure: 'data', person: 'who', subject: 'who', accountId: 'who', data: 'json', locale: 'data' },
    ...{ createdAt: 'instant', expiresAt: 'instant', sentTo: 'who', asked: 'who', provenAt: 'instant', completedAt: 'instant' },
  },
  link: {
    ...{ id: 'fact', digest: 'secret', requestId: 'who', portal: 'fact', purpose: 'data', subject: 'who' },
    ...{ createdAt: 'instant', expiresAt: 'instant', spentAt: 'instant', replacedAt: 'instant' },
  },
  code: {
    ...{ id: 'fact', requestId: 'who', purpose: 'data', digest: 'secret', tries: 'data' },
    ...{ createdAt: 'instant', expiresAt: 'instant', spentAt: 'instant', replacedAt: 'instant' },
  },
  binding: { id: 'fact', person: 'who', accountId: 'who', portal: 'fact', createdAt: 'instant', endedAt: 'instant' },
  factorProof: { person: 'who', accountId: 'who', until: 'instant' },
  // A conversation's id, for as long as a turn lasts.
  turnClaim: 'nobody',
  outbox: {
    ...{ id: 'fact', kind: 'fact', reason: 'who', payload: 'json', person: 'who', status: 'fact', attempts: 'fact', lane: 'fact', error: 'data' },
    ...{ dueAt: 'instant', wantedAt: 'instant', triedAt: 'instant', until: 'instant', claimedUntil: 'instant', createdAt: 'instant', doneAt: 'instant' },
  },
  audit: { id: 'fact', at: 'instant', actor: 'who', channel: 'data', action: 'data', portal: 'fact', subject: 'who', outcome: 'data', detail: 'json' },
  // Digests of records.
  auditChain: 'nobody',
  auditErasure: 'nobody',
  supportCase: { reference: 'fact', portal: 'fact', person: 'who', context: 'json', createdAt: 'instant' },
  // Sentences without personal data, and without who said them.
  unheard: 'nobody',
  enrollment: {
    ...{ id: 'fact', reference: 'fact', portal: 'fact', groupId: 'data', organisationId: 'fact', accountId: 'who', person: 'who', locale: 'data' },
    ...{ justification: 'data', status: 'data', createdAt: 'instant', expiresAt: 'instant', decidedAt: 'instant', decidedBy: 'who', reason: 'data' },
    ...{ decidedFor: 'who', stage: 'fact', until: 'instant', endedAt: 'instant', ending: 'data', nudgedAt: 'instant', conflicts: 'data' },
    ...{ startsAt: 'instant', onBehalf: 'fact' },
  },
  approver: {
    ...{ id: 'fact', enrollmentId: 'fact', address: 'who', by: 'who', stage: 'fact', open: 'data', decision: 'data' },
    ...{ askedAt: 'instant', decidedAt: 'instant' },
  },
  absence: {
    ...{ id: 'fact', person: 'who', address: 'who', delegatePerson: 'who', delegate: 'who', startsAt: 'instant', endsAt: 'instant', timeZone: 'data' },
    ...{ createdAt: 'instant', endedAt: 'instant', ending: 'data', proof: 'data' },
  },
  behalf: {
    ...{ id: 'fact', bundle: 'fact', pack: 'data', home: 'fact', portal: 'fact', groupId: 'data', person: 'who', locale: 'data', email: 'who', state: 'fact' },
    ...{
      givenName: 'data',
      familyName: 'data',
      justification: 'data',
      startsAt: 'instant',
      until: 'instant',
      createdAt: 'instant',
      expiresAt: 'instant',
      why: 'data',
    },
  },
  approvalCard: { id: 'fact', enrollmentId: 'fact', approver: 'who', address: 'json', activityId: 'fact', replaced: 'fact' },
  enrollmentNote: { id: 'fact', enrollmentId: 'fact', at: 'instant', kind: 'fact', author: 'who', behalf: 'who', text: 'data' },
  membership: {
    ...{ id: 'fact', portal: 'fact', accountId: 'who', groupId: 'data', enrollmentId: 'fact' },
    ...{ grantedAt: 'instant', provisionAt: 'instant', provisionedAt: 'instant', endsAt: 'instant', reviewedAt: 'instant', reviewedBy: 'who' },
    missingSince: 'instant',
  },
  accessLeaving: { id: 'fact', portal: 'fact', accountId: 'who', groupId: 'data', since: 'instant', leftAt: 'instant' },
  accessDifference: {
    ...{ id: 'fact', portal: 'fact', groupId: 'data', kind: 'data', directoryId: 'who', accountId: 'who', identifier: 'who', name: 'data' },
    ...{ email: 'who', emailKey: 'who', foundAt: 'instant', seenAt: 'instant' },
  },
  accessLook: 'nobody',
  review: 'nobody',
  reviewItem: {
    ...{ id: 'fact', reviewId: 'fact', directoryId: 'who', name: 'data', email: 'who', emailKey: 'who', sortKey: 'data', searched: 'data' },
    ...{ decision: 'data', decidedBy: 'who', decidedAt: 'instant', reason: 'data', appliedAt: 'instant' },
  },
  reviewTick: { reviewId: 'fact', reviewer: 'who', itemId: 'fact' },
  reviewCard: { id: 'fact', reviewId: 'fact', reviewer: 'who', address: 'json', activityId: 'fact' },
  feedback: {
    ...{ id: 'fact', portal: 'fact', procedure: 'data', person: 'who', endedAt: 'instant', verdict: 'data', comment: 'data', answeredAt: 'instant' },
  },
  organisation: {
    ...{ id: 'fact', reference: 'fact', portal: 'fact', name: 'data', siret: 'fact', country: 'fact', domicile: 'fact', details: 'json', status: 'fact' },
    ...{ createdBy: 'who', createdAt: 'instant', decidedAt: 'instant', decidedBy: 'who', reason: 'data', establishment: 'fact' },
  },
  organisationMember: {
    ...{ id: 'fact', organisationId: 'fact', portal: 'fact', accountId: 'who', role: 'data', grantedBy: 'who', grantedAt: 'instant', endedAt: 'instant' },
    ...{ rights: 'json', sortKey: 'data', givenName: 'data', familyName: 'data', madeAccount: 'fact' },
  },
  memberWord: { memberId: 'who', organisationId: 'fact', word: 'data' },
  replacement: {
    ...{ id: 'fact', portal: 'fact', organisationId: 'fact', accountId: 'who', invitationId: 'fact', person: 'who', status: 'data' },
    ...{ createdAt: 'instant', endedAt: 'instant' },
  },
  invitation: {
    ...{ id: 'fact', portal: 'fact', organisationId: 'fact', inviter: 'who', inviterName: 'data', inviterEmail: 'who', inviterAccountId: 'who' },
    ...{ email: 'who', emailKey: 'who', givenName: 'data', familyName: 'data', company: 'json', note: 'data', rights: 'json', status: 'data', locale: 'data' },
    ...{ createdAt: 'instant', expiresAt: 'instant', openedAt: 'instant', decidedAt: 'instant', accountId: 'who', requestId: 'fact' },
  },
  invitationBatch: {
    ...{ id: 'fact', portal: 'fact', inviter: 'who', shared: 'json', invitees: 'json', results: 'json', next: 'fact', total: 'fact', createdAt: 'instant' },
  },
  agreement: { id: 'fact', portal: 'fact', invitationId: 'fact', accountId: 'who', terms: 'json', agreedAt: 'instant' },
  session: {
    ...{ id: 'fact', digest: 'secret', portal: 'fact', accountId: 'who', state: 'fact', createdAt: 'instant', lastSeenAt: 'instant', idleUntil: 'instant' },
    ...{ expiresAt: 'instant', remember: 'data', agent: 'data', ip: 'data', endedAt: 'instant', ending: 'data', outside: 'fact' },
  },
  consoleSession: {
    ...{ id: 'fact', digest: 'secret', person: 'who', provider: 'fact', issuer: 'data', subject: 'who', name: 'data', claims: 'json', factor: 'data' },
    ...{ agent: 'data', ip: 'data', createdAt: 'instant', lastSeenAt: 'instant', idleUntil: 'instant', expiresAt: 'instant', endedAt: 'instant' },
  },
  openid: {
    ...{ key: 'secret', portal: 'fact', model: 'fact', payload: 'json', accountId: 'who', sessionId: 'fact', grantId: 'fact', uid: 'secret' },
    ...{ usedAt: 'instant', expiresAt: 'instant' },
  },
  // Keys of a portal's.
  openidKey: 'nobody',
  secondFactor: { accountId: 'who', portal: 'fact', secret: 'secret', bound: 'fact', confirmedAt: 'instant', lastStep: 'secret', createdAt: 'instant' },
  recoveryCode: { id: 'fact', accountId: 'who', digest: 'secret', usedAt: 'instant' },
  rateLimit: { key: 'who', points: 'data', expiresAt: 'instant' },
  // Where conversations stand, and what the company register said.
  keyv: { key: 'who', value: 'json', expiresAt: 'instant' },
};

/** What each table holds of people and what of it is given to them, in Markdown. */
export function holdingsTable(): string {
  const rows = Object.entries(holdings).flatMap(([table, columns]: [string, Readonly<Record<string, Held>> | 'nobody']) => {
    if (columns === 'nobody') return [];
    const are = (...kinds: readonly Held[]) =>
      Object.keys(columns)
        .filter((column) => kinds.some((kind) => columns[column] === kind))
        .map((column) => `\`${column}\``)
        .join(', ');
    return [`| \`${table}\` | ${are('who')} | ${are('data', 'json')} | ${are('secret')} |`];
  });
  return ['| table | says whom | says of them | theirs, and given to nobody |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
