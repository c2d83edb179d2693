import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { sealAudit } from '../../core/foundation/auditChain.ts';
import { day } from '../../core/foundation/clock.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { withConsole } from '../console.ts';
import { decideLinkIn, nadia, unlocks } from '../decidingByMail.ts';
import { invgateOnScim } from '../directory/scim.ts';
import { aliceAccount, proves } from '../enrolling.ts';
import { codeIn, type Guichet, linkIn } from '../support.ts';
import { hasPassword, joins, turnsOn } from '../twoFactor.ts';
import { faultsOn, picture, skip, startBrowser } from './browser.ts';
import { entersConsole } from './consoleSignIn.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const nora = { portal: 'outscale', identifier: 'nora.faure@corp.example', password: 'Grande-Maree 2026 !' } as const;
const chosen = 'Grand-Large 25!!';

/** Alice asks for applications in her chat; an approver decides on the page of a mail; the directory has her in the group; then she chooses a password there. Returns the reference. */
async function livesThrough(its: Guichet): Promise<string> {
  await proves(its);
  await its.chat.presses('enroll.pick', { groups: 'applications' });
  await its.chat.presses('enroll.confirm', { justification: 'je prends la suite de Paul' });
  const web = await its.page(decideLinkIn((await its.mails()).find(({ to }) => to.includes(nadia))));
  await unlocks(its, web);
  assert.equal((await web.posts({ decision: 'approved' })).status, 303);
  await its.worker.drain();
  await its.chat.says('mdp invgate oublié');
  await its.chat.presses('reset.send', { identifier: aliceAccount });
  const page = await its.page(linkIn((await its.mails()).find(({ text }) => text.includes('/link/'))));
  await page.sendsCode();
  assert.equal((await page.submits(chosen, { code: codeIn((await its.mails())[0]) })).status, 303);
  return (await its.db.selectFrom('enrollment').select('reference').executeTakeFirstOrThrow()).reference;
}

test('OPS-4 an auditor follows one case across chat, mail, page and directory, takes it as a file, and checks the chain, which says where it breaks', {
  skip,
}, async (t) => {
  const { folder, put, group, members, close } = await invgateOnScim();
  t.after(close);
  const [applications] = ['Applications', 'Workplace', 'Network', 'Sensitive data'].map((name) => group(name));
  const id = put('alice.martin');
  await withConsole(
    [{ portal: nora.portal, account: nora.identifier, roles: ['auditor'] }],
    async (its) => {
      its.passes(200 * day);
      const reference = await livesThrough(its);
      assert.deepEqual(members(applications ?? ''), [id]);
      await sealAudit(its.db, createSecrets(its.config.secretKey));
      await joins(its, nora.portal, `${nora.identifier},${nora.identifier},Nora,Faure,,`);
      await hasPassword(its, nora);
      const { secret } = await turnsOn(its, nora);
      const page = await (await browser.newContext({ viewport: { width: 1100, height: 800 }, locale: 'fr', bypassCSP: true })).newPage();
      await entersConsole(its, page, { ...nora, secret, lang: 'fr' });
      await page.getByRole('link', { name: 'Journal d’audit' }).click();
      // The case, by the reference that somebody reads out.
      await page.getByLabel('De qui, ou par qui').fill(reference);
      await page.getByRole('button', { name: 'Rechercher' }).click();
      for (const [action, where, by] of [
        ['enroll.asked', 'invgate · Teams', /alice\.martin/],
        ['decide.approved', 'invgate · page web', /approver:nadia\.benali/],
        ['enroll.provisioned', 'invgate · tâche de fond', /Guichet/],
        ['reset.asked', 'invgate · Teams', /alice\.martin/],
        ['reset.completed', 'invgate · page web', /alice\.martin/],
      ] as const) {
        const row = page.getByRole('row').filter({ hasText: action });
        assert.match(await row.innerText(), new RegExp(where), action);
        assert.match(await row.innerText(), by, action);
      }
      await picture(page, 'out', 'console-case.fr');
      assert.deepEqual(await faultsOn(page), { found: [], small: [], scrolls: false });
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Télécharger tout ce qui correspond').click()]);
      assert.match(await readFile(await download.path(), 'utf8'), /enroll\.provisioned/);
      // Who decided, from the record on.
      await page.getByRole('row').filter({ hasText: 'decide.approved' }).getByRole('link', { name: /nadia/ }).click();
      await page.getByText('decide.approved').waitFor();
      assert.equal(await page.getByText('reset.completed').count(), 0);
      const verify = page.getByRole('button', { name: 'Vérifier la chaîne' });
      await verify.click();
      await page.getByText('La chaîne est intacte').waitFor();
      await its.db.deleteFrom('audit').where('action', '=', 'enroll.provisioned').execute();
      await verify.click();
      await page.getByText(/l’enregistrement \d+ a été supprimé/).waitFor();
      // What the auditor looked at is in the audit too.
      const looks = await its.db.selectFrom('audit').select('action').where('action', 'like', 'console.%').orderBy('id').execute();
      assert.deepEqual([...new Set(looks.map(({ action }) => action))], ['console.searched', 'console.exported', 'console.verified']);
      await page.context().close();
    },
    { env: { PORTALS_DIR: folder }, channel: 'msteams', gateway: false },
  );
});
