import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../../core/foundation/clock.ts';
import { openBrowser, tokenIn } from '../../browser.ts';
import { actionsOf } from '../../chat.ts';
import { aliceAccount, colleague, meets } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { client, clientChat, invites } from '../../inviting.ts';
import { identifiers, signedInBrowser, usual, withPasswords } from '../../signedIn.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { alices, linksAccount, turnsOn, visitor } from '../../twoFactor.ts';
import { tiedTo, tieLinkIn, ties } from '../../tying.ts';

const inTeams = { channel: 'msteams' } as const;
const both = ['Alice Martin', 'Bruno Leroy'];

/** Alice and Bruno have both tied their chats to Alice's account. */
async function bothTied(its: Guichet) {
  const thief = await meets(its, bruno);
  const [own, theirs] = [await ties(its, its.chat, aliceAccount), await ties(its, thief, aliceAccount)];
  assert.deepEqual(await tiedTo(its, 'invgate'), both);
  return { thief, own, theirs };
}

/** Whether this chat is asked to prove the account before it sees a catalogue. */
async function isAskedToProve(chat: Guichet['chat']): Promise<boolean> {
  await chat.says('m’inscrire à un catalogue InvGate');
  return actionsOf(chat.card).some(({ data }) => data?.verb === 'enroll.prove');
}

/** Sets a new password of Alice's InvGate account on the page of this link. */
async function choosesPassword(its: Guichet, link: string, password = 'Phare-12-de-la-Pointe!!'): Promise<void> {
  const web = await its.page(link);
  await web.sendsCode();
  await its.worker.drain();
  assert.equal((await web.submits(password, { code: codeIn(its.sms.messages.at(-1)) })).status, 303);
}

for (const [locale, says] of [
  ['fr', ['Bruno Leroy (bruno.leroy@corp.example)', 'Microsoft Teams', '20 novembre 2026 à 9\u00a0h\u00a000', 'Dissocier cette conversation']],
  ['en', ['Bruno Leroy (bruno.leroy@corp.example)', 'Microsoft Teams', '20 November 2026 at 09:00', 'Unlink this chat']],
] as const)
  test(`ALL-9 a chat tied with a code that was read out is told to the owner, who ends it by the mail’s link, in ${locale}`, () =>
    withGuichet({ ...inTeams, locale }, async (its) => {
      const thief = await meets(its, bruno, locale);
      const told = await ties(its, thief, aliceAccount);
      assert.equal(told.to, aliceAccount);
      for (const word of says) assert.ok(told.text.includes(word), word);
      const page = await its.page(tieLinkIn(told), locale);
      for (const word of says) assert.ok(page.html.includes(word), word);
      await its.page(tieLinkIn(told));
      assert.deepEqual(await tiedTo(its, 'invgate'), ['Bruno Leroy'], 'a scanner that opens it changes nothing');
      assert.equal((await page.posts({ which: 'one' }, 'forged')).status, 403);
      assert.deepEqual(await tiedTo(its, 'invgate'), ['Bruno Leroy']);
      assert.match((await page.posts({ which: 'one' })).html, locale === 'fr' ? /n’est plus liée à votre compte/ : /no longer linked to your account/);
      assert.deepEqual(await tiedTo(its, 'invgate'), []);
      assert.match((await page.again()).html, locale === 'fr' ? /déjà servi/ : /already been used/);
      const records = await its.db
        .selectFrom('audit')
        .select(['action', 'channel', 'detail'])
        .where('action', 'like', 'account.%linked')
        .orderBy('id')
        .execute();
      assert.deepEqual(
        records.map(({ action, channel, detail }) => [action, channel, JSON.parse(detail).why]),
        [
          ['account.linked', 'msteams', undefined],
          ['account.unlinked', 'page', 'mail'],
        ],
      );
    }));

