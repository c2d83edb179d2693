import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute } from '../../core/foundation/clock.ts';
import { openBrowser } from '../browser.ts';
import { actionsOf, openChat } from '../chat.ts';
import { aliceAccount, colleague, meets } from '../enrolling.ts';
import { bruno } from '../fakes/connector.ts';
import { client, clientChat, invites } from '../inviting.ts';
import { visitPublic } from '../publicPage.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../support.ts';
import { alices, appShows, hasPassword, signsIn, turnsOn } from '../twoFactor.ts';

const teams = { channel: 'msteams' } as const;

/** A new visitor of Web Chat: opening another conversation costs nothing. */
const visitor = ({ url, connector }: Guichet, n: number) =>
  openChat({ url, connector, locale: 'fr', channel: 'webchat', conversation: { id: `visitor-${n}` } });

/** So many strangers ask for a reset of an account, each from a conversation of their own. */
async function strangersAsk(guichet: Guichet, portal: string, identifier: string, times: number, email?: string): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const chat = visitor(guichet, n);
    await chat.says('annuler');
    await chat.says(`mdp ${portal} oublié`);
    await chat.presses('reset.send', { identifier, ...(email !== undefined && { email }) });
  }
}

/** Alice asks in Teams, for her own account. */
async function aliceAsks({ chat }: Guichet, portal: string, identifier: string): Promise<void> {
  await chat.says('annuler');
  await chat.says(`mdp ${portal} oublié`);
  await chat.presses('reset.send', { identifier });
}

test('ALL-2 strangers use up the mails of an account, and its owner still gets hers in Teams, by the address in the roster', () =>
  withGuichet(teams, async (guichet) => {
    await strangersAsk(guichet, 'octopus', 'amartin', 7);
    assert.equal((await guichet.mails()).length, 5);
    await aliceAsks(guichet, 'octopus', 'amartin');
    const [mail, ...others] = await guichet.mails();
    assert.deepEqual(others, []);
    await guichet.chat.presses('reset.code', { code: codeIn(mail) });
    guichet.chat.hears('Le code est bon');
    // Bruno is in Teams too, and no owner.
    const other = await meets(guichet, bruno);
    await other.says('mdp octopus oublié');
    await other.presses('reset.send', { identifier: 'amartin' });
    assert.deepEqual(await guichet.mails(), []);
    assert.equal((await guichet.page(linkIn(mail))).status, 410, 'the code has replaced it');
  }));

test('ALL-2 whose chat is tied to the account is its owner too, whatever the roster says', () =>
  withGuichet(teams, async (guichet) => {
    const elsewhere = colleague('Alix', 'Martin');
    const chat = await meets(guichet, elsewhere);
    const { id } = await guichet.db.selectFrom('person').select('id').where('objectId', '=', elsewhere.aadObjectId).executeTakeFirstOrThrow();
    const account = await guichet.db.selectFrom('account').select('id').where('identifier', '=', 'amartin').executeTakeFirstOrThrow();
    const tie = { id: 'tie', person: id, accountId: account.id, portal: 'octopus', createdAt: guichet.now(), endedAt: null };
    await guichet.db.insertInto('binding').values(tie).execute();
    await strangersAsk(guichet, 'octopus', 'amartin', 6);
    await guichet.mails();
    const asks = async () => {
      await chat.says('annuler');
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier: 'amartin' });
      return (await guichet.mails()).length;
    };
    assert.equal(await asks(), 1);
    await guichet.db.updateTable('binding').set({ endedAt: guichet.now() }).execute();
    assert.equal(await asks(), 0, 'a tie that has ended counts no more');
  }));

test('ALL-2 strangers use up the mails of a sign-up for somebody who has no account yet, and who has that address in the roster still gets theirs', () =>
  withGuichet(teams, async (guichet) => {
    const email = 'zoe.petit@corp.example';
    const { perAccount = 0 } = guichet.core.portals.get('invgate')?.asking ?? {};
    await guichet.db
      .insertInto('rateLimit')
      .values({ key: `ask.account:link:invgate:${email}`, points: perAccount, expiresAt: guichet.now() + hour })
      .execute();
    for (const [who, mails] of [
      [bruno, 0],
      [colleague('Zoe', 'Petit', email), 1],
    ] as const) {
      const chat = await meets(guichet, who);
      await chat.says('inscription invgate');
      await chat.presses('signUp.address', { email });
      await chat.presses('signUp.details', { userName: email, givenName: 'Zoe', familyName: 'Petit' });
      assert.equal((await guichet.mails()).length, mails, who.name);
    }
  }));

