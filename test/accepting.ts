import assert from 'node:assert/strict';
import { invitationIn, invites } from './inviting.ts';
import { codeIn, type Guichet } from './support.ts';

type Page = Awaited<ReturnType<Guichet['page']>>;

/** Sonia invites Ada, whose mail's link is opened in a browser of its own. */
export async function invited(its: Guichet, locale: 'fr' | 'en' = 'fr') {
  const inviter = await invites(its, undefined, locale);
  const link = invitationIn((await its.mails())[0]);
  return { inviter, link, page: await its.page(link, locale) };
}

/** Has a code sent, and types it. */
export async function proves(its: Guichet, page: Page, address = 'ada@client.example'): Promise<void> {
  assert.equal((await page.sendsCode()).status, 303);
  const mail = (await its.mails()).at(-1);
  assert.equal(mail?.to, address);
  assert.equal((await page.posts({ code: codeIn(mail), press: 'prove' })).status, 303);
}

/** Which terms a page shows, as its form gives them back. */
export const termsIn = (html: string): string => (/name="terms" value="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"');

/** Agrees to the terms as the page shows them now. */
export const agrees = async (page: Page) => page.posts({ press: 'agree', terms: termsIn((await page.again()).html) });

/** As far as a step of the page. */
export async function accepting(its: Guichet, step: 'terms' | 'company') {
  const all = await invited(its);
  await proves(its, all.page);
  if (step === 'company') assert.equal((await agrees(all.page)).status, 303);
  return all;
}