test('the mail’s link ends one tie or all of them; beyond its life it says expired, and another comes by mail', () =>
  withGuichet(inTeams, async (its) => {
    const { thief, theirs } = await bothTied(its);
    its.passes(30 * day);
    const old = await its.page(tieLinkIn(theirs));
    assert.equal(old.status, 410);
    old.shows('expiré');
    await old.renews();
    const again = (await its.mails()).at(-1);
    assert.equal(again?.to, aliceAccount);
    const page = await its.page(tieLinkIn(again));
    page.shows('ainsi que l’autre conversation liée');
    assert.match((await page.posts({ which: 'all' })).html, /2 conversations ne sont plus liées/);
    assert.deepEqual(await tiedTo(its, 'invgate'), []);
    assert.equal(await isAskedToProve(thief), true);
    assert.equal(await isAskedToProve(its.chat), true);
    await (await its.page(tieLinkIn(again))).renews();
    assert.equal((await its.mails()).length, 0, 'nothing is left to end');
    assert.equal((await its.page(tieLinkIn(again).replace('/invgate/', '/octopus/'))).status, 404);
  }));

test('who is tied already is told of once; a tie made again is told again', () =>
  withGuichet(inTeams, async (its) => {
    const { own } = await bothTied(its);
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: aliceAccount });
    await its.chat.presses('reset.code', { code: codeIn((await its.mails())[0]) });
    await choosesPassword(its, its.chat.opens());
    assert.ok((await its.mails()).every(({ text }) => !text.includes('/tie/')));
    await (await its.page(tieLinkIn(own))).posts({ which: 'one' });
    await ties(its, its.chat, aliceAccount);
  }));

test('the page of the account lists every chat that is tied to it, and ends each of them and all', () =>
  withGuichet(inTeams, async (its) => {
    await bothTied(its);
    await withPasswords(its);
    const browser = await signedInBrowser(its, 'invgate');
    const shown = (await browser.opens('/p/invgate/account')).html;
    for (const who of ['Alice Martin (alice.martin@corp.example)', 'Bruno Leroy (bruno.leroy@corp.example)']) assert.ok(shown.includes(who), who);
    const { id } = await its.db
      .selectFrom('binding')
      .innerJoin('person', 'person.id', 'binding.person')
      .select('binding.id')
      .where('name', '=', 'Bruno Leroy')
      .executeTakeFirstOrThrow();
    const stranger = openBrowser(its.url);
    await stranger.signsIn('octopus', identifiers.octopus, usual);
    const theirs = tokenIn((await stranger.opens('/p/octopus/account')).html);
    await stranger.posts('/p/octopus/account/untie', { csrf: theirs, tie: id });
    await stranger.posts('/p/octopus/account/untie', { csrf: theirs });
    assert.deepEqual(await tiedTo(its, 'invgate'), both, 'another account’s page ends none of these');
    const csrf = tokenIn(shown);
    assert.match((await browser.posts('/p/invgate/account/untie?lang=fr', { csrf, tie: id })).location ?? '', /said=unlinked/);
    assert.deepEqual(await tiedTo(its, 'invgate'), ['Alice Martin']);
    const [mail] = await its.mails();
    assert.equal(mail?.to, aliceAccount);
    assert.match(mail?.text ?? '', /dissociées de votre compte InvGate[^:]*: Bruno Leroy \(bruno\.leroy@corp\.example\)/);
    await browser.posts('/p/invgate/account/untie?lang=fr', { csrf });
    assert.deepEqual(await tiedTo(its, 'invgate'), []);
    assert.match((await browser.opens('/p/invgate/account')).html, /Conversation dissociée/);
  }));

