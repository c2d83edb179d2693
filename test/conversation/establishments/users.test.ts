import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingsOf } from '../../../core/directory/bindings.ts';
import { importAccounts } from '../../../core/directory/index.ts';
import { actionsOf, type Chat } from '../../chat.ts';
import { meets } from '../../enrolling.ts';
import { invitationIn } from '../../inviting.ts';
import {
  accepts,
  accountOf,
  actorOf,
  establishment,
  extranet,
  helene,
  lea,
  marc,
  nina,
  owns,
  placesUsers,
  provesAccount,
  usersIn,
  withEstablishments,
} from '../../managing.ts';
import { codeIn, type Guichet, linkIn } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';

const chosen = 'trois mots sans rapport';

const key = (outcome: { ok: true } | { ok: false; refusals: readonly { key: string }[] }): string => (outcome.ok ? 'ok' : (outcome.refusals[0]?.key ?? ''));

/** Hélène invites Nina into H-PARIS, by name. */
async function invitesNina(its: Guichet, chat: Chat, rights = 'reservations'): Promise<void> {
  await chat.says(chat.locale === 'fr' ? 'ajouter un utilisateur extranet' : 'add a user extranet');
  await chat.presses('addUser.add', { organisation: await establishment(its, 'H-PARIS'), email: nina.email, givenName: 'Nina', familyName: 'Vidal' });
  await chat.presses('addUser.send', { rights });
}

test('EX-6 add a user: name and e-mail, rights, «Envoyer l’invitation»; it works once accepted', () =>
  withEstablishments({}, async (its) => {
    const chat = await meets(its, helene);
    await provesAccount(its, chat, 'ajouter un utilisateur extranet', 'addUser');
    await chat.presses('addUser.add', { organisation: await establishment(its, 'H-PARIS'), email: nina.email, givenName: 'Nina', familyName: 'Vidal' });
    assert.ok(actionsOf(chat.card).some(({ title }) => title === 'Envoyer l’invitation'));
    await chat.presses('addUser.send', { rights: '' });
    chat.hears('Choisissez au moins un droit');
    await chat.presses('addUser.send', { rights: 'reservations,invoices' });
    chat.hears('L’invitation est partie', nina.email);
    const mail = (await its.mails()).at(-1);
    assert.deepEqual([mail?.to, /Hélène Roux vous invite/.test(mail?.text ?? '')], [nina.email, true]);
    assert.match(mail?.text ?? '', /H-PARIS[\s\S]*Réservations, Factures/);
    assert.equal((await usersIn(its, 'H-PARIS')).length, 2, 'nothing before it is accepted');
    const invited = await meets(its, nina);
    await accepts(its, invited);
    assert.deepEqual(await usersIn(its, 'H-PARIS'), [
      'helene.roux@hotel.example administrator reservations tariffs invoices',
      'marc.petit@hotel.example member reservations',
      'nina.vidal@hotel.example member reservations invoices',
    ]);
    const mails = await its.mails();
    assert.equal((await (await its.page(linkIn(mails.find(({ to }) => to === nina.email)))).submits(chosen)).status, 303);
    chat.hears('Nina Vidal a accepté votre invitation');
    const audit = await its.db.selectFrom('audit').select('action').where('action', 'in', ['addUser.invited', 'acceptInvitation.accepted']).execute();
    assert.deepEqual(audit.map(({ action }) => action).sort(), ['acceptInvitation.accepted', 'addUser.invited']);
  }));

test('EX-8 ALL-4 an existing user is added to another establishment by identifier and address; somebody who is not a user sees the same', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    const seen = [];
    for (const email of [marc.email, 'nobody@hotel.example']) {
      const from = its.statements.length;
      await chat.says('ajouter un utilisateur extranet');
      await chat.presses('addUser.existing');
      await chat.presses('addUser.review', { establishment: ' h-bruges ', email });
      await chat.presses('addUser.send', { rights: 'invoices' });
      const card = JSON.stringify(chat.card)
        .replaceAll(email, '…')
        .replaceAll(/"ending":"[^"]+"/g, '');
      seen.push({ card, statements: its.statements.slice(from) });
    }
    assert.deepEqual(seen[1], seen[0]);
    assert.deepEqual((await its.mails()).map(({ to }) => to).sort(), [marc.email, 'nobody@hotel.example']);
    assert.deepEqual(await usersIn(its, 'H-BRUGES'), [
      'helene.roux@hotel.example administrator reservations tariffs invoices',
      'lea.nowak@hotel.example administrator invoices',
    ]);
    await accepts(its, await meets(its, marc));
    assert.ok((await usersIn(its, 'H-BRUGES')).includes('marc.petit@hotel.example member invoices'));
    assert.ok((await usersIn(its, 'H-PARIS')).includes('marc.petit@hotel.example member reservations'), 'what he had stays as it was');
  }));

