import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { day } from '../../../core/foundation/clock.ts';
import { actionsOf, type Chat, inputsOf } from '../../chat.ts';
import { meets } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { client, clientChat, invitationIn, invitedChat, invites, provesMailbox, salesWoman, whole } from '../../inviting.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';

const teams = { channel: 'msteams' } as const;

/** What an invitation can make: nothing of it before the end. */
async function created({ db }: Guichet) {
  const count = async (table: 'account' | 'organisation' | 'organisationMember' | 'membership') =>
    (await db.selectFrom(table).select('id').where('portal', '=', 'rconnect').execute()).length;
  return {
    accounts: await count('account'),
    organisations: await count('organisation'),
    members: await count('organisationMember'),
    rights: await count('membership'),
  };
}
const nothing = { accounts: 0, organisations: 0, members: 0, rights: 0 };

const statusOf = async ({ db }: Guichet) => (await db.selectFrom('invitation').select('status').executeTakeFirst())?.status;

/** The client is in the directory before, as somebody else's invitation or an import made them. */
const isKnown = async ({ db, now }: Guichet, email = 'ada@client.example') =>
  void (await importAccounts(db, 'rconnect', `identifier,email,givenName,familyName,phone,entity\n${email},${email},Ada,Lovelace,,`, now()));

/** To the end, as somebody who makes no mistake. */
async function accepts(its: Guichet, chat: Chat): Promise<void> {
  await provesMailbox(its, chat);
  await chat.presses('acceptInvitation.agree');
  await chat.presses('acceptInvitation.complete', whole);
}

for (const locale of ['fr', 'en'] as const)
  test(`RC-3 RC-4 RC-5 RC-6 RC-7 case 2: code, terms, company, password, welcome; the inviter is told, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const inviter = await invites(its, undefined, locale);
      await its.mails();
      const chat = clientChat(its, locale);
      await chat.says(fr ? 'accepter mon invitation rconnect' : 'accept my rConnect invitation');
      await chat.presses('acceptInvitation.address', { email: 'ada@client.example' });
      const [code] = await its.mails();
      assert.equal(code?.to, 'ada@client.example');
      const proven = chat.transcript.length;
      await chat.presses('acceptInvitation.code', { code: codeIn(code) });
      chat.hears('Sonia Lambert', 'https://rconnect.example.com/terms', '2026-10', fr ? 'Passer des commandes' : 'Place orders');
      assert.ok(actionsOf(chat.card).some(({ title }) => title === (fr ? 'Oui' : 'Yes')));
      assert.deepEqual(await created(its), nothing);
      await chat.presses('acceptInvitation.agree');
      assert.equal(inputsOf(chat.card).find(({ id }) => id === 'country')?.value, 'France', 'a country has a name');
      chat.hears(
        'Analytique SARL',
        'Lille',
        fr ? /4 champs restent à remplir ou à corriger\u00a0: Rue, Code postal, Numéro de TVA, Téléphone/ : /4 fields are still to be filled in or corrected/,
      );
      await chat.presses('acceptInvitation.complete', { ...whole, vat: 'FR1' });
      chat.hears(fr ? 'Un numéro de TVA français' : 'A French VAT number');
      assert.deepEqual(await created(its), nothing);
      await chat.presses('acceptInvitation.complete', whole);
      const [news, mail] = (await its.mails()).sort((one, other) => (one.to === salesWoman.email ? -1 : other.to === salesWoman.email ? 1 : 0));
      assert.deepEqual([news?.to, mail?.to], [salesWoman.email, 'ada@client.example']);
      inviter.hears(fr ? 'Ada Lovelace a accepté votre invitation' : 'Ada Lovelace has accepted your invitation');
      assert.deepEqual(await created(its), { accounts: 1, organisations: 1, members: 1, rights: 1 });
      const mailed = chat.transcript.length;
      const web = await its.page(linkIn(mail));
      assert.equal((await web.submits('trois mots sans rapport', {})).status, 303);
      await its.worker.drain();
      chat.hears(fr ? 'Bienvenue sur My rConnect' : 'Welcome to My rConnect');
      const opened = actionsOf(chat.card).flatMap(({ url }) => url ?? []);
      for (const page of ['orders', 'invoices', 'documentation']) assert.ok(opened.includes(`https://rconnect.example.com/${page}`));
      const organisation = await its.db.selectFrom('organisation').selectAll().executeTakeFirstOrThrow();
      assert.deepEqual(
        [organisation.name, organisation.country, organisation.status, JSON.parse(organisation.details).vat],
        ['Analytique SARL', 'FR', 'validated', whole.vat],
      );
      const agreed = await its.db.selectFrom('agreement').selectAll().executeTakeFirstOrThrow();
      assert.match(agreed.terms, /"version":"2026-10"/);
      assert.ok(agreed.accountId);
      const said = (one: typeof mail) => (one ? [{ mail: one }] : []);
      await matchesTranscript('rconnect-accept', locale, 'rconnect: acceptInvitation', [
        ...chat.transcript.slice(0, proven),
        ...said(code),
        ...chat.transcript.slice(proven, mailed),
        ...said(mail),
        ...chat.transcript.slice(mailed),
        { heading: fr ? 'Chez l’invitante' : 'The inviter’s chat' },
        ...inviter.transcript.slice(-1),
        ...said(news),
      ]);
    }));

