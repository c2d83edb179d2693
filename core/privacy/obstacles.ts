import type { Millis } from '../foundation/clock.ts';
import type { Schema } from '../foundation/database/schema.ts';
import type { Found, Row } from './find.ts';
import type { Subject } from './subject.ts';

/** What is under way in which somebody has a part: as long as it is, they are not erased. Each says what to do. */
export function obstaclesIn(found: Found, { persons, addresses, accounts, mailboxes }: Subject, now: Millis): string[] {
  const rows = (table: keyof Schema): readonly Row[] => found.get(table) ?? [];
  const has = (all: readonly string[], value: Row[string] | undefined): boolean => all.some((one) => one === value);
  const isLive = (row: Row): boolean => (row.status === 'sent' || row.status === 'opened') && Number(row.expiresAt) > now;
  return [
    ...rows('enrollment')
      .filter((row) => row.status === 'pending' && (has(persons, row.person) || has(accounts, row.accountId)))
      .map((row) => `Their request ${row.reference} at ${row.portal} waits for a decision: let it be decided or withdrawn.`),
    ...rows('approver')
      .filter((row) => row.open === 1 && has(addresses, row.address))
      .map(
        (row) => `Request ${row.enrollmentId} waits for their decision: let it be decided, or name another approver in the profile and let its reminder pass.`,
      ),
    ...rows('invitation')
      .filter(isLive)
      .map(
        (row) => `An invitation ${has(mailboxes, row.emailKey) ? 'to' : 'by'} them at ${row.portal} is open: let its inviter revoke it, or wait until it ends.`,
      ),
    ...rows('invitationBatch')
      .filter((row) => Number(row.next) < Number(row.total))
      .map((row) => `A list of invitations that names them at ${row.portal} is being sent: try again in some minutes.`),
    ...rows('replacement')
      .filter((row) => row.status === 'open')
      .map((row) => `The replacement of an address at ${row.portal} in which they have a part is open: let it be ended.`),
    ...rows('organisation')
      .filter((row) => row.status === 'pending' && has(persons, row.createdBy))
      .map((row) => `Their organisation ${row.reference} at ${row.portal} waits for validation: let it be decided.`),
    ...rows('outbox')
      .filter((row) => row.status === 'waiting' || row.status === 'claimed')
      .map((row) => `A job about them (${row.kind}, ${row.id}) waits in the outbox: try again once it is done; see npm run outbox.`),
  ];
}