test('EX-8 an unknown establishment and somebody else’s get the same answer', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, lea);
    const heard = [];
    for (const identifier of ['H-PARIS', 'H-NOWHERE']) {
      await chat.says('ajouter un utilisateur extranet');
      await chat.presses('addUser.existing');
      await chat.presses('addUser.review', { establishment: identifier, email: marc.email });
      heard.push(chat.heard.replaceAll(identifier, '…'));
    }
    assert.match(heard[0] ?? '', /Vous n’administrez aucun établissement/);
    assert.equal(heard[1], heard[0]);
  }));

test('EX-8 by the address that is signed in with, where the account’s own mailbox is another: access is given, the chat is not bound, the owner is told', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('ajouter un utilisateur extranet');
    await chat.presses('addUser.existing');
    await chat.presses('addUser.review', { establishment: 'H-BRUGES', email: 'accueil@hotel.example' });
    await chat.presses('addUser.send', { rights: 'invoices' });
    assert.deepEqual(
      (await its.mails()).map(({ to }) => to),
      ['accueil@hotel.example'],
    );
    await accepts(its, await meets(its, nina), 'accueil@hotel.example');
    assert.ok((await usersIn(its, 'H-BRUGES')).includes('accueil@hotel.example member invoices'));
    assert.ok((await its.mails()).some(({ to }) => to === 'direction@hotel.example'));
    const account = await accountOf(its, 'accueil@hotel.example');
    assert.deepEqual(await its.db.selectFrom('binding').select('id').where('accountId', '=', account).execute(), []);
  }));

for (const locale of ['fr', 'en'] as const)
  test(`TALK-13 who is removed is told in their own language and not in the administrator’s: ${locale}`, () =>
    withEstablishments({}, async (its) => {
      const chat = await owns(its, helene, locale === 'fr' ? 'en' : 'fr');
      await owns(its, marc, locale);
      await chat.says(chat.locale === 'fr' ? 'supprimer un utilisateur extranet' : 'remove a user extranet');
      await chat.presses('removeUser.choose', { organisation: await establishment(its, 'H-PARIS') });
      await chat.presses('removeUser.manage', {}, { choice: await accountOf(its, marc.email) });
      await chat.presses('removeUser.ask');
      await chat.presses('removeUser.remove');
      const [mail] = await its.mails();
      assert.match(mail?.subject ?? '', locale === 'fr' ? /a mis fin à votre accès/ : /has ended your access/);
    }));

test('EX-7 delete a user: «Gérer», «Supprimer l’utilisateur», a second click; the account, its sessions and its bindings end with the last establishment', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    const other = await owns(its, marc);
    await its.db
      .insertInto('session')
      .values({
        ...{ id: 's', digest: 'd', portal: 'extranet', accountId: await accountOf(its, marc.email), state: 'open', remember: 'no', agent: '', ip: '' },
        ...{ createdAt: its.now(), lastSeenAt: its.now(), idleUntil: its.now() + 1, expiresAt: its.now() + 1, endedAt: null, ending: null },
      })
      .execute();
    await chat.says('supprimer un utilisateur extranet');
    await chat.presses('removeUser.choose', { organisation: await establishment(its, 'H-PARIS') });
    chat.hears('Les utilisateurs de H-PARIS', 'Marc Petit', 'Réservations');
    const rows = actionsOf(chat.card).filter(({ title }) => title?.endsWith(', Gérer'));
    assert.equal(rows.length, 2);
    await chat.presses('removeUser.manage', {}, { choice: await accountOf(its, marc.email) });
    await chat.presses('removeUser.ask');
    assert.equal((await usersIn(its, 'H-PARIS')).length, 2, 'nothing before the second click');
    await chat.presses('removeUser.remove');
    chat.hears('L’utilisateur Marc Petit est supprimé');
    assert.deepEqual(await usersIn(its, 'H-PARIS'), ['helene.roux@hotel.example administrator reservations tariffs invoices']);
    const [mail] = await its.mails();
    assert.deepEqual([mail?.to, /a supprimé votre accès/.test(mail?.text ?? '')], [marc.email, true]);
    assert.equal((await its.db.selectFrom('session').select('ending').executeTakeFirstOrThrow()).ending, 'revoked');
    assert.deepEqual(await bindingsOf(its.db, (await actorOf(its, other)).person), []);
    assert.equal(await its.db.selectFrom('account').select('id').where('identifierKey', '=', marc.email).executeTakeFirst(), undefined);
    const audit = await its.db.selectFrom('audit').select(['outcome', 'detail']).where('action', '=', 'removeUser.removed').execute();
    assert.deepEqual(
      audit.map(({ outcome }) => outcome),
      ['ok'],
    );
  }));

