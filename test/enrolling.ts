import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedPortals } from '../core/portal/load.ts';
import { type Chat, openChat } from './chat.ts';
import { type Member, member } from './fakes/connector.ts';
import { codeIn, type Guichet } from './support.ts';

/** The address of the InvGate account that Alice proves she owns. */
export const aliceAccount = 'alice.martin@corp.example';

/** A person named by InvGate's profile, as in Teams' roster. */
export const colleague = (givenName: string, surname: string, email = `${givenName}.${surname}@example.org`.toLowerCase()): Member => ({
  ...member(givenName, surname, crypto.randomUUID()),
  email,
  userPrincipalName: email,
});

export const claire = colleague('Claire', 'Fontaine');
export const hugo = colleague('Hugo', 'Marchand');
export const nadia = colleague('Nadia', 'Benali');
export const samuel = colleague('Samuel', 'Okafor');

/** The chat of a person who installed the bot and said hello. */
export async function meets({ url, connector }: Pick<Guichet, 'url' | 'connector'>, who: Member, locale: 'fr' | 'en' = 'fr'): Promise<Chat> {
  if (!connector.members.includes(who)) connector.members.push(who);
  const chat = openChat({ url, connector, locale, channel: 'msteams', who });
  await chat.says(locale === 'fr' ? 'bonjour' : 'hello');
  return chat;
}

/** Alice proves that she owns the account, is told of it by mail, and sees the catalogues. */
export async function proves({ chat, mails }: Guichet): Promise<void> {
  await chat.says(chat.locale === 'fr' ? 'm’inscrire à un catalogue InvGate' : 'request a catalogue InvGate');
  await chat.presses('enroll.prove', { identifier: aliceAccount });
  const mail = (await mails()).at(-1);
  assert.equal(mail?.to, aliceAccount);
  await chat.presses('enroll.code', { code: codeIn(mail) });
  // The owner is told of the tie.
  await mails();
}

/** Alice requests catalogues, and the approvers are told. Returns the ids of the requests, in that order. */
export async function asks(guichet: Guichet, groups: readonly string[], justification = ''): Promise<string[]> {
  const { chat, db, worker } = guichet;
  await proves(guichet);
  await chat.presses('enroll.pick', { groups: groups.join(',') });
  await chat.presses('enroll.confirm', { justification });
  chat.hears(chat.locale === 'fr' ? /parti(e|es)$/m : /ha(?:s|ve) been sent/);
  await worker.drain();
  const rows = await db.selectFrom('enrollment').select(['id', 'groupId']).where('status', '=', 'pending').execute();
  return groups.flatMap((group) => rows.filter(({ groupId }) => groupId === group).map(({ id }) => id));
}

/** A folder for PORTALS_DIR with a profile (InvGate's by default) changed for this test. */
export async function withProfile(change: (profile: string) => string, story: (folder: string) => Promise<void>, portal = 'invgate'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
  try {
    await writeFile(join(folder, `${portal}.yaml`), change(await readFile(join(shippedPortals, `${portal}.yaml`), 'utf8')));
    await story(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
