import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute, second } from '../../../core/foundation/clock.ts';
import { actionsOf, openChat } from '../../chat.ts';
import { setCredential } from '../../credentials.ts';
import { meets } from '../../enrolling.ts';
import { companies } from '../../fakes/companyRegistry.ts';
import { bruno } from '../../fakes/connector.ts';
import { begins, cloud, cloudPassword, creates, provesOnPage, validator, withOrganisations } from '../../organising.ts';
import { codeIn, type Guichet, linkIn } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';
import { openPage } from '../../webPage.ts';

const organisations = ({ db }: Guichet) => db.selectFrom('organisation').selectAll().execute();
const chosen = 'Grand-Large 2026 !';

for (const locale of ['fr', 'en'] as const)
  test(`OU-1 OU-2 OU-4 OU-6 OU-8 an organisation, from a sentence to its validation and its first user, in ${locale}`, () =>
    withOrganisations({ locale }, async (its) => {
      const fr = locale === 'fr';
      const { chat, mails, page, db, worker } = its;
      const approver = await meets(its, validator, locale);
      await begins(its);
      chat.hears(fr ? 'Où est votre organisation' : 'Where is your organisation');
      await chat.presses('createOrganisation.domicile', { domicile: 'france' });
      await chat.presses('createOrganisation.search', { siret: '812 345 676 00017' });
      chat.hears('ACME LOGICIELS', '812 345 676 00017', '12 RUE DES LILAS, 75011 PARIS 11');
      await chat.presses('createOrganisation.create');
      chat.hears(fr ? 'attend maintenant sa validation' : 'waiting to be validated', /[0-9A-Z]{4}-[0-9A-Z]{4}/, cloud.here);
      const asked = chat.transcript.length;
      const [mail, ...none] = await mails();
      assert.deepEqual([mail?.to, none], [cloud.here, []]);
      assert.match(mail?.text ?? '', fr ? /Définir votre mot de passe[\s\S]*24\sheures/ : /Set your password[\s\S]*24\shours/);
      await chat.presses('createOrganisation.code', { code: codeIn(mail) });
      const password = await page(chat.opens());
      password.shows(fr ? 'Créer le mot de passe' : 'Create password');
      assert.equal((await password.submits(chosen)).status, 303);
      await worker.drain();
      chat.hears(fr ? 'Votre mot de passe est enregistré' : 'Your password is set');
      // What is not possible yet says so.
      await chat.says(fr ? 'ajouter un utilisateur outscale' : 'add a user outscale');
      chat.hears(fr ? 'n’est pas encore validée' : 'still waiting to be validated');
      const before = chat.transcript.length;

      approver.hears('ACME LOGICIELS', '81234567600017', cloud.here);
      await approver.presses('decide.approve');
      const validated = (await mails()).filter(({ to }) => to === cloud.here);
      assert.equal(validated.length, 1);
      assert.match(validated[0]?.text ?? '', fr ? /est validée sur OUTSCALE/ : /has been validated on OUTSCALE/);
      const [organisation] = await organisations(its);
      assert.deepEqual([organisation?.status, organisation?.domicile, organisation?.decidedBy], ['validated', 'france', validator.email]);
      const groups = await db.selectFrom('membership').select(['groupId', 'provisionedAt']).execute();
      assert.deepEqual(
        groups.map(({ groupId, provisionedAt }) => [groupId, provisionedAt]),
        [['domicile-france', its.now()]],
      );

      await chat.says(fr ? 'ajouter un utilisateur outscale' : 'add a user outscale');
      await chat.presses('addUser.add', { email: 'ines@acme.example', givenName: 'Inès', familyName: 'Roy' });
      chat.hears('ines@acme.example', 'ACME LOGICIELS');
      const [invited] = await mails();
      assert.equal(invited?.to, 'ines@acme.example');
      assert.equal((await (await page(linkIn(invited))).submits(chosen)).status, 303);
      assert.equal((await db.selectFrom('membership').select('id').where('groupId', '=', 'domicile-france').execute()).length, 2);
      const mailed = (each: typeof mail) => (each ? [{ mail: each }] : []);
      await matchesTranscript('outscale-organisation', locale, 'outscale: createOrganisation', [
        ...chat.transcript.slice(0, asked),
        ...mailed(mail),
        ...chat.transcript.slice(asked, before),
        { heading: fr ? 'Chez la validatrice' : 'The validator’s chat' },
        ...approver.transcript.slice(2),
        { heading: fr ? 'Chez vous' : 'Your chat' },
        ...mailed(validated[0]),
        ...chat.transcript.slice(before),
        ...mailed(invited),
      ]);
    }));

