import assert from 'node:assert/strict';
import { type Chat, openChat } from './chat.ts';
import { colleague, meets } from './enrolling.ts';
import { codeIn, type Guichet } from './support.ts';

/** Somebody of the sales company, by the mail domain that My rConnect's profile names. */
export const salesWoman = colleague('Sonia', 'Lambert', 'sonia.lambert@sales.example.com');

/** A client, as Teams' roster of their own chat knows them. */
export const client = colleague('Ada', 'Lovelace', 'ada@client.example');

/** What the inviter knows of the client's company. */
export const known = { name: 'Analytique SARL', city: 'Lille', country: 'FR' };

/** What the client adds to it. */
export const whole = { ...known, street: '12 rue des Cartes', postalCode: '59000', vat: 'FR40303265045', phone: '+33 3 20 00 00 00' };

/** Goes to the summary, for whoever is typed. */
export async function prepares(
  chat: Chat,
  email = 'Ada Lovelace <ada@client.example>',
  company: Readonly<Record<string, string>> = known,
  rights = 'orders',
): Promise<void> {
  await chat.says(chat.locale === 'fr' ? 'je voudrais inviter un client sur rconnect' : 'I want to invite a client to rConnect');
  await chat.presses('invite.who', { email });
  await chat.presses('invite.company', { ...company, rights });
}

/** Sonia invites, and her chat is returned; the mails have left. */
export async function invites(its: Guichet, email?: string, locale: 'fr' | 'en' = 'fr'): Promise<Chat> {
  const chat = await meets(its, salesWoman, locale);
  await prepares(chat, email);
  await chat.presses('invite.send');
  return chat;
}

/** The chat of the client, in Teams. */
export function clientChat(its: Guichet, locale: 'fr' | 'en' = 'fr', channel: 'msteams' | 'webchat' = 'msteams', who = client): Chat {
  const { url, connector } = its;
  if (!connector.members.includes(who)) connector.members.push(who);
  return openChat({ url, connector, locale, channel, who });
}

/** The link of an invitation's mail. */
export function invitationIn(mail: { readonly text: string } | undefined): string {
  const link = /https?:\/\/\S+\/invitation\/[\w-]+/.exec(mail?.text ?? '')?.[0];
  assert.ok(link, `no invitation in the mail: ${mail?.text}`);
  return link;
}

/** The client proves the mailbox in their chat, and sees the terms. */
export async function provesMailbox(its: Guichet, chat: Chat, email = 'ada@client.example'): Promise<void> {
  await chat.says(chat.locale === 'fr' ? 'accepter mon invitation rconnect' : 'accept my rConnect invitation');
  await chat.presses('acceptInvitation.address', { email });
  const mail = (await its.mails()).at(-1);
  assert.equal(mail?.to, 'ada@client.example');
  await chat.presses('acceptInvitation.code', { code: codeIn(mail) });
}

/** Ada is invited and proves in her chat that the mailbox is hers. */
export async function invitedChat(its: Guichet): Promise<Chat> {
  await invites(its);
  await its.mails();
  const chat = clientChat(its);
  await provesMailbox(its, chat);
  return chat;
}