test('EX-7 a user of another establishment keeps their account there', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, lea);
    const removed = await its.core.establishments.users.remove(
      await actorOf(its, chat),
      extranet(its),
      await establishment(its, 'H-BRUGES'),
      await accountOf(its, helene.email),
    );
    assert.equal(key(removed), 'ok');
    assert.match((await its.mails())[0]?.text ?? '', /Vos autres établissements restent inchangés/);
    assert.equal((await usersIn(its, 'H-PARIS')).length, 2);
    assert.deepEqual(await usersIn(its, 'H-BRUGES'), ['lea.nowak@hotel.example administrator invoices']);
  }));

test('EX-7 nobody deletes themselves or the last administrator; handing over comes first', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    const actor = await actorOf(its, chat);
    const portal = extranet(its);
    const [paris, bruges] = [await establishment(its, 'H-PARIS'), await establishment(its, 'H-BRUGES')];
    const own = await accountOf(its, helene.email);
    assert.equal(key(await its.core.establishments.users.remove(actor, portal, paris, own)), 'users.lastAdministrator');
    assert.equal(key(await its.core.establishments.users.remove(actor, portal, bruges, own)), 'users.oneself');
    assert.equal(key(await its.core.establishments.users.setRights(actor, portal, paris, own, ['invoices'])), 'users.lastAdministrator');
    await chat.says('supprimer un utilisateur extranet');
    await chat.presses('removeUser.choose', { organisation: paris });
    await chat.presses('removeUser.manage', {}, { choice: await accountOf(its, marc.email) });
    await chat.presses('removeUser.rights');
    await chat.presses('removeUser.save', { rights: 'administration,reservations' });
    chat.hears('Les droits sont modifiés', 'Gestion des utilisateurs');
    assert.equal(key(await its.core.establishments.users.setRights(actor, portal, paris, own, ['invoices'])), 'ok');
    assert.deepEqual(await usersIn(its, 'H-PARIS'), ['helene.roux@hotel.example member invoices', 'marc.petit@hotel.example administrator reservations']);
  }));

test('EX-7 EX-10 two administrators who delete each other at once: one stays', () =>
  withEstablishments({}, async (its) => {
    const [one, other] = [await owns(its, helene), await owns(its, lea)];
    const [bruges, portal] = [await establishment(its, 'H-BRUGES'), extranet(its)];
    const outcomes = await Promise.all([
      its.core.establishments.users.remove(await actorOf(its, one), portal, bruges, await accountOf(its, lea.email)),
      its.core.establishments.users.remove(await actorOf(its, other), portal, bruges, await accountOf(its, helene.email)),
    ]);
    assert.deepEqual(outcomes.map(key).sort(), ['addUser.notAdministrator', 'ok']);
    assert.equal((await usersIn(its, 'H-BRUGES')).length, 1);
  }));

