import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, inputsOf } from '../../chat.ts';
import { buttonsOf } from '../../deciding.ts';
import { meets } from '../../enrolling.ts';
import { companies } from '../../fakes/companyRegistry.ts';
import { begins, cloud, creates, provesOnPage, validator, withOrganisations } from '../../organising.ts';
import { codeIn, type Guichet, linkIn } from '../../support.ts';
import { openPage } from '../../webPage.ts';

const chosen = 'Grand-Large 2026 !';

/** Begins in the chat, and goes to the end on the page. */
async function createsOnPage(its: Guichet, meanwhile?: () => Promise<unknown>): Promise<void> {
  const { chat, url } = its;
  await chat.says(chat.locale === 'fr' ? 'créer une organisation outscale' : 'create an organisation outscale');
  const { location = '' } = await provesOnPage(its, chat.opens());
  await its.worker.drain();
  await meanwhile?.();
  const page = async () => openPage(url, `${url}${location}`, 'fr');
  assert.equal((await (await page()).posts({ press: 'domicile', domicile: 'france' })).status, 303);
  await (await page()).posts({ press: 'search', siret: companies.acme.siret });
  assert.equal((await (await page()).posts({ press: 'create' })).status, 303);
}

for (const locale of ['fr', 'en'] as const)
  test(`OU-6 created on the page, the account is new: the chat says where its mail went, sends it again and goes on, in ${locale}`, () =>
    withOrganisations({ locale }, async (its) => {
      const { chat } = its;
      await createsOnPage(its);
      const mail = (await its.mails()).find(({ to }) => to === cloud.here);
      chat.hears(locale === 'fr' ? 'Votre organisation est créée' : 'Your organisation has been created', cloud.here);
      assert.doesNotMatch(chat.heard, locale === 'fr' ? /existait déjà/ : /existed|already/);
      // What the mail offers is what the card takes: no code in the one, no field on the other.
      assert.doesNotMatch(mail?.text ?? '', /(?<!\d)\d{6}(?!\d)/);
      assert.ok(!buttonsOf(chat).includes('createOrganisation.code'));
      await chat.presses('createOrganisation.again');
      const again = (await its.mails()).find(({ to }) => to === cloud.here);
      await chat.presses('createOrganisation.code', { code: codeIn(again) });
      assert.equal((await (await its.page(chat.opens())).submits(chosen)).status, 303);
      await its.worker.drain();
      chat.hears(locale === 'fr' ? 'Votre mot de passe est enregistré' : 'Your password is set');
    }));

test('OU-6 the same where the procedure was left meanwhile, and beside another one that is under way', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    await createsOnPage(its, () => chat.says('annuler'));
    const mail = (await its.mails()).find(({ to }) => to === cloud.here);
    chat.hears('Votre organisation est créée', cloud.here);
    assert.doesNotMatch(chat.heard, /existait déjà/);
    assert.equal((await (await its.page(linkIn(mail))).submits(chosen)).status, 303);
    await its.worker.drain();
    chat.hears('Votre mot de passe est enregistré');
  }));

test('OU-6 the same where something else is in front: it is told, and what is in front stays', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    await createsOnPage(its, async () => {
      await chat.says('annuler');
      await chat.says('mot de passe octopus oublié');
    });
    await its.mails();
    chat.hears('Votre organisation est créée', cloud.here);
    assert.doesNotMatch(chat.heard, /existait déjà/);
    await chat.says('amartin');
    chat.hears('Si amartin a un compte ici');
  }));

for (const typed of [true, false])
  test(`OU-6 once the organisation is created there is nothing to cancel, ${typed ? 'whatever is typed' : 'and no button for it'}`, () =>
    withOrganisations({}, async (its) => {
      const { chat } = its;
      await creates(its);
      await chat.presses('createOrganisation.code', { code: codeIn((await its.mails())[0]) });
      assert.ok(!buttonsOf(chat).includes('createOrganisation.cancel'));
      await (typed ? chat.says('annuler') : chat.presses('createOrganisation.finish'));
      assert.doesNotMatch(chat.heard, /J’ai arrêté/);
      chat.hears('Votre organisation est créée');
    }));