test('«Mon compte» lists the ties of other people too, and ends them; the owner is told by mail', () =>
  withGuichet(inTeams, async (its) => {
    const { thief } = await bothTied(its);
    await its.chat.says('mon compte');
    its.chat.hears('Cette conversation\nMicrosoft Teams, depuis le', '[Bruno Leroy \\(bruno.leroy@corp.example\\)] Microsoft Teams');
    const ends = actionsOf(its.chat.card).find(({ data }) => data?.verb === 'account.endTie')?.data ?? {};
    const other = await meets(its, { ...bruno, id: '29:x', aadObjectId: 'cccccccc-cccc-4ccc-8ccc-cccccccccccc', name: 'Chloé Noir' });
    await other.sends('account.endTie', ends);
    assert.deepEqual(await tiedTo(its, 'invgate'), both, 'nobody else ends it, whatever the card carries');
    await its.chat.presses('account.endTie');
    its.chat.hears('n’est plus liée au compte');
    assert.deepEqual(await tiedTo(its, 'invgate'), ['Alice Martin']);
    const [mail] = await its.mails();
    assert.deepEqual([mail?.to, /Par.: Alice Martin \(alice\.martin@corp\.example\)/.test(mail?.text ?? '')], [aliceAccount, true]);
    assert.equal(await isAskedToProve(thief), true);
  }));

const recoveries: Readonly<Record<string, (its: Guichet, thief: Guichet['chat']) => Promise<void>>> = {
  'a reset by the code in the owner’s chat': async (its) => {
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: aliceAccount });
    await its.chat.presses('reset.code', { code: codeIn((await its.mails()).at(-1)) });
    await choosesPassword(its, its.chat.opens());
  },
  'a reset by the mailed link': async (its) => {
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: aliceAccount });
    await choosesPassword(its, linkIn((await its.mails()).at(-1)));
  },
  'a reset that the thief asked for and the owner completed': async (its, thief) => {
    await thief.says('mot de passe invgate oublié');
    await thief.presses('reset.send', { identifier: aliceAccount });
    await choosesPassword(its, linkIn((await its.mails()).at(-1)));
  },
};

for (const [how, recovers] of Object.entries(recoveries))
  test(`ALL-5 a thief’s tie does not outlive ${how}, and the mail says so`, () =>
    withGuichet(inTeams, async (its) => {
      const { thief } = await bothTied(its);
      await recovers(its, thief);
      assert.deepEqual(await tiedTo(its, 'invgate'), ['Alice Martin']);
      const changed = (await its.mails()).find(({ subject }) => subject.includes('votre mot de passe est enregistré'));
      assert.match(changed?.text ?? '', /ne sont plus liées au compte.: Bruno Leroy \(bruno\.leroy@corp\.example\)/);
      assert.equal(await isAskedToProve(thief), true);
      const { detail } = await its.db.selectFrom('audit').select('detail').where('action', '=', 'account.unlinked').executeTakeFirstOrThrow();
      assert.equal(JSON.parse(detail).why, 'password');
    }));

test('ALL-5 a first password ends the ties of other people', () =>
  withGuichet(inTeams, async (its) => {
    const { thief } = await bothTied(its);
    await its.chat.says('je voudrais m’inscrire sur invgate');
    await its.chat.presses('signUp.address', { email: aliceAccount });
    await its.chat.presses('signUp.details', { userName: aliceAccount, givenName: 'Alice', familyName: 'Martin' });
    await choosesPassword(its, linkIn((await its.mails()).at(-1)));
    assert.deepEqual(await tiedTo(its, 'invgate'), ['Alice Martin']);
    assert.equal(await isAskedToProve(thief), true);
  }));

test('ALL-9 a guest who is called as the owner is told to her as one whose address is not verified, on the page and in «Mon compte» too', () =>
  withGuichet(inTeams, async (its) => {
    const thief = await meets(its, { ...colleague('Alix', 'Martin', 'thief@elsewhere.example'), name: 'Alice Martin', userRole: 'guest' });
    const told = await ties(its, thief, aliceAccount);
    assert.ok(told.text.includes('Qui écrit\u00a0: Alice Martin (adresse non vérifiée)'));
    (await its.page(tieLinkIn(told))).shows('Alice Martin (adresse non vérifiée)');
    await ties(its, its.chat, aliceAccount);
    await its.chat.says('mon compte');
    its.chat.hears('[Alice Martin \\(adresse non vérifiée\\)] Microsoft Teams');
  }));

