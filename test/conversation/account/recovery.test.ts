import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untie } from '../../../core/directory/untie.ts';
import { operatorNamed } from '../../../core/foundation/actor.ts';
import { hour } from '../../../core/foundation/clock.ts';
import type { Outcome } from '../../../core/foundation/outcome.ts';
import { createSecrets } from '../../../core/foundation/secrets.ts';
import { type Core, createCore } from '../../../core/index.ts';
import { proves } from '../../accepting.ts';
import { openBrowser } from '../../browser.ts';
import { actionsOf } from '../../chat.ts';
import { meets } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { dependenciesOf } from '../../fakes/dependencies.ts';
import { invitationIn, invites, whole } from '../../inviting.ts';
import { actorOf } from '../../managing.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { alices, hasPassword, joins, portalOf, turnsOn } from '../../twoFactor.ts';
import { tiedTo, tieLinkIn, ties } from '../../tying.ts';

const inTeams = { channel: 'msteams' } as const;
const account = { portal: 'octopus', identifier: 'amartin', password: 'voiles rouges 31' } as const;

/** Bruno asks for Alice's first password in his own chat, is read the code, and keeps the page that it opens for later. */
async function keepsPage(its: Guichet) {
  const thief = await meets(its, bruno);
  await thief.says('m’inscrire sur octopus');
  await thief.presses('signUp.send', { identifier: account.identifier });
  const code = codeIn((await its.mails()).at(-1));
  await thief.presses('signUp.code', { code });
  return { kept: thief.opens(), thief, code };
}

/** Bruno asks for a code that ties his chat to an account, and keeps it for later. Returns what he does with it. */
async function keepsCode(its: Guichet, identifier: string) {
  const thief = await meets(its, bruno);
  await thief.says('m’inscrire à un catalogue InvGate');
  await thief.presses('enroll.prove', { identifier });
  const code = codeIn((await its.mails()).at(-1));
  return async () => await thief.presses('enroll.code', { code });
}

test('ALL-5 a page for a password that somebody else opened with a code that was read out does not outlive the owner’s reset', () =>
  withGuichet(inTeams, async (its) => {
    await hasPassword(its, account);
    const { kept, thief, code } = await keepsPage(its);
    assert.equal((await its.page(kept)).status, 200);
    await thief.says('menu');
    await thief.says('reprendre');
    assert.ok(actionsOf(thief.card).some(({ data }) => data?.verb === 'signUp.page'));
    await its.chat.says('mdp octopus oublié');
    await its.chat.presses('reset.send', { identifier: account.identifier });
    const web = await its.page(linkIn((await its.mails()).at(-1)));
    assert.equal((await web.submits('bateau blanc 27')).status, 303);
    const page = await its.page(kept);
    assert.equal(page.status, 410);
    assert.equal((await page.submits('un intrus 4')).status, 410);
    // Nor does the chat open it anew, by its button or by the code.
    (await thief.presses('signUp.page')).hears('Ce code n’est plus valable');
    (await thief.presses('signUp.code', { code })).hears('Ce code n’est plus valable');
  }));

for (const [how, ends] of Object.entries({
  'the mail’s link': async (its: Guichet, told: { readonly text: string }) => await (await its.page(tieLinkIn(told))).posts({ which: 'one' }),
  'an operator': async ({ db, core, now }: Guichet) => {
    const portal = core.portals.get('invgate');
    assert.ok(portal);
    await untie(db, portal, alices.identifier, { person: undefined, actor: operatorNamed('olga'), now: now() });
  },
}))
  test(`ALL-5 a page for a password that somebody tied keeps for later ends with the tie, by ${how}`, () =>
    withGuichet(inTeams, async (its) => {
      const thief = await meets(its, bruno);
      await thief.says('mot de passe invgate oublié');
      await thief.presses('reset.send', { identifier: alices.identifier });
      await thief.presses('reset.code', { code: codeIn((await its.mails()).at(-1)) });
      const kept = thief.opens();
      await thief.says('tout annuler');
      const told = await ties(its, thief, alices.identifier);
      assert.equal((await its.page(kept)).status, 200);
      await ends(its, told);
      assert.deepEqual(await tiedTo(its, 'invgate'), []);
      assert.equal((await its.page(kept)).status, 410);
    }));

