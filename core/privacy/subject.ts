import { z } from 'zod';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey, identifierKey, mailboxKey } from '../foundation/identifiers.ts';
import { bareAddress } from '../foundation/pasted.ts';

/** One human being, as far as the records know: by addresses, as people of a channel, and with accounts. */
export type Subject = {
  /** As `emailKey`. */
  readonly addresses: readonly string[];
  /** As `mailboxKey`. */
  readonly mailboxes: readonly string[];
  readonly persons: readonly string[];
  readonly accounts: readonly string[];
  /** The keys of where their conversations stand, without the namespace. */
  readonly conversations: readonly string[];
  /** Matches their addresses and ids where they stand in a text, and not as a part of longer ones. */
  readonly mentions: RegExp;
  /** The same texts, to narrow a search. */
  readonly texts: readonly string[];
  /** First and last name, as others' chats show them. */
  readonly names: readonly string[];
  /** Names of accounts that are no addresses: too short to be looked for anywhere. */
  readonly identifiers: readonly string[];
};

/** A person or an account that a text may mean. */
export type Meant = { readonly kind: 'person' | 'account'; readonly id: string; readonly name: string; readonly address: string | null } & {
  /** What they are called, where anybody knows, and where: a channel or a portal. `name` is both, in English. */
  readonly called: string | null;
  readonly place: string;
};

/** Whom a text means: one human being, several different ones, or nobody who is a person or an account here (`subject` has the address then). */
export type Resolved = { readonly subject: Subject; readonly known: readonly Meant[] } | { readonly ambiguous: readonly Meant[] };

/**
 * Finds whom an address, the id of a person or account, or an account's identifier means. People and accounts with the same address are one human
 * being; an account that is merely tied to somebody may be shared, and is not taken for theirs.
 */
export async function resolveSubject(db: Database, typed: string): Promise<Resolved> {
  const text = bareAddress(typed);
  const [address, identifier] = [emailKey(text), identifierKey(text)];
  const byId = await meantBy(db, { ids: [text] });
  if (byId.length > 0) return await grown(db, byId, []);
  const byAddress = await meantBy(db, { addresses: [address] });
  const named = (await meantBy(db, { identifiers: [identifier] })).filter(({ id }) => !byAddress.some((other) => other.id === id));
  const whose = new Set([...(byAddress.length > 0 ? [address] : []), ...named.map((one) => one.address ?? one.id)]);
  if (whose.size > 1) return { ambiguous: [...byAddress, ...named] };
  return await grown(db, [...byAddress, ...named], address.includes('@') ? [address] : []);
}

/** Everybody and everything with the addresses that these have. */
async function grown(db: Database, seeds: readonly Meant[], more: readonly string[]): Promise<Resolved> {
  const addresses = unique([...more, ...seeds.flatMap(({ address }) => address ?? [])]);
  const known = [...seeds, ...(await meantBy(db, { addresses })).filter(({ id }) => !seeds.some((seed) => seed.id === id))];
  const ids = (kind: Meant['kind']) => known.filter((one) => one.kind === kind).map(({ id }) => id);
  const [persons, accounts] = [ids('person'), ids('account')];
  const rows = persons.length === 0 ? [] : await db.selectFrom('person').select(['name', 'address']).where('id', 'in', persons).execute();
  const names =
    accounts.length === 0 ? [] : await db.selectFrom('account').select(['identifierKey', 'givenName', 'familyName']).where('id', 'in', accounts).execute();
  const identifiers = unique(names.map(({ identifierKey: key }) => key));
  const texts = unique([...addresses, ...identifiers.filter((name) => name.includes('@')), ...persons, ...accounts]);
  const subject = {
    addresses,
    mailboxes: unique(addresses.map(mailboxKey)),
    persons,
    accounts,
    conversations: rows.flatMap((row) => conversationOf(row.address) ?? []),
    mentions: mentionsOf(texts),
    names: unique([...rows.map(({ name }) => name ?? ''), ...names.map(({ givenName, familyName }) => `${givenName} ${familyName}`)]).filter((name) =>
      /\S \S/.test(name),
    ),
    texts,
    identifiers: identifiers.filter((name) => !name.includes('@')),
  };
  return { subject, known };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

async function meantBy(
  db: Database,
  {
    ids = [],
    addresses = [],
    identifiers = [],
  }: { readonly ids?: readonly string[]; readonly addresses?: readonly string[]; readonly identifiers?: readonly string[] },
): Promise<Meant[]> {
  const people = await db
    .selectFrom('person')
    .select(['id', 'name', 'channel', 'emailKey'])
    .where((row) => row.or([row('id', 'in', nonEmpty(ids)), row('objectId', 'in', nonEmpty(ids)), row('emailKey', 'in', nonEmpty(addresses))]))
    .execute();
  const accounts = await db
    .selectFrom('account')
    .select(['id', 'portal', 'identifier', 'emailKey'])
    .where((row) => row.or([row('id', 'in', nonEmpty(ids)), row('emailKey', 'in', nonEmpty(addresses)), row('identifierKey', 'in', nonEmpty(identifiers))]))
    .execute();
  return [
    ...people.map(({ id, name, channel, emailKey: key }) => ({
      kind: 'person' as const,
      id,
      name: `${name ?? 'somebody'} on ${channel}`,
      called: name,
      place: channel,
      address: key,
    })),
    ...accounts.map(({ id, portal, identifier, emailKey: key }) => ({
      kind: 'account' as const,
      id,
      name: `${identifier} at ${portal}`,
      called: identifier,
      place: portal,
      address: key,
    })),
  ];
}

/** No id, address or identifier is empty. */
const nonEmpty = (texts: readonly string[]): readonly string[] => (texts.length === 0 ? [''] : texts);

const where = z.object({ channelId: z.string(), bot: z.object({ id: z.string() }), conversation: z.object({ id: z.string() }) });

/** The key under which the Bot Framework keeps where a chat stands. */
function conversationOf(address: string | null): string | undefined {
  if (address === null) return undefined;
  const { data } = where.safeParse(JSON.parse(address));
  return data && `${data.channelId}/${data.bot.id}/conversations/${data.conversation.id}`;
}

function mentionsOf(texts: readonly string[]): RegExp {
  const any = texts.map(RegExp.escape).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}._%+-])(?:${any === '' ? '(?!)' : any})(?![\\p{L}\\p{N}_%+-]|\\.[\\p{L}\\p{N}])`, 'giu');
}
