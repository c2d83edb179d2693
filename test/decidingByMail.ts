import assert from 'node:assert/strict';
import type { Actor } from '../core/foundation/actor.ts';
import { codeIn, type Guichet } from './support.ts';
import type { openPage } from './webPage.ts';

/** An approver whom no card can reach. */
export const nadia = 'nadia.benali@example.org';
/** Why Alice asks. */
const why = 'Je prends la suite de <b>Paul</b> & Cie.';

/** Alice asks for a catalogue whose approvers no card can reach; returns their mails, by address. */
export async function asksByMail({ core, db, mails, connector }: Guichet, group = 'applications') {
  const { id } = await db.selectFrom('account').select('id').where('portal', '=', 'invgate').where('identifier', 'like', 'alice%').executeTakeFirstOrThrow();
  const portal = core.portals.get('invgate');
  assert.ok(portal);
  const address = { serviceUrl: connector.url };
  const person = await core.conversation.people.meet({
    channel: 'msteams',
    tenant: 'contoso',
    objectId: 'alice',
    locale: 'fr',
    address,
    email: 'alice.martin@corp.example',
  });
  await db.insertInto('binding').values({ id: 'tie', person, accountId: id, portal: 'invgate', createdAt: 0, endedAt: null }).execute();
  const actor: Actor = { person, channel: 'msteams', locale: 'fr', authenticated: true, name: 'Alice Martin' };
  const asked = await core.access.enroll.ask(actor, portal, id, [group], why);
  assert.ok(asked.ok);
  const sent = await mails();
  return { actor, mailTo: (to: string) => sent.find((mail) => mail.to.includes(to)) };
}

/** The link to decide in a mail. */
export const decideLinkIn = (mail: { readonly text: string } | undefined): string => {
  const link = /https?:\/\/\S+\/decide\/[\w-]+/.exec(mail?.text ?? '')?.[0];
  assert.ok(link, `no link to decide in the mail: ${mail?.text}`);
  return link;
};

/** How the one request stands. */
export const decided = async ({ db }: Guichet) => ({
  ...(await db.selectFrom('enrollment').select(['status', 'decidedBy', 'reason']).executeTakeFirstOrThrow()),
});

/** Has a code sent on the page and returns it. */
export async function coded(guichet: Guichet, web: Awaited<ReturnType<typeof openPage>>): Promise<string> {
  const answer = await web.sendsCode();
  assert.equal(answer.status, 303);
  const [mail, ...others] = await guichet.mails();
  assert.deepEqual(others, []);
  assert.ok(mail?.to.includes(nadia));
  return codeIn(mail);
}

/** Proves the mailbox on the page, by a code that was sent before or is sent now, and returns what the page then shows. */
export async function unlocks(guichet: Guichet, web: Awaited<ReturnType<typeof openPage>>, code?: string): Promise<string> {
  assert.equal((await web.posts({ code: code ?? (await coded(guichet, web)) })).status, 303);
  return (await web.again()).html;
}
