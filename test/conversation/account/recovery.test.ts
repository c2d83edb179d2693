import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untie } from '../../../core/directory/untie.ts';
import { operatorNamed } from '../../../core/foundation/actor.ts';
import { proves } from '../../accepting.ts';
import { openBrowser } from '../../browser.ts';
import { actionsOf } from '../../chat.ts';
import { meets } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { invitationIn, invites } from '../../inviting.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { alices, hasPassword, joins, turnsOn } from '../../twoFactor.ts';
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

test('RC-4 ALL-5 who was read an invitation’s code before the owner’s reset accepts nothing after it, in chat or on the page, and the owner proves it anew', () =>
  withGuichet(inTeams, async (its) => {
    const grace = { identifier: 'grace.hopper@client.example', portal: 'rconnect', password: 'voiles rouges 31 phare' } as const;
    await joins(its, 'rconnect', `${grace.identifier},${grace.identifier},Grace,Hopper,,`);
    await hasPassword(its, grace);
    await invites(its, `Grace Hopper <${grace.identifier}>`);
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