test('ALL-3 strangers use up the mails of an account, and who holds the secret of a dead link still gets a new one', () =>
  withGuichet(teams, async (guichet) => {
    for (const portal of ['octopus', 'outscale'] as const) {
      const identifier = portal === 'octopus' ? 'amartin' : aliceAccount;
      await strangersAsk(guichet, portal, identifier, 6);
      const mails = await guichet.mails();
      assert.equal(mails.length, 5);
      const first = await guichet.page(linkIn(mails[0]));
      assert.equal(first.status, 410);
      assert.equal((await first.renews()).status, 200);
      const [renewed] = await guichet.mails();
      assert.equal((await guichet.page(linkIn(renewed))).status, 200, portal);
    }
  }));

test('a stranger who has used up their own requests does not use up the renewal of the link that they had mailed', () =>
  withGuichet(teams, async (guichet) => {
    const other = await meets(guichet, bruno);
    for (let times = 0; times < 25; times += 1) {
      await other.says('annuler');
      await other.says('mdp octopus oublié');
      await other.presses('reset.send', { identifier: times === 0 ? 'amartin' : `nobody${times}` });
    }
    const [mail] = await guichet.mails();
    guichet.passes(31 * minute);
    await (await guichet.page(linkIn(mail))).renews();
    assert.equal((await guichet.mails()).length, 1);
  }));

test('a mailbox gets ten mails an hour that strangers caused, over all portals together, and its owner those that they ask for besides', () =>
  withGuichet(teams, async (guichet) => {
    await strangersAsk(guichet, 'octopus', 'amartin', 6);
    await strangersAsk(guichet, 'outscale', aliceAccount, 6);
    await strangersAsk(guichet, 'invgate', aliceAccount, 6);
    const mails = await guichet.mails();
    assert.equal(mails.filter(({ to }) => to === aliceAccount).length, 10);
    for (const [portal, identifier] of [
      ['octopus', 'amartin'],
      ['outscale', aliceAccount],
      ['invgate', aliceAccount],
    ] as const) {
      await aliceAsks(guichet, portal, identifier);
      assert.equal((await guichet.mails()).length, 1, portal);
    }
    // Another mailbox is not touched.
    await strangersAsk(guichet, 'octopus', 'bleroy', 1);
    assert.equal((await guichet.mails()).length, 1);
    guichet.passes(hour);
    await strangersAsk(guichet, 'invgate', aliceAccount, 1);
    assert.equal((await guichet.mails()).length, 1);
  }));

test('an owner’s own mails have an end too: five an hour for an account', () =>
  withGuichet(teams, async (guichet) => {
    for (let times = 0; times < 8; times += 1) await aliceAsks(guichet, 'octopus', 'amartin');
    assert.equal((await guichet.mails()).length, 5);
  }));

test('ALL-2 the proof of an account: strangers use up its codes, and its owner still gets hers', () =>
  withGuichet(teams, async (guichet) => {
    const asks = async (chat: typeof guichet.chat) => {
      await chat.says('annuler');
      await chat.says('m’inscrire à un catalogue InvGate');
      await chat.presses('enroll.prove', { identifier: aliceAccount });
    };
    const other = await meets(guichet, bruno);
    for (let times = 0; times < 7; times += 1) await asks(other);
    assert.equal((await guichet.mails()).length, 5);
    await asks(guichet.chat);
    const [mail] = await guichet.mails();
    await guichet.chat.presses('enroll.code', { code: codeIn(mail) });
    guichet.chat.hears('Choisissez ce dont vous avez besoin');
  }));