test('EX-10 every action requires an administrator, checked when it is done', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, marc);
    const [paris, portal, target] = [await establishment(its, 'H-PARIS'), extranet(its), await accountOf(its, helene.email)];
    const actor = await actorOf(its, chat);
    const administrator = await actorOf(its, await owns(its, helene));
    const bruges = await actorOf(its, await owns(its, lea));
    const user = { email: nina.email, givenName: 'Nina', familyName: 'Vidal' };
    for (const who of [actor, bruges, { ...administrator, person: 'somebody' }, { ...administrator, authenticated: false }]) {
      const { users, inviteUser, addUser } = its.core.establishments;
      const outcomes = [
        await inviteUser.invite(who, portal, paris, user, ['invoices']),
        await users.list(who, portal, paris, { limit: 5 }),
        await users.one(who, portal, paris, target),
        await users.remove(who, portal, paris, target),
        await users.setRights(who, portal, paris, target, ['invoices']),
        await addUser.add(who, portal, paris, user),
      ];
      assert.deepEqual(new Set(outcomes.map(key)), new Set(['addUser.notAdministrator']));
    }
    await its.db.updateTable('binding').set({ endedAt: its.now() }).where('person', '=', administrator.person).execute();
    assert.equal(key(await its.core.establishments.users.list(administrator, portal, paris, { limit: 5 })), 'addUser.notAdministrator');
    assert.equal((await its.db.selectFrom('invitation').select('id').execute()).length, 0);
    assert.equal((await usersIn(its, 'H-PARIS')).length, 2);
  }));

test('EX-10 nobody joins an establishment without an invitation', () =>
  withEstablishments({}, async (its) => {
    const actor = await actorOf(its, await owns(its, helene));
    const user = { email: nina.email, givenName: 'Nina', familyName: 'Vidal' };
    assert.equal(key(await its.core.establishments.addUser.add(actor, extranet(its), await establishment(its, 'H-PARIS'), user)), 'addUser.notAdministrator');
  }));

test('EX-10 the menu offers adding and deleting users to administrators alone', () =>
  withEstablishments({}, async (its) => {
    for (const [who, offers] of [
      [helene, true],
      [marc, false],
    ] as const) {
      const chat = await owns(its, who);
      const titles = actionsOf(chat.card).map(({ title }) => title);
      for (const title of ['Ajouter un utilisateur', 'Supprimer l’utilisateur']) assert.equal(titles.includes(title), offers, `${who.name}: ${titles}`);
    }
    const chat = await owns(its, marc);
    await chat.says('supprimer un utilisateur extranet');
    chat.hears('Ce n’est pas possible');
  }));

test('EX-6 accepting twice at once makes one user; a former administrator can invite nobody', () =>
  withEstablishments({}, async (its) => {
    const [chat, second] = [await owns(its, helene), await owns(its, lea)];
    const portal = extranet(its);
    const bruges = await establishment(its, 'H-BRUGES');
    const actor = await actorOf(its, chat);
    assert.equal(
      key(await its.core.establishments.inviteUser.invite(actor, portal, bruges, { email: nina.email, givenName: 'Nina', familyName: 'Vidal' }, ['invoices'])),
      'ok',
    );
    assert.equal(key(await its.core.establishments.inviteUser.invite(actor, portal, bruges, { email: marc.email }, ['invoices'])), 'ok');
    await its.mails();
    const invited = await meets(its, nina);
    await invited.says('accepter mon invitation extranet');
    await invited.presses('acceptInvitation.address', { email: nina.email });
    const code = codeIn((await its.mails()).at(-1));
    await invited.presses('acceptInvitation.code', { code });
    const row = await its.db.selectFrom('request').select(['id', 'person']).where('provenAt', 'is not', null).executeTakeFirstOrThrow();
    const holder = { actor: { person: row.person, channel: 'msteams', locale: 'fr', authenticated: true }, request: row.id } as const;
    const twice = await Promise.all([its.core.invitations.accept.complete(holder, portal, {}), its.core.invitations.accept.complete(holder, portal, {})]);
    assert.deepEqual(twice.map(key).sort(), ['accept.used', 'ok']);
    assert.equal((await usersIn(its, 'H-BRUGES')).length, 3);
    const late = await meets(its, marc);
    await late.says('accepter mon invitation extranet');
    await late.presses('acceptInvitation.address', { email: marc.email });
    await late.presses('acceptInvitation.code', {
      code: codeIn((await its.mails()).find(({ to }) => to === marc.email)),
    });
    assert.equal(key(await its.core.establishments.users.remove(await actorOf(its, second), portal, bruges, await accountOf(its, helene.email))), 'ok');
    await late.presses('acceptInvitation.agree');
    late.hears('ne peut plus inviter sur ce portail');
    assert.equal((await usersIn(its, 'H-BRUGES')).length, 2);
  }));