test('RC-2 case 1: a known identity is in as soon as its mailbox is proven, with no password to choose', () =>
  withGuichet(teams, async (its) => {
    await isKnown(its);
    const chat = await invitedChat(its);
    chat.hears('Vous avez déjà un compte ici');
    await chat.presses('acceptInvitation.agree');
    await chat.presses('acceptInvitation.complete', whole);
    chat.hears('Bienvenue sur My rConnect');
    assert.deepEqual(
      (await its.mails()).map(({ to }) => to),
      [salesWoman.email, 'ada@client.example'],
      'the inviter, and the owner of the account to which this chat is tied now',
    );
    assert.deepEqual(await created(its), { accounts: 1, organisations: 1, members: 1, rights: 1 });
  }));

test('RC-2 case 1: who has proven to own the account before needs no code; somebody else does', () =>
  withGuichet(teams, async (its) => {
    await isKnown(its);
    await invites(its);
    await its.mails();
    const chat = clientChat(its);
    await chat.says('bonjour');
    const person = await its.db.selectFrom('person').select('id').where('objectId', '=', client.aadObjectId).executeTakeFirstOrThrow();
    const account = await its.db.selectFrom('account').select('id').where('portal', '=', 'rconnect').executeTakeFirstOrThrow();
    await its.db
      .insertInto('binding')
      .values({ id: 'b', person: person.id, accountId: account.id, portal: 'rconnect', createdAt: its.now(), endedAt: null })
      .execute();
    const other = await meets(its, bruno);
    await other.says('accepter mon invitation rconnect');
    other.hears('À quelle adresse l’invitation a-t-elle été envoyée');
    await chat.says('accepter mon invitation rconnect');
    chat.hears('Sonia Lambert vous invite');
    assert.equal(await statusOf(its), 'opened');
  }));

test('RC-2 nothing of the invitation is shown before the mailbox is proven, to nobody, and never from the link alone', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    const [mail] = await its.mails();
    const secret = invitationIn(mail).split('/').at(-1) ?? '';
    const opened = await its.core.invitations.page.open('rconnect', secret);
    assert.equal(opened.state, 'open');
    assert.doesNotMatch(JSON.stringify({ ...opened, portal: '' }), /ada|lovelace|analytique|lille|orders/i);
    assert.equal(await statusOf(its), 'sent', 'a scanner that opens the link marks nothing');
    const chat = clientChat(its);
    await chat.says('accepter mon invitation rconnect');
    await chat.presses('acceptInvitation.address', { email: 'ada@client.example' });
    await chat.presses('acceptInvitation.code', { code: '000000' });
    assert.doesNotMatch(JSON.stringify(chat.transcript), /Analytique|Lille|Sonia/);
    assert.equal(await statusOf(its), 'sent');
  }));