test('ALL-2 an invitation’s code: a stranger uses up its codes, and the invited person still gets theirs', () =>
  withGuichet(teams, async (guichet) => {
    await invites(guichet);
    await guichet.mails();
    const asks = async (chat: typeof guichet.chat) => {
      await chat.says('annuler');
      await chat.says('accepter mon invitation rconnect');
      await chat.presses('acceptInvitation.address', { email: client.email });
    };
    const other = await meets(guichet, bruno);
    for (let times = 0; times < 7; times += 1) await asks(other);
    assert.equal((await guichet.mails()).length, 5);
    await asks(clientChat(guichet));
    assert.equal((await guichet.mails()).length, 1);
  }));

test('ALL-6 a stranger burns all their tries at an account’s codes, and the owner’s right code is taken, today', () =>
  withGuichet(teams, async (guichet) => {
    const strangers = [bruno, colleague('Carl', 'Un'), colleague('Dora', 'Deux'), colleague('Emil', 'Trois')];
    let wrong = 0;
    for (const who of strangers) {
      const chat = await meets(guichet, who);
      for (let asked = 0; asked < 7; asked += 1) {
        guichet.passes(13 * minute);
        await chat.says('annuler');
        await chat.says('mdp octopus oublié');
        await chat.presses('reset.send', { identifier: 'amartin' });
        for (let tries = 0; tries < 5; tries += 1) {
          await chat.presses('reset.code', { code: '000000' });
          wrong += 1;
        }
      }
      chat.hears('Trop d’essais aujourd’hui');
    }
    assert.equal(wrong, 140);
    await guichet.mails();
    await aliceAsks(guichet, 'octopus', 'amartin');
    const [mail] = await guichet.mails();
    await guichet.chat.presses('reset.code', { code: codeIn(mail) });
    guichet.chat.hears('Le code est bon');
    // All strangers together have no more: a hundred guesses a day, and no end of identities.
    guichet.passes(hour);
    const another = await meets(guichet, colleague('Fanny', 'Quatre'));
    await another.says('mdp octopus oublié');
    await another.presses('reset.send', { identifier: 'amartin' });
    await another.presses('reset.code', { code: '000000' });
    another.hears('Trop d’essais aujourd’hui');
  }));

test('ALL-6 strangers burn all their tries at the code of an invitation, and the invited person’s right code is taken, today', () =>
  withGuichet(teams, async (guichet) => {
    await invites(guichet);
    await guichet.mails();
    const asks = async (chat: typeof guichet.chat) => {
      await chat.says('annuler');
      await chat.says('accepter mon invitation rconnect');
      await chat.presses('acceptInvitation.address', { email: client.email });
    };
    for (const who of [bruno, colleague('Carl', 'Un'), colleague('Dora', 'Deux'), colleague('Emil', 'Trois')]) {
      const chat = await meets(guichet, who);
      for (let asked = 0; asked < 6; asked += 1) {
        guichet.passes(13 * minute);
        await asks(chat);
        for (let tries = 0; tries < 5; tries += 1) await chat.presses('acceptInvitation.code', { code: '000000' });
      }
    }
    await guichet.mails();
    const invited = clientChat(guichet);
    await asks(invited);
    await invited.presses('acceptInvitation.code', { code: codeIn((await guichet.mails())[0]) });
    assert.ok(!invited.heard.includes('Trop d’essais'), invited.heard);
    assert.equal((await guichet.db.selectFrom('invitation').select('status').executeTakeFirstOrThrow()).status, 'opened');
  }));

test('ALL-6 a stranger’s tries at the proof of an account are theirs alone', () =>
  withGuichet(teams, async (guichet) => {
    const asks = async (chat: typeof guichet.chat) => {
      await chat.says('annuler');
      await chat.says('m’inscrire à un catalogue InvGate');
      await chat.presses('enroll.prove', { identifier: aliceAccount });
    };
    const other = await meets(guichet, bruno);
    for (let asked = 0; asked < 7; asked += 1) {
      guichet.passes(hour);
      await asks(other);
      for (let tries = 0; tries < 5; tries += 1) await other.presses('enroll.code', { code: '000000' });
    }
    other.hears('Trop d’essais aujourd’hui');
    await guichet.mails();
    await asks(guichet.chat);
    await guichet.chat.presses('enroll.code', { code: codeIn((await guichet.mails())[0]) });
    guichet.chat.hears('Choisissez ce dont vous avez besoin');
  }));

