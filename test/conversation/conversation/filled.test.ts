import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chat, openChat, type ShownCard } from '../../chat.ts';
import { meets, proves } from '../../enrolling.ts';
import { companies } from '../../fakes/companyRegistry.ts';
import { alice, member } from '../../fakes/connector.ts';
import { salesWoman } from '../../inviting.ts';
import { helene, owns, withEstablishments } from '../../managing.ts';
import { provesOnPage, withOrganisations } from '../../organising.ts';
import { codeIn, type Guichet, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

/** What stands in the fields of a card. */
function fieldsOf(card: ShownCard): Record<string, unknown> {
  const inside = (elements: readonly { type: string; [name: string]: unknown }[]): [string, unknown][] =>
    elements.flatMap((element) => {
      const { type, id, value, items, columns } = element as typeof element & { items?: typeof elements; columns?: { items?: typeof elements }[] };
      if (type.startsWith('Input.')) return [[String(id), value ?? '']];
      return [...inside(items ?? []), ...(columns ?? []).flatMap((column) => inside(column.items ?? []))];
    });
  return Object.fromEntries(inside(card.body));
}

/** Asserts what stands in some fields of the current card, and that nothing was done by it. */
async function stands({ db }: Pick<Guichet, 'db'>, chat: Chat, fields: Readonly<Record<string, string>>): Promise<void> {
  const shown = fieldsOf(chat.card);
  for (const [id, value] of Object.entries(fields)) assert.equal(shown[id], value, `${id} of ${JSON.stringify(shown)}`);
  assert.deepEqual(await db.selectFrom('request').select('id').where('procedure', '!=', 'createOrganisation').execute(), []);
  assert.deepEqual(await db.selectFrom('invitation').select('id').execute(), []);
}

for (const [locale, says, fields] of [
  ['fr', 'réinitialiser le mdp octopus de bleroy', { identifier: 'bleroy' }],
  ['en', 'reset the octopus password of bleroy', { identifier: 'bleroy' }],
  ['fr', 'débloque le compte octopus CORP\\bleroy', { identifier: 'CORP\\bleroy' }],
  ['en', 'unlock jdupont2 on octopus', { identifier: 'jdupont2' }],
  ['fr', 'mot de passe invgate oublié pour zoe.petit@corp.example;', { identifier: 'zoe.petit@corp.example' }],
  ['en', 'I forgot my invgate password, my address is <zoe.petit@corp.example>.', { identifier: 'zoe.petit@corp.example' }],
  ['fr', 'je veux m’inscrire sur invgate avec zoe.petit@corp.example', { email: 'zoe.petit@corp.example' }],
  ['en', 'sign me up for invgate with zoe.petit@corp.example', { email: 'zoe.petit@corp.example' }],
  ['fr', 'mot de passe oublié sur l’extranet, accueil@hotel.example', { identifier: 'accueil@hotel.example', email: '' }],
  ['fr', 'j’ai été invité sur rconnect, mon adresse est ada@client.example', { email: 'ada@client.example' }],
  ['en', 'I was invited to rconnect as ada@client.example', { email: 'ada@client.example' }],
] as const)
  test(`TALK-6 what «${says}» says stands in the card, to be confirmed, in ${locale}`, () =>
    withGuichet({ locale }, async (its) => {
      await its.chat.says(says);
      await stands(its, its.chat, fields);
    }));

for (const [locale, says, fields, company] of [
  ['fr', 'inviter grace.hopper@client.example sur rconnect', { email: 'grace.hopper@client.example', givenName: '', familyName: '' }, ''],
  ['fr', 'Invite Grace Hopper de Client SA sur rconnect', { email: '', givenName: 'Grace', familyName: 'Hopper' }, 'Client SA'],
  ['en', 'invite Grace Hopper <grace@client.example> from Client SA', { email: 'grace@client.example', givenName: 'Grace', familyName: 'Hopper' }, 'Client SA'],
  [
    'en',
    'invite Ada Lovelace <ada@client.example>, alan@client.example to rconnect',
    { email: 'Ada Lovelace <ada@client.example>\n<alan@client.example>' },
    '',
  ],
] as const)
  test(`TALK-6 whom «${says}» invites, and from where, is filled in`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const chat = await meets(its, salesWoman, locale);
      await chat.says(says);
      await stands(its, chat, fields);
      await chat.presses('invite.who', { ...fieldsOf(chat.card), email: 'grace@client.example' });
      await stands(its, chat, { name: company });
      await its.worker.drain();
    }));

