import { actionsOf } from '../chat.ts';
import { asksByMail, decideLinkIn, nadia } from '../decidingByMail.ts';
import { aliceAccount, claire, colleague, hugo, meets, proves } from '../enrolling.ts';
import type { Guichet } from '../support.ts';
import type { Walk } from './walk.ts';
import type { Walker } from './walker.ts';

const chosen = { password: 'Grand-Large 25!!', repeat: 'Grand-Large 25!!' };
const newcomer = 'zoe.petit@corp.example';

const zoe = colleague('Zoé', 'Petit', newcomer);

const signsUp = async ({ says, presses }: Walker, its: Guichet) => {
  const chat = await meets(its, zoe);
  await says(chat, 'je voudrais m’inscrire sur invgate');
  await presses(chat, 'signUp.address', { email: newcomer, entity: 'siege', givenName: 'Zoé', familyName: 'Petit' });
  return chat;
};

const asks = async ({ says, presses }: Walker, { chat }: Guichet): Promise<void> => {
  await says(chat, 'm’inscrire à un catalogue InvGate');
  if (!actionsOf(chat.card).some(({ data }) => data?.verb === 'enroll.prove')) return;
  await presses(chat, 'enroll.prove', { identifier: aliceAccount });
};

/** The procedures of InvGate. */
export const invgate: readonly Walk[] = [
  {
    portal: 'invgate',
    name: 'first access, by the mail’s link',
    walk: async (walker, its) => {
      await signsUp(walker, its);
      const page = await (await walker.follows(await walker.link(newcomer))).presses({}, 'send-code');
      await page.presses({ code: await walker.code(newcomer), ...chosen });
    },
  },
  {
    portal: 'invgate',
    name: 'first access, by the code in the chat',
    walk: async (walker, its) => {
      const chat = await signsUp(walker, its);
      await walker.presses(chat, 'signUp.code', { code: await walker.code(newcomer) });
      await (await walker.follows(chat.opens())).presses(chosen);
    },
  },
  {
    portal: 'invgate',
    name: 'forgotten password, by the mail’s link and a text',
    walk: async ({ says, presses, link, follows, text }, { chat }) => {
      await says(chat, 'mot de passe invgate oublié');
      await presses(chat, 'reset.send', { identifier: aliceAccount });
      const page = await (await follows(await link(aliceAccount))).presses({}, 'send-code');
      await page.presses({ code: await text(), ...chosen });
    },
  },
  {
    portal: 'invgate',
    name: 'forgotten password, by the code in the chat and a text',
    walk: async ({ says, presses, code, follows, text }, { chat }) => {
      await says(chat, 'mot de passe invgate oublié');
      await presses(chat, 'reset.send', { identifier: aliceAccount });
      await presses(chat, 'reset.code', { code: await code(aliceAccount) });
      const page = await (await follows(chat.opens())).presses({}, 'send-code');
      await page.presses({ code: await text(), ...chosen });
    },
  },
  {
    portal: 'invgate',
    name: 'a catalogue, the first time',
    walk: async (walker, its) => {
      await asks(walker, its);
      await walker.presses(its.chat, 'enroll.code', { code: await walker.code(aliceAccount) });
      await walker.presses(its.chat, 'enroll.pick', { groups: 'workplace' });
      await walker.presses(its.chat, 'enroll.confirm');
    },
  },
  {
    portal: 'invgate',
    name: 'a catalogue, once one is known',
    walk: async ({ says, presses }, its) => {
      await proves(its);
      await says(its.chat, 'm’inscrire à un catalogue InvGate');
      await presses(its.chat, 'enroll.pick', { groups: 'workplace' });
      await presses(its.chat, 'enroll.confirm');
    },
  },
  {
    portal: 'invgate',
    name: 'one’s own request taken back',
    walk: async ({ says, presses }, its) => {
      await requested(its);
      await says(its.chat, 'mes demandes');
      await presses(its.chat, 'myRequests.withdraw');
    },
  },
  {
    portal: 'invgate',
    name: 'a request approved on its card',
    walk: async ({ presses }, its) => {
      const approver = await meets(its, claire);
      await meets(its, hugo);
      await requested(its);
      approver.hears('Alice Martin');
      await presses(approver, 'decide.approve');
    },
  },
  {
    portal: 'invgate',
    name: 'a request approved by mail',
    walk: async ({ effort, follows, code }, its) => {
      const { mailTo } = await asksByMail(its);
      effort.mails += 1;
      const page = await (await follows(decideLinkIn(mailTo(nadia)))).presses({}, 'send-code');
      const shown = await page.presses({ code: await code(nadia) });
      await shown.presses({ decision: 'approved' });
    },
  },
  {
    portal: 'invgate',
    name: 'a word to support',
    walk: async ({ says, presses }, { chat }) => {
      await says(chat, 'contacter le support invgate');
      await presses(chat, 'support.send', { comment: 'Je commence lundi.' });
    },
  },
];

async function requested(its: Guichet): Promise<void> {
  await proves(its);
  await its.chat.presses('enroll.pick', { groups: 'workplace' });
  await its.chat.presses('enroll.confirm');
  await its.worker.drain();
}
