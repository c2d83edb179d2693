import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, minute } from '../../../core/foundation/clock.ts';
import { actionsOf, type Chat, inputsOf } from '../../chat.ts';
import { meets } from '../../enrolling.ts';
import { bruno, tenant } from '../../fakes/connector.ts';
import { invitationIn, invites, known, prepares, salesWoman } from '../../inviting.ts';
import { withGuichet } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';

const teams = { channel: 'msteams' } as const;

for (const locale of ['fr', 'en'] as const)
  test(`RC-1 ALL-8 an inviter invites a client from chat, and the mail says all that it must, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const chat = await meets(its, salesWoman, locale);
      await prepares(chat);
      chat.hears(
        fr ? 'Envoyer 1 invitation' : 'Send 1 invitation',
        'Ada Lovelace · ada@client.example',
        'Analytique SARL',
        fr ? 'Passer des commandes' : 'Place orders',
      );
      await chat.presses('invite.send');
      chat.hears(fr ? '1 invitation est partie' : '1 invitation sent');
      const [mail, ...others] = await its.mails();
      assert.deepEqual([mail?.to, others], ['ada@client.example', []]);
      assert.match(mail?.subject ?? '', fr ? /Sonia Lambert vous invite sur My rConnect/ : /Sonia Lambert invites you to My rConnect/);
      for (const part of [
        'Sonia Lambert',
        'Analytique SARL',
        'Get started Now',
        'support@rconnect.example.com',
        'https://rconnect.example.com/documentation',
        'Sonia Lambert (sonia.lambert@sales.example.com)',
      ])
        assert.ok(mail?.text.includes(part), `${part} is not in the mail`);
      const link = invitationIn(mail);
      assert.ok(mail?.text.split('\n').includes(link), 'the whole address stands alone on a line, to copy');
      assert.ok(mail?.html.includes(`href="${link}"`));
      await chat.presses('invite.list');
      chat.hears('Ada Lovelace', fr ? 'envoyée' : 'sent');
      await matchesTranscript('rconnect-invite', locale, 'rconnect: invite', [
        ...chat.transcript.slice(2, -2),
        ...(mail ? [{ mail }] : []),
        ...chat.transcript.slice(-2),
      ]);
    }));

for (const [locale, language, says] of [
  ['fr', 'en', ['Hello Ada Lovelace,', 'A message from Sonia Lambert', 'invites you to']],
  ['en', 'fr', ['Bonjour Ada Lovelace,', 'Un mot de Sonia Lambert', 'vous invite sur']],
] as const)
  test(`RC-1 an inviter chooses the client’s language and adds a line: ${language}, from ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const chat = await meets(its, salesWoman, locale);
      await prepares(chat);
      await chat.presses('invite.send', { language, note: 'À mardi ! <b>Sonia</b>\n*merci*' });
      const [mail] = await its.mails();
      for (const part of [...says, 'À mardi !', '<b>Sonia</b>']) assert.ok(mail?.text.includes(part), `${part} is not in ${mail?.text}`);
      assert.ok(mail?.html.includes('&lt;b&gt;Sonia&lt;/b&gt;'));
      assert.doesNotMatch(mail?.html ?? '', /<b>Sonia/);
    }));

test('RC-1 a line of the inviter’s that would become a link, or is too long, is refused and kept', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await prepares(chat);
    for (const note of ['Voyez https://evil.example', 'www.evil.example', 'x'.repeat(301)]) {
      await chat.presses('invite.send', { note });
      chat.hears('Envoyer 1 invitation', note.slice(0, 40), note.startsWith('x') ? 'trop longue' : 'Les adresses web');
    }
    assert.deepEqual(await its.mails(), []);
    await chat.presses('invite.send', { note: '' });
    const [mail] = await its.mails();
    assert.doesNotMatch(mail?.text ?? '', /Un mot de/);
  }));

