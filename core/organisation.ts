import { ownAddresses } from './asking.ts';
import { audit } from './audit.ts';
import { countryCode } from './countries.ts';
import type { Tx } from './database/schema.ts';
import { emailKey } from './identifiers.ts';
import { spendLink } from './links.ts';
import { type Matter, matterOf } from './matter.ts';
import { approversFor, openRequest } from './openRequest.ts';
import { type DraftFields, findDraft, type HeldDraft, type Holder, keepDraft, type OrganisationDraft, withFields } from './organisationDraft.ts';
import { enqueue } from './outbox.ts';
import { accept, type Outcome, type Refusal, refuse } from './outcome.ts';
import type { Parts } from './parts.ts';
import type { Portal } from './portal.ts';
import type { Account, Actor, Company } from './ports.ts';
import { type Asking, askForLink, requestLink } from './requests.ts';
import { grantRole } from './roles.ts';
import { newId, newReference } from './secrets.ts';
import { parseSiret } from './siret.ts';

/** An organisation that was just created; pending (OU-6). */
export type Created = {
  readonly reference: string;
  readonly name: string;
  /** Where the set-password mail went, or to whom the account belongs that was there before. */
  readonly email: string;
  /** The request whose mailed code can be typed; undefined where the account has its password already. */
  readonly requestId: string | undefined;
};

/** Creating an organisation, once the account of the other directory is proven. The chat and the page share it: what one began the other can end. */
export type Organisations = {
  /** What has been entered so far; undefined where nobody holds such a draft (any more). */
  look(holder: Holder): Promise<HeldDraft | undefined>;
  /** Keeps what was typed, right or wrong. Refuses with `organisation.gone` or `organisation.notProven`. */
  enter(holder: Holder, fields: DraftFields): Promise<Outcome<HeldDraft>>;
  /**
   * Looks up the SIRET that was entered (OU-4, OU-5). Refuses with `siret.digits`, `siret.mistyped`, `siret.unknown`, `siret.closed` (with
   * name and town), `organisation.exists`, or `registry.silent` where the register does not answer: what was entered is kept.
   */
  find(holder: Holder): Promise<Outcome<Company>>;
  /**
   * Creates it, makes the account of its first administrator and asks those who validate (OU-3, OU-6). Refuses as `find` does, with
   * `field.required` and `field.characters` for what is entered of one abroad, `organisation.done`, or `enroll.noApprover`.
   */
  create(holder: Holder): Promise<Outcome<Created>>;
  /** Mails the first administrator's set-password link again, in exchange for the request that asked for it. Refuses with `organisation.gone`. */
  mailAgain(actor: Actor, portal: Portal, requestId: string): Promise<Outcome<{ requestId: string }>>;
};

/** Rolls the transaction back. */
class Undone extends Error {
  readonly refusal: Refusal | 'again';
  constructor(refusal: Refusal | 'again') {
    super('undone');
    this.refusal = refusal;
  }
}

/** Makes the creation of organisations. */
export function createOrganisations(parts: Parts): Organisations {
  const { db, clock, companies } = parts;

  /** The draft, if its account is proven and nothing was made of it yet. */
  const open = async (holder: Holder): Promise<Outcome<HeldDraft>> => {
    const held = await findDraft(parts, holder);
    if (!held) return refuse({ key: 'organisation.gone' });
    if (held.completed) return refuse({ key: 'organisation.done' });
    return held.draft.proven ? accept(held) : refuse({ key: 'organisation.notProven' });
  };

  const companyOf = async ({ portal, draft }: HeldDraft): Promise<Outcome<Company>> => {
    const siret = parseSiret(draft.siret);
    if (!siret.ok) return siret;
    if (await exists(parts, portal, siret.value)) return refuse({ key: 'organisation.exists', field: 'siret' });
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
    look: (holder) => findDraft(parts, holder),

    mailAgain: async (actor, portal, requestId) => {
      const request = await db
        .selectFrom('request')
        .select('accountId')
        .where('id', '=', requestId)
        .where('person', '=', actor.person)
        .where('portal', '=', portal.id)
        .where('procedure', '=', 'createOrganisation')
        .executeTakeFirst();
      const account = request?.accountId == null ? undefined : await parts.directory.get(portal.id, request.accountId);
      return account ? accept({ requestId: await askForLink(parts, actor, portal, passwordFor(account)) }) : refuse({ key: 'organisation.gone' });
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
      if (!held.ok) return held;
      const { portal, draft, actor } = held.value;
      const what = draft.domicile === 'france' ? await companyOf(held.value) : abroad(draft);
      if (!what.ok) return what;
      const about = { groupId: '', organisationId: newId() };
      const matter = matterOf(portal, about);
      const email = draft.proven?.email ?? '';
      const own = new Set([
        emailKey(email),
        ...(actor.email ? [emailKey(actor.email)] : []),
        ...(await ownAddresses(db, { accountId: '', person: actor.person })),
      ]);
      const approvers = matter ? approversFor(portal, matter, own) : [];
      if (!matter || approvers.length === 0) return refuse({ key: 'enroll.noApprover' });
      for (;;)
        try {
          const existing = await parts.directory.findByIdentifier(portal.id, email);
          const made = await db.transaction().execute((tx) => write(tx, parts, held.value, { ...what.value, matter, approvers, existing, now: clock() }));
          parts.wake();
          return accept(made);
        } catch (error) {
          if (!(error instanceof Undone)) throw error;
          if (error.refusal !== 'again') return refuse(error.refusal);
        }
    },
  };
}

