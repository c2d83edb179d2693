import type { Millis } from './clock.ts';
import type { CodePurpose } from './codes.ts';
import type { Database, Schema, Tx } from './database/schema.ts';
import type { Locale } from './i18n.ts';
import { emailKey } from './identifiers.ts';
import type { Purpose } from './links.ts';
import type { Procedure } from './procedures.ts';
import { newId } from './secrets.ts';

/** A new request: what a person wants. Links and codes refer to it. */
export type NewRequest = Pick<Schema['request'], 'portal' | 'person' | 'subject' | 'expiresAt'> & {
  /** `tie`: the mailed link that ends a tie belongs to no procedure. */
  readonly procedure: Procedure | 'tie';
  readonly locale: Locale;
  readonly now: Millis;
} & Partial<Pick<Schema['request'], 'id' | 'accountId' | 'data' | 'provenAt' | 'sentTo' | 'asked'>>;

/** Saves a request and returns its id. */
export async function recordRequest(tx: Tx, { now, ...request }: NewRequest): Promise<string> {
  const id = request.id ?? newId();
  await tx
    .insertInto('request')
    .values({ accountId: null, data: '{}', provenAt: null, sentTo: null, asked: null, ...request, id, createdAt: now, completedAt: null })
    .execute();
  return id;
}

/**
 * What tries at the codes of a request are counted by. By what was typed and never by what was found: otherwise who has used up their tries in one
 * procedure would learn from another whether both lead to the same account (ALL-4).
 */
export const triesOf = ({ portal, asked, subject }: Pick<Schema['request'], 'portal' | 'asked' | 'subject'>): string =>
  asked === null ? subject : `${portal}:${asked}`;

/** Selects a person's own request. Add further conditions to it. */
export const requestBy = (db: Database, person: string, id: string) => db.selectFrom('request').selectAll().where('id', '=', id).where('person', '=', person);

/** Whether a request is neither done nor over. Ask it in the transaction of the deed, with its account held: the owner's recovery may have ended it since it was looked at. */
export async function isOpen(tx: Tx, id: string, now: Millis): Promise<boolean> {
  const open = await tx
    .selectFrom('request')
    .select('id')
    .where('id', '=', id)
    .where('completedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
  return open !== undefined;
}

/** Selects a person's requests by subject and procedures: a code mailed for one procedure must not work in another (ALL-6). */
type RequestFilter = { readonly person: string; readonly subject: string; readonly procedures: readonly Procedure[]; readonly now: Millis };

/** The id of the person's last open request. Over the limit, its link and code stay valid instead of being replaced (ALL-2). */
export async function lastRequest(tx: Tx, { person, subject, procedures, now }: RequestFilter): Promise<string | undefined> {
  const last = await tx
    .selectFrom('request')
    .select('id')
    .where('subject', '=', subject)
    .where('person', '=', person)
    .where('procedure', 'in', procedures)
    .where('expiresAt', '>', now)
    .where('completedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.id;
}

/** Whether what was mailed for a request went to another address than the one that its account has now. It opens nothing then. */
export const wentElsewhere = ({ sentTo }: Pick<Schema['request'], 'sentTo'>, account: { readonly email: string } | undefined): boolean =>
  sentTo !== null && account !== undefined && emailKey(account.email) !== sentTo;

/** The purposes of links and codes. */
type Purposes = { readonly link: readonly Purpose[]; readonly code: readonly CodePurpose[] };

type Ended = {
  /** Only links and codes of these purposes; all where nothing is said. */
  readonly purposes?: Purposes;
  /** Only what these people asked for; all where nothing is said. */
  readonly persons?: readonly string[];
};

/**
 * Ends the open links and codes that were mailed for an account, and the requests for its password or its proof: a chat whose code was right opens the page
 * of its request anew for as long as that lives.
 */
export async function endMailed(tx: Tx, accountId: string, now: Millis, { purposes, persons }: Ended = {}): Promise<void> {
  const requests = tx
    .selectFrom('request')
    .select('id')
    .where('accountId', '=', accountId)
    .$if(persons !== undefined, (some) => some.where('person', 'in', [...(persons ?? [])]));
  for (const table of ['link', 'code'] as const)
    await tx
      .updateTable(tx.dynamic.table<'link' | 'code'>(table).as('mailed'))
      .set({ replacedAt: now })
      .where('requestId', 'in', requests)
      .where('spentAt', 'is', null)
      .where('replacedAt', 'is', null)
      .$if(purposes !== undefined, (some) => some.where('purpose', 'in', purposes?.[table] ?? []))
      .execute();
  await tx
    .updateTable('request')
    .set({ expiresAt: now })
    .where('id', 'in', requests)
    .where('subject', '=', `account:${accountId}`)
    .where('completedAt', 'is', null)
    .where('expiresAt', '>', now)
    .execute();
}

/** A request that was pending for a mailbox, and who asked, as far as the channel vouches for it. */
export type PendingRow = Pick<Schema['request'], 'portal' | 'procedure' | 'person'> & {
  readonly at: Millis;
  readonly name: string | null;
  readonly channel: string | null;
};

/** What people ask to be mailed for themselves. An invitation or an approval is somebody else's. */
const askedForOneself: readonly Procedure[] = ['signUp', 'reset', 'unlock', 'forgotIdentifier', 'enroll', 'addUser', 'removeUser', 'changeEmail', 'support'];

/** Ends everything that waits for a mailbox, at every portal: requests, with their links and codes. Returns what there was, oldest first. */
export async function endMailedTo(tx: Tx, mailbox: string, now: Millis): Promise<PendingRow[]> {
  const rows = await tx
    .selectFrom('request')
    .leftJoin('person', 'person.id', 'request.person')
    .select(['request.id', 'portal', 'procedure', 'request.person', 'createdAt as at', 'person.name', 'person.channel'])
    .where('sentTo', '=', mailbox)
    .where('procedure', 'in', askedForOneself)
    .where('completedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('createdAt')
    .orderBy('request.id')
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  for (const table of ['link', 'code'] as const)
    await tx
      .updateTable(tx.dynamic.table<'link' | 'code'>(table).as('mailed'))
      .set({ replacedAt: now })
      .where('requestId', 'in', ids)
      .where('spentAt', 'is', null)
      .where('replacedAt', 'is', null)
      .execute();
  await tx.updateTable('request').set({ expiresAt: now }).where('id', 'in', ids).execute();
  return rows.map(({ id: _id, ...row }) => row);
}
