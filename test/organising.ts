import assert from 'node:assert/strict';
import { importAccounts } from '../core/directory/accountsImport.ts';
import { hashPassword } from '../core/foundation/passwordHash.ts';
import type { Chat } from './chat.ts';
import { setCredential } from './credentials.ts';
import { colleague } from './enrolling.ts';
import { companies, type FakeRegistry, startCompanyRegistry } from './fakes/companyRegistry.ts';
import { type Guichet, type Options, withGuichet } from './support.ts';
import { openPage } from './webPage.ts';

/** Who validates organisations, by the profile of OUTSCALE. */
export const validator = colleague('Valérie', 'Dation', 'validation@marketplace.outscale.example.com');

/** The password of every cloud account of the tests. */
export const cloudPassword = 'Sentier-Bleu 2026';

/** A cloud account in the right Region, and one in another. */
export const cloud = { here: 'a.martin@acme.example', elsewhere: 'l.weber@acme.example', other: 'b.noe@acme.example' } as const;

/** A Guichet with a company register and cloud accounts. */
export const withOrganisations = async (options: Options, story: (guichet: Guichet, registry: FakeRegistry) => Promise<void>): Promise<void> => {
  const registry = await startCompanyRegistry();
  try {
    await withGuichet({ channel: 'msteams', ...options, env: { COMPANY_REGISTRY_URL: registry.url, ...options.env } }, async (guichet) => {
      const lines = [
        `${cloud.here},${cloud.here},Alice,Martin,,cloudgouv-eu-west-1`,
        `${cloud.elsewhere},${cloud.elsewhere},Léa,Weber,,eu-west-2`,
        `${cloud.other},${cloud.other},Basile,Noé,,cloudgouv-eu-west-1`,
      ];
      const csv = ['identifier,email,givenName,familyName,phone,entity', ...lines].join('\n');
      assert.deepEqual((await importAccounts(guichet.db, 'outscale-cloud', csv, guichet.now())).refused, []);
      await setCredential(guichet.db, { passwordHash: await hashPassword(cloudPassword) }, { portal: 'outscale-cloud' });
      await story(guichet, registry);
    });
  } finally {
    await registry.close();
  }
};

/** Types e-mail and password on the page of a card's link. */
export const provesOnPage = async ({ url }: Guichet, link: string, email: string = cloud.here, password = cloudPassword) => {
  const page = await openPage(url, link, 'fr');
  return await page.posts({ email, password });
};

/** Begins in chat and proves the account on the page; the chat then asks for the domicile. */
export async function begins(its: Guichet, chat: Chat = its.chat, email: string = cloud.here): Promise<void> {
  await chat.says(chat.locale === 'fr' ? 'créer une organisation outscale' : 'create an organisation outscale');
  const answered = await provesOnPage(its, chat.opens(), email);
  assert.equal(answered.status, 303, answered.html);
  await its.worker.drain();
}

/** As far as the pending organisation, in France. */
export async function creates(its: Guichet, chat: Chat = its.chat, email: string = cloud.here, siret: string = companies.acme.siret): Promise<void> {
  await begins(its, chat, email);
  await chat.presses('createOrganisation.domicile', { domicile: 'france' });
  await chat.presses('createOrganisation.search', { siret });
  await chat.presses('createOrganisation.create');
}
