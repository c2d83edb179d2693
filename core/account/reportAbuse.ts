import type { Dependencies } from '../dependencies.ts';
import { refusePhones, type Tie, tieName, tiesOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { translate } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { endMailedTo } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';

/** Something that was asked for and mailed to a mailbox, as far as its owner may know: what a mail about it says too. */
export type PendingRequest = {
  readonly portal: string;
  readonly procedure: string;
  readonly at: Millis;
  /** How the channel calls who asked; undefined where nobody vouches for a name. */
  readonly asker: string | undefined;
  readonly channel: string;
  /** Whether the owner asked for it in this very chat. */
  readonly own: boolean;
};

/** What ended, oldest first, and the chats of other people that are tied to the account. */
export type EndedByReport = {
  readonly ended: readonly PendingRequest[];
  readonly others: readonly (Tie & { readonly who: string })[];
  /** The portals where a telephone number that was changed of late takes no codes, now and later. */
  readonly phones: readonly string[];
};

/** Ending what somebody else asked for, reported by who owns the mailbox (TALK-4). */
export type ReportAbuse = {
  /**
   * Ends the links, the codes and the requests that wait for the mailbox of this account, at every portal, and refuses new telephone numbers of its accounts. Only for who has proven that mailbox in the
   * last minutes by the code of `request`; refuses with `code.expired` otherwise.
   */
  end(actor: Actor, portal: Portal, request: string): Promise<Outcome<EndedByReport>>;
};

/** Creates it. */
export function createReportAbuse({ db, clock, directory }: Dependencies): ReportAbuse {
  return {
    end: async (actor, portal, request) => {
      const now = clock();
      const proof = await db
        .selectFrom('request')
        .select('accountId')
        .where('id', '=', request)
        .where('person', '=', actor.person)
        .where('portal', '=', portal.id)
        .where('procedure', '=', 'support')
        .where('provenAt', 'is not', null)
        .where('expiresAt', '>', now)
        .executeTakeFirst();
      const account = proof?.accountId ? await directory.get(portal.id, proof.accountId) : undefined;
      if (!account) return refuse({ key: 'code.expired', field: 'code' });
      return await db.transaction().execute(async (tx) => {
        const rows = await endMailedTo(tx, emailKey(account.email), now);
        const record = { at: now, actor, action: 'abuse.reported', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
        await audit(tx, { ...record, detail: { ended: String(rows.length) } });
        const phones = await refusePhones(tx, actor, emailKey(account.email), now);
        const t = translate(actor.locale);
        const others = (await tiesOf(tx, portal, account.id)).filter(({ person }) => person !== actor.person);
        return accept({
          ended: rows.map(({ person, name, channel, ...row }) => ({
            ...row,
            asker: name ?? undefined,
            channel: channel ?? 'web',
            own: person === actor.person,
          })),
          others: others.map((tie) => ({ ...tie, who: tieName(t, tie) })),
          phones,
        });
      });
    },
  };
}