test('RC-1 only the profile decides who may invite, not a Teams sign-in or a claim', () =>
  withGuichet(teams, async (its) => {
    const other = await meets(its, bruno);
    await other.says('inviter un client rconnect');
    other.hears('Vous ne pouvez pas inviter', 'support@rconnect.example.com');
    // Nor by answering a card that was somebody else's: the core refuses whatever the dialog lets through.
    const portal = its.core.portals.get('rconnect');
    assert.ok(portal);
    const what = { invitees: [{ email: 'ada@client.example', givenName: '', familyName: '' }], company: known, rights: [] };
    const actor = { person: 'x', channel: 'msteams', locale: 'fr', authenticated: true } as const;
    for (const who of [
      actor,
      { ...actor, email: 'bruno.leroy@corp.example' },
      { ...actor, email: salesWoman.email, authenticated: false },
      { ...actor, email: 'sonia@not-sales.example.com' },
      { ...actor, email: 'sonia@sub.sales.example.com' },
    ]) {
      const sent = await its.core.invitations.invite.send(who, portal, what);
      assert.equal(sent.ok ? '' : sent.refusals[0].key, 'invite.notInviter');
    }
    const elsewhere = await its.core.invitations.invite.send({ ...actor, email: salesWoman.email, tenant: 'other' }, { ...portal, tenants: ['home'] }, what);
    assert.equal(elsewhere.ok ? '' : elsewhere.refusals[0].key, 'invite.notInviter');
    assert.deepEqual(await its.db.selectFrom('invitation').select('id').execute(), []);
    assert.deepEqual(await its.mails(), []);
  }));

test('RC-1 an inviter is named by team as well as by mail domain', () =>
  withGuichet(teams, async (its) => {
    await its.chat.says('inviter un client rconnect');
    its.chat.hears('Qui voulez-vous inviter', 'Adresses e-mail');
  }));

test('RC-1 a right that the profile does not let an inviter grant is not granted', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await prepares(chat, undefined, known, 'orders,administrator,__proto__');
    await chat.presses('invite.send');
    assert.equal((await its.db.selectFrom('invitation').select('rights').executeTakeFirst())?.rights, '["orders"]');
  }));

const requiredOn = ({ card }: Chat) => inputsOf(card).flatMap(({ id, isRequired }) => (isRequired ? [id] : []));

test('RC-1 what is wrong on the inviter’s cards is said and kept: no address, a country, no company', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('inviter un client rconnect');
    await chat.presses('invite.who', { email: 'ada' });
    chat.hears('Ce n’est pas une adresse complète');
    await chat.presses('invite.who', { email: 'un, deux, trois' });
    chat.hears('Je n’y trouve aucune adresse');
    await chat.presses('invite.who', { email: 'ada@client.example', givenName: 'Ada', familyName: 'Lovelace' });
    chat.hears('Seul le nom est obligatoire');
    assert.deepEqual(requiredOn(chat), ['name']);
    await chat.presses('invite.company', { name: '', country: 'Atlantide' });
    chat.hears('Ce champ est obligatoire');
    await chat.presses('invite.company', { name: 'Analytique', country: 'Atlantide', rights: 'orders' });
    chat.hears('Je ne connais pas ce pays');
    assert.match(JSON.stringify(chat.card), /"value":"Atlantide"/);
    await chat.presses('invite.company', { name: 'Analytique', country: 'royaume-uni' });
    chat.hears('Ada Lovelace · ada@client.example');
    await chat.presses('invite.send');
    const row = await its.db.selectFrom('invitation').select(['company', 'givenName']).executeTakeFirst();
    assert.deepEqual([JSON.parse(row?.company ?? '').country, row?.givenName], ['GB', 'Ada']);
  }));

test('RC-1 TALK-6 rows that were copied from a spreadsheet are people with their names, company and language; what a row lacks is said', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('je voudrais inviter un client sur rconnect');
    const rows = [
      'Nom\tPrénom\tSociété\tLangue\tE-mail',
      'Lovelace\tAda\tAnalytique SARL\tanglais\tada@client.example',
      'Babbage\tCharles\tAnalytique SARL\tanglais\tcharles@',
    ];
    await chat.presses('invite.who', { email: rows.join('\n') });
    chat.hears('La société');
    await chat.presses('invite.company', { ...known, name: 'Analytique SARL', rights: 'orders' });
    chat.hears('Ada Lovelace · ada@client.example', 'Babbage Charles Analytique SARL anglais charles@', 'Envoyer 1 invitation');
    await chat.presses('invite.send');
    const [mail] = await its.mails();
    assert.match(mail?.text ?? '', /Hello Ada Lovelace,/);
    await chat.says('je voudrais inviter un client sur rconnect');
    await chat.presses('invite.who', { email: 'Curie\tMarie\tmarie.curie@labo.example\n\nGERMAIN\tSophie\tsophie@labo.example' });
    assert.doesNotMatch(chat.heard, /obligatoire/);
    assert.deepEqual(requiredOn(chat), []);
    await chat.presses('invite.company', { ...known, rights: 'orders' });
    chat.hears('Marie Curie · marie.curie@labo.example', 'Sophie GERMAIN · sophie@labo.example');
  }));