test('EX-6 an invitation is sent again and revoked from «Mes invitations», by its administrator as long as they are one', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await invitesNina(its, chat);
    await its.mails();
    await invitesNina(its, chat);
    chat.hears('a une invitation encore valable');
    await chat.presses('addUser.cancel');
    await chat.says('ajouter un utilisateur extranet');
    const sent = await its.core.invitations.invite.sent(await actorOf(its, chat), { limit: 1 });
    await chat.sends('invite.resend', { verb: 'invite.resend', nonce: 'any', invitation: sent[0]?.id ?? '' });
    assert.deepEqual(
      (await its.mails()).map(({ to }) => to),
      [nina.email],
    );
    await its.db.updateTable('organisationMember').set({ role: 'member' }).execute();
    const again = await its.core.invitations.invite.resend(await actorOf(its, chat), sent[0]?.id ?? '');
    assert.equal(key(again), 'addUser.notAdministrator');
  }));

test('EX-6 the invitation is accepted on its page as well: establishment and rights are shown, one click accepts, the first password follows', () =>
  withEstablishments({}, async (its) => {
    await invitesNina(its, await owns(its, helene), 'reservations,tariffs');
    const [mail] = await its.mails();
    const page = await its.page(invitationIn(mail));
    assert.equal((await page.sendsCode()).status, 303);
    assert.equal((await page.posts({ code: codeIn((await its.mails()).at(-1)), press: 'prove' })).status, 303);
    const { html } = await page.again();
    for (const said of ['H-PARIS', 'Réservations', 'Tarifs et disponibilités']) assert.ok(html.includes(said), said);
    assert.ok(!html.includes('À lire'), 'there are no terms');
    assert.equal((await usersIn(its, 'H-PARIS')).length, 2);
    const terms = (/name="terms" value="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"');
    const agreed = await page.posts({ press: 'agree', terms });
    assert.match(agreed.location ?? '', /\/p\/extranet\/link\//);
    assert.ok((await usersIn(its, 'H-PARIS')).includes('nina.vidal@hotel.example member reservations tariffs'));
  }));

test('EX-7 users are found by the beginning of a name or an address, each once, a page at a time', () =>
  withEstablishments({}, async (its) => {
    const place = 'H-PARIS,FR,reservations';
    const many = Array.from({ length: 9 }, (_, n) => `dupont${n}@hotel.example,dupont${n}@hotel.example,Zoé,Dupont-Côté,,,${place}`);
    await placesUsers(its, [...many, `eloise@hotel.example,eloise@hotel.example,Éloïse,Ångström,,,${place}`]);
    const chat = await owns(its, helene);
    const [actor, portal, paris] = [await actorOf(its, chat), extranet(its), await establishment(its, 'H-PARIS')];
    const all = async (search: string) => {
      const found: string[] = [];
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page = await its.core.establishments.users.list(actor, portal, paris, { limit: 4, search, after });
        assert.ok(page.ok && page.value.users.length <= 4);
        found.push(...page.value.users.map(({ identifier }) => identifier));
        after = page.value.next;
      }
      return found;
    };
    const everybody = await all('');
    assert.deepEqual([everybody.length, new Set(everybody).size], [12, 12]);
    assert.deepEqual([everybody[0], everybody.at(-1)], ['eloise@hotel.example', 'helene.roux@hotel.example']);
    assert.deepEqual(await all('ELOI'), ['eloise@hotel.example']);
    assert.deepEqual(await all('angstrom éloïse'), ['eloise@hotel.example']);
    assert.deepEqual(await all('marc.p'), [marc.email]);
    const named = await all('dupont');
    assert.deepEqual([named.length, new Set(named).size], [9, 9]);
    assert.equal((await all('cote zoe dup')).length, 9);
    for (const nothing of ['pont', '%', '_', 'nowak', "' or 1=1"]) assert.deepEqual(await all(nothing), [], nothing);
    await chat.says('supprimer un utilisateur extranet');
    await chat.presses('removeUser.choose', { organisation: paris });
    await chat.presses('removeUser.more');
    await chat.presses('removeUser.search', { search: 'petit' });
    chat.hears('Marc Petit');
    assert.doesNotMatch(chat.heard, /Dupont/);
    await chat.presses('removeUser.search', { search: 'xyz' });
    chat.hears('Je n’ai trouvé personne');
  }));

for (const locale of ['fr', 'en'] as const)
  test(`EX-6 EX-7 ALL-8 a user invited, accepted and deleted, in ${locale}`, () =>
    withEstablishments({ locale }, async (its) => {
      const fr = locale === 'fr';
      const chat = await meets(its, helene, locale);
      await provesAccount(its, chat, fr ? 'ajouter un utilisateur extranet' : 'add a user extranet', 'addUser');
      await chat.presses('addUser.add', { organisation: await establishment(its, 'H-PARIS'), email: nina.email, givenName: 'Nina', familyName: 'Vidal' });
      await chat.presses('addUser.send', { rights: 'reservations' });
      const [tied, mail] = await its.mails();
      const sent = chat.transcript.length;
      const invited = await meets(its, nina, locale);
      await accepts(its, invited);
      await its.mails();
      assert.match(chat.heard, fr ? /Nina Vidal a accepté/ : /Nina Vidal has accepted/);
      await chat.says(fr ? 'supprimer un utilisateur extranet' : 'remove a user extranet');
      await chat.presses('removeUser.choose', { organisation: await establishment(its, 'H-PARIS') });
      await chat.presses('removeUser.search', { search: 'vid' });
      await chat.presses('removeUser.manage', {}, { choice: await accountOf(its, nina.email) });
      await chat.presses('removeUser.ask');
      await chat.presses('removeUser.remove');
      assert.equal((await usersIn(its, 'H-PARIS')).length, 2);
      const told = chat.transcript;
      await matchesTranscript('extranet-users', locale, 'extranet: addUser, removeUser', [
        ...told.slice(0, sent),
        ...(tied ? [{ mail: tied }] : []),
        ...(mail ? [{ mail }] : []),
        { heading: fr ? 'Chez la personne invitée' : 'The invited person’s chat' },
        ...invited.transcript,
        { heading: fr ? 'Chez l’administratrice, ensuite' : 'The administrator’s chat, after that' },
        ...told.slice(sent),
      ]);
    }));

test('EX-6 revoking and inviting again mails one mailbox at most ten times a day', () =>
  withEstablishments({}, async (its) => {
    const actor = await actorOf(its, await owns(its, helene));
    const paris = await establishment(its, 'H-PARIS');
    const victim = { email: 'victim@elsewhere.example', givenName: 'V', familyName: 'W' };
    const answers: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const made = await its.core.establishments.inviteUser.invite(actor, extranet(its), paris, victim, ['invoices']);
      answers.push(key(made));
      if (made.ok) await its.core.invitations.invite.revoke(actor, made.value.invitation);
    }
    assert.deepEqual(answers, [...Array(10).fill('ok'), 'addUser.limit', 'addUser.limit']);
    assert.equal((await its.mails()).filter(({ to }) => to === victim.email).length, 10);
  }));

test('ALL-9 an import that adds an establishment, or changes its country, leaves a record of it, with who did it', () =>
  withEstablishments({}, async (its) => {
    const line = 'marc.petit@hotel.example,marc.petit@hotel.example,Marc,Petit,,';
    const csv = [
      'identifier,email,givenName,familyName,phone,entity,establishment,country,rights',
      `${line},H-PARIS,MC,reservations`,
      `${line},H-NICE,FR,reservations`,
    ];
    const imports = () => importAccounts(its.db, 'extranet', csv.join('\n'), its.now(), 'address', extranet(its), 'jdupont');
    assert.deepEqual((await imports()).refused, []);
    await imports();
    const rows = await its.db.selectFrom('audit').select(['actor', 'action', 'detail']).where('action', 'like', 'establishment.%').orderBy('id').execute();
    assert.deepEqual(
      rows.map(({ actor, action, detail }) => [actor, action, JSON.parse(detail)]),
      [
        ['operator:jdupont', 'establishment.updated', { establishment: 'H-PARIS', country: 'MC', before: 'FR' }],
        ['operator:jdupont', 'establishment.imported', { establishment: 'H-NICE', country: 'FR' }],
      ],
    );
  }));
