import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { sealAudit } from '../../core/foundation/auditChain.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { alice, withConsole } from '../console.ts';
import { withConsoleProvider } from '../consoleProvider.ts';
import { freePort } from '../fakes/daemon.ts';
import { type Guichet, linkIn } from '../support.ts';
import { alices, hasPassword, joins, signsIn, turnsOn } from '../twoFactor.ts';
import { faultsOn, picture, skip, startBrowser } from './browser.ts';
import { entersConsole } from './consoleSignIn.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const bruno = { portal: 'outscale', identifier: 'bruno.leroy@corp.example', password: 'Grande-Maree 2026 !' } as const;
const next = 'Petite-Maree 2027 !';
const words = {
  fr: { people: 'Personnes', find: 'Rechercher', link: 'Envoyer un lien pour choisir un mot de passe', audit: 'Journal d’audit', verify: 'Vérifier la chaîne' },
  en: { people: 'People', find: 'Search', link: 'E-mail a link to a new password', audit: 'Audit', verify: 'Check the chain' },
} as const;

/** What people began lately: most came to the end, some left on the way. */
async function leavesFigures({ db, now }: Guichet): Promise<void> {
  const shared = { procedure: 'reset', person: 'p', accountId: null, data: '{}', locale: 'fr', sentTo: null, asked: null };
  const rows = Array.from({ length: 12 }, (_, at) => ({
    ...{ ...shared, id: `r${at}`, portal: at % 3 === 0 ? 'octopus' : 'invgate', subject: `${at < 10 ? 'account' : 'none'}:${at}` },
    ...{ createdAt: now() - 3_600_000, expiresAt: now() - 1, provenAt: at < 8 ? now() - 3_500_000 : null, completedAt: at < 7 ? now() - 3_400_000 : null },
  }));
  await db.insertInto('request').values(rows).execute();
}