test('RC-1 200 addresses with 10 bad ones: the bad are named, the good are sent behind the answer, with progress on the card', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    const good = Array.from({ length: 190 }, (_, at) => `client${at}@client.example`);
    const bad = Array.from({ length: 10 }, (_, at) => `client${at}@@client`);
    await prepares(chat, [...good, ...bad].join('\n'), {}, '');
    chat.hears('Envoyer 190 invitations', '10 saisies ne sont pas des adresses');
    for (const text of bad) assert.match(chat.heard, new RegExp(text));
    const began = performance.now();
    await chat.presses('invite.send');
    assert.ok(performance.now() - began < 3_000);
    chat.hears(/Envoi en cours\u00a0: \d+ sur 190/);
    const { card } = chat;
    const mails = await its.mails();
    assert.equal(mails.length, 190);
    chat.hears('190 invitations sont parties');
    await chat.presses('invite.progress', {}, { card });
    chat.hears('190 invitations sont parties');
  }));

test('RC-1 one confirmation takes 200 addresses and no more', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('inviter un client rconnect');
    await chat.presses('invite.who', { email: Array.from({ length: 201 }, (_, at) => `client${at}@client.example`).join('\n') });
    chat.hears('Cela fait 201 adresses', '200 à la fois');
  }));

test('RC-1 «Envoyer» twice at once, or delivered again, invites once', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await prepares(chat);
    const { card } = chat;
    await Promise.all([chat.presses('invite.send', {}, { card }), chat.presses('invite.send', {}, { card })]);
    assert.equal((await its.mails()).length, 1);
    assert.equal((await its.db.selectFrom('invitation').select('id').execute()).length, 1);
  }));

test('RC-9 people already invited, in any spelling, are named and mailed only once', () =>
  withGuichet(teams, async (its) => {
    const chat = await invites(its);
    await its.mails();
    for (const spelling of ['ADA@Client.Example', 'ada+rconnect@client.example', '"Lovelace, Adá" <ada@client.example>']) {
      await prepares(chat, spelling);
      await chat.presses('invite.send');
      chat.hears('Aucune invitation n’est partie', 'Déjà invités');
    }
    await prepares(chat, 'zoe@bücher.example');
    await chat.presses('invite.send');
    await prepares(chat, 'zoe@xn--bcher-kva.example');
    await chat.presses('invite.send');
    chat.hears('Déjà invités');
    assert.equal((await its.mails()).length, 1);
  }));

test('RC-8 an inviter lists their own invitations in pages, resends and revokes them; nobody else can', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await prepares(chat, Array.from({ length: 7 }, (_, at) => `client${at}@client.example`).join(' '));
    await chat.presses('invite.send');
    const [first] = await its.mails();
    await chat.presses('invite.list');
    assert.equal(actionsOf(chat.card).filter(({ data }) => data?.verb === 'invite.revoke').length, 5);
    await chat.presses('invite.list');
    assert.equal(actionsOf(chat.card).filter(({ data }) => data?.verb === 'invite.revoke').length, 2);
    const row = await its.db
      .selectFrom('invitation')
      .select(['id', 'email'])
      .where('email', '=', first?.to ?? '')
      .executeTakeFirstOrThrow();
    its.passes(3 * day);
    await chat.sends('invite.resend', { verb: 'invite.resend', invitation: row.id });
    const [again, ...others] = await its.mails();
    assert.deepEqual([again?.to, others], [row.email, []]);
    assert.notEqual(invitationIn(again), invitationIn(first));
    const links = await its.db.selectFrom('link').select(['replacedAt']).where('subject', '=', `invitation:${row.id}`).orderBy('createdAt').execute();
    assert.deepEqual(
      links.map(({ replacedAt }) => replacedAt !== null),
      [true, false],
      'ALL-2 the older link is dead',
    );

    const other = await meets(its, bruno);
    for (const verb of ['invite.resend', 'invite.revoke']) {
      await other.sends(verb, { verb, invitation: row.id });
      other.hears('Cette invitation n’est pas l’une des vôtres', 'Vous n’avez encore invité personne');
    }
    await chat.sends('invite.revoke', { verb: 'invite.revoke', invitation: row.id });
    chat.hears(`L’invitation envoyée à ${row.email} est révoquée`);
    assert.equal((await its.db.selectFrom('invitation').select('status').where('id', '=', row.id).executeTakeFirst())?.status, 'revoked');
  }));

