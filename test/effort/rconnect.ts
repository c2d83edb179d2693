import { meets } from '../enrolling.ts';
import { client, clientChat, invites, known, salesWoman, whole } from '../inviting.ts';
import { type Guichet, type Options, withGuichet } from '../support.ts';
import { joins } from '../twoFactor.ts';
import type { Walk } from './walk.ts';
import type { Walker } from './walker.ts';

const chosen = { password: 'trois mots sans rapport', repeat: 'trois mots sans rapport' };
const { street, postalCode, vat, phone } = whole;
const missing = { street, postalCode, vat, phone };

/** Ada is invited. Her mail is not read yet. */
const invited = (options: Options, story: (guichet: Guichet) => Promise<void>): Promise<void> =>
  withGuichet(options, async (its) => {
    await invites(its);
    await story(its);
  });

/** As far as the company's form, in the chat. */
const agrees = async ({ says, presses, code }: Walker, its: Guichet) => {
  await its.mails();
  const chat = clientChat(its);
  await says(chat, 'accepter mon invitation rconnect');
  await presses(chat, 'acceptInvitation.address', { email: client.email });
  await presses(chat, 'acceptInvitation.code', { code: await code(client.email) });
  await presses(chat, 'acceptInvitation.agree');
  await presses(chat, 'acceptInvitation.complete', missing);
  return chat;
};

/** The procedures of My rConnect. */
export const rconnect: readonly Walk[] = [
  {
    portal: 'rconnect',
    name: 'a client invited',
    walk: async ({ says, presses }, its) => {
      const chat = await meets(its, salesWoman);
      await says(chat, 'je voudrais inviter un client sur rconnect');
      await presses(chat, 'invite.who', { email: 'Ada Lovelace <ada@client.example>' });
      await presses(chat, 'invite.company', { ...known, rights: 'orders' });
      await presses(chat, 'invite.send');
    },
  },
  {
    portal: 'rconnect',
    name: 'an invitation accepted, by the mail’s link',
    within: invited,
    walk: async ({ link, follows, code }) => {
      const page = await (await follows(await link(client.email, 'invitation'))).presses({}, 'send-code');
      const terms = await page.presses({ code: await code(client.email) });
      const company = await terms.presses({}, 'agree');
      const password = await company.presses(missing, 'create');
      await password.presses(chosen);
    },
  },
  {
    portal: 'rconnect',
    name: 'an invitation accepted in the chat, its password by the mail’s link',
    within: invited,
    walk: async (walker, its) => {
      await agrees(walker, its);
      await (await walker.follows(await walker.link(client.email))).presses(chosen);
    },
  },
  {
    portal: 'rconnect',
    name: 'an invitation accepted in the chat, its password by the code typed there',
    within: invited,
    walk: async (walker, its) => {
      const chat = await agrees(walker, its);
      await walker.says(chat, await walker.code(client.email));
      await (await walker.follows(chat.opens())).presses(chosen);
    },
  },
  {
    portal: 'rconnect',
    name: 'an invitation revoked',
    walk: async ({ says, presses }, its) => {
      const chat = await invites(its);
      await says(chat, 'je voudrais inviter un client sur rconnect');
      await presses(chat, 'invite.list');
      await presses(chat, 'invite.revoke');
    },
  },
  {
    portal: 'rconnect',
    name: 'forgotten password',
    walk: async ({ says, presses, link, follows }, its) => {
      await joins(its, 'rconnect', `${client.email},${client.email},Ada,Lovelace,,`);
      const chat = clientChat(its);
      await says(chat, 'mot de passe rconnect oublié');
      await presses(chat, 'reset.send', { identifier: client.email });
      await (await follows(await link(client.email))).presses(chosen);
    },
  },
];