for (const [locale, says, fields] of [
  ['fr', 'ajoute Paul Durand paul.durand@hotel.example comme administrateur', { email: 'paul.durand@hotel.example', givenName: 'Paul', familyName: 'Durand' }],
  ['en', 'add paul.durand@hotel.example as an administrator', { email: 'paul.durand@hotel.example', givenName: '' }],
] as const)
  test(`TALK-6 whom «${says}» adds is filled in, and the rights at their own step`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await owns(its, helene, locale);
      await chat.says('extranet');
      await chat.says(says);
      await stands(its, chat, fields);
      await chat.presses('addUser.add', { ...fieldsOf(chat.card), givenName: 'Paul', familyName: 'Durand' });
      await stands(its, chat, { rights: 'administration' });
    }));

for (const [locale, says, search] of [
  ['fr', 'retire marc.petit@hotel.example de l’extranet', 'marc.petit@hotel.example'],
  ['en', 'remove Marc Petit from the extranet', 'Marc Petit'],
] as const)
  test(`TALK-6 whom «${says}» removes is looked for, behind the choice of the establishment`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await owns(its, helene, locale);
      await chat.says(says);
      await chat.presses('removeUser.choose');
      assert.equal(fieldsOf(chat.card).search, search);
    }));

test('TALK-6 the address of who is to go does not go where one’s own account is proven', () =>
  withEstablishments({}, async (its) => {
    const chat = await meets(its, helene);
    await chat.says('retire marc.petit@hotel.example de l’extranet');
    await stands(its, chat, { identifier: '' });
  }));

for (const [locale, says, fields] of [
  ['fr', 'changer mon adresse en a@hotel.example sur l’extranet', { email: 'a@hotel.example', old: 'helene.roux@hotel.example' }],
  [
    'en',
    'change my address from marc.petit@hotel.example to m.petit@hotel.example on the extranet',
    { email: 'm.petit@hotel.example', old: 'marc.petit@hotel.example' },
  ],
] as const)
  test(`TALK-6 «${says}» fills in the old and the new address`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await owns(its, helene, locale);
      await chat.says(says);
      await stands(its, chat, fields);
    }));

for (const [locale, says, groups] of [
  ['fr', 'accès réseau et achats sur invgate', 'network'],
  ['fr', 'je voudrais les catalogues poste de travail et applications métier', 'workplace,applications'],
  ['en', 'access to network and business applications on invgate', 'applications,network'],
] as const)
  test(`TALK-6 the catalogues of «${says}» are ticked`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      await proves(its);
      await its.chat.says(says);
      assert.equal(fieldsOf(its.chat.card).groups, groups);
    }));

for (const [locale, says] of [
  ['fr', `créer notre organisation sur outscale, SIRET ${companies.acme.siret}`],
  ['en', `create our organisation on outscale, siret: ${companies.acme.siret};`],
] as const)
  test(`TALK-6 the number in «${says}» stands where it is asked for`, () =>
    withOrganisations({ locale }, async (its) => {
      await its.chat.says(says);
      assert.equal((await provesOnPage(its, its.chat.opens())).status, 303);
      await its.worker.drain();
      await its.chat.presses('createOrganisation.domicile', { domicile: 'france' });
      assert.equal(fieldsOf(its.chat.card).siret, companies.acme.siret);
    }));

test('TALK-6 a bad value stands in its field with its problem, and what is shaped like none is left out', () =>
  withGuichet(teams, async (its) => {
    const { chat } = its;
    await chat.says('inscription invgate zoe.petit@gmail.com');
    chat.hears('gmail.com');
    await stands(its, chat, { email: 'zoe.petit@gmail.com' });
    await chat.says('mot de passe invgate oublié, zoe@corp');
    chat.hears('adresse');
    await stands(its, chat, { identifier: 'zoe@corp' });
    await chat.says('mot de passe octopus perdu depuis hier');
    await stands(its, chat, { identifier: 'amartin' });
  }));

