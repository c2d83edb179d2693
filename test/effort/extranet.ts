import { type Chat, inputsOf } from '../chat.ts';
import { meets } from '../enrolling.ts';
import { accepts, accountOf, establishment, helene, marc, nina, owns, withEstablishments } from '../managing.ts';
import { identifiers, usual, withPasswords } from '../signedIn.ts';
import { type Guichet, type Options, withGuichet } from '../support.ts';
import type { Walk } from './walk.ts';
import type { Walker } from './walker.ts';

const within = withEstablishments;
const chosen = { password: 'bateau dans la brume', repeat: 'bateau dans la brume' };
const account = { identifier: identifiers.extranet, email: 'direction@hotel.example' };

const proves = async ({ says, presses, code }: Walker, chat: Chat, sentence: string, procedure: string): Promise<void> => {
  await says(chat, sentence);
  await presses(chat, `${procedure}.prove`, { identifier: chat.who.email });
  await presses(chat, `${procedure}.code`, { code: await code(chat.who.email) });
};

/** Of several establishments: in a list, or by its own button. */
const choosing = (chat: Chat, id: string): [Record<string, string>, string?] =>
  inputsOf(chat.card).some((input) => input.id === 'organisation') ? [{ organisation: id }] : [{}, id];

/** Nina is invited into the establishment in Paris. */
const invited = (options: Options, story: (guichet: Guichet) => Promise<void>): Promise<void> =>
  withEstablishments(options, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('ajouter un utilisateur extranet');
    await chat.presses('addUser.add', { organisation: await establishment(its, 'H-PARIS'), email: nina.email, givenName: 'Nina', familyName: 'Vidal' });
    await chat.presses('addUser.send', { rights: 'reservations' });
    await story(its);
  });

/** The procedures of the Extranet. */
export const extranet: readonly Walk[] = [
  {
    portal: 'extranet',
    name: 'forgotten password',
    walk: async ({ says, presses, link, follows }, { chat }) => {
      await says(chat, 'mot de passe extranet oublié');
      await presses(chat, 'reset.send', account);
      await (await follows(await link(account.email))).presses(chosen);
    },
  },
  {
    portal: 'extranet',
    name: 'locked account',
    walk: async ({ says, presses, link, follows }, { chat }) => {
      await says(chat, 'compte extranet bloqué');
      await presses(chat, 'unlock.send', account);
      await (await follows(await link(account.email))).presses(chosen);
    },
  },
  {
    portal: 'extranet',
    name: 'password changed',
    within: (options, story) =>
      withGuichet(options, async (its) => {
        await withPasswords(its);
        await story(its);
      }),
    walk: async ({ says, follows }, { chat }) => {
      await says(chat, 'modifier le mot de passe extranet');
      const change = await (await follows(chat.opens())).presses({ identifier: identifiers.extranet, password: usual });
      await change.presses({ current: usual, ...chosen });
    },
  },
  {
    portal: 'extranet',
    name: 'forgotten user name',
    walk: async ({ says, presses }, { chat }) => {
      await says(chat, 'j’ai oublié mon nom d’utilisateur extranet');
      await presses(chat, 'support.send', { comment: 'Hôtel de la Gare, Brest' });
    },
  },
  {
    portal: 'extranet',
    name: 'a user invited',
    within,
    walk: async (walker, its) => {
      const chat = await meets(its, helene);
      await proves(walker, chat, 'ajouter un utilisateur extranet', 'addUser');
      await walker.presses(chat, 'addUser.add', { email: nina.email, givenName: 'Nina', familyName: 'Vidal' });
      await walker.presses(chat, 'addUser.send', { rights: 'reservations' });
    },
  },
  {
    portal: 'extranet',
    name: 'an existing user invited',
    within,
    walk: async (walker, its) => {
      const chat = await meets(its, helene);
      await proves(walker, chat, 'ajouter un utilisateur extranet', 'addUser');
      await walker.presses(chat, 'addUser.existing');
      await walker.presses(chat, 'addUser.review', { establishment: 'H-BRUGES', email: marc.email });
      await walker.presses(chat, 'addUser.send', { rights: 'invoices' });
    },
  },
  {
    portal: 'extranet',
    name: 'an invitation accepted',
    within: invited,
    walk: async ({ link, code, follows }) => {
      const page = await (await follows(await link(nina.email, 'invitation'))).presses({}, 'send-code');
      const terms = await page.presses({ code: await code(nina.email) });
      await (await terms.presses({}, 'agree')).presses(chosen);
    },
  },
  {
    portal: 'extranet',
    name: 'a user deleted',
    within,
    walk: async (walker, its) => {
      const chat = await meets(its, helene);
      await proves(walker, chat, 'supprimer un utilisateur extranet', 'removeUser');
      await walker.presses(chat, 'removeUser.choose', ...choosing(chat, await establishment(its, 'H-PARIS')));
      await walker.presses(chat, 'removeUser.manage', {}, await accountOf(its, marc.email));
      await walker.presses(chat, 'removeUser.ask');
      await walker.presses(chat, 'removeUser.remove');
    },
  },
  {
    portal: 'extranet',
    name: 'a user’s rights changed',
    within,
    walk: async (walker, its) => {
      const chat = await owns(its, helene);
      await walker.says(chat, 'supprimer un utilisateur extranet');
      await walker.presses(chat, 'removeUser.choose', ...choosing(chat, await establishment(its, 'H-PARIS')));
      await walker.presses(chat, 'removeUser.manage', {}, await accountOf(its, marc.email));
      await walker.presses(chat, 'removeUser.rights');
      await walker.presses(chat, 'removeUser.save', { rights: 'invoices' });
    },
  },
  {
    portal: 'extranet',
    name: 'a sign-in address replaced',
    within,
    walk: async (walker, its) => {
      const chat = await meets(its, helene);
      await walker.says(chat, 'changer mon adresse e-mail extranet');
      await walker.presses(chat, 'changeEmail.administrator', { identifier: helene.email });
      await walker.presses(chat, 'changeEmail.code', { code: await walker.code(helene.email) });
      await walker.presses(chat, 'changeEmail.invite', {
        organisation: await establishment(its, 'H-PARIS'),
        old: marc.email,
        email: nina.email,
        givenName: 'Nina',
        familyName: 'Vidal',
      });
      await its.mails();
      await accepts(its, await meets(its, nina));
      await its.mails();
      chat.hears('Nina Vidal');
      await walker.presses(chat, 'changeEmail.start');
      await walker.presses(chat, 'changeEmail.finish');
    },
  },
];