for (const { lang, width } of [
  { lang: 'fr', width: 1100 },
  { lang: 'en', width: 375 },
] as const)
  test(
    `OPS-1 OPS-2 OPS-3 OPS-4 from the phone call to «je suis entré», and what an auditor sees of it, in ${lang}, ${width} wide; axe finds no fault`,
    { skip },
    () =>
      withConsole([alice('support', 'auditor')], async (its) => {
        await hasPassword(its);
        const { secret } = await turnsOn(its);
        await joins(its, 'outscale', `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
        await hasPassword(its, bruno);
        await its.db
          .updateTable('credential')
          .set({ failedSignIns: 9, lockedAt: its.now() })
          .where('passwordHash', 'is not', null)
          .where('accountId', 'in', its.db.selectFrom('account').select('id').where('identifierKey', '=', bruno.identifier))
          .execute();
        await leavesFigures(its);
        await sealAudit(its.db, createSecrets(its.config.secretKey));
        const w = words[lang];
        const page = await (await browser.newContext({ viewport: { width, height: 800 }, locale: lang, bypassCSP: true })).newPage();
        const noFaults = async (name: string, kept?: 'docs') => {
          await picture(page, kept ?? 'out', `console-${name}.${lang}`);
          assert.deepEqual({ name, ...(await faultsOn(page)) }, { name, found: [], small: [], scrolls: false });
        };
        await entersConsole(its, page, { ...alices, secret, lang });
        await noFaults('overview', 'docs');
        await page.click(`nav >> text=${w.people}`);
        await page.waitForSelector('input[autofocus]:focus');
        // As it is said on the phone, and by the keyboard alone.
        await page.keyboard.type('leroy bru');
        await page.keyboard.press('Enter');
        await page.waitForSelector('tr:has-text("OUTSCALE")');
        await noFaults('people');
        await page.click('tr:has-text("OUTSCALE") a');
        await noFaults('account', 'docs');
        await page.click(`a:has-text("${w.link}")`);
        await page.click('#form button');
        await noFaults('why');
        await page.fill('#why', 'appel de 9 h');
        await page.click('#form button');
        await page.waitForURL(/said=done/);
        const mail = (await its.mails()).find(({ to }) => to === bruno.identifier);
        assert.equal((await (await its.page(linkIn(mail))).submits(next)).status, 303);
        assert.equal((await signsIn(its, next, bruno)).state, 'open');
        await page.click(`nav >> text=${w.audit}`);
        await page.fill('#whom', bruno.identifier);
        await page.click(`button:has-text("${w.find}")`);
        await page.waitForSelector('text=console.link');
        await noFaults('audit', 'docs');
        await page.click(`button:has-text("${w.verify}")`);
        await page.waitForSelector('.said .good');
        await noFaults('verified');
        await its.db.updateTable('audit').set({ outcome: 'altered' }).where('action', '=', 'twoFactor.on').execute();
        await page.click(`button:has-text("${w.verify}")`);
        await page.waitForSelector('.errors li');
        assert.match((await page.textContent('.errors li')) ?? '', lang === 'fr' ? /l’enregistrement \d+ a été modifié/ : /record \d+ was altered/);
        await noFaults('broken');
      }),
  );

test('OPS-1 SSO-1 in a browser: into the console by an OpenID provider, out of another browser, and out; axe finds no fault', { skip }, async () => {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  await withConsoleProvider(
    { secondFactor: { claim: 'amr', values: ['mfa'] } },
    async () => {
      const comesIn = async (login: string, width: number): Promise<Page> => {
        const page = await (await browser.newContext({ viewport: { width, height: 800 }, locale: 'fr', bypassCSP: true })).newPage();
        await page.goto(`${base}/console?lang=fr`);
        await noFaults(page, 'signIn');
        await page.getByRole('link', { name: 'Se connecter avec Contoso' }).first().click();
        await page.getByLabel('Name').fill(login);
        await page.getByRole('button', { name: 'Sign in there' }).click();
        return page;
      };
      const noFaults = async (page: Page, name: string) => {
        await picture(page, 'out', `console-provider-${name}`);
        assert.deepEqual({ name, ...(await faultsOn(page)) }, { name, found: [], small: [], scrolls: false });
      };
      const sami = await comesIn('sami', 360);
      await sami.getByText('n’a pas confirmé de second facteur').waitFor();
      await noFaults(sami, 'factor');
      const [phone, desk] = [await comesIn('olga', 360), await comesIn('olga', 1100)];
      await phone.getByRole('heading', { name: 'Vue d’ensemble' }).waitFor();
      await desk.getByRole('link', { name: 'Vos sessions ouvertes' }).click();
      await noFaults(desk, 'sessions');
      await desk.getByRole('button', { name: /^Déconnecter / }).click();
      await desk.getByText('cette session a pris fin').waitFor();
      await phone.reload();
      await phone.getByText('Avec quel compte').waitFor();
      await desk.getByRole('button', { name: 'Se déconnecter', exact: true }).click();
      await desk.getByText('Votre session est fermée').waitFor();
      for (const page of [sami, phone, desk]) await page.context().close();
    },
    { base, env: { PORT: `${port}` } },
  );
});

test(
  'OPS-1 OPS-2 OPS-5 an operator’s pages, in light, dark and on a phone; axe finds no fault in any, and somebody is erased with a certificate',
  { skip },
  () =>
    withConsole([alice('support', 'operator', 'auditor')], async (its) => {
      await hasPassword(its);
      const { secret } = await turnsOn(its);
      await joins(its, 'outscale', `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
      const asked = { portal: 'octopus', procedure: 'reset', person: 'p', accountId: null, data: '{}', locale: 'fr', sentTo: null, asked: null };
      await its.db
        .insertInto('request')
        .values({ ...asked, id: 'r', subject: 'account:a', createdAt: its.now() - 1, expiresAt: its.now(), provenAt: its.now(), completedAt: null })
        .execute();
      const page = await (await browser.newContext({ viewport: { width: 1100, height: 800 }, locale: 'fr', bypassCSP: true })).newPage();
      const seen: object[] = [];
      /** One after the other wide and light, and on a phone in the dark. */
      const looks = async (name: string) => {
        const dark = seen.length % 2 === 1;
        await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
        await page.setViewportSize({ width: dark ? 375 : 1100, height: 800 });
        await picture(page, 'out', `console-${name}.fr`);
        seen.push({ name, ...(await faultsOn(page)) });
      };
      await entersConsole(its, page, { ...alices, secret, lang: 'fr' });
      await looks('overview');
      for (const part of [
        'requests',
        'outbox',
        'directories',
        'portals',
        'portals/extranet',
        'settings',
        'doctor',
        'sessions',
        'reviews',
        'differences',
        'operators',
        'records',
      ]) {
        await page.goto(`${its.url}/console/${part}?lang=fr`);
        await looks(part.replace('/', '-'));
      }
      await page.fill('#whom', bruno.identifier);
      await page.check('[name=own]');
      await page.click('#form button');
      await page.waitForSelector('#confirm');
      await looks('erase');
      await page.fill('#why', 'courrier du 12');
      await page.fill('#confirm', bruno.identifier);
      await page.click('#form button');
      await page.waitForURL(/erasure/);
      await its.worker.drain();
      await page.reload();
      await page.waitForSelector('text=Certificat d’effacement');
      await looks('certificate');
      assert.deepEqual(
        seen,
        seen.map((one) => ({ ...one, found: [], small: [], scrolls: false })),
      );
    }),
);