test('ALL-6 where the channel vouches for nobody there is no code to guess: the link alone opens, and the chat goes on by itself', async () => {
  for (const channel of ['webchat', 'emulator'] as const)
    await withGuichet({ channel }, async (guichet) => {
      const { chat, mails, page, worker, db } = guichet;
      for (const [says, press, typed] of [
        ['mdp octopus oublié', 'reset', { identifier: 'amartin' }],
        ['compte octopus bloqué', 'unlock', { identifier: 'amartin' }],
        ['m’inscrire sur octopus', 'signUp', { identifier: 'amartin' }],
      ] as const) {
        await chat.says('annuler');
        await chat.says(says);
        await chat.presses(`${press}.send`, typed);
        assert.doesNotMatch(JSON.stringify(chat.card), /"id":"code"/, press);
        assert.equal(
          actionsOf(chat.card).some(({ data }) => data?.verb === `${press}.code`),
          false,
        );
        assert.doesNotMatch(chat.heard, /saisissez le code/);
        await chat.says('000000');
        chat.hears('Ici, seul le lien de l’e-mail ouvre la page');
        // A card that was forged gets no further.
        await chat.sends(`${press}.code`, { ...actionsOf(chat.card)[0]?.data, verb: `${press}.code`, code: '000000' }, true);
      }
      const sent = await mails();
      assert.equal(sent.length, 3);
      for (const { text } of sent) assert.doesNotMatch(text.replaceAll(/https?:\S+/g, ''), /(?<!\d)\d{6}(?!\d)/);
      assert.ok((await db.selectFrom('code').select('tries').execute()).every(({ tries }) => tries === 0));
      assert.deepEqual(await db.selectFrom('rateLimit').select('key').where('key', 'like', 'code.%').execute(), []);
      const web = await page(linkIn(sent.at(-1)));
      assert.equal((await web.submits('quatre 7 vents')).status, 303);
      await worker.drain();
      chat.hears('Votre mot de passe est enregistré');
    });
});

test('one visitor with hundreds of conversations does not shut Web Chat: every account that nobody asked for still has a mail', () =>
  withGuichet(teams, async (guichet) => {
    const { asking } = guichet.core.portals.get('octopus') ?? {};
    assert.ok(asking);
    // As if they had opened as many conversations as all may ask from.
    await guichet.db
      .insertInto('rateLimit')
      .values({ key: 'ask.crowd:octopus', points: asking.perCrowd, expiresAt: guichet.now() + hour })
      .execute();
    await strangersAsk(guichet, 'octopus', 'bleroy', 3);
    assert.equal((await guichet.mails()).length, 1);
    await strangersAsk(guichet, 'octopus', 'amartin', 1);
    assert.equal((await guichet.mails()).length, 1);
    await aliceAsks(guichet, 'octopus', 'amartin');
    assert.equal((await guichet.mails()).length, 1);
  }));

test('one visitor of an office’s network uses up its public requests, and a colleague there still gets theirs', () =>
  withGuichet({ ...teams, env: { TRUST_PROXY: '1' } }, async (guichet) => {
    const { asking } = guichet.core.portals.get('octopus') ?? {};
    assert.ok(asking);
    const office = visitPublic(guichet, '/p/octopus/reset', { from: '198.51.100.7' });
    await guichet.db
      .insertInto('rateLimit')
      .values({ key: 'public.network:198.51.100.7', points: asking.perAddress, expiresAt: guichet.now() + hour })
      .execute();
    assert.equal((await office.submits({ identifier: 'nobody' })).status, 303);
    assert.equal((await office.submits({ identifier: 'nobody' })).status, 429);
    assert.equal((await office.submits({ identifier: 'amartin' })).status, 303);
    assert.equal((await guichet.mails()).length, 1);
    assert.equal((await office.submits({ identifier: 'AMARTIN' })).status, 429);
  }));