test('ALL-4 an address that was invited and one that was not are answered alike: words, card, statements, outbox', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    await its.mails();
    const chat = clientChat(its);
    await chat.says('accepter mon invitation rconnect');
    const seen = [];
    for (const email of ['ada@client.example', 'eve@client.example']) {
      const from = its.statements.length;
      const before = (await its.db.selectFrom('outbox').select('id').execute()).length;
      await chat.presses('acceptInvitation.address', { email });
      const card = JSON.stringify(chat.card)
        .replaceAll(email, '…')
        .replaceAll(/"nonce":"[^"]+"/g, '');
      const statements = its.statements.slice(from);
      seen.push({ card, statements, jobs: (await its.db.selectFrom('outbox').select('id').execute()).length - before });
      await chat.presses('acceptInvitation.back');
    }
    assert.deepEqual(seen[1], seen[0]);
    assert.equal((await its.mails()).length, 1);
  }));

test('RC-2 a proof works only for the person who made it, not in another person’s session', () =>
  withGuichet(teams, async (its) => {
    await invitedChat(its);
    const portal = its.core.portals.get('rconnect');
    const request = (await its.db.selectFrom('request').select('id').where('provenAt', 'is not', null).executeTakeFirstOrThrow()).id;
    assert.ok(portal);
    for (const person of ['anonymous', 'somebody']) {
      const holder = { actor: { person, channel: 'msteams', locale: 'fr', authenticated: true }, request } as const;
      const { look, complete, refuse } = its.core.invitations.accept;
      for (const outcome of [await look(holder, portal), await complete(holder, portal, whole), await refuse(holder, portal)])
        assert.equal(outcome.ok ? '' : outcome.refusals[0].key, 'accept.unproven');
    }
    assert.deepEqual(await created(its), nothing);
  }));

test('RC-2 a proof that was started but not completed opens nothing', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    const portal = its.core.portals.get('rconnect');
    const actor = { person: 'somebody', channel: 'msteams', locale: 'fr', authenticated: true } as const;
    assert.ok(portal);
    const asked = await its.core.invitations.accept.ask(actor, portal, 'ada@client.example');
    assert.ok(asked.ok);
    const looked = await its.core.invitations.accept.look(asked.value, portal);
    assert.equal(looked.ok ? '' : looked.refusals[0].key, 'accept.unproven');
  }));

test('RC-4 ALL-6 the code is tried five times and is this chat’s alone', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    await its.mails();
    const chat = clientChat(its);
    await chat.says('accepter mon invitation rconnect');
    await chat.presses('acceptInvitation.address', { email: 'ada@client.example' });
    const code = codeIn((await its.mails())[0]);
    for (let tries = 0; tries < 5; tries += 1) await chat.presses('acceptInvitation.code', { code: code === '000000' ? '000001' : '000000' });
    await chat.presses('acceptInvitation.code', { code });
    chat.hears('Trop d’essais');
  }));

test('RC-5 refusing ends with nothing created, and the inviter is told', () =>
  withGuichet(teams, async (its) => {
    const inviter = await invites(its);
    await its.mails();
    const chat = clientChat(its);
    await provesMailbox(its, chat);
    await chat.presses('acceptInvitation.refuse');
    chat.hears('Rien n’a été créé');
    const [mail] = await its.mails();
    assert.deepEqual([mail?.to, /a refusé les conditions/.test(mail?.text ?? '')], [salesWoman.email, true]);
    inviter.hears('Ada Lovelace a refusé les conditions');
    assert.deepEqual([await created(its), await statusOf(its)], [nothing, 'refused']);
    assert.deepEqual(await its.db.selectFrom('agreement').selectAll().execute(), []);
  }));

