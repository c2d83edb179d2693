import type { Dependencies } from '../dependencies.ts';
import { emailKey } from '../foundation/identifiers.ts';
import type { ChatAddress } from '../foundation/outbox/job.ts';
import { type ChatHolder, keepAddress, type Roster } from '../foundation/people.ts';
import { vouchedFor } from '../portal/index.ts';

type Named = { readonly id: string; readonly emailKey: string | null; readonly address: string; readonly locale: string };

/** Where approvers are reached: the roster says whose chat is whose at this moment. */
export type ApproverChats = ReturnType<typeof createApproverChats>;

/** Creates what finds the chats of approvers by their addresses. */
export function createApproverChats({ db, portals }: Pick<Dependencies, 'db' | 'portals'>, roster: Roster) {
  /** The people whose address this was when the roster was last asked, the latest first. */
  const peopleNamed = async (approver: string): Promise<Named[]> => {
    const rows = await db
      .selectFrom('person')
      .select(['id', 'emailKey', 'address', 'locale'])
      .where('channel', '=', 'msteams')
      .where('emailKey', '=', approver)
      .where('address', 'is not', null)
      .orderBy('seenAt', 'desc')
      .limit(3)
      .execute();
    return rows.flatMap(({ address, ...row }) => (address === null ? [] : [{ ...row, address }]));
  };

  /** Whether the person of whom the roster says this is the approver, and the portal trusts that roster. */
  const holding = (entry: ChatHolder | 'gone' | 'unavailable', approver: string, portalId: string): 'own' | 'other' | 'unavailable' => {
    const portal = portals.get(portalId);
    if (entry === 'unavailable' || !portal) return 'unavailable';
    if (entry === 'gone' || entry.email === null || emailKey(entry.email) !== approver) return 'other';
    return vouchedFor({ authenticated: true, channel: 'msteams', ...entry }, portal, 'decide') ? 'own' : 'other';
  };

  return {
    peopleNamed,
    holding,

    /**
     * The chat of the person who has this address now. Undefined if there is none, or if the roster does not say. What it says is recorded: an
     * address can change hands at any time, and its new holder need not have written yet.
     */
    async chatOf(approver: string, portal: string): Promise<{ address: ChatAddress; locale: string } | undefined> {
      for (const row of await peopleNamed(approver)) {
        const address: ChatAddress = JSON.parse(row.address);
        const entry = await roster(address);
        if (entry !== 'unavailable') await keepAddress(db, row, entry === 'gone' ? { email: null, guest: false } : entry);
        if (holding(entry, approver, portal) === 'own') return { address, locale: row.locale };
      }
      return undefined;
    },
  };
}
