import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { minute } from '../../core/foundation/clock.ts';
import { codeIn, linkIn } from '../support.ts';
import { languages, picture, skip } from './browser.ts';
import { startEverything } from './playground.ts';
import { type Words, words } from './words.ts';

let all: Awaited<ReturnType<typeof startEverything>>;
before(async () => {
  if (!skip) all = await startEverything();
});
after(() => all?.close());

/** Types a password twice. */
async function types(page: Page, w: Words, password: string): Promise<void> {
  await page.getByLabel(w.password).pressSequentially(password);
  await page.getByLabel(w.repeat).fill(password);
}

for (const locale of ['fr', 'en'] as const) {
  const w = words[locale];
  const keep = (page: Page, name: string) => picture(page, 'docs', `${name}.${locale}`);

  if (languages('fr').includes(locale))
    test(`IN-8 InvGate: from a sentence to an account and «done», in ${locale}`, { skip }, async () => {
      const chat = await all.chat();
      await chat.says(w.signUp);
      await chat.shows(w.signUpTitle);
      await chat.fills({ [w.address]: w.email, [w.givenName]: '<Camille>', [w.familyName]: 'Petit' });
      await chat.picks(w.entity);
      await chat.presses(w.goOn);

      await chat.shows(w.about, w.email);
      await chat.picture(`invgate-refused.${locale}`);
      await chat.fills({ [w.givenName]: 'Camille' });
      const mail = await all.mailAfter(() => chat.presses(w.goOn));
      assert.equal(mail?.to, w.email);
      await chat.shows(w.mailed, w.signUpStep3);

      const page = await all.opens(linkIn(mail));
      await types(page, w, 'Grand-Large 25!!');
      await page.getByText(w.allRules).waitFor({ state: 'attached' });
      const code = await all.mailAfter(() => page.getByRole('button', { name: w.sendCode }).click());
      assert.equal(code?.to, w.email);
      await page.getByLabel(w.pageCode, { exact: true }).fill(codeIn(code));
      await keep(page, 'invgate-page');
      await page.getByRole('button', { name: w.create }).click();
      await page.getByRole('heading', { name: w.pageDone }).waitFor();
      await page.close();

      await chat.shows(w.done, 'InvGate Service Desk');
      await chat.picture(`invgate-done.${locale}`);
      const account = await all.bot.db.selectFrom('account').select(['givenName', 'entity']).where('identifier', '=', w.email).executeTakeFirst();
      assert.deepEqual({ ...account }, { givenName: 'Camille', entity: 'siege' });
      await chat.page.close();
    });

  if (languages('en').includes(locale))
    test(`OC-5 Octopus: from a forgotten password back to the sign-in page, in ${locale}`, { skip }, async () => {
      const chat = await all.chat();
      await chat.says(w.forgot);
      await chat.shows(w.resetTitle);
      await chat.fills({ [w.identifier]: 'amartin' });
      const mail = await all.mailAfter(() => chat.presses(w.sendMail));
      await chat.shows(w.mailed, 'amartin');
      await chat.picture(`octopus-mailed.${locale}`);
      for (const said of [w.change, w.ignore]) assert.match(mail?.text ?? '', new RegExp(said));

      const page = await all.opens(linkIn(mail));
      await types(page, w, 'quatre 7 vents');
      await keep(page, 'octopus-page');
      await page.getByRole('button', { name: w.reset }).click();
      await page.getByRole('heading', { name: w.pageDone }).waitFor();
      await page.close();

      await chat.shows(w.done, 'Octopus');
      const portal = await chat.follows(w.signIn);
      assert.equal(portal.url(), 'https://octopus.example.org/');
      await portal.close();
      await chat.page.close();
    });

  if (languages('fr').includes(locale))
    test(`ALL-7 a sign-up is interrupted by a reset, and come back to, in ${locale}`, { skip }, async () => {
      const chat = await all.chat();
      await chat.says(w.signUp);
      await chat.shows(w.signUpTitle);

      await chat.says(w.forgot);
      await chat.shows(w.resetTitle);
      await chat.fills({ [w.identifier]: 'amartin' });
      const mail = await all.mailAfter(() => chat.presses(w.sendMail));
      await chat.shows(w.mailed);
      await chat.fills({ [w.code]: codeIn(mail) });
      await chat.presses(w.checkCode);
      await chat.shows(w.codeIsRight);
      await chat.picture(`interruption-code.${locale}`);
      const page = await chat.follows(w.openPage);
      await types(page, w, 'autre 8 mer');
      await page.getByRole('button', { name: w.reset }).click();
      await page.getByRole('heading', { name: w.pageDone }).waitFor();
      await page.close();

      await chat.shows(w.done);
      await chat.presses(w.resumeSignUp);
      await chat.shows(w.signUpTitle);
      await chat.picture(`interruption-back.${locale}`);
      await chat.fills({ [w.address]: w.other, [w.givenName]: 'Camille', [w.familyName]: 'Petit' });
      await chat.picks(w.entity);
      await chat.presses(w.goOn);
      await chat.shows(w.mailed, w.signUpStep3);
      await chat.page.close();
    });

  if (languages('en').includes(locale))
    test(`ALL-3 an expired link says so, and gives way to a new one, in ${locale}`, { skip }, async () => {
      const chat = await all.chat();
      await chat.says(w.forgot);
      await chat.shows(w.resetTitle);
      await chat.fills({ [w.identifier]: 'amartin' });
      const late = await all.mailAfter(() => chat.presses(w.sendMail));
      await chat.shows(w.mailed);
      all.passes(31 * minute);

      const page = await all.opens(linkIn(late));
      await page.getByRole('heading', { name: w.expired }).waitFor();
      await keep(page, 'expired-page');
      const mail = await all.mailAfter(() => page.getByRole('button', { name: w.renew }).click());
      await page.getByRole('heading', { name: w.renewed }).waitFor();
      await keep(page, 'expired-renewed');
      await page.goto(linkIn(mail));
      await types(page, w, 'encore 9 iles');
      await page.getByRole('button', { name: w.reset }).click();
      await page.getByRole('heading', { name: w.pageDone }).waitFor();
      await page.close();

      await chat.shows(w.done, 'Octopus');
      await chat.page.close();
    });
}