test('RC-5 terms that change between invitation and acceptance are to be agreed to as they are now, and that is what is kept', () =>
  withGuichet(teams, async (its) => {
    const chat = await invitedChat(its);
    const [first] = its.core.portals.get('rconnect')?.procedures.acceptInvitation?.terms ?? [];
    assert.ok(first);
    Object.assign(first, { version: '2027-01' });
    await chat.presses('acceptInvitation.agree');
    chat.hears('Ces conditions ont changé', '2027-01');
    await chat.presses('acceptInvitation.agree');
    Object.assign(first, { version: '2027-02' });
    await chat.presses('acceptInvitation.complete', whole);
    chat.hears('Ces conditions ont changé', '2027-02');
    assert.deepEqual(await created(its), nothing);
    await chat.presses('acceptInvitation.agree');
    await chat.presses('acceptInvitation.complete', whole);
    const kept = await its.db.selectFrom('agreement').select('terms').orderBy('agreedAt', 'desc').orderBy('id').execute();
    assert.ok(kept.some(({ terms }) => terms.includes('2027-01')) && kept.some(({ terms }) => terms.includes('2027-02')));
    assert.equal((await created(its)).accounts, 1);
  }));

test('RC-6 what is filled in is kept, right or wrong, and gone on with later', () =>
  withGuichet(teams, async (its) => {
    const chat = await invitedChat(its);
    await chat.presses('acceptInvitation.agree');
    await chat.presses('acceptInvitation.save', { ...whole, vat: 'half a num' });
    chat.hears('C’est enregistré');
    await provesMailbox(its, chat);
    chat.hears('half a num', '12 rue des Cartes', /1 champ reste à remplir ou à corriger\u00a0: Numéro de TVA/);
    assert.deepEqual(await created(its), nothing);
  }));

test('RC-6 accepted twice at once, from two chats: one wins, and there is one of everything', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    await its.mails();
    const portal = its.core.portals.get('rconnect');
    const chat = clientChat(its);
    await provesMailbox(its, chat);
    // The same client, in another organisation's Teams.
    const other = clientChat(its, 'fr', 'msteams', { ...client, aadObjectId: crypto.randomUUID(), id: '29:elsewhere', givenName: 'Augusta' });
    await provesMailbox(its, other);
    await chat.presses('acceptInvitation.agree');
    const rows = await its.db.selectFrom('request').select(['id', 'person']).where('provenAt', 'is not', null).execute();
    assert.ok(portal && rows.length === 2);
    const done = await Promise.all(
      rows.map(({ id, person }) =>
        its.core.invitations.accept.complete({ actor: { person, channel: 'msteams', locale: 'fr', authenticated: true }, request: id }, portal, whole),
      ),
    );
    assert.deepEqual(done.map((outcome) => (outcome.ok ? 'ok' : outcome.refusals[0].key)).sort(), ['accept.used', 'ok']);
    assert.deepEqual(await created(its), { accounts: 1, organisations: 1, members: 1, rights: 1 });
  }));

test('RC-8 expired, revoked and used invitations say so after the proof, and a new one can be asked for, which reaches the inviter', () =>
  withGuichet(teams, async (its) => {
    const inviter = await invites(its);
    await its.mails();
    const { id } = await its.db.selectFrom('invitation').select('id').executeTakeFirstOrThrow();
    await inviter.sends('invite.revoke', { verb: 'invite.revoke', invitation: id });
    const chat = clientChat(its);
    await provesMailbox(its, chat);
    chat.hears('Cette invitation a été retirée');
    await chat.presses('acceptInvitation.wish');
    chat.hears('Votre demande est partie');
    const [wish, ...others] = await its.mails();
    assert.deepEqual([wish?.to, others], [salesWoman.email, []]);
    inviter.hears('Ada Lovelace vous demande une nouvelle invitation');
    await provesMailbox(its, chat);
    await chat.presses('acceptInvitation.wish');
    chat.hears('déjà été demandée aujourd’hui');
    await inviter.presses('invite.resend');
    const [again] = await its.mails();
    assert.equal(again?.to, 'ada@client.example');
    await accepts(its, chat);
    await provesMailbox(its, chat);
    chat.hears('Cette invitation a déjà servi');
    its.passes(31 * day);
    assert.equal(await statusOf(its), 'accepted');
  }));

