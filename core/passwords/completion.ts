import type { Dependencies } from '../dependencies.ts';
import { bind, endedIn, endOtherTies, vouchedNow } from '../directory/index.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import { spendCode } from '../foundation/codes.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { translate } from '../foundation/i18n.ts';
import { spendLink } from '../foundation/links.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { openingText } from '../portal/index.ts';
import type { AccessPass, AccountCommit } from '../ports.ts';
import { endSession, hasSecondFactor, newDevice } from '../signIn/index.ts';
import { accessPassGiven } from './chatCode.ts';
import type { PasswordLink } from './passwordLink.ts';

/** What an accepted submission brings: the password, and the code that was right where one is asked for. */
export type Submission = { readonly password: string; readonly codeId: string | undefined; readonly visitor: Visitor };

/**
 * Sets the password in the directory, then spends the link, tells the owner by mail and the chat by an event, and writes the audit: together or not
 * at all. Refuses as the directory does, spending nothing (DIR-3); with `link.used` or `code.expired` where another submission was faster,
 * `signUp.exists` where the account was made meanwhile, `link.unknown` where it is gone. Returns what the browser is known by from now on, unless a second
 * factor is still to be passed; and the access pass that was given in place of a password.
 */
export async function complete(dependencies: Dependencies, opened: PasswordLink, submission: Submission): Promise<Outcome<Completed>> {
  const written = await write(dependencies, opened, submission);
  if (!written.ok) return written;
  const { portal, account } = opened;
  const vouched = account ? await vouchedNow(dependencies, portal, account) : new Set<string>();
  const completed = await transact(dependencies.db, (tx) => completeIn(tx, dependencies, opened, { ...submission, ...written.value, vouched }));
  if (completed.ok) dependencies.wake();
  return completed;
}

/** What a submission brought. */
export type Completed = { readonly device: string | undefined; readonly given?: AccessPass };

type Written = { readonly commit: AccountCommit; readonly given?: AccessPass };
type Completion = Submission & Written & { readonly vouched: ReadonlySet<string> };

async function completeIn(
  tx: Tx,
  dependencies: Dependencies,
  opened: PasswordLink,
  { commit, given, codeId, visitor, vouched }: Completion,
): Promise<Completed> {
  const { secrets, clock } = dependencies;
  const { portal, link, locale, procedure } = opened;
  const now = clock();
  await holdAccount(tx, link.accountId ?? '');
  if (!(await spendLink(tx, link.id, now))) throw new Rollback({ key: 'link.used' });
  if (codeId !== undefined && !(await spendCode(tx, codeId, now))) throw new Rollback({ key: 'code.expired', field: 'code' });
  const account = await commit(tx, now);
  if (!account) throw new Rollback({ key: link.accountId === null ? 'signUp.exists' : 'link.unknown' });
  // Those begun in this very millisecond too, which `sessionsFrom` alone would leave alive (ALL-5).
  await endSession(tx, { accountId: account.id }, 'passwordChanged', now);
  const withPass = given && { data: JSON.stringify(accessPassGiven) };
  await tx
    .updateTable('request')
    .set({ completedAt: now, ...withPass })
    .where('id', '=', link.requestId)
    .execute();
  const actor = visiting(visitor);
  // Only a code typed in the chat shows that chat and mailbox belong to one person.
  const proven = link.provenAt === null ? undefined : link.person;
  const kept = new Set(proven === undefined ? vouched : [...vouched, proven]);
  const ended = await endOtherTies(tx, portal, account.id, { why: 'password', actor, now, kept });
  if (proven !== undefined) await bind(tx, dependencies, portal, { person: proven, account, actor, locale, now });

  const t = translate(locale);
  const opens = openingText(t, portal, now);
  const params = {
    when: t.date(now, 'dateTime', portal.timeZone),
    identifier: account.identifier,
    ...(opens !== undefined && { opens }),
    ...endedIn(t, ended),
  };
  const template = given ? 'accessPass' : opened.account?.hasPassword ? 'passwordChanged' : 'passwordSet';
  const told = { kind: 'mail', to: account.email, template, portal: portal.id, locale, params } as const;
  await enqueue(tx, secrets, told, { reason: `changed:${link.id}`, now, dueAt: now });
  const event = { name: 'passwordSet', portal: portal.id, request: link.requestId, procedure } as const;
  // A visitor of a page has no chat, so no event would ever leave the outbox.
  if (link.person !== 'anonymous')
    await enqueue(tx, secrets, { kind: 'chat', person: link.person, event, locale }, { reason: `chat:${link.id}`, now, dueAt: now });
  const what = { action: `${procedure}.completed`, portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
  await audit(tx, { at: now, actor, ...what, detail: { askedBy: link.person, tiesEnded: ended.length, ...(given && { accessPass: true }) } });
  return { ...(given && { given }), device: (await hasSecondFactor(tx, account.id)) ? undefined : newDevice(secrets, portal.id, account.identifier, now) };
}

/** Sets the existing account's password, or creates the account that the sign-up described (IN-3). */
async function write(
  { directory }: Dependencies,
  { portal, link, account, owner }: PasswordLink,
  { password, visitor }: Submission,
): Promise<Outcome<Written>> {
  const act = `link:${link.id}`;
  const from = networkOf(visitor.ip);
  if (link.accountId !== null && !account) return refuse({ key: 'link.unknown' });
  if (account?.signsIn === 'accessPass') return await directory.accessPass(account, act);
  if (account) return committed(await directory.setPassword(account, password, act, from));
  const { identifier, email, givenName, familyName, phone = null, entity = null } = owner;
  return committed(await directory.create({ portal: portal.id, identifier, email, givenName, familyName, phone, entity }, password, act, from));
}

const committed = (written: Outcome<AccountCommit>): Outcome<Written> => (written.ok ? accept({ commit: written.value }) : written);
