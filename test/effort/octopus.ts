import { solve } from '../solving.ts';
import type { Walk } from './walk.ts';

const mailbox = 'alice.martin@corp.example';
const chosen = { password: 'quatre 7 vents', repeat: 'quatre 7 vents' };

/** The procedures of Octopus. */
export const octopus: readonly Walk[] = [
  {
    portal: 'octopus',
    name: 'first password, by the mail’s link',
    walk: async ({ says, presses, link, follows }, { chat }) => {
      await says(chat, 'm’inscrire sur octopus');
      await presses(chat, 'signUp.send', { identifier: 'amartin' });
      await (await follows(await link(mailbox))).presses(chosen);
    },
  },
  {
    portal: 'octopus',
    name: 'first password, by the code in the chat',
    walk: async ({ says, presses, code, follows }, { chat }) => {
      await says(chat, 'm’inscrire sur octopus');
      await presses(chat, 'signUp.send', { identifier: 'amartin' });
      await presses(chat, 'signUp.code', { code: await code(mailbox) });
      await (await follows(chat.opens())).presses(chosen);
    },
  },
  {
    portal: 'octopus',
    name: 'forgotten password',
    walk: async ({ says, presses, link, follows }, { chat }) => {
      await says(chat, 'mot de passe octopus oublié');
      await presses(chat, 'reset.send', { identifier: 'amartin' });
      await (await follows(await link(mailbox))).presses(chosen);
    },
  },
  {
    portal: 'octopus',
    name: 'forgotten password, without a chat',
    walk: async ({ visits, link, follows }, { url }) => {
      const page = await visits('/p/octopus/reset');
      const challenge = await fetch(`${url}/p/octopus/reset/challenge`);
      await page.presses({ identifier: 'amartin' }, undefined, { human: solve(await challenge.json()) });
      await (await follows(await link(mailbox))).presses(chosen);
    },
  },
  {
    portal: 'octopus',
    name: 'locked account',
    walk: async ({ says, presses, link, follows }, { chat }) => {
      await says(chat, 'mon compte octopus est bloqué');
      await presses(chat, 'unlock.send', { identifier: 'amartin' });
      await (await follows(await link(mailbox))).presses(chosen);
    },
  },
  {
    portal: 'octopus',
    name: 'forgotten unified account, told',
    walk: async ({ says }, { chat }) => {
      await says(chat, 'je ne connais plus mon compte unifié octopus');
      chat.hears('amartin');
    },
  },
  {
    portal: 'octopus',
    name: 'forgotten unified account, mailed',
    walk: async ({ says, presses, mail }, { chat }) => {
      await says(chat, 'je ne connais plus mon compte unifié octopus');
      await presses(chat, 'forgotIdentifier.elsewhere');
      await presses(chat, 'forgotIdentifier.send', { email: 'bruno.leroy@corp.example' });
      await mail('bruno.leroy@corp.example', /bleroy/);
    },
  },
];
