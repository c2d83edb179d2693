import assert from 'node:assert/strict';
import { importAccounts } from '../core/directory/accountsImport.ts';
import type { Portal } from '../core/portal/schema.ts';
import type { Chat } from './chat.ts';
import { colleague, meets } from './enrolling.ts';
import type { Member } from './fakes/connector.ts';
import { codeIn, type Guichet, type Options, withGuichet } from './support.ts';

/** The people of the establishments H-PARIS and H-BRUGES, as in Teams' roster. Each address is also the user name. */
export const helene = colleague('Hélène', 'Roux', 'helene.roux@hotel.example');
export const lea = colleague('Léa', 'Nowak', 'lea.nowak@hotel.example');
export const marc = colleague('Marc', 'Petit', 'marc.petit@hotel.example');
export const nina = colleague('Nina', 'Vidal', 'nina.vidal@hotel.example');

const all = 'administration reservations tariffs invoices';

/** Hélène administers both, Léa only the one in Bruges. Marc is a user of the one in Paris. */
const places = [
  `helene.roux@hotel.example,helene.roux@hotel.example,Hélène,Roux,,,H-PARIS,FR,${all}`,
  `helene.roux@hotel.example,helene.roux@hotel.example,Hélène,Roux,,,H-BRUGES,BE,${all}`,
  'lea.nowak@hotel.example,lea.nowak@hotel.example,Léa,Nowak,,,H-BRUGES,BE,administration invoices',
  'marc.petit@hotel.example,marc.petit@hotel.example,Marc,Petit,,,H-PARIS,FR,reservations',
];

/** The profile of the Extranet. */
export function extranet({ core }: Pick<Guichet, 'core'>): Portal {
  const portal = core.portals.get('extranet');
  assert.ok(portal);
  return portal;
}

/** Imports users with their places in establishments. */
export async function placesUsers(its: Guichet, lines: readonly string[]): Promise<void> {
  const csv = ['identifier,email,givenName,familyName,phone,entity,establishment,country,rights', ...lines].join('\n');
  assert.deepEqual((await importAccounts(its.db, 'extranet', csv, its.now(), 'address', extranet(its))).refused, []);
}

/** A Guichet in Teams with two establishments and their people. */
export const withEstablishments = (options: Options, story: (guichet: Guichet) => Promise<void>): Promise<void> =>
  withGuichet({ channel: 'msteams', ...options }, async (its) => {
    await placesUsers(its, places);
    await story(its);
  });

/** Says something that requires a proven account, and proves it. */
export async function provesAccount(its: Guichet, chat: Chat, says: string, procedure: string): Promise<void> {
  await chat.says(says);
  await chat.presses(`${procedure}.prove`, { identifier: chat.who.email });
  const mail = (await its.mails()).at(-1);
  assert.equal(mail?.to, chat.who.email);
  await chat.presses(`${procedure}.code`, { code: codeIn(mail) });
}

/** The chat of a person whose account is already bound. */
export async function owns(its: Guichet, who: Member, locale: 'fr' | 'en' = 'fr'): Promise<Chat> {
  const chat = await meets(its, who, locale);
  const person = await its.db.selectFrom('person').select('id').where('objectId', '=', who.aadObjectId).executeTakeFirstOrThrow();
  const account = await accountOf(its, who.email);
  await its.db
    .insertInto('binding')
    .values({ id: crypto.randomUUID(), person: person.id, accountId: account, portal: 'extranet', createdAt: its.now(), endedAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await chat.says('extranet');
  return chat;
}

/** The id of the account with this user name. */
export async function accountOf({ db }: Guichet, identifier: string): Promise<string> {
  return (await db.selectFrom('account').select('id').where('portal', '=', 'extranet').where('identifierKey', '=', identifier).executeTakeFirstOrThrow()).id;
}

/** The id of an establishment. */
export async function establishment({ db }: Guichet, identifier: string): Promise<string> {
  return (await db.selectFrom('organisation').select('id').where('establishment', '=', identifier).executeTakeFirstOrThrow()).id;
}

/** This chat's person, as the core sees them. */
export async function actorOf({ db }: Guichet, { who }: Pick<Chat, 'who'>) {
  const person = await db.selectFrom('person').select('id').where('objectId', '=', who.aadObjectId).executeTakeFirstOrThrow();
  return { person: person.id, channel: 'msteams', locale: 'fr', authenticated: true, name: who.name } as const;
}

/** The user names of an establishment's current users, with their role. */
export async function usersIn({ db }: Guichet, identifier: string): Promise<string[]> {
  const rows = await db
    .selectFrom('organisationMember')
    .innerJoin('organisation', 'organisation.id', 'organisationId')
    .innerJoin('account', 'account.id', 'accountId')
    .select(['account.identifier', 'role', 'rights'])
    .where('establishment', '=', identifier)
    .where('endedAt', 'is', null)
    .orderBy('account.identifier')
    .execute();
  return rows.map(({ identifier: name, role, rights }) => `${name} ${role} ${JSON.parse(rights).join(' ')}`.trim());
}

/** The person accepts an invitation in their own chat. */
export async function accepts(its: Guichet, chat: Chat, email: string = chat.who.email): Promise<void> {
  await chat.says(chat.locale === 'fr' ? 'accepter mon invitation extranet' : 'accept my extranet invitation');
  await chat.presses('acceptInvitation.address', { email });
  await chat.presses('acceptInvitation.code', { code: codeIn((await its.mails()).at(-1)) });
  await chat.presses('acceptInvitation.agree');
}