test('ALL-5 a code that was read out before the owner’s reset ties no chat after it', () =>
  withGuichet(inTeams, async (its) => {
    const uses = await keepsCode(its, alices.identifier);
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: alices.identifier });
    const web = await its.page(linkIn((await its.mails()).at(-1)));
    await web.sendsCode();
    await its.worker.drain();
    assert.equal((await web.submits('Phare-12-de-la-Pointe!!', { code: codeIn(its.sms.messages.at(-1)) })).status, 303);
    (await uses()).hears('Ce code n’est plus valable');
    assert.deepEqual(await tiedTo(its, 'invgate'), []);
  }));

const recoveries: Readonly<Record<string, (its: Guichet) => Promise<unknown>>> = {
  'a change of the password': async (its) => {
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', alices.identifier, alices.password);
    const next = 'bateau dans la brume';
    await browser.sends('/p/outscale/account/password', { current: alices.password, password: next, repeat: next });
  },
  'a second factor turned on': (its) => turnsOn(its),
};

for (const [how, recovers] of Object.entries(recoveries))
  test(`ALL-5 a link to a password that was mailed before ${how} is dead after it, and offers a new one`, () =>
    withGuichet(inTeams, async (its) => {
      await hasPassword(its);
      await its.chat.says('mot de passe outscale oublié');
      await its.chat.presses('reset.send', { identifier: alices.identifier });
      const link = linkIn((await its.mails()).at(-1));
      await recovers(its);
      const page = await its.page(link);
      assert.equal(page.status, 410);
      await its.mails();
      await page.renews();
      assert.equal((await its.page(linkIn((await its.mails()).at(-1)))).status, 200);
    }));

const grace = { identifier: 'grace.hopper@client.example', portal: 'rconnect', password: 'voiles rouges 31 phare' } as const;

/** Grace, who has an account, is invited. */
async function invitesGrace(its: Guichet): Promise<void> {
  await joins(its, grace.portal, `${grace.identifier},${grace.identifier},Grace,Hopper,,`);
  await hasPassword(its, grace);
  await invites(its, `Grace Hopper <${grace.identifier}>`);
}

test('RC-4 ALL-5 who was read an invitation’s code before the owner’s reset accepts nothing after it, in chat or on the page, and the owner proves it anew', () =>
  withGuichet(inTeams, async (its) => {
    await invitesGrace(its);
    const link = invitationIn((await its.mails()).find(({ text }) => text.includes('/invitation/')));
    const page = await its.page(link);
    await proves(its, page, grace.identifier);
    assert.match((await page.again()).html, /name="terms"/);
    const thief = await meets(its, bruno);
    await thief.says('accepter mon invitation rconnect');
    await thief.presses('acceptInvitation.address', { email: grace.identifier });
    await thief.presses('acceptInvitation.code', { code: codeIn((await its.mails()).at(-1)) });
    thief.hears('Sonia Lambert');
    await its.chat.says('mot de passe rconnect oublié');
    await its.chat.presses('reset.send', { identifier: grace.identifier });
    const web = await its.page(linkIn((await its.mails()).at(-1)));
    assert.equal((await web.submits('un bateau blanc au large')).status, 303);
    await its.mails();
    await thief.presses('acceptInvitation.agree');
    thief.hears('Confirmez d’abord que l’adresse invitée est bien la vôtre');
    assert.doesNotMatch((await page.again()).html, /name="terms"/);
    await proves(its, page, grace.identifier);
    assert.match((await page.again()).html, /name="terms"/);
  }));

/** The same core, whose directory answers the first look-up once `meanwhile` has been done, as one elsewhere may after seconds. */
function withSlowDirectory(its: Guichet, meanwhile: () => Promise<unknown>): Core {
  const { directory, ...others } = dependenciesOf(its.db, its.now, { secrets: createSecrets(its.config.secretKey), portals: its.core.portals });
  const first = [meanwhile];
  const after =
    <A extends unknown[], T>(look: (...by: A) => Promise<T>) =>
    async (...by: A): Promise<T> => {
      await first.pop()?.();
      return await look(...by);
    };
  return createCore({ ...others, directory: { ...directory, get: after(directory.get), findByEmail: after(directory.findByEmail) } });
}