test('RC-8 ALL-3 the link of a dead invitation says why to who holds it, and «not valid» to anybody else', () =>
  withGuichet(teams, async (its) => {
    const inviter = await invites(its);
    const [mail] = await its.mails();
    const secret = invitationIn(mail).split('/').at(-1) ?? '';
    const { id } = await its.db.selectFrom('invitation').select('id').executeTakeFirstOrThrow();
    const why = async (of = secret) => {
      const page = await its.core.invitations.page.open('rconnect', of);
      return page.state === 'dead' ? page.why.key : page.state;
    };
    await inviter.sends('invite.resend', { verb: 'invite.resend', invitation: id });
    const newer =
      invitationIn((await its.mails())[0])
        .split('/')
        .at(-1) ?? '';
    assert.deepEqual([await why(), await why(newer), await why('x'.repeat(43))], ['accept.newer', 'open', 'unknown']);
    assert.equal((await its.core.passwords.set.open('rconnect', newer)).state, 'unknown', 'it opens no password page');
    its.passes(30 * day);
    assert.equal(await why(newer), 'accept.expired', 'before the due job has said so');
    await inviter.sends('invite.revoke', { verb: 'invite.revoke', invitation: id });
    assert.equal(await why(newer), 'accept.revoked');
    const visitor = { ip: '192.0.2.1', locale: 'fr' } as const;
    assert.ok((await its.core.invitations.page.askAgain('rconnect', newer, visitor)).ok);
    assert.ok((await its.mails()).some(({ to, text }) => to === salesWoman.email && /souhaite une nouvelle invitation/.test(text)));
  }));

test('RC-2 RC-4 on the page: a code mailed to the invited address, then a session that what was begun in chat goes on in', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    const secret =
      invitationIn((await its.mails())[0])
        .split('/')
        .at(-1) ?? '';
    const chat = clientChat(its);
    await provesMailbox(its, chat);
    await chat.presses('acceptInvitation.agree');
    await chat.presses('acceptInvitation.save', whole);
    const { page, accept: core } = its.core.invitations;
    const portal = its.core.portals.get('rconnect');
    const visitor = { ip: '192.0.2.1', locale: 'fr' } as const;
    assert.ok(portal && (await page.sendCode('rconnect', secret, visitor)).ok);
    const [mail] = await its.mails();
    assert.equal(mail?.to, 'ada@client.example');
    const wrong = await page.prove('rconnect', secret, codeIn(mail) === '000000' ? '000001' : '000000', visitor);
    assert.equal(wrong.ok, false);
    const proven = await page.prove('rconnect', secret, codeIn(mail), visitor);
    assert.ok(proven.ok);
    assert.equal(await page.recipient('rconnect', secret, secret, visitor), undefined, 'the mailed link is no session');
    const holder = await page.recipient('rconnect', secret, proven.value.session, visitor);
    assert.ok(holder);
    const looked = await core.look(holder, portal);
    assert.deepEqual(looked.ok && [looked.value.agreed, looked.value.company], [true, whole]);
    const done = await core.complete(holder, portal, {});
    assert.ok(done.ok && done.value.password);
    assert.deepEqual(await its.db.selectFrom('binding').selectAll().execute(), [], 'a page binds nobody’s chat');
  }));

test('RC-1 the inviter leaves before acceptance: the invitation ends with that, and the client’s wish reaches the portal’s support', () =>
  withGuichet(teams, async (its) => {
    const chat = await invitedChat(its);
    its.core.portals.get('rconnect')?.procedures.invite?.inviters.splice(0);
    await chat.presses('acceptInvitation.agree');
    chat.hears('ne peut plus inviter sur ce portail');
    await chat.presses('acceptInvitation.wish');
    const [wish] = await its.mails();
    assert.equal(wish?.to, 'support@rconnect.example.com');
    assert.deepEqual(await created(its), nothing);
  }));

