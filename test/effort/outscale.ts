import { meets } from '../enrolling.ts';
import { companies } from '../fakes/companyRegistry.ts';
import { cloud, cloudPassword, creates, validator, withOrganisations } from '../organising.ts';
import { type Guichet, type Options, withGuichet } from '../support.ts';
import { alices, appShows, hasPassword, turnsOn } from '../twoFactor.ts';
import type { Walk } from './walk.ts';
import type { Walker } from './walker.ts';

const chosen = { password: 'Grand-Large 2027 !', repeat: 'Grand-Large 2027 !' };
const proof = { email: cloud.here, password: cloudPassword };
const signedIn = { identifier: alices.identifier, password: alices.password };
const abroad = { name: 'Acme BV', country: 'BE', street: 'Kaai 1', city: 'Brugge' };
const ines = { email: 'ines@acme.example', givenName: 'Inès', familyName: 'Roy' };
const keyIn = (html: string): string => (/<strong class="code"[^>]*>([A-Z2-7 ]+)</.exec(html)?.[1] ?? '').replaceAll(' ', '');

const within = withOrganisations;

/** Alice knows her password. */
const knowing = (options: Options, story: (guichet: Guichet) => Promise<void>): Promise<void> =>
  withGuichet(options, async (its) => {
    await hasPassword(its);
    await story(its);
  });

/** Alice's organisation is there, validated, and she has set her password with the code of her chat. */
const administering = (options: Options, story: (guichet: Guichet) => Promise<void>): Promise<void> =>
  withOrganisations(options, async (its) => {
    const approver = await meets(its, validator);
    await creates(its);
    await its.mails();
    await its.chat.says('menu');
    await approver.presses('decide.approve');
    await its.mails();
    await story(its);
  });

const proves = async ({ says, presses, code }: Walker, { chat }: Guichet, sentence: string, procedure: string): Promise<void> => {
  await says(chat, sentence);
  await presses(chat, `${procedure}.prove`, { identifier: cloud.here });
  await presses(chat, `${procedure}.code`, { code: await code(cloud.here) });
};

const begins = async ({ says, follows }: Walker, its: Guichet): Promise<void> => {
  await says(its.chat, 'créer une organisation outscale');
  await (await follows(its.chat.opens())).presses(proof);
  await its.worker.drain();
};

/** The procedures of the OUTSCALE Marketplace. */
export const outscale: readonly Walk[] = [
  {
    portal: 'outscale',
    name: 'an organisation in France, its password by the mail’s link',
    within,
    walk: async (walker, its) => {
      await begins(walker, its);
      await walker.presses(its.chat, 'createOrganisation.domicile', { siret: companies.acme.siret }, 'france');
      await walker.presses(its.chat, 'createOrganisation.create');
      await (await walker.follows(await walker.link(cloud.here))).presses(chosen);
    },
  },
  {
    portal: 'outscale',
    name: 'an organisation in France, its password by the code typed in the chat',
    within,
    walk: async (walker, its) => {
      await begins(walker, its);
      await walker.presses(its.chat, 'createOrganisation.domicile', { siret: companies.acme.siret }, 'france');
      await walker.presses(its.chat, 'createOrganisation.create');
      await walker.says(its.chat, await walker.code(cloud.here));
      await (await walker.follows(its.chat.opens())).presses(chosen);
    },
  },
  {
    portal: 'outscale',
    name: 'an organisation abroad',
    within,
    walk: async (walker, its) => {
      await begins(walker, its);
      await walker.presses(its.chat, 'createOrganisation.domicile', {}, 'abroad');
      await walker.presses(its.chat, 'createOrganisation.create', abroad);
      await (await walker.follows(await walker.link(cloud.here))).presses(chosen);
    },
  },
  {
    portal: 'outscale',
    name: 'an organisation in France, on the web alone',
    within,
    walk: async ({ visits, link, follows }) => {
      const domicile = await (await visits('/p/outscale/organisation')).presses(proof);
      const siret = await domicile.presses({}, 'france');
      const company = await siret.presses({ siret: companies.acme.siret });
      await company.presses();
      await (await follows(await link(cloud.here))).presses(chosen);
    },
  },
  {
    portal: 'outscale',
    name: 'an organisation validated on its card',
    within,
    walk: async ({ presses }, its) => {
      const approver = await meets(its, validator);
      await creates(its);
      await its.mails();
      approver.hears(companies.acme.name);
      await presses(approver, 'decide.approve');
    },
  },
  {
    portal: 'outscale',
    name: 'a user added',
    within: administering,
    walk: async (walker, its) => {
      await proves(walker, its, 'ajouter un utilisateur outscale', 'addUser');
      await walker.presses(its.chat, 'addUser.add', ines);
    },
  },
  {
    portal: 'outscale',
    name: 'a user deleted',
    within: administering,
    walk: async (walker, its) => {
      await proves(walker, its, 'ajouter un utilisateur outscale', 'addUser');
      await its.chat.presses('addUser.add', ines);
      Object.assign(walker.effort, { messages: 0, clicks: 0, fields: 0, mails: 0, pages: 0 });
      await walker.says(its.chat, 'supprimer un utilisateur outscale');
      await walker.presses(its.chat, 'removeUser.manage', {}, await accountOf(its, ines.email));
      await walker.presses(its.chat, 'removeUser.ask');
      await walker.presses(its.chat, 'removeUser.remove');
    },
  },
  {
    portal: 'outscale',
    name: 'password changed',
    within: knowing,
    walk: async ({ says, follows }, { chat }) => {
      await says(chat, 'changer mon mot de passe outscale');
      const change = await (await follows(chat.opens())).presses(signedIn);
      await change.presses({ ...current(change.html), ...chosen });
    },
  },
  {
    portal: 'outscale',
    name: 'two-factor sign-in turned on',
    within: knowing,
    walk: async ({ says, follows }, { chat, now }) => {
      await says(chat, 'activer la double authentification outscale');
      const page = await (await follows(chat.opens())).presses(signedIn);
      const begun = await page.presses(page.html.includes('name="password"') ? { password: alices.password } : {}, 'begin');
      const codes = await begun.presses({ code: appShows(keyIn(begun.html), now()) }, 'confirm');
      await codes.follows(/second-factor/);
    },
  },
  {
    portal: 'outscale',
    name: 'two-factor sign-in turned off',
    within: knowing,
    walk: async ({ says, follows }, its) => {
      const { code } = await turnsOn(its);
      await says(its.chat, 'désactiver la double authentification outscale');
      const second = await (await follows(its.chat.opens())).presses(signedIn);
      const page = await second.presses({ code: code() });
      its.passes(30_000);
      await page.presses({ code: code() }, 'off');
    },
  },
];

const current = (html: string): Record<string, string> => (html.includes('name="current"') ? { current: alices.password } : {});

const accountOf = async ({ db }: Guichet, identifier: string): Promise<string> =>
  (await db.selectFrom('account').select('id').where('portal', '=', 'outscale').where('identifier', '=', identifier).executeTakeFirstOrThrow()).id;