test('OU-6 created on the page by who has a password: the chat says so, with the address', () =>
  withOrganisations({}, async (its) => {
    await creates(its);
    await its.chat.presses('createOrganisation.code', { code: codeIn((await its.mails())[0]) });
    assert.equal((await (await its.page(its.chat.opens())).submits(chosen)).status, 303);
    await its.mails();
    const { chat, url } = its;
    await chat.says('créer une organisation outscale');
    const { location = '' } = await provesOnPage(its, chat.opens());
    const page = async () => openPage(url, `${url}${location}`, 'fr');
    await (await page()).posts({ press: 'domicile', domicile: 'france' });
    await (await page()).posts({ press: 'search', siret: companies.annexe.siret });
    assert.equal((await (await page()).posts({ press: 'create' })).status, 303);
    await its.mails();
    chat.hears(`Votre compte ${cloud.here} existait déjà`);
  }));

test('OU-6 «Terminer» ends it in the same words: the password is still to be set, and no button is dead', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    await creates(its);
    await its.mails();
    await chat.presses('createOrganisation.finish');
    chat.hears('définir votre mot de passe', cloud.here);
    assert.doesNotMatch(chat.heard, /existait déjà/);
    assert.deepEqual(
      actionsOf(chat.card).flatMap(({ data, verb = '' }) => (data?.nonce === '' ? [verb] : [])),
      [],
    );
  }));

test('OU-2 OU-4 France or abroad is one click: two buttons, and the SIRET goes along where it is at hand', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    await begins(its);
    chat.hears('Où est votre organisation');
    const places = actionsOf(chat.card).filter(({ verb }) => verb === 'createOrganisation.domicile');
    assert.deepEqual(
      places.map(({ title }) => title),
      ['En France', 'À l’étranger'],
    );
    await chat.presses('createOrganisation.domicile', { siret: '812 345 676 00018' }, { choice: 'france' });
    chat.hears('Quel est son SIRET', 'erreur de frappe');
    await chat.presses('createOrganisation.back');
    await chat.presses('createOrganisation.domicile', {}, { choice: 'abroad' });
    chat.hears('Votre organisation à l’étranger');
    await chat.presses('createOrganisation.back');
    await chat.presses('createOrganisation.domicile', { siret: '812 345 676 00017' }, { choice: 'france' });
    chat.hears('Est-ce le bon établissement', 'ACME LOGICIELS');
    const [request] = await its.db.selectFrom('request').select('data').execute();
    assert.equal(JSON.parse(request?.data ?? '{}').domicile, 'france');
  }));

test('OU-3 the country is typed, as a name in any of our languages or as a code; one that is none, or France, says so and keeps the rest', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    await begins(its);
    await chat.presses('createOrganisation.domicile', {}, { choice: 'abroad' });
    const address = { name: 'ACME Benelux', street: '3 rue du Pont', city: 'Liège' };
    await chat.presses('createOrganisation.create', { ...address, country: 'Belgiqu' });
    chat.hears('Je ne connais pas ce pays', 'Belgiqu', '3 rue du Pont');
    await chat.presses('createOrganisation.create', { ...address, country: 'la réunion' });
    chat.hears('se crée avec son SIRET', 'ACME Benelux');
    await chat.presses('createOrganisation.create', { ...address, country: 'belgium' });
    chat.hears('Votre organisation est créée');
    assert.equal((await its.db.selectFrom('organisation').select('country').executeTakeFirstOrThrow()).country, 'BE');
  }));