for (const [how, chooses] of [
  ['clicked', (chat: Chat) => chat.presses('portal.choose', {}, { choice: 'octopus' })],
  ['typed', (chat: Chat) => chat.says('octopus')],
] as const)
  test(`TALK-6 what was said is kept through the choice of what and of where, ${how}`, () =>
    withGuichet({}, async (its) => {
      await its.chat.says('le mot de passe de bleroy');
      await its.chat.presses('reset.start');
      await chooses(its.chat);
      await stands(its, its.chat, { identifier: 'bleroy' });
    }));

test('TALK-6 the second of two wishes keeps what belongs to it, and the first does not get it', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('mot de passe octopus de bleroy et inviter grace@client.example sur rconnect');
    await stands(its, chat, { identifier: 'bleroy' });
    await chat.presses('reset.cancel');
    await chat.presses('invite.start');
    await stands(its, chat, { email: 'grace@client.example' });
  }));

test('TALK-6 TALK-8 a wish that interrupts another procedure fills its own card, and the other stays as it was', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('réinitialiser le mdp octopus de bleroy');
    await chat.says('inviter grace@client.example sur rconnect');
    await stands(its, chat, { email: 'grace@client.example' });
    await chat.presses('invite.cancel');
    await chat.presses('root.continue');
    await stands(its, chat, { identifier: 'bleroy' });
  }));

test('TALK-6 TALK-9 an edited message is heard in place of the first while its card stands as it was', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    const id = 'the-message';
    await chat.says('inviter grace@client.exmaple sur rconnect', { id });
    await chat.says('inviter grace@client.example sur rconnect', { id, type: 'messageUpdate' });
    await stands(its, chat, { email: 'grace@client.example' });
    await chat.says('réinitialiser le mdp octopus de bleroy', { id, type: 'messageUpdate' });
    await stands(its, chat, { identifier: 'bleroy' });
    await chat.presses('reset.cancel');
    assert.doesNotMatch(JSON.stringify(chat.card), /root\.continue/);
    await chat.says('débloquer octopus', { id, type: 'messageUpdate' });
    assert.equal(chat.heard, '');
  }));

for (const [locale, says] of [
  ['fr', 'mon identifiant est bleroy'],
  ['en', 'my username is bleroy'],
] as const)
  test(`TALK-6 TALK-11 «${says}», at the card that asks, fills its field and sends nothing`, () =>
    withGuichet({ locale }, async (its) => {
      await its.chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'I forgot my octopus password');
      await its.chat.says(says);
      await stands(its, its.chat, { identifier: 'bleroy' });
    }));

for (const [locale, says] of [
  ['fr', 'code 123456'],
  ['fr', 'voici le code : 123 456, merci'],
  ['en', 'my code is 123-456'],
] as const)
  test(`TALK-6 TALK-11 «${says}» is the code where one is awaited`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      await its.chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'I forgot my octopus password');
      await its.chat.presses('reset.send', { identifier: 'amartin' });
      await its.chat.says(says);
      its.chat.hears(locale === 'fr' ? /pas le bon code|essais/ : /not the (?:right )?code|tries|attempts/i);
    }));