test('a name that a mail client would make a link of is not repeated to the owner', () =>
  withGuichet(inTeams, async (its) => {
    const chat = await meets(its, { ...bruno, name: 'Support: call www.evil.example' });
    const told = await ties(its, chat, aliceAccount);
    assert.ok(told.text.includes('Qui écrit\u00a0: bruno.leroy@corp.example'));
    assert.doesNotMatch(told.text, /evil/);
  }));

const safe: Readonly<Record<string, { readonly recovers: (its: Guichet) => Promise<unknown>; readonly subject: string }>> = {
  'a change of the password': {
    recovers: async (its) => {
      const browser = openBrowser(its.url);
      await browser.signsIn('outscale', alices.identifier, alices.password);
      const next = 'bateau dans la brume';
      await browser.sends('/p/outscale/account/password', { current: alices.password, password: next, repeat: next });
    },
    subject: 'mot de passe a été changé',
  },
  'a second factor turned on': { recovers: (its) => turnsOn(its), subject: 'double authentification' },
  'new recovery codes': {
    recovers: async (its) => {
      const { ticket, code } = await turnsOn(its);
      await its.mails();
      await tiesDirectly(its);
      assert.ok((await its.core.signIn.twoFactor.renew(ticket, code(), visitor)).ok);
    },
    subject: 'double authentification',
  },
};

/** Bruno's chat is tied to Alice's OUTSCALE account. */
async function tiesDirectly(its: Guichet): Promise<void> {
  const { id } = await its.db.selectFrom('account').select('id').where('portal', '=', 'outscale').executeTakeFirstOrThrow();
  const person = await its.db.selectFrom('person').select('id').where('name', '=', bruno.name).executeTakeFirstOrThrow();
  await its.db
    .insertInto('binding')
    .values({ id: crypto.randomUUID(), person: person.id, accountId: id, portal: 'outscale', createdAt: its.now(), endedAt: null })
    .onConflict((conflict) => conflict.columns(['person', 'accountId']).doUpdateSet({ endedAt: null }))
    .execute();
}

for (const [how, { recovers, subject }] of Object.entries(safe))
  test(`ALL-5 ${how} ends the ties of other people, and the mail says so`, () =>
    withGuichet(inTeams, async (its) => {
      await linksAccount(its);
      await meets(its, bruno);
      await tiesDirectly(its);
      await recovers(its);
      assert.deepEqual(await tiedTo(its, 'outscale'), ['Alice Martin']);
      const mail = (await its.mails()).findLast((each) => each.subject.includes(subject));
      assert.match(mail?.text ?? '', /ne sont plus liées au compte.: Bruno Leroy/);
    }));

test('ALL-6 the mail of a code says who asked for it, from where and for what', () =>
  withGuichet(inTeams, async (its) => {
    const chat = await meets(its, bruno);
    await chat.says('m’inscrire à un catalogue InvGate');
    await chat.presses('enroll.prove', { identifier: aliceAccount });
    const [proof] = await its.mails();
    assert.match(proof?.text ?? '', /Demandé à Guichet par Bruno Leroy, dans Microsoft Teams, pour «.Inscription aux catalogues.»\./);
    await chat.says('mot de passe invgate oublié');
    await chat.presses('reset.send', { identifier: aliceAccount });
    const [link] = await its.mails();
    assert.match(link?.text ?? '', /par Bruno Leroy, dans Microsoft Teams, pour «.[^»]*.»\./);
  }));

test('ALL-6 the mail of a code that was asked for on a page, or where nobody is known, says so, and repeats no name', () =>
  withGuichet({ channel: 'webchat', gateway: false }, async (its) => {
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: aliceAccount });
    const [link] = await its.mails();
    assert.match(link?.text ?? '', /Demandé à Guichet dans une conversation sur le web, où personne ne vérifie qui écrit, pour «/);
    assert.doesNotMatch(link?.text ?? '', /(?<!Bonjour )Alice Martin/);
    await (await its.page(linkIn(link))).sendsCode();
    assert.match((await its.mails())[0]?.text ?? '', /Demandé sur une page web de Guichet, depuis l’adresse IP 127\.0\.0\.1, pour «/);
  }));