test('RC-8 «Relancer» pressed twice on one card, one after the other or at two bots at once, sends the invitation again once', () =>
  withGuichet(teams, async (its) => {
    const chat = await invites(its);
    await its.mails();
    its.passes(day);
    const { card } = await chat.says('mes invitations');
    for (let times = 0; times < 2; times += 1) {
      await chat.presses('invite.resend', {}, { card });
      chat.hears('ada@client.example');
      its.passes(minute);
    }
    assert.equal((await its.mails()).length, 1);
    const { inviter: person, ...row } = await its.db.selectFrom('invitation').select(['id', 'inviter', 'expiresAt']).executeTakeFirstOrThrow();
    const actor = { person, channel: 'msteams', locale: 'fr', authenticated: true, email: salesWoman.email ?? '', tenant } as const;
    const both = await Promise.all([1, 2].map(() => its.core.invitations.invite.resend(actor, row.id, row.expiresAt)));
    assert.deepEqual(
      both.map(({ ok }) => ok),
      [true, true],
    );
    assert.equal((await its.mails()).length, 1);
    assert.equal((await its.db.selectFrom('rateLimit').select('points').where('key', '=', `invite.again:${row.id}`).executeTakeFirst())?.points, 2);
  }));

test('RC-8 an invitation is mailed again five times a day and no more', () =>
  withGuichet(teams, async (its) => {
    const chat = await invites(its);
    const { id } = await its.db.selectFrom('invitation').select('id').executeTakeFirstOrThrow();
    for (let times = 0; times < 6; times += 1) await chat.sends('invite.resend', { verb: 'invite.resend', invitation: id });
    chat.hears('relancée plusieurs fois aujourd’hui');
    assert.equal((await its.mails()).length, 6);
  }));

test('RC-8 it expires after 30 days, by itself, and the inviter is told in chat and by mail', () =>
  withGuichet(teams, async (its) => {
    const chat = await invites(its);
    await its.mails();
    its.passes(30 * day - 1);
    assert.deepEqual(await its.mails(), []);
    its.passes(1);
    const [mail] = await its.mails();
    assert.deepEqual([mail?.to, /a expiré/.test(mail?.text ?? '')], [salesWoman.email, true]);
    chat.hears('Votre invitation à Ada Lovelace a expiré', 'expirée');
    await prepares(chat);
    await chat.presses('invite.send');
    chat.hears('1 invitation est partie');
  }));

test('ALL-9 each action of an inviter is audited, without a link', () =>
  withGuichet(teams, async (its) => {
    const chat = await invites(its);
    const link = invitationIn((await its.mails())[0]);
    const { id } = await its.db.selectFrom('invitation').select('id').executeTakeFirstOrThrow();
    await prepares(chat);
    await chat.presses('invite.send');
    await chat.sends('invite.resend', { verb: 'invite.resend', invitation: id });
    await chat.sends('invite.revoke', { verb: 'invite.revoke', invitation: id });
    const records = await its.db.selectFrom('audit').select(['action', 'outcome', 'detail']).where('action', 'like', 'invite.%').orderBy('id').execute();
    assert.deepEqual(
      records.map(({ action, outcome }) => `${action} ${outcome}`),
      ['invite.sent ok', 'invite.sent invite.invited', 'invite.resent ok', 'invite.revoked ok'],
    );
    assert.doesNotMatch(JSON.stringify(records), new RegExp(link.slice(link.lastIndexOf('/') + 1)));
  }));

test('RC-1 ALL-13 on a channel that authenticates nobody, nobody can invite', () =>
  withGuichet({ channel: 'webchat' }, async ({ chat }) => {
    await chat.says('inviter un client rconnect');
    chat.hears('support@rconnect.example.com');
  }));