test('OU-1 a wrong password, an unknown address and a locked account hear the same; another Region is told only to who was right', () =>
  withOrganisations({}, async (its) => {
    await its.chat.says('créer une organisation outscale');
    const link = its.chat.opens();
    const said = (html: string) => /<div class="errors"[\s\S]*?<\/div>/.exec(html)?.[0];
    const wrong = await provesOnPage(its, link, cloud.here, 'faux');
    const unknown = await provesOnPage(its, link, 'nobody@acme.example', 'faux');
    await setCredential(its.db, { lockedAt: its.now() }, { identifier: cloud.other });
    const locked = await provesOnPage(its, link, cloud.other);
    assert.deepEqual([wrong.status, unknown.status, locked.status], [422, 422, 422]);
    assert.match(said(wrong.html) ?? '', /ne correspondent pas/);
    assert.equal(said(unknown.html), said(wrong.html));
    assert.equal(said(locked.html), said(wrong.html));
    const guessed = await provesOnPage(its, link, cloud.elsewhere, 'faux');
    assert.equal(said(guessed.html), said(wrong.html));
    const elsewhere = await provesOnPage(its, link, cloud.elsewhere);
    assert.match(elsewhere.html, /n’est pas dans la Région cloudgouv-eu-west-1/);
    // The password is in no page, and nothing was proven.
    for (const { html } of [wrong, elsewhere]) assert.doesNotMatch(html, /faux|Sentier/);
    assert.equal((await its.db.selectFrom('request').select('id').where('provenAt', 'is not', null).execute()).length, 0);
    // A lock here ends after a day.
    its.passes(25 * hour);
    await its.chat.says('créer une organisation outscale');
    assert.equal((await provesOnPage(its, its.chat.opens(), cloud.other)).status, 303);
  }));

test('OU-1 passwords cannot be guessed: five tries an hour for an address, the right one too, and the audit has each', () =>
  withOrganisations({}, async (its) => {
    await its.chat.says('créer une organisation outscale');
    const link = its.chat.opens();
    for (let tries = 0; tries < 5; tries++) assert.match((await provesOnPage(its, link, cloud.here, 'faux')).html, /ne correspondent pas/);
    assert.match((await provesOnPage(its, link)).html, /Trop d’essais/);
    its.passes(hour);
    assert.equal((await provesOnPage(its, link)).status, 303);
    const audit = await its.db.selectFrom('audit').select(['outcome', 'detail']).where('action', '=', 'signIn').execute();
    assert.deepEqual(
      audit.map(({ outcome }) => outcome),
      ['refused', 'refused', 'refused', 'refused', 'refused', 'ok'],
    );
    assert.doesNotMatch(JSON.stringify(audit), /faux|Sentier/);
  }));