test('ALL-6 the mail of a code names a guest as one whose address is not verified', () =>
  withGuichet(inTeams, async (its) => {
    const chat = await meets(its, { ...colleague('Alix', 'Martin', 'thief@elsewhere.example'), name: 'Alice Martin', userRole: 'guest' });
    await chat.says('m’inscrire à un catalogue InvGate');
    await chat.presses('enroll.prove', { identifier: aliceAccount });
    await chat.says('mot de passe invgate oublié');
    await chat.presses('reset.send', { identifier: aliceAccount });
    const mails = await its.mails();
    assert.equal(mails.length, 2);
    for (const { text } of mails) assert.match(text.replace(/\s+/g, ' '), /Demandé à Guichet par Alice Martin \(adresse non vérifiée\), dans Microsoft Teams/);
  }));

for (const [locale, asks, accepting, nameless] of [
  ['fr', 'accepter mon invitation rconnect', 'il permettrait à Bruno Leroy d’accepter l’invitation à votre place', 'qui l’obtient peut agir à votre place'],
  ['en', 'accept my rConnect invitation', 'it would let Bruno Leroy accept the invitation in your place', 'whoever has it can act in your place'],
] as const)
  test(`ALL-6 the mail of an invitation’s code says what it would let its asker do, and that of any code where the asker is called what is no name, in ${locale}`, () =>
    withGuichet({ ...inTeams, locale }, async (its) => {
      await invites(its);
      await its.mails();
      const mailOf = async (chat: Guichet['chat']) => {
        await chat.says(asks);
        await chat.presses('acceptInvitation.address', { email: client.email });
        return (await its.mails())[0]?.text.replace(/\s+/g, ' ') ?? '';
      };
      assert.ok((await mailOf(await meets(its, bruno, locale))).includes(accepting));
      assert.doesNotMatch(await mailOf(clientChat(its, locale)), /à votre place|in your place/);
      const odd = await meets(its, { ...colleague('Yann', 'Leroy'), name: 'LEROY Yann [DSI-2]' }, locale);
      assert.ok((await mailOf(odd)).includes(nameless));
      await odd.says(locale === 'fr' ? 'mot de passe invgate oublié' : 'forgot my invgate password');
      await odd.presses('reset.send', { identifier: aliceAccount });
      assert.ok((await its.mails())[0]?.text.includes(nameless));
    }));

/** What ends a thief's tie although the roster once gave the thief the address of the account, by the portal it is of. */
const afterwards = {
  'a reset': { portal: 'invgate', recovers: async (its: Guichet) => await recoveries['a reset by the mailed link']?.(its, its.chat) },
  'a change of the password': { portal: 'outscale', recovers: safe['a change of the password']?.recovers },
  'a second factor turned on': { portal: 'outscale', recovers: safe['a second factor turned on']?.recovers },
  'new recovery codes': { portal: 'outscale', recovers: safe['new recovery codes']?.recovers },
} as const;

for (const [how, { portal, recovers }] of Object.entries(afterwards))
  test(`ALL-5 an address that a thief had in the roster days ago, and has not now, keeps no tie at ${how}; the owner’s stays`, () =>
    withGuichet(inTeams, async (its) => {
      const thief = { ...bruno, email: aliceAccount };
      await linksAccount(its);
      its.connector.members.splice(its.connector.members.indexOf(bruno), 1);
      if (portal === 'invgate') {
        await ties(its, its.chat, aliceAccount);
        await ties(its, await meets(its, thief), aliceAccount);
      } else {
        await meets(its, thief);
        await tiesDirectly(its);
      }
      thief.email = bruno.email;
      // Both had it when the roster was asked last.
      await its.db.updateTable('person').set({ emailKey: aliceAccount }).execute();
      await recovers?.(its);
      assert.deepEqual(await tiedTo(its, portal), ['Alice Martin']);
    }));