test('ALL-5 what a thief is in the middle of while the owner’s reset ends it is not done after it: a tie, a page for a password, the same page again', () =>
  withGuichet(inTeams, async (its) => {
    const { proof } = its.core.directory;
    const { reset, chatCode } = its.core.passwords;
    await hasPassword(its, account);
    const actor = await actorOf(its, await meets(its, bruno));
    const octopus = portalOf(its, account.portal);
    const { identifier } = account;
    const isMailed = async (asked: Outcome<{ readonly requestId: string }>) => {
      assert.ok(asked.ok);
      return { request: asked.value.requestId, code: codeIn((await its.mails()).at(-1)) };
    };
    /** What is begun with a code that was read out, and done while the owner resets. */
    const deeds: Readonly<Record<string, () => Promise<(slow: Core) => Promise<Outcome<unknown>>>>> = {
      tie: async () => {
        const { request, code } = await isMailed(await proof.ask(actor, octopus, 'enroll', identifier));
        return (slow) => slow.directory.proof.enter(actor, octopus, 'enroll', request, code);
      },
      page: async () => {
        const { request, code } = await isMailed(await reset.ask(actor, octopus, { identifier }));
        return (slow) => slow.passwords.chatCode.enter(actor, request, code);
      },
      'page again': async () => {
        const { request, code } = await isMailed(await reset.ask(actor, octopus, { identifier }));
        assert.ok((await chatCode.enter(actor, request, code)).ok);
        return (slow) => slow.passwords.chatCode.page(actor, request);
      },
    };
    for (const [what, begins] of Object.entries(deeds)) {
      its.passes(hour);
      const does = await begins();
      const done = await does(
        withSlowDirectory(its, async () => {
          await its.chat.says('mdp octopus oublié');
          await its.chat.presses('reset.send', { identifier });
          assert.equal((await (await its.page(linkIn((await its.mails()).at(-1)))).submits(`bateau blanc ${its.now()}`)).status, 303);
        }),
      );
      assert.equal(done.ok, false, what);
      assert.deepEqual(await tiedTo(its, account.portal), [], what);
      const open = await its.db.selectFrom('link').select('purpose').where('spentAt', 'is', null).where('replacedAt', 'is', null).execute();
      assert.deepEqual(open, [], what);
    }
  }));

test('RC-4 ALL-5 who is accepting an invitation while the owner’s reset ends their proof accepts nothing', () =>
  withGuichet(inTeams, async (its) => {
    const { identifier, portal } = grace;
    await invitesGrace(its);
    await its.mails();
    const thief = await meets(its, bruno);
    await thief.says('accepter mon invitation rconnect');
    await thief.presses('acceptInvitation.address', { email: identifier });
    await thief.presses('acceptInvitation.code', { code: codeIn((await its.mails()).at(-1)) });
    await thief.presses('acceptInvitation.agree');
    const actor = await actorOf(its, thief);
    const { id: request } = await its.db
      .selectFrom('request')
      .select('id')
      .where('person', '=', actor.person)
      .where('provenAt', 'is not', null)
      .executeTakeFirstOrThrow();
    const resets = async () => {
      await its.chat.says('mot de passe rconnect oublié');
      await its.chat.presses('reset.send', { identifier });
      assert.equal((await (await its.page(linkIn((await its.mails()).at(-1)))).submits('un bateau blanc au large')).status, 303);
    };
    const done = await withSlowDirectory(its, resets).invitations.accept.complete({ actor, request }, portalOf(its, portal), whole);
    assert.deepEqual(done.ok || done.refusals[0].key, 'accept.unproven');
    assert.deepEqual(await tiedTo(its, portal), []);
    assert.equal((await its.db.selectFrom('invitation').select('status').executeTakeFirstOrThrow()).status, 'opened');
  }));