test('ALL-2 ALL-3 the proof’s link works once and is told dead to who holds it; it sets no password, and its page goes on for that browser alone', () =>
  withOrganisations({}, async (its) => {
    await its.chat.says('créer une organisation outscale');
    const link = its.chat.opens();
    await openPage(its.url, link);
    const proven = await provesOnPage(its, link);
    assert.equal(proven.status, 303);
    assert.match(proven.location ?? '', /\/p\/outscale\/organisation\/[\w-]{43}/);
    assert.ok(!link.includes(proven.location?.split('/').at(-1)?.split('?')[0] ?? 'none'));
    const used = await openPage(its.url, link, 'fr');
    assert.equal(used.status, 410);
    used.shows('Ce lien a déjà servi');
    assert.equal((await openPage(its.url, link.replace('/organisation/', '/link/'))).status, 404);
    assert.equal((await openPage(its.url, `${its.url}/p/outscale/organisation/${'x'.repeat(43)}`)).status, 404);
    await its.chat.says('menu');
    await its.chat.says('créer une organisation outscale');
    const old = its.chat.opens();
    its.passes(25 * hour);
    (await openPage(its.url, old, 'fr')).shows('Ce lien a expiré');
  }));

test('OU-1 another person’s chat cannot go on with a proof', () =>
  withOrganisations({}, async (its) => {
    await begins(its);
    const { id } = await its.db.selectFrom('request').select('id').where('provenAt', 'is not', null).executeTakeFirstOrThrow();
    const actor = { person: 'somebody else', channel: 'msteams', locale: 'fr', authenticated: true } as const;
    assert.equal(await its.core.organisations.create.look({ actor, requestId: id }), undefined);
    assert.equal((await its.core.organisations.create.create({ actor, requestId: id })).ok, false);
  }));

test('OU-3 abroad: no SIRET; name, country and address; pending as in France, and the other domicile’s group', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    const approver = await meets(its, validator);
    await begins(its);
    await chat.presses('createOrganisation.domicile', { domicile: 'abroad' });
    await chat.presses('createOrganisation.create', { name: 'ACME Benelux', country: 'FR', street: '', city: 'Liège' });
    chat.hears('Ce champ est obligatoire');
    assert.equal((await organisations(its)).length, 0);
    await chat.presses('createOrganisation.create', { name: 'ACME Benelux', country: 'BE', street: '3 rue du Pont', postalCode: '4000', city: 'Liège' });
    chat.hears('attend maintenant sa validation', 'ACME Benelux');
    await its.worker.drain();
    approver.hears('ACME Benelux', 'Pays: Belgique', '3 rue du Pont, 4000 Liège');
    await approver.presses('decide.approve');
    await its.worker.drain();
    const [made] = await organisations(its);
    assert.deepEqual([made?.siret, made?.country, made?.domicile, made?.status], [null, 'BE', 'abroad', 'validated']);
    const groups = await its.db.selectFrom('membership').select('groupId').execute();
    assert.deepEqual(
      groups.map(({ groupId }) => groupId),
      ['domicile-etranger'],
    );
  }));

test('OU-4 OU-5 malformed, mistyped, unknown and closed each say which, and can be corrected', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    await begins(its);
    await chat.presses('createOrganisation.domicile', { domicile: 'france' });
    for (const [siret, says] of [
      ['8123', '14 chiffres'],
      ['81234567600018', 'erreur de frappe'],
      ['73282932000074', 'ne connaît pas ce SIRET'],
      [companies.closed.siret, /est fermé.*FERMETURE ET FILS \(PARIS 11\)/],
    ] as const) {
      await chat.presses('createOrganisation.search', { siret });
      chat.hears(says);
    }
    its.passes(second);
    await chat.says('35600000049837');
    chat.hears('LA POSTE', '2 PLACE DE LA POSTE, 59000 LILLE');
  }));

test('OU-5 a register that is down for an hour is said so, what was entered is kept, and the same button goes on', () =>
  withOrganisations({}, async (its, registry) => {
    const { chat } = its;
    await begins(its);
    await chat.presses('createOrganisation.domicile', { domicile: 'france' });
    registry.answer(503);
    const began = performance.now();
    await chat.presses('createOrganisation.search', { siret: companies.acme.siret });
    assert.ok(performance.now() - began < 3000);
    chat.hears('ne répond pas en ce moment', companies.acme.siret);
    assert.ok(actionsOf(chat.card).some(({ title }) => title === 'Réessayer'));
    its.passes(hour);
    registry.answer(200);
    await chat.presses('createOrganisation.search', { siret: companies.acme.siret });
    chat.hears('ACME LOGICIELS');
    // Found once, it is created though the register has gone again.
    registry.answer(503);
    await chat.presses('createOrganisation.create');
    chat.hears('attend maintenant sa validation');
  }));

