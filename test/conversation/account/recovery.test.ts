import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser } from '../../browser.ts';
import { meets } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { alices, hasPassword, turnsOn } from '../../twoFactor.ts';
import { tiedTo } from '../../tying.ts';

const inTeams = { channel: 'msteams' } as const;
const account = { portal: 'octopus', identifier: 'amartin', password: 'voiles rouges 31' } as const;

/** Bruno asks for Alice's first password in his own chat, is read the code, and keeps the page that it opens for later. */
async function keepsPage(its: Guichet): Promise<string> {
  const thief = await meets(its, bruno);
  await thief.says('m’inscrire sur octopus');
  await thief.presses('signUp.send', { identifier: account.identifier });
  await thief.presses('signUp.code', { code: codeIn((await its.mails()).at(-1)) });
  return thief.opens();
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
    const kept = await keepsPage(its);
    assert.equal((await its.page(kept)).status, 200);
    await its.chat.says('mdp octopus oublié');
    await its.chat.presses('reset.send', { identifier: account.identifier });
    const web = await its.page(linkIn((await its.mails()).at(-1)));
    assert.equal((await web.submits('bateau blanc 27')).status, 303);
    const page = await its.page(kept);
    assert.equal(page.status, 410);
    assert.equal((await page.submits('un intrus 4')).status, 410);
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