test('RC-9 who has accepted is not invited again, in whatever spelling; and a known mailbox with a tag is invited where it is', () =>
  withGuichet(teams, async (its) => {
    await isKnown(its);
    const inviter = await invites(its, 'ADA+new@client.example');
    const [mail] = await its.mails();
    assert.equal(mail?.to, 'ada@client.example');
    await accepts(its, clientChat(its));
    await its.mails();
    for (const spelling of ['ada@client.example', 'Ada+x@Client.example']) {
      await inviter.says('inviter un client rconnect');
      await inviter.presses('invite.who', { email: spelling });
      await inviter.presses('invite.company', { name: 'X' });
      await inviter.presses('invite.send');
      inviter.hears('Aucune invitation n’est partie', 'Ont déjà accès');
    }
    assert.deepEqual(await its.mails(), []);
    assert.deepEqual(await created(its), { accounts: 1, organisations: 1, members: 1, rights: 1 });
  }));

test('ALL-9 each action of the client is audited, without a code', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    await its.mails();
    await accepts(its, clientChat(its));
    const code = codeIn(its.inbox.mails.find(({ subject }) => subject.includes('votre code')));
    const records = await its.db
      .selectFrom('audit')
      .select(['action', 'outcome', 'detail'])
      .where('action', 'like', 'acceptInvitation.%')
      .orderBy('id')
      .execute();
    assert.deepEqual(
      records.map(({ action, outcome }) => `${action} ${outcome}`),
      ['asked', 'proven', 'agreed', 'saved', 'accepted', 'asked'].map((step) => `acceptInvitation.${step} ok`),
    );
    assert.doesNotMatch(JSON.stringify(records), new RegExp(`(?<!\\d)${code}(?!\\d)`));
  }));

test('ALL-13 on a channel without identity the link of the invitation is mailed again, whose page does the rest, and no code can be guessed', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    const first = invitationIn((await its.mails())[0]);
    const chat = clientChat(its, 'fr', 'webchat');
    await chat.says('accepter mon invitation rconnect');
    chat.hears('J’y renvoie son lien');
    await chat.presses('acceptInvitation.address', { email: 'ada@client.example' });
    chat.hears('Si ada@client.example a été invitée');
    assert.doesNotMatch(JSON.stringify(chat.card), /"id":"code"|acceptInvitation\.code/);
    const [mail] = await its.mails();
    assert.equal(mail?.to, 'ada@client.example');
    assert.doesNotMatch(mail.text, /(?<!\d)\d{6}(?!\d)/);
    await chat.says('123456');
    chat.hears('Un code ne sert que dans Teams');
    for (const link of [first, invitationIn(mail)]) assert.equal((await its.page(link)).status, 200, 'nobody ends a link for somebody else');
    assert.deepEqual(await its.db.selectFrom('code').selectAll().execute(), []);
    assert.deepEqual(await its.db.selectFrom('binding').selectAll().execute(), []);
  }));

test('ALL-4 on a channel without identity an invited and another address are answered alike: words, card, statements and outbox', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    await its.mails();
    const seen: unknown[] = [];
    for (const email of ['ada@client.example', 'nobody@client.example']) {
      const chat = clientChat(its, 'fr', 'webchat');
      await chat.says('annuler');
      await chat.says('accepter mon invitation rconnect');
      const before = (await its.db.selectFrom('outbox').select('id').execute()).length;
      its.statements.length = 0;
      await chat.presses('acceptInvitation.address', { email });
      const card = JSON.stringify(chat.card)
        .replaceAll(email, '@')
        .replaceAll(/"nonce":"[^"]+"/g, '');
      const statements = its.statements.map((sql) => sql.replaceAll(/\d{13}/g, 'now'));
      seen.push({ card, statements, outbox: (await its.db.selectFrom('outbox').select('id').execute()).length - before });
    }
    assert.deepEqual(seen[0], seen[1]);
    assert.equal((await its.mails()).length, 1);
  }));