type Place = { readonly name: string; readonly street: string; readonly postalCode: string; readonly city: string };
type Made = Place & {
  readonly siret?: string;
  readonly country?: string;
  readonly matter: Matter;
  readonly approvers: readonly string[];
  readonly existing: Account | undefined;
  readonly now: number;
};

/** All of it together or not at all: the organisation, its administrator, the request to validate it, the mail, the audit. */
async function write(tx: Tx, parts: Parts, { requestId, portal, draft, actor, linkId, locale }: HeldDraft, made: Made): Promise<Created> {
  const { secrets, directory } = parts;
  const { name, street, postalCode, city, siret = null, country = 'FR', matter, approvers, existing, now } = made;
  const { proven } = draft;
  if (!proven) throw new Undone({ key: 'organisation.notProven' });
  // Of two clicks, or of the chat and the page at once, one creates.
  const taken = await tx
    .updateTable('request')
    .set({ completedAt: now })
    .where('id', '=', requestId)
    .where('completedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!taken || (linkId !== undefined && !(await spendLink(tx, linkId, now)))) throw new Undone({ key: 'organisation.done' });
  const reference = newReference();
  const { organisationId } = matter;
  const inserted = await tx
    .insertInto('organisation')
    .values({
      id: organisationId ?? '',
      reference,
      portal: portal.id,
      name,
      siret,
      country,
      domicile: draft.domicile,
      details: JSON.stringify({ street, postalCode, city, proven: proven.email }),
      status: 'pending',
      createdBy: actor.person,
      createdAt: now,
      decidedAt: null,
      decidedBy: null,
      reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) throw new Undone({ key: 'organisation.exists', field: 'siret' });
  const { email, givenName, familyName, phone } = proven;
  const account =
    existing ?? (await directory.create(tx, { portal: portal.id, identifier: email, email, givenName, familyName, phone, entity: null }, null, now));
  // Made meanwhile, by another organisation of the same person: looked for again.
  if (!account) throw new Undone('again');
  await grantRole(tx, { organisationId: inserted.id, portal: portal.id, accountId: account.id, role: 'administrator', grantedBy: actor.person, now });
  await openRequest(tx, parts, { actor, portal, account, matter, reference, why: '', approvers, now });
  const subject = `account:${account.id}`;
  const detail = { organisation: inserted.id, reference, siret, country, domicile: draft.domicile };
  await audit(tx, { at: now, actor, action: 'createOrganisation.created', portal: portal.id, subject, outcome: 'ok', detail });
  if (linkId !== undefined && actor.person !== 'anonymous') {
    const event = { name: 'organisationCreated', portal: portal.id, request: requestId, procedure: 'createOrganisation', reference, text: name } as const;
    await enqueue(tx, secrets, { kind: 'chat', person: actor.person, event, locale }, { reason: `created:${requestId}`, now, dueAt: now });
  }
  if (!account.hasPassword) {
    return { reference, name, email, requestId: await requestLink(tx, parts, actor, portal, passwordFor(account)) };
  }
  const params = { organisation: name, reference, identifier: account.identifier };
  const told = { kind: 'mail', to: account.email, template: 'organisationPending', portal: portal.id, locale: actor.locale, params } as const;
  await enqueue(tx, secrets, told, { reason: `pending:${inserted.id}`, now, dueAt: now });
  return { reference, name, email: account.email, requestId: undefined };
}

const passwordFor = (account: Account): Asking => ({
  procedure: 'createOrganisation',
  purpose: 'setPassword',
  template: 'setPassword',
  key: emailKey(account.email),
  account,
  to: account.email,
  unfound: 'none',
});

async function exists({ db }: Parts, portal: Portal, siret: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation')
    .select('id')
    .where('portal', '=', portal.id)
    .where('siret', '=', siret)
    .where('status', 'in', ['pending', 'validated'])
    .executeTakeFirst();
  return row !== undefined;
}

/** What is needed of one abroad (OU-3): a name, a country, a street and a town. */
function abroad({ domicile, name, country, street, postalCode, city }: OrganisationDraft): Outcome<Place & { country: string }> {
  if (domicile !== 'abroad') return refuse({ key: 'field.required', field: 'domicile' });
  const missing = Object.entries({ name, street, city }).flatMap(([field, value]): Refusal[] => {
    if (value === '') return [{ key: 'field.required', field }];
    // It is repeated in mails to others: nothing in it that a mail client opens.
    return /[<>]|:\/\/|www\./i.test(value) ? [{ key: 'field.characters', field }] : [];
  });
  const code = countryCode(country);
  const elsewhere = code !== undefined && code !== 'FR';
  const [first, ...others] = [...missing, ...(elsewhere ? [] : [{ key: 'field.required', field: 'country' } as const])];
  return first ? refuse(first, ...others) : accept({ name, country: code ?? '', street, postalCode, city });
}
