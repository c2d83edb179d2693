import { approversFor, claimsToApprove, isKnownByAddress, matterOf, ownMailboxes } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import { isInDoubt, withApprovers } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Company } from '../foundation/company.ts';
import { countryCode, isFrance } from '../foundation/countries.ts';
import { emailKey, mailboxKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { opens } from '../foundation/prose.ts';
import { requestBy } from '../foundation/requests.ts';
import { retrying, transact } from '../foundation/rollback.ts';
import { parseSiret } from '../foundation/siret.ts';
import { askForLink } from '../passwords/index.ts';
import { type Portal, vouchedFor } from '../portal/index.ts';
import { createdBefore, organisationIdOf } from './createdBefore.ts';
import { type DraftFields, findDraft, type HeldDraft, type Holder, keepDraft, type OrganisationDraft, withFields } from './organisationDraft.ts';
import { actOf, type Created, makeAccount, type Place, passwordFor, writeOrganisation } from './writeOrganisation.ts';

/** Creating an organisation, once the account of the other directory is proven. Chat and page share the draft: what one began the other can finish. */
export type OrganisationCreation = {
  /** The draft so far; undefined if the holder has none, or no longer. */
  look(holder: Holder): Promise<HeldDraft | undefined>;
  /** Saves the fields, valid or not. Refuses with `organisation.gone` or `organisation.notProven`. */
  enter(holder: Holder, fields: DraftFields): Promise<Outcome<HeldDraft>>;
  /**
   * Looks up the SIRET that was entered (OU-4, OU-5). Refuses with `siret.digits`, `siret.mistyped`, `siret.unknown`, `siret.closed` (with name and
   * town), `organisation.exists`, or `registry.silent` if the register does not answer. The entered number is kept.
   */
  find(holder: Holder): Promise<Outcome<Company>>;
  /**
   * Creates the organisation and its first administrator's account, and asks the approvers (OU-3, OU-6). Refuses as `find` does, with
   * `field.required`, `field.characters`, `field.opens`, `company.country` and `organisation.inFrance` for the details of one abroad, `enroll.roster` or `enroll.noApprover`.
   * Of a draft that was completed before, also in a click whose answer was lost, it returns what was created.
   */
  create(holder: Holder): Promise<Outcome<Created>>;
  /** Resends the first administrator's set-password mail. `requestId` is the request that asked for it. Refuses with `organisation.gone`. */
  mailAgain(actor: Actor, portal: Portal, requestId: string): Promise<Outcome<{ requestId: string }>>;
};

/** Makes the procedure that creates organisations. */
export function createOrganisationCreation(dependencies: Dependencies): OrganisationCreation {
  const { db, clock, companies } = dependencies;

  /** The draft, if its account is proven, has the address that it had then, and it is not completed yet. */
  const open = async (holder: Holder): Promise<Outcome<HeldDraft>> => {
    const held = await findDraft(dependencies, holder);
    if (!held) return refuse({ key: 'organisation.gone' });
    if (held.completed) return refuse({ key: 'organisation.done' });
    if (!held.draft.proven) return refuse({ key: 'organisation.notProven' });
    return (await hasMoved(held)) ? refuse({ key: 'organisation.gone' }) : accept(held);
  };

  /** Whether the proven account has another address by now, or is gone: the first password would be mailed to the one before. */
  const hasMoved = async ({ portal, draft: { proven } }: HeldDraft): Promise<boolean> => {
    const accounts = portal.procedures.createOrganisation?.proof.directory.accounts;
    if (proven?.account === undefined || accounts === undefined) return false;
    const account = await dependencies.directory.get(accounts, proven.account);
    return account === undefined || emailKey(account.email) !== emailKey(proven.email);
  };

  const companyOf = async ({ portal, draft }: HeldDraft): Promise<Outcome<Company>> => {
    const siret = parseSiret(draft.siret);
    if (!siret.ok) return siret;
    if (await exists(dependencies, portal, siret.value)) return refuse({ key: 'organisation.exists', field: 'siret' });
    let company: Company | undefined;
    try {
      company = await companies.find(siret.value);
    } catch {
      return refuse({ key: 'registry.silent', field: 'siret' });
    }
    if (!company) return refuse({ key: 'siret.unknown', field: 'siret' });
    const params = { name: company.name, city: company.city };
    return company.closed ? refuse({ key: 'siret.closed', field: 'siret', params }) : accept(company);
  };

  return {
    look: (holder) => findDraft(dependencies, holder),

    mailAgain: async (actor, portal, requestId) => {
      const request = await requestBy(db, actor.person, requestId)
        .where('portal', '=', portal.id)
        .where('procedure', '=', 'createOrganisation')
        .executeTakeFirst();
      const account = request?.accountId == null ? undefined : await dependencies.directory.get(portal.id, request.accountId);
      return account ? accept({ requestId: await askForLink(dependencies, actor, portal, passwordFor(account)) }) : refuse({ key: 'organisation.gone' });
    },

    enter: async (holder, fields) => {
      const held = await open(holder);
      if (!held.ok) return held;
      const draft = withFields(held.value.draft, fields);
      await keepDraft(db, held.value.requestId, draft);
      return accept({ ...held.value, draft });
    },

    find: async (holder) => {
      const held = await open(holder);
      return held.ok ? await companyOf(held.value) : held;
    },

    create: async (holder) => {
      const held = await open(holder);
      if (!held.ok) return (held.refusals[0].key === 'organisation.done' ? await createdBefore(db, await findDraft(dependencies, holder)) : undefined) ?? held;
      const { portal, draft, actor } = held.value;
      const what = draft.domicile === 'france' ? await companyOf(held.value) : abroad(draft);
      if (!what.ok) return what;
      const about = { groupId: '', organisationId: organisationIdOf(held.value) };
      const staffed = await withApprovers(dependencies, portal);
      const matter = matterOf(staffed, { ...about, stage: 0, conflicts: null });
      const email = draft.proven?.email ?? '';
      if (!(await isKnownByAddress(db, actor))) return refuse({ key: 'enroll.roster' });
      const own = await ownMailboxes(db, portal, { accountId: '', person: actor.person });
      for (const address of [email, ...(actor.email && vouchedFor(actor, portal, 'decide') ? [actor.email] : [])]) own.add(mailboxKey(address));
      const approvers = matter ? approversFor(staffed, matter, own) : [];
      if (!matter || approvers.length === 0 || (await claimsToApprove(db, staffed, actor, ''))) return refuse({ key: 'enroll.noApprover' });
      const made = await retrying(async () => {
        // Who was made by an attempt whose answer was lost has a first password to choose (DIR-4).
        const existing = (await isInDoubt(db, actOf(held.value))) ? undefined : await dependencies.directory.findByIdentifier(portal.id, email);
        const account = existing ? accept(async () => existing) : await makeAccount(dependencies, held.value);
        if (!account.ok) return account;
        return await transact(db, (tx) =>
          writeOrganisation(tx, dependencies, held.value, { ...what.value, matter, approvers, account: account.value, isNew: !existing, now: clock() }),
        );
      });
      if (made.ok) dependencies.wake();
      return made;
    },
  };
}

async function exists({ db }: Dependencies, portal: Portal, siret: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation')
    .select('id')
    .where('portal', '=', portal.id)
    .where('siret', '=', siret)
    .where('status', 'in', ['pending', 'validated'])
    .executeTakeFirst();
  return row !== undefined;
}

/** Checks what an organisation abroad needs (OU-3): a name, a country by its name or code, a street and a town. */
function abroad({ domicile, name, country, street, postalCode, city }: OrganisationDraft): Outcome<Place & { country: string }> {
  if (domicile !== 'abroad') return refuse({ key: 'field.required', field: 'domicile' });
  const code = countryCode(country);
  const [first, ...others] = Object.entries({ name, country, street, postalCode, city }).flatMap(([field, value]): Refusal[] => {
    if (field === 'country' && value !== '')
      return code === undefined ? [{ key: 'company.country', field }] : isFrance(code) ? [{ key: 'organisation.inFrance', field }] : [];
    if (value === '') return field === 'postalCode' ? [] : [{ key: 'field.required', field }];
    // Mails to others repeat it, so it must hold nothing that a mail client turns into a link.
    if (opens.test(value)) return [{ key: 'field.opens', field }];
    return /[<>]/.test(value) ? [{ key: 'field.characters', field }] : [];
  });
  return first ? refuse(first, ...others) : accept({ name, country: code ?? '', street, postalCode, city });
}