test('TALK-13 OU-6 who is asked by mail to validate an organisation is told that it was created, and not that somebody asks for it', () =>
  withOrganisations({}, async (its) => {
    await creates(its);
    const mail = (await its.mails()).find(({ to }) => to === validator.email);
    assert.match(mail?.subject ?? '', /^OUTSCALE Marketplace\s: organisation ACME LOGICIELS à valider \([\w-]{9}\)$/u);
    assert.match(mail?.text ?? '', /Alice Martin a créé l’organisation «\sACME LOGICIELS\s»/u);
  }));

test('OU-6 a refusal reaches the administrator with its reason, in chat and by mail, and leaves the SIRET free', () =>
  withOrganisations({}, async (its) => {
    const approver = await meets(its, validator);
    await creates(its);
    await its.mails();
    approver.hears('ACME LOGICIELS');
    await approver.presses('decide.refuse', { reason: 'Le contrat manque' });
    const [mail] = await its.mails();
    assert.equal(mail?.to, cloud.here);
    assert.match(mail?.text ?? '', /refusée[\s\S]*Le contrat manque/);
    its.chat.hears('Le contrat manque');
    assert.equal((await organisations(its))[0]?.status, 'refused');
    assert.equal((await its.db.selectFrom('membership').select('id').execute()).length, 0);
    await creates(its);
    assert.deepEqual((await organisations(its)).map(({ status }) => status).sort(), ['pending', 'refused']);
  }));

test('OU-6 two people create the same organisation at once: one succeeds, the other is told to ask its administrator, without a name', () =>
  withOrganisations({}, async (its) => {
    const other = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: bruno });
    for (const [chat, email] of [
      [its.chat, cloud.here],
      [other, cloud.other],
    ] as const) {
      await begins(its, chat, email);
      await chat.presses('createOrganisation.domicile', { domicile: 'france' });
      await chat.presses('createOrganisation.search', { siret: companies.acme.siret });
    }
    await Promise.all([its.chat.presses('createOrganisation.create'), other.presses('createOrganisation.create')]);
    assert.equal((await organisations(its)).length, 1);
    const heard = [its.chat.heard, other.heard];
    assert.equal(heard.filter((text) => /attend maintenant sa validation/.test(text)).length, 1);
    const late = heard.find((text) => /existe déjà sur ce portail/.test(text));
    assert.ok(late);
    assert.doesNotMatch(late, /Martin|Noé|@acme/);
    assert.equal((await its.db.selectFrom('organisationMember').select('id').execute()).length, 1);
  }));

