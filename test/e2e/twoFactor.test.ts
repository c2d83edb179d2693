import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { minute, second } from '../../core/foundation/clock.ts';
import { withGuichet } from '../support.ts';
import { alices, appShows, hasPassword } from '../twoFactor.ts';
import { faultsOn, picture, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const none = { found: [], small: [], scrolls: false };
const words = {
  fr: {
    email: 'Adresse e-mail',
    password: 'Mot de passe',
    signIn: 'Se connecter',
    link: 'Double authentification',
    own: 'Votre mot de passe, pour confirmer que c’est bien vous',
    begin: 'Activer',
    code: 'Code de l’application',
    confirm: 'Confirmer et activer',
    print: 'Imprimer',
    download: 'Télécharger',
    codes: 'Vos codes de secours',
    kept: 'Je les ai notés',
    second: 'Encore une étape',
    account: 'Mon compte',
    either: 'Code de l’application, ou code de secours',
    off: 'Désactiver',
    ended: 'La double authentification est désactivée.',
  },
  en: {
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    link: 'Two-factor sign-in',
    own: 'Your password, to confirm that it is you',
    begin: 'Turn on',
    code: 'Code from the app',
    confirm: 'Confirm and turn on',
    print: 'Print',
    download: 'Download',
    codes: 'Your recovery codes',
    kept: 'I have written them down',
    second: 'One more step',
    account: 'My account',
    either: 'Code from the app, or recovery code',
    off: 'Turn off',
    ended: 'Two-factor sign-in is off.',
  },
} as const;

for (const { locale, width, scripts } of [
  { locale: 'fr', width: 1000, scripts: true },
  { locale: 'en', width: 360, scripts: false },
] as const)
  test(
    `OU-11 two-factor sign-in is turned on, signed in with, and turned off, in ${locale}, ${width} wide, ${scripts ? 'with' : 'without'} scripts`,
    { skip },
    () =>
      withGuichet({ locale }, async (its) => {
        const say = words[locale];
        await hasPassword(its);
        const open = async () => {
          // axe itself is a script: where none runs, it looks at nothing.
          const context = await browser.newContext({ viewport: { width, height: 800 }, locale, bypassCSP: scripts, javaScriptEnabled: scripts });
          const page = await context.newPage();
          const faults = async () => (scripts ? assert.deepEqual(await faultsOn(page), none) : undefined);
          const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
          const heading = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
          const signsIn = async () => {
            await page.goto(`${its.url}/p/outscale/account?lang=${locale}`);
            await page.getByLabel(say.email, { exact: true }).fill(alices.identifier);
            await page.getByLabel(say.password, { exact: true }).fill(alices.password);
            await press(say.signIn);
          };
          return { context, page, faults, press, heading, signsIn };
        };

        const first = await open();
        await first.signsIn();
        await first.page.getByRole('link', { name: say.link }).click();
        await first.heading(say.link);
        await first.faults();
        // Signed in a moment ago: the password is not asked for again.
        assert.equal(await first.page.getByLabel(say.own).count(), 0);
        await first.press(say.begin);
        const key = first.page.locator('strong.code');
        const secret = (await key.innerText()).replaceAll(' ', '');
        await first.faults();
        const drawn = await first.page.locator('img.qr').boundingBox();
        assert.ok(drawn && drawn.width >= 200 && drawn.height === drawn.width, 'the QR code is square, and large enough to scan');
        if (scripts) assert.ok(await first.page.evaluate("document.querySelector('img.qr').naturalWidth > 0"), 'the policy lets it be drawn');
        await picture(first.page, 'docs', `two-factor-begin.${locale}`);
        await first.page.getByLabel(say.code).fill(appShows(secret, its.now() - 5 * minute));
        await first.press(say.confirm);
        await first.page.getByRole('alert').waitFor();
        await first.faults();
        await first.page.getByLabel(say.code).fill(appShows(secret, its.now()));
        await first.press(say.confirm);
        await first.heading(say.codes);
        await first.faults();
        assert.equal(await first.page.locator('.codes li').count(), 10);
        assert.equal(await first.page.getByRole('button', { name: say.print }).isVisible(), scripts);
        const [file] = await Promise.all([first.page.waitForEvent('download'), first.page.getByRole('link', { name: say.download }).click()]);
        assert.match(file.suggestedFilename(), /^(codes-de-secours|recovery-codes)-outscale\.txt$/);
        const recovery = await first.page.locator('.codes li').first().innerText();
        await picture(first.page, 'docs', `two-factor-codes.${locale}`);
        await first.page.getByRole('link', { name: say.kept }).click();
        await first.heading(say.link);
        await first.faults();

        its.passes(30 * second);
        const other = await open();
        await other.signsIn();
        await other.heading(say.second);
        await other.faults();
        await picture(other.page, 'docs', `two-factor-sign-in.${locale}`);
        await other.page.getByLabel(say.code).fill(appShows(secret, its.now()));
        await other.press(say.signIn);
        await other.heading(say.account);

        await other.page.getByRole('link', { name: say.link }).click();
        await other.page.getByLabel(say.either).fill(recovery);
        await other.press(say.off);
        await other.page.getByText(say.ended).waitFor();
        await other.faults();
        const plain = await open();
        await plain.signsIn();
        await plain.heading(say.account);
        for (const { context } of [first, other, plain]) await context.close();
      }),
  );