test('IN-11 OU-6 what was decided leads on: to the portal and its users, or to who can help', () =>
  withOrganisations({}, async (its) => {
    const approver = await meets(its, validator);
    await creates(its);
    await its.mails();
    await approver.presses('decide.approve');
    await its.mails();
    its.chat.hears('Votre demande est approuvée');
    assert.deepEqual(buttonsOf(its.chat), [undefined, 'addUser.start', 'myRequests.start', 'menu.show']);
    assert.equal(its.chat.opens(), 'https://marketplace.outscale.example.com/');
    await its.chat.presses('addUser.start');
    its.chat.hears('Ajouter un utilisateur');
    await creates(its, its.chat, cloud.here, companies.annexe.siret);
    await its.mails();
    await approver.presses('decide.refuse', { reason: 'Le contrat manque.' });
    await its.mails();
    its.chat.hears('Votre demande est refusée', 'Le contrat manque');
    assert.deepEqual(buttonsOf(its.chat), ['support.start', 'myRequests.start', 'menu.show']);
  }));

for (const [said, hears] of [
  ['en France', 'Quel est son SIRET'],
  ['À l’étranger', 'Votre organisation à l’étranger'],
  ['812 345 676 00017', 'ACME LOGICIELS'],
] as const)
  test(`TALK-11 «${said}» typed where the place is asked for is the answer`, () =>
    withOrganisations({}, async (its) => {
      await begins(its);
      await its.chat.says(said);
      its.chat.hears(hears);
    }));

for (const [locale, waits, added] of [
  ['fr', /attend maintenant sa validation/, 'Cette personne est déjà membre'],
  ['en', /waiting to be validated/, 'a member already'],
] as const)
  test(`OU-6 OU-7 once it is validated nothing says that it waits, and what is asked of who was added is about them, in ${locale}`, () =>
    withOrganisations({ locale }, async (its) => {
      const { chat } = its;
      const approver = await meets(its, validator);
      await creates(its);
      const link = linkIn((await its.mails()).find(({ to }) => to === cloud.here));
      await approver.presses('decide.approve');
      await its.mails();
      for (const says of locale === 'fr' ? ['reprendre', 'ai-je un compte ?'] : ['resume', 'do I have an account?']) {
        await chat.says(says);
        assert.doesNotMatch(chat.heard, waits);
      }
      await (await its.page(link)).submits(chosen);
      await its.mails();
      await chat.says(locale === 'fr' ? 'ajouter un utilisateur outscale' : 'add a user outscale');
      await chat.presses('addUser.prove', { identifier: cloud.here });
      await chat.presses('addUser.code', { code: codeIn((await its.mails()).at(-1)) });
      await chat.presses('addUser.add', { email: 'ines@acme.example', givenName: 'Inès', familyName: 'Roy' });
      for (const says of locale === 'fr' ? ['elle a rien reçu', 'mauvaise adresse'] : ['she got nothing', 'wrong address'])
        (await chat.says(says)).hears(added);
    }));