for (const [locale, says, fields] of [
  ['fr', 'mot de passe invgate oublié', { identifier: 'alice.martin@corp.example' }],
  ['en', 'sign me up for invgate', { email: 'alice.martin@corp.example' }],
  ['fr', 'm’inscrire à un catalogue invgate', { identifier: 'alice.martin@corp.example' }],
  ['fr', 'mot de passe octopus oublié', { identifier: 'amartin' }],
  ['en', 'unlock my octopus account', { identifier: 'amartin' }],
  ['fr', 'première connexion octopus, choisir mon mot de passe', { identifier: 'amartin' }],
  ['fr', 'mot de passe extranet oublié', { identifier: '', email: '' }],
] as const)
  test(`TALK-7 at «${says}» what the channel knows of who writes is filled in, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      await its.chat.says(says);
      await stands(its, its.chat, fields);
    }));

test('TALK-7 the name comes from the roster too, and can be changed', () =>
  withGuichet(teams, async ({ chat, mails }) => {
    await chat.says('inscription invgate');
    const name = () => [fieldsOf(chat.card).givenName, fieldsOf(chat.card).familyName];
    assert.deepEqual(name(), ['Alice', 'Martin']);
    // Another address may be somebody else's, whose name is not known.
    await chat.says('jean.dupont@corp.example');
    assert.deepEqual(name(), ['', '']);
    await chat.presses('signUp.address', { email: 'alice.nouvelle@corp.example', givenName: 'Alix', familyName: 'Martin' });
    assert.equal((await mails())[0]?.to, 'alice.nouvelle@corp.example');
  }));

for (const [why, over, env] of [
  ['a guest', { userRole: 'guest' }, {}],
  ['somebody of another tenant', { tenantId: '22222222-2222-4222-8222-222222222222' }, { ALLOWED_TENANTS: alice.tenantId }],
] as const)
  test(`TALK-7 nothing is filled in for ${why}`, () =>
    withGuichet({ ...teams, env }, async (its) => {
      const guest = { ...member('Gwen', 'Guest', 'cccccccc-0000-4000-8000-cccccccccccc'), email: 'alice.martin@corp.example', ...over };
      its.connector.members.push(guest);
      const chat = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: guest });
      for (const [says, field] of [
        ['mot de passe invgate oublié', 'identifier'],
        ['inscription invgate', 'email'],
        ['mot de passe octopus oublié', 'identifier'],
        ['m’inscrire à un catalogue invgate', 'identifier'],
        ['accepter mon invitation rconnect', 'email'],
      ] as const) {
        await chat.says(says);
        assert.equal(fieldsOf(chat.card)[field], '', says);
      }
    }));

for (const channel of ['webchat', 'emulator'] as const)
  test(`TALK-7 nothing is filled in on ${channel}, where nobody vouches for who it is`, () =>
    withGuichet({ channel }, async ({ chat }) => {
      await chat.says('mot de passe octopus oublié');
      assert.equal(fieldsOf(chat.card).identifier, '');
    }));

test('TALK-6 what was wished survives the proof of the account, and the reason stands in its field', () =>
  withGuichet(teams, async (its) => {
    const { chat } = its;
    await chat.says('je voudrais les catalogues poste de travail et réseau d’invgate pour remplacer Paul');
    await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
    await chat.presses('enroll.code', { code: codeIn((await its.mails()).at(-1)) });
    assert.equal(fieldsOf(chat.card).groups, 'workplace,network');
    await chat.presses('enroll.pick', { groups: 'workplace,network' });
    assert.equal(fieldsOf(chat.card).justification, 'pour remplacer Paul');
    assert.deepEqual(await its.db.selectFrom('enrollment').select('id').execute(), []);
  }));

test('TALK-6 TALK-11 a sentence fills the fields of the card in front, and sends nothing', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('ajouter un utilisateur');
    await chat.says('Léa Blanc, lea.blanc@hotel.example');
    await stands(its, chat, { email: 'lea.blanc@hotel.example', givenName: 'Léa', familyName: 'Blanc' });
    await chat.says('tout annuler');
    const inviter = await meets(its, salesWoman);
    await inviter.says('je voudrais inviter un client sur rconnect');
    await inviter.says('elle s’appelle Grace Hopper');
    await stands(its, inviter, { givenName: 'Grace', familyName: 'Hopper' });
  }));

test('TALK-6 TALK-11 an address typed with its name is taken with it', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('je voudrais inviter un client sur rconnect');
    await chat.says('Grace Hopper <grace.hopper@client.example>;');
    await chat.presses('invite.company', { name: 'Client SA' });
    chat.hears('Grace Hopper · grace.hopper@client.example');
  }));

test('TALK-6 where a mail is awaited, no sentence makes the card say that it went elsewhere', () =>
  withGuichet(teams, async (its) => {
    await its.chat.says('mdp octopus oublié');
    await its.chat.presses('reset.send', { identifier: 'amartin' });
    await its.chat.says('je m’appelle Bruno Leroy');
    assert.doesNotMatch(its.chat.heard, /bleroy|Bruno/);
  }));

for (const says of ['slt mdp octopus oublié jsuis bleroy', 'mdp octopus oublié moi c’est bleroy'])
  test(`TALK-6 «${says}» says whose account it is`, () =>
    withGuichet({}, async (its) => {
      await its.chat.says(says);
      await stands(its, its.chat, { identifier: 'bleroy' });
    }));