test('OU-7 only an administrator of a validated organisation can add users, checked when they are added', () =>
  withOrganisations({}, async (its) => {
    const approver = await meets(its, validator);
    await creates(its);
    const [mail] = await its.mails();
    await its.chat.presses('createOrganisation.code', { code: codeIn(mail) });
    assert.equal((await (await its.page(its.chat.opens())).submits(chosen)).status, 303);
    await its.worker.drain();
    const portal = its.core.portals.get('outscale');
    const [organisation] = await organisations(its);
    const bound = await its.db.selectFrom('binding').select(['person', 'accountId']).executeTakeFirstOrThrow();
    assert.ok(portal && organisation);
    const actor = { person: bound.person, channel: 'msteams', locale: 'fr', authenticated: true } as const;
    const user = { email: 'ines@acme.example', givenName: 'Inès', familyName: 'Roy' };
    const add = async (who: Parameters<typeof its.core.establishments.addUser.add>[0]) => {
      const added = await its.core.establishments.addUser.add(who, portal, organisation.id, user);
      return added.ok ? 'ok' : added.refusals[0].key;
    };
    assert.equal(await add(actor), 'organisation.pending');
    await approver.presses('decide.approve');
    assert.equal(await add({ ...actor, person: 'somebody else' }), 'addUser.notAdministrator');
    assert.equal(await add({ ...actor, authenticated: false }), 'addUser.notAdministrator');
    await its.db.updateTable('organisationMember').set({ role: 'member' }).execute();
    assert.equal(await add(actor), 'addUser.notAdministrator');
    await its.db.updateTable('organisationMember').set({ role: 'administrator', endedAt: its.now() }).execute();
    assert.equal(await add(actor), 'addUser.notAdministrator');
    await its.db.updateTable('organisationMember').set({ endedAt: null }).execute();
    assert.deepEqual([await add(actor), await add(actor)].sort(), ['addUser.member', 'ok']);
    const audit = await its.db.selectFrom('audit').select('outcome').where('action', '=', 'addUser.added').execute();
    assert.equal(audit.filter(({ outcome }) => outcome === 'ok').length, 1);
  }));

test('OU-8 the set-password link of an organisation’s administrator lives 24 hours', () =>
  withOrganisations({}, async (its) => {
    await creates(its);
    const [mail] = await its.mails();
    its.passes(24 * hour - minute);
    assert.equal((await its.page(linkIn(mail))).status, 200);
    its.passes(minute);
    const dead = await its.page(linkIn(mail));
    assert.equal(dead.status, 410);
    assert.equal((await dead.renews()).status, 200);
    assert.equal((await its.mails())[0]?.to, cloud.here);
  }));

test('OU-1 OU-3 OU-4 the same on the page alone, without a chat and without JavaScript', () =>
  withOrganisations({}, async (its) => {
    const begun = await openPage(its.url, `${its.url}/p/outscale/organisation`, 'fr');
    begun.shows('connectez-vous d’abord avec votre compte OUTSCALE');
    const { location = '' } = await begun.posts({ email: cloud.here, password: cloudPassword });
    const page = async () => openPage(its.url, `${its.url}${location}`, 'fr');
    (await page()).shows('Où est votre organisation');
    assert.equal((await (await page()).posts({ press: 'domicile', domicile: 'france' })).status, 303);
    const wrong = await (await page()).posts({ press: 'search', siret: '812' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.html, /14 chiffres/);
    const found = await (await page()).posts({ press: 'search', siret: companies.acme.siret });
    assert.match(found.html, /ACME LOGICIELS/);
    assert.equal((await (await page()).posts({ press: 'create' })).status, 303);
    (await page()).shows('attend maintenant sa validation');
    const [mail] = await its.mails();
    assert.equal(mail?.to, cloud.here);
    assert.equal((await organisations(its)).length, 1);
  }));

test('ALL-7 what was begun in chat can be ended on the page, and the chat says so', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    await chat.says('créer une organisation outscale');
    const { location = '' } = await provesOnPage(its, chat.opens());
    await its.worker.drain();
    await chat.presses('createOrganisation.domicile', { domicile: 'france' });
    await chat.presses('createOrganisation.search', { siret: companies.acme.siret });
    const page = await openPage(its.url, `${its.url}${location}`, 'fr');
    page.shows(companies.acme.siret);
    assert.equal((await page.posts({ press: 'create' })).status, 303);
    await its.mails();
    chat.hears('Votre organisation est créée', 'ACME LOGICIELS');
    assert.equal((await organisations(its)).length, 1);
  }));

test('OU-4 a SIRET that is written in the chat in groups, as everybody writes it, is looked up', () =>
  withOrganisations({}, async (its) => {
    await begins(its);
    await its.chat.presses('createOrganisation.domicile', { domicile: 'france' });
    await its.chat.says('812 345 676 00017');
    its.chat.hears('ACME LOGICIELS');
  }));