test('who knows the password burns the tries at the second factor from one network: the owner’s session and another network still have theirs', () =>
  withGuichet(teams, async (its) => {
    await hasPassword(its);
    const { ticket, code } = await turnsOn(its);
    const { twoFactor, secondStep } = its.core.signIn;
    for (let tries = 0; tries < 11; tries += 1) {
      const { ticket: second } = await signsIn(its);
      const tried = await secondStep.pass(second, '000000', { ip: '192.0.2.66', locale: 'fr' });
      assert.equal(tried.ok, false);
      if (!tried.ok) assert.equal(tried.refusals[0].key, tries < 10 ? 'twoFactor.wrong' : 'twoFactor.tries');
    }
    const { ticket: owners } = await signsIn(its);
    assert.ok((await secondStep.pass(owners, code(), { ip: '198.51.100.7', locale: 'fr' })).ok);
    its.passes(minute);
    assert.ok((await twoFactor.renew(ticket, code(), { ip: '192.0.2.66', locale: 'fr' })).ok);
  }));

test('who knows the password burns the tries at the second factor from everywhere: a browser that passed it before has tries of its own, one from before it was on has none', () =>
  withGuichet(teams, async (its) => {
    await hasPassword(its);
    const [early, known] = [openBrowser(its.url), openBrowser(its.url)];
    const signs = (browser: typeof early) => {
      browser.jar.delete('guichet-outscale');
      return browser.signsIn('outscale', alices.identifier, alices.password);
    };
    assert.match((await signs(early)).location ?? '', /account/);
    its.passes(1);
    const { secret } = await turnsOn(its);
    const passes = async (browser: typeof early, code?: string) => {
      const { location = '' } = await signs(browser);
      its.passes(minute);
      return (await browser.sends(location, { code: code ?? appShows(secret, its.now()) })).status;
    };
    assert.equal(await passes(known), 303);
    const { id } = await its.db.selectFrom('account').select('id').where('portal', '=', 'outscale').executeTakeFirstOrThrow();
    await its.db.deleteFrom('rateLimit').where('key', 'like', 'factor.%').execute();
    const spent = ['factor.strangers', 'factor.app.day'].map((name, at) => ({ key: `${name}:${id}${at === 0 ? '' : ':127.0.0.1'}`, points: 60 }));
    await its.db
      .insertInto('rateLimit')
      .values(spent.map((one) => ({ ...one, expiresAt: its.now() + hour })))
      .execute();
    assert.equal(await passes(known), 303, 'the owner’s own browser');
    assert.equal(await passes(early), 422, 'who signed in with the password alone');
    assert.equal(await passes(openBrowser(its.url)), 422);
    its.passes(15 * minute);
    for (let tries = 0; tries < 10; tries += 1) assert.equal(await passes(known, '000000'), 422);
    assert.equal(await passes(known), 422, 'no more than ten in a quarter of an hour');
  }));

test('ALL-6 one person tries sixty codes a day at other people’s accounts together, over all portals, and then no right one either; their own are not among them, and nobody else’s', () =>
  withGuichet(teams, async (guichet) => {
    const thief = await meets(guichet, bruno);
    const asksFor = async (chat: typeof thief, identifier: string, portal = 'octopus') => {
      await chat.says('tout annuler');
      await chat.says(`mdp ${portal} oublié`);
      await chat.presses('reset.send', { identifier });
      return codeIn((await guichet.mails()).at(-1));
    };
    const { id } = await guichet.db.selectFrom('person').select('id').where('name', '=', bruno.name).executeTakeFirstOrThrow();
    const tried = () => guichet.db.updateTable('rateLimit').set({ points: 60 }).where('key', '=', `code.all:${id}`).executeTakeFirst();
    const code = await asksFor(thief, 'amartin');
    await thief.presses('reset.code', { code: code === '111111' ? '222222' : '111111' });
    thief.hears(/Il vous reste 4\sessais/);
    assert.equal((await tried()).numUpdatedRows, 1n, 'the tries at all accounts are counted in one place');
    const other = await asksFor(thief, aliceAccount, 'outscale');
    await thief.presses('reset.code', { code: other });
    thief.hears('Trop d’essais aujourd’hui');
    await guichet.chat.presses('reset.code', { code: await asksFor(guichet.chat, 'amartin') });
    guichet.chat.hears('Le code est bon');
    const own = await asksFor(thief, 'bleroy');
    await thief.presses('reset.code', { code: own });
    thief.hears('Le code est bon');
  }));