for (const { locale, noted, typo, place, right, siren, moved, again, abroad, address, missing, complete, create, france, waits, meanwhile } of [
  {
    locale: 'fr',
    noted: 'on est en Belgique',
    typo: 'en france, siret 812 345 676 00018',
    place: 'en france, siret 812 345 676 00017',
    right: 'c’est le 812 345 676 00017',
    siren: ['j’ai que le siren 812345676', '812 345 676', 'siren : 812345676'],
    moved: 'notre société a déménagé',
    again: 'créer une organisation outscale',
    abroad: 'à l’étranger',
    address: 'Acme BV, Kaai 1, 8000 Brugge, Belgique',
    missing: 'qu’est-ce qui manque',
    complete: 'ne manque rien',
    create: 'crée',
    france: 'je me suis trompée, c’est en France',
    waits: ['c’est validé quand', 'ça dit en attente'],
    meanwhile: ['je peux ajouter mes collègues maintenant', 'je peux l’utiliser en attendant ?'],
  },
  {
    locale: 'en',
    noted: 'we’re in Belgium',
    typo: 'in France, siret 812 345 676 00018',
    place: 'in France, SIRET: 812 345 676 00017',
    right: 'it’s 812 345 676 00017',
    siren: ['I only have the SIREN 812345676', '812345676', 'our SIREN is 812 345 676'],
    moved: 'our company moved',
    again: 'create an organisation outscale',
    abroad: 'abroad',
    address: 'Acme BV, Kaai 1, 8000 Brugge, Belgium',
    missing: 'what’s missing',
    complete: 'Nothing is missing',
    create: 'create it',
    france: 'I got it wrong, it’s France',
    waits: ['it says pending', 'when will it be validated'],
    meanwhile: ['can I add my colleagues now', 'can I use it meanwhile'],
  },
] as const)
  test(`OU-3 OU-4 OU-6 TALK-2 TALK-6 a SIREN alone, a typing error, or the procedure named again throw nobody back; an address is read in one line, in ${locale}`, () =>
    withOrganisations({ locale }, async (its) => {
      const { chat } = its;
      const stands = (id: string) => inputsOf(chat.card).find((field) => field.id === id)?.value;
      const siret = () => buttonsOf(chat).includes('createOrganisation.search');
      await chat.says(again);
      (await chat.says(noted)).hears(locale === 'fr' ? 'C’est noté' : 'Noted');
      (await chat.says(typo)).hears(locale === 'fr' ? 'erreur de frappe' : 'typing error');
      (await chat.says(siren[0])).hears(locale === 'fr' ? 'ne suffit pas' : 'isn’t enough');
      await chat.says(noted);
      // The link was on a card before: it opens the same request.
      await chat.presses('createOrganisation.link');
      await provesOnPage(its, chat.opens());
      await its.worker.drain();
      chat.hears(locale === 'fr' ? /à l’étranger[\s\S]*Belgique/ : /organisation abroad[\s\S]*Belgium/);
      await chat.says(france);
      for (const says of siren) {
        (await chat.says(says)).hears(locale === 'fr' ? 'ne suffit pas' : 'isn’t enough');
        assert.ok(siret(), says);
      }
      await chat.presses('createOrganisation.back');
      (await chat.says(typo)).hears(locale === 'fr' ? 'erreur de frappe' : 'typing error');
      assert.equal(stands('siret'), '81234567600018');
      (await chat.says(locale === 'fr' ? 'c’est quoi l’erreur ?' : 'what is wrong with it?')).hears(
        locale === 'fr' ? 'Pourquoi c’est refusé' : 'Why it’s refused',
      );
      await chat.says(moved);
      assert.ok(siret());
      await chat.presses('createOrganisation.back');
      (await chat.says(place)).hears('ACME LOGICIELS');
      (await chat.says(again)).hears('ACME LOGICIELS');
      await chat.says(locale === 'fr' ? 'c’est pas nous' : 'that’s not us');
      assert.ok(siret());
      (await chat.says(right)).hears('ACME LOGICIELS');
      await chat.presses('createOrganisation.back');
      await chat.presses('createOrganisation.back');
      await chat.says(abroad);
      await chat.says(address);
      assert.deepEqual(['name', 'street', 'postalCode', 'city'].map(stands), ['Acme BV', 'Kaai 1', '8000', 'Brugge']);
      (await chat.says(missing)).hears(complete);
      (await chat.says(create)).hears('Acme BV', locale === 'fr' ? 'est créée' : 'has been created');
      for (const waiting of [true, false]) {
        if (!waiting) await chat.presses('createOrganisation.finish');
        for (const says of waits) (await chat.says(says)).hears(locale === 'fr' ? 'attend sa validation' : 'waiting to be validated');
        for (const says of meanwhile) (await chat.says(says)).hears(locale === 'fr' ? 'Pas encore' : 'Not yet');
      }
    }));
