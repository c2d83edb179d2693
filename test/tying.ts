import assert from 'node:assert/strict';
import type { Chat } from './chat.ts';
import { codeIn, type Guichet } from './support.ts';

/** A chat proves an account of InvGate by a code from its mailbox, whoever has read it out to them. Returns the mail that tells the owner. */
export async function ties(its: Pick<Guichet, 'mails'>, chat: Chat, identifier: string) {
  await chat.says(chat.locale === 'fr' ? 'm’inscrire à un catalogue InvGate' : 'request a catalogue InvGate');
  await chat.presses('enroll.prove', { identifier });
  await chat.presses('enroll.code', { code: codeIn((await its.mails()).at(-1)) });
  const told = (await its.mails()).find(({ text }) => text.includes('/tie/'));
  assert.ok(told, 'the owner is told of the tie');
  return told;
}

/** The link in a mail that ends a tie. */
export function tieLinkIn(mail: { readonly text: string } | undefined): string {
  const link = /https?:\/\/\S+\/tie\/[\w-]+/.exec(mail?.text ?? '')?.[0];
  assert.ok(link, `no link to a tie in the mail: ${mail?.text}`);
  return link;
}

/** The names of those whose chats are tied to an account of this portal now. */
export async function tiedTo({ db }: Pick<Guichet, 'db'>, portal: string): Promise<string[]> {
  const rows = await db
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.person')
    .select('person.name')
    .where('portal', '=', portal)
    .where('endedAt', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name ?? '');
}
