import { giveDomicileGroup } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import { bindingsOf, isInDoubt, lastLanguageOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { emailKey, parseEmail } from '../foundation/identifiers.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { bareName } from '../foundation/pasted.ts';
import { Retry, Rollback, retrying, transact } from '../foundation/rollback.ts';
import { idOfClick, newId } from '../foundation/secrets.ts';
import { grantRole, isAdministrator, isNamedElsewhere, type Membership, organisationsOf, pastFactor, type Role, standingOf, stands } from '../members/index.ts';
import { requestLink } from '../passwords/index.ts';
import type { Portal } from '../portal/index.ts';
import { type Account, type AccountCommit, DirectoryUnavailable } from '../ports.ts';
import { doerName } from './doerName.ts';

/** A person whom an administrator adds. */
export type NewUser = { readonly email: string; readonly givenName: string; readonly familyName: string };

/** Adding users to an organisation (OU-7). */
export type AddUser = {
  /** The organisations of the accounts that this person has proven to own, with the role in each. */
  mine(actor: Actor, portal: Portal): Promise<Membership[]>;
  /** Whether they administer any, for a menu. Not while a directory does not answer: who asks for the procedure is told so. */
  administers(actor: Actor, portal: Portal): Promise<boolean>;
  /**
   * Creates the account and sends its set-password mail. An existing account is mailed about its new membership instead; the answer is the same.
   * Refuses with `addUser.notAdministrator`, `organisation.pending`, `factor.needed`, `addUser.member`, `addUser.limit`, or as `readUser`. `click`
   * names the click: made again, because its answer was lost, it finds the user whom it added.
   */
  add(
    actor: Actor,
    portal: Portal,
    organisationId: string,
    user: NewUser,
    by?: { readonly click?: string },
  ): Promise<Outcome<{ email: string; organisation: string }>>;
};

/** Creates the adding of users. */
export function createAddUser(dependencies: Dependencies): AddUser {
  const { db, clock, limits, directory } = dependencies;

  /** The organisations of the actor's accounts, with the role that records and directory give in each. */
  const administering = async (actor: Actor, portal: Portal) => {
    const own = (await bindingsOf(db, actor.person)).filter((binding) => binding.portal === portal.id);
    const accounts = own.map(({ accountId }) => accountId);
    const recorded = await organisationsOf(db, accounts);
    // Nobody asks the directory about those who administer nothing anyway.
    if (!recorded.some(({ role }) => role === 'administrator' || isNamedElsewhere(portal))) return { places: recorded, standing: 'recorded' as const };
    const standing = await standingOf(dependencies, portal, accounts);
    const roleOf = ({ role, accountId }: Membership): Role =>
      stands(standing, accountId) && (role === 'administrator' || isNamedElsewhere(portal)) ? 'administrator' : 'member';
    return { places: recorded.map((place) => ({ ...place, role: roleOf(place) })), standing };
  };

  const mine: AddUser['mine'] = async (actor, portal) => {
    if (!actor.authenticated) return [];
    return (await administering(actor, portal)).places;
  };

  return {
    mine,

    administers: async (actor, portal) => {
      try {
        return (await mine(actor, portal)).some(({ role }) => role === 'administrator');
      } catch (error) {
        if (error instanceof DirectoryUnavailable) return false;
        throw error;
      }
    },

    add: async (actor, portal, organisationId, user, { click } = {}) => {
      const now = clock();
      const { places, standing } = actor.authenticated ? await administering(actor, portal) : { places: [], standing: 'recorded' as const };
      const administered = places.filter((each) => each.organisationId === organisationId && each.role === 'administrator');
      const ids = administered.map(({ accountId }) => accountId);
      const open = await pastFactor(db, actor, ids, now);
      const role = administered.find(({ accountId }) => open.includes(accountId)) ?? administered[0];
      const record = { at: now, actor, action: 'addUser.added', portal: portal.id };
      // If the profile requires an accepted invitation, nobody is added directly (EX-6).
      if (!role || portal.procedures.addUser?.invites) {
        await audit(db, { ...record, subject: `organisation:${organisationId}`, outcome: 'addUser.notAdministrator' });
        return refuse({ key: 'addUser.notAdministrator' });
      }
      if (role.status !== 'validated') return refuse({ key: role.status === 'pending' ? 'organisation.pending' : 'addUser.notAdministrator' });
      if (!open.includes(role.accountId)) {
        await audit(db, { ...record, subject: `organisation:${organisationId}`, outcome: 'factor.needed' });
        return refuse({ key: 'factor.needed' });
      }
      const read = readUser(user);
      if (!read.ok) return read;
      const { email, givenName, familyName } = read.value;
      const id = click === undefined ? newId() : idOfClick(click, organisationId, emailKey(email));
      if (await db.selectFrom('organisationMember').select('id').where('id', '=', id).executeTakeFirst()) return accept({ email, organisation: role.name });

      const addMember = async (existing: Account | undefined, commit: AccountCommit) =>
        await transact(db, async (tx) => {
          const allowed = [
            // An administrator's own: what strangers ask for at that address does not keep it from being added.
            await limits.takeOf(portal, 'addUser.mailbox', `${portal.id}:${emailKey(email)}:${actor.person}`, tx),
            await limits.takeOf(portal, 'ask.person', actor.person, tx),
          ].every(Boolean);
          if (!allowed) throw new Rollback({ key: 'addUser.limit' });
          // Checked again in the transaction: the actor's role may have ended meanwhile.
          if (!(await isAdministrator(tx, portal, { organisationId, accountId: role.accountId, standing })))
            throw new Rollback({ key: 'addUser.notAdministrator' });
          const account = existing ? await asMuch(tx, existing, commit, now) : await commit(tx, now);
          if (!account) throw new Retry();
          const place = { id, organisationId, portal: portal.id, accountId: account.id, role: 'member', grantedBy: actor.person, now } as const;
          const granted = await grantRole(tx, { ...place, named: { givenName, familyName }, madeAccount: !existing });
          if (!granted) throw new Rollback({ key: 'addUser.member', field: 'email' });
          await giveDomicileGroup(tx, dependencies, portal, { accountId: account.id, domicile: role.domicile }, now);
          const to = account.email;
          // Belongs to no chat: the mailbox's owner chooses the password, and that must not bind the account to the administrator's chat.
          const locale = await lastLanguageOf(tx, account, portal.tenants, actor.locale);
          const anonymous = { ...actor, person: 'anonymous', locale };
          const by = await doerName(tx, actor, role.accountId);
          const doer = { by, organisation: role.name };
          const asking = {
            procedure: 'addUser',
            purpose: 'setPassword',
            template: 'setPassword',
            key: emailKey(email),
            account,
            to,
            unfound: 'none',
            doer,
          } as const;
          const params = { ...doer, identifier: account.identifier };
          const told = { kind: 'mail', to, template: 'memberAdded', portal: portal.id, locale, params, secret: {} } as const;
          const member = account.hasPassword && ({ unmailed: true, instead: told, outcome: 'member' } as const);
          await requestLink(tx, dependencies, anonymous, portal, { ...asking, ...member });
          await audit(tx, { ...record, subject: `account:${account.id}`, outcome: 'ok', detail: { organisation: organisationId, role: 'member' } });
        });

      const added = await retrying(async () => {
        const act = `member:${organisationId}:${emailKey(email)}`;
        // Who was made by an attempt whose answer was lost has a first password to choose (DIR-4).
        const existing = (await isInDoubt(db, act)) ? undefined : await directory.findByIdentifier(portal.id, email);
        const fresh = { portal: portal.id, identifier: email, email, givenName, familyName, phone: null, entity: null };
        // Where accounts are Guichet's own, nothing is made before the transaction, and what is there already stays as it is.
        const makes = !existing || portal.directory.kind === 'embedded';
        const commit = makes ? await directory.create(fresh, undefined, act) : accept(async () => undefined);
        return commit.ok ? await addMember(existing, commit.value) : commit;
      });
      if (!added.ok) return added;
      dependencies.wake();
      return accept({ email, organisation: role.name });
    },
  };
}

/** The account that is there already, by as many statements as making one takes: an administrator must not learn which addresses have one (ALL-4). */
async function asMuch(tx: Tx, existing: Account, commit: AccountCommit, now: number): Promise<Account> {
  await commit(tx, now);
  await tx.deleteFrom('accountWord').where('accountId', '=', '').execute();
  await tx.updateTable('credential').set({ failedSignIns: 0 }).where('accountId', '=', '').execute();
  return existing;
}

/** Reads a person's address and names. Refuses at the fields `email`, `givenName`, `familyName`. */
export function readUser({ email, givenName, familyName }: NewUser): Outcome<NewUser> {
  const address = parseEmail(email);
  const names = Object.entries({ givenName: bareName(givenName), familyName: bareName(familyName) });
  const [first, ...others] = [
    ...(address.ok ? [] : address.refusals),
    ...names.flatMap(([field, value]): Refusal[] => {
      if (value === '') return [{ key: 'field.required', field }];
      if (value.length > 100) return [{ key: 'field.long', field, params: { max: 100 } }];
      return /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800<>[\]]/u.test(value) ? [{ key: 'field.characters', field }] : [];
    }),
  ];
  if (first) return refuse(first, ...others);
  return accept({ email: address.ok ? address.value : '', givenName: bareName(givenName), familyName: bareName(familyName) });
}
