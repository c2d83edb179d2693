import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { hour } from '../../core/foundation/clock.ts';
import type { Chat } from '../chat.ts';
import { aliceAccount, meets } from '../enrolling.ts';
import { bruno } from '../fakes/connector.ts';
import { client, clientChat, invites } from '../inviting.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../support.ts';

const teams = { channel: 'msteams' } as const;
const nobody = 'nobody.there@corp.example';

/** Begins anew in a chat, and asks for a mail. */
const asking = (says: string, verb: string, field: string) => async (chat: Chat, typed: string) => {
  await chat.says('annuler');
  await chat.says(says);
  await chat.presses(verb, { [field]: typed });
};
const resetsOctopus = asking('mdp octopus oublié', 'reset.send', 'identifier');
const resetsInvgate = asking('mdp invgate oublié', 'reset.send', 'identifier');
const resetsRconnect = asking('mdp rconnect oublié', 'reset.send', 'identifier');
const provesInvgate = asking('m’inscrire à un catalogue InvGate', 'enroll.prove', 'identifier');
const takesInvitation = asking('accepter mon invitation rconnect', 'acceptInvitation.address', 'email');
const signsUp = async (chat: Chat, email: string) => {
  await asking('je voudrais m’inscrire sur invgate', 'signUp.address', 'email')(chat, email);
  await chat.presses('signUp.details', { userName: email, givenName: 'Camille', familyName: 'Petit' });
};

/** Strangers have had so many mails sent to a mailbox, from other portals, that it gets no more within the hour. */
async function fills({ db, now }: Guichet, mailbox: string): Promise<void> {
  await db
    .insertInto('rateLimit')
    .values({ key: `mailbox:${mailbox}`, points: 10, expiresAt: now() + hour })
    .execute();
}

/** What asking costs and says. */
async function seen(its: Guichet, chat: Chat, asks: (chat: Chat, typed: string) => Promise<void>, typed: string) {
  const before = its.statements.length;
  await asks(chat, typed);
  const statements = its.statements.length - before;
  const rows = await its.db.selectFrom('outbox').select('kind').where('status', '=', 'waiting').execute();
  assert.deepEqual(await its.mails(), []);
  return { statements, rows: rows.length, heard: chat.heard.replaceAll(typed, '…') };
}

for (const [what, asks, known, unknown] of [
  ['a reset', resetsOctopus, 'amartin', 'nobody'],
  ['a proof', provesInvgate, aliceAccount, nobody],
  ['a sign-up', signsUp, aliceAccount, nobody],
] as const)
  test(`ALL-4 a mailbox that has had enough tells nobody whose it is: ${what}, in as many statements and rows as for nobody`, () =>
    withGuichet(teams, async (its) => {
      for (const mailbox of [aliceAccount, nobody]) await fills(its, mailbox);
      const chat = await meets(its, bruno);
      // As for whoever asks the first time.
      await asks(chat, 'somebody.else@corp.example');
      await its.mails();
      assert.deepEqual(await seen(its, chat, asks, known), await seen(its, chat, asks, unknown));
    }));

test('ALL-4 a mailbox that has had enough tells nobody in Web Chat who was invited', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    await its.mails();
    await fills(its, client.email);
    const chat = clientChat(its, 'fr', 'webchat');
    await takesInvitation(chat, 'first@client.example');
    await its.mails();
    assert.deepEqual(await seen(its, chat, takesInvitation, client.email), await seen(its, chat, takesInvitation, 'eve@client.example'));
  }));

test('ALL-2 in a mailbox that has had enough the last link stays alive, and the code that came with it', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, bruno);
    await resetsOctopus(chat, 'amartin');
    const [mail] = await its.mails();
    await fills(its, 'nobody@corp.example');
    await its.db.updateTable('rateLimit').set({ points: 10 }).where('key', '=', `mailbox:${aliceAccount}`).execute();
    await resetsOctopus(chat, 'amartin');
    assert.deepEqual(await its.mails(), []);
    assert.equal((await its.page(linkIn(mail))).status, 200);
    await chat.presses('reset.code', { code: codeIn(mail) });
    chat.hears('Le code est bon');
    const outcomes = await its.db.selectFrom('audit').select('outcome').where('action', '=', 'reset.asked').orderBy('id').execute();
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ['ok', 'limited'],
    );
  }));

/** Uses up a person's thirty tries of the day at the codes of one procedure. */
async function usesUp(its: Guichet, chat: Chat, asks: (chat: Chat, typed: string) => Promise<void>, verb: string, typed: string): Promise<void> {
  for (let asked = 0; asked < 6; asked += 1) {
    its.passes(hour);
    await asks(chat, typed);
    for (let tries = 0; tries < 5; tries += 1) await chat.presses(verb, { code: '000000' });
  }
  its.passes(hour);
}

for (const [first, uses, verb, then] of [
  ['a sign-up', signsUp, 'signUp.code', resetsInvgate],
  ['a proof', provesInvgate, 'enroll.code', resetsInvgate],
  ['an invitation', takesInvitation, 'acceptInvitation.code', resetsRconnect],
] as const)
  test(`ALL-4 whoever has used up their tries at the codes of ${first} learns from a reset nothing of whether there is an account`, () =>
    withGuichet(teams, async (its) => {
      const account = `${aliceAccount},${aliceAccount},Alice,Martin,,`;
      await importAccounts(its.db, 'rconnect', `identifier,email,givenName,familyName,phone,entity\n${account}`, its.now());
      const chat = await meets(its, bruno);
      const heard: string[] = [];
      for (const typed of [aliceAccount, nobody]) {
        await usesUp(its, chat, uses, verb, typed);
        await then(chat, typed);
        await chat.presses('reset.code', { code: '000000' });
        heard.push(chat.heard.replaceAll(typed, '…'));
      }
      assert.equal(heard[0], heard[1]);
    }));
