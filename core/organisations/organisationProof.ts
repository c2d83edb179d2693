import type { Dependencies } from '../dependencies.ts';
import { type Actor, type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { emailKey, parseEmail } from '../foundation/identifiers.ts';
import { findLink, issueLink, type LinkState, linkState, spendLink } from '../foundation/links.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { recordRequest, requestBy } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import { deadLink } from '../passwords/index.ts';
import { isEmployee, type Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { beginGuess, createAuthenticate } from '../signIn/index.ts';
import { readDraft } from './organisationDraft.ts';

/** The page on which an account of the other directory is proven. */
export type ProofPage =
  | {
      readonly state: 'open';
      readonly portal: Portal;
      readonly locale?: Locale;
      /** Who began it in a chat. Empty if the channel does not authenticate names, so that nobody who forwards the link can write on this page. */
      readonly asker?: string;
    }
  | { readonly state: 'expired' | 'used'; readonly portal: Portal; readonly locale: Locale }
  | { readonly state: 'unknown'; readonly portal?: Portal };

/** Proves on the web page an account of another directory than the portal's (OU-1). */
export type OrganisationProof = {
  /** Creates a link to the page for the chat that asks, and replaces the older one. Refuses with `code.limit`. */
  begin(actor: Actor, portal: Portal, requestId?: string): Promise<Outcome<{ requestId: string; url: string; expiresAt: number }>>;
  /** Reads the page without spending its link. Without a secret, the procedure begins on the web. */
  open(portal: string, secret: string): Promise<ProofPage>;
  /**
   * Checks e-mail and password, and returns the secret of the next page. Refuses with `cloud.wrong` whichever of the two is wrong, and for a locked
   * account; with `cloud.region` only if both are right; or with `email.malformed`, `field.required`, `cloud.limit`, `busy`, or a link's refusals.
   */
  prove(portal: string, secret: string, answer: { email: string; password: string }, visitor: Visitor): Promise<Outcome<{ secret: string }>>;
};

/** Makes the proof that creating an organisation starts with. */
export function createOrganisationProof(dependencies: Dependencies): OrganisationProof {
  const { db, clock, limits, directory, portals, publicUrl } = dependencies;
  const authenticate = createAuthenticate(dependencies);

  const follow = async (portalId: string, secret: string) => {
    const portal = portals.get(portalId);
    const options = portal?.procedures.createOrganisation;
    if (!portal || !options) return { state: 'unknown', portal } as const;
    if (secret === '') return { state: 'open', portal, options, link: undefined } as const;
    const found = await findLink(db, portal.id, secret);
    const link = found?.purpose === 'organisationProof' ? found : undefined;
    const state: LinkState = linkState(link, clock());
    return link ? ({ state, portal, options, link } as const) : ({ state: 'unknown', portal } as const);
  };

  return {
    begin: async (actor, portal, requestId) => {
      const now = clock();
      const begun = await db.transaction().execute(async (tx) => {
        if (!(await limits.takeOf(portal, 'ask.person', actor.person, tx))) return undefined;
        const own = requestId === undefined ? undefined : await ownRequest(tx, actor, portal, requestId, now);
        const request = own ?? (await newRequest(tx, actor, portal, now));
        const { id, expiresAt } = request;
        const secret = await issueLink(tx, { requestId: id, portal: portal.id, purpose: 'organisationProof', subject: `organisation:${id}`, now, expiresAt });
        await audit(tx, { at: now, actor, action: 'createOrganisation.begun', portal: portal.id, subject: `organisation:${id}`, outcome: 'ok' });
        return { requestId: id, expiresAt, url: `${publicUrl}/p/${portal.id}/organisation/${secret}` };
      });
      return begun ? accept(begun) : refuse({ key: 'cloud.limit' });
    },

    open: async (portalId, secret) => {
      const followed = await follow(portalId, secret);
      const { state, portal } = followed;
      if (state === 'unknown') return portal ? { state, portal } : { state };
      const { link } = followed;
      if (state !== 'open') return { state, portal, locale: localeOf(link?.locale) };
      const person = link && (await db.selectFrom('person').select(['name', 'channel']).where('id', '=', link.person).executeTakeFirst());
      const asker = person && (person.channel === 'msteams' ? (person.name ?? '') : '');
      return { state, portal, ...(link && { locale: localeOf(link.locale) }), ...(asker !== undefined && { asker }) };
    },

    prove: async (portalId, secret, { email, password }, visitor) => {
      const followed = await follow(portalId, secret);
      if (followed.state !== 'open') return refuse(deadLink(followed.state));
      const { portal, options, link } = followed;
      const address = parseEmail(email);
      if (!address.ok) return address;
      if (password === '') return refuse({ key: 'field.required', field: 'password' });
      const { accounts } = options.proof.directory;
      const key = emailKey(address.value);
      // Counted by typed address and network, whether the account exists or not (ALL-4), so that nobody can guess passwords on a public page.
      const now = clock();
      const own = `${accounts}:${networkOf(visitor.ip)}:${key}`;
      const perAccount = await limits.takeOf(portal, 'cloud.account', own);
      // The page of a link from the owner's own chat is like a browser that is known: no stranger's tries, and no lock of theirs, hold it up.
      const device = link && (await isOfRoster(db, portal, link.person, key)) ? { id: `chat:${accounts}:${link.person}:${key}`, since: now } : undefined;
      const guess = await beginGuess({ db, limits }, { accounts, portal, identifier: key, ip: visitor.ip, device, now });
      if ('until' in guess || !(perAccount || guess.trusted)) return refuse({ key: 'cloud.limit' });
      const actor = visiting(visitor);
      const signed = await authenticate(actor, { id: accounts }, address.value, password, { tells: portal, trustedSince: guess.trusted?.since });
      if (signed === 'busy') {
        await limits.giveBack('cloud.account', own);
        await guess.forgive();
        return refuse({ key: 'busy' });
      }
      const account = signed === 'refused' ? undefined : await directory.get(accounts, signed.accountId);
      if (!account) return refuse({ key: 'cloud.wrong', field: 'password' });
      await guess.forgive();
      const { region } = options.proof;
      const record = { at: now, actor, action: 'createOrganisation.proven', portal: portal.id, detail: { account: account.id, of: accounts } };
      if (region !== undefined && account.entity !== region) {
        await audit(db, { ...record, subject: `account:${account.id}`, outcome: 'cloud.region' });
        return refuse({ key: 'cloud.region', params: { region } });
      }
      const given = await db.transaction().execute(async (tx) => {
        if (link && !(await spendLink(tx, link.id, now))) return undefined;
        const { id, expiresAt } = link
          ? { id: link.requestId, expiresAt: link.requestExpiresAt }
          : await newRequest(tx, { ...actor, locale: visitor.locale }, portal, now);
        const draft = { ...readDraft(link?.data ?? '{}'), proven: provenOf(account) };
        await tx
          .updateTable('request')
          .set({ provenAt: now, data: JSON.stringify(draft) })
          .where('id', '=', id)
          .execute();
        const subject = `organisation:${id}`;
        const next = await issueLink(tx, { requestId: id, portal: portal.id, purpose: 'organisation', subject, now, expiresAt });
        if (link) {
          const event = { name: 'accountProven', portal: portal.id, request: id, procedure: 'createOrganisation' } as const;
          const told = { kind: 'chat', person: link.person, event, locale: localeOf(link.locale) } as const;
          await enqueue(tx, dependencies.secrets, told, { reason: `proven:${id}`, now, dueAt: now });
        }
        await audit(tx, { ...record, subject, outcome: 'ok' });
        return next;
      });
      dependencies.wake();
      return given === undefined ? refuse({ key: 'link.used' }) : accept({ secret: given });
    },
  };
}

/** Whether the roster gives this person that address, in a tenant that the portal trusts. */
async function isOfRoster(db: Database, portal: Portal, person: string, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select(['tenant', 'guest'])
    .where('id', '=', person)
    .where('channel', '=', 'msteams')
    .where('emailKey', '=', key)
    .executeTakeFirst();
  return row !== undefined && isEmployee({ channel: 'msteams', tenant: row.tenant, guest: row.guest === 1 }, portal);
}

const provenOf = ({ id: account, email, givenName, familyName, phone }: Account) => ({ account, email, givenName, familyName, phone });

/** A draft lives as long as the link that follows it, in the set-password mail. */
async function newRequest(tx: Tx, actor: Actor, portal: Portal, now: number): Promise<{ id: string; expiresAt: number }> {
  const id = newId();
  const expiresAt = now + portal.lifetimes.setPassword;
  const request = { id, portal: portal.id, procedure: 'createOrganisation', person: actor.person, subject: `organisation:${id}` } as const;
  await recordRequest(tx, { ...request, locale: actor.locale, now, expiresAt });
  return { id, expiresAt };
}

const ownRequest = (tx: Tx, actor: Actor, portal: Portal, id: string, now: number) =>
  requestBy(tx, actor.person, id)
    // Each portal has its own directory to prove.
    .where('portal', '=', portal.id)
    .where('procedure', '=', 'createOrganisation')
    .where('completedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
