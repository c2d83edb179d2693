import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { day, hour } from '../../../core/foundation/clock.ts';
import { isSignedIn } from '../../browser.ts';
import { companies } from '../../fakes/companyRegistry.ts';
import { invitationIn, invitedChat, invites, whole } from '../../inviting.ts';
import { begins, cloud, withOrganisations } from '../../organising.ts';
import { signedInBrowser, usual, withPasswords } from '../../signedIn.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';
import { tiedTo, ties } from '../../tying.ts';

const header = 'identifier,email,givenName,familyName,phone,entity';
const [formerly, now] = ['alice.martin@corp.example', 'alice.martin@new.example'];
const chosen = 'Phare 12 de la pointe';

/** The import gives Alice's account of this portal another address. */
async function moves(its: Guichet, portal: string, line = `amartin,${now},Alice,Martin,,`): Promise<void> {
  const { updated, refused } = await importAccounts(its.db, portal, `${header}\n${line}`, its.now(), 'any', its.core.portals.get(portal), 'jdupont');
  assert.deepEqual([updated, refused], [1, []]);
}

const newestSession = ({ db }: Guichet, portal: string) =>
  db.selectFrom('session').select('id').where('portal', '=', portal).orderBy('createdAt', 'desc').limit(1).executeTakeFirstOrThrow();

/** Asks for a password of Octopus in the chat. */
const asks: Readonly<Record<string, (its: Guichet) => Promise<unknown>>> = {
  'first password': async ({ chat }) => {
    await chat.says('je voudrais m’inscrire sur octopus');
    await chat.presses('signUp.send', { identifier: 'amartin' });
  },
  reset: async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
  },
};

for (const [what, asking] of Object.entries(asks))
  test(`ALL-3 the link of a ${what} that was mailed to a former address has expired, and a new one goes to the recorded address after a day`, () =>
    withGuichet({}, async (its) => {
      await asking(its);
      const [mail] = await its.mails();
      assert.equal(mail?.to, formerly);
      const web = await its.page(linkIn(mail));
      await moves(its, 'octopus');
      assert.equal((await web.again()).status, 410);
      assert.match((await web.again()).html, /expiré/);
      assert.notEqual((await web.submits(chosen)).status, 303);
      const told = await its.mails();
      assert.deepEqual(told.map(({ to }) => to).sort(), [formerly, now]);
      await web.renews();
      assert.deepEqual(await its.mails(), [], 'nothing for a day');
      its.passes(day);
      const late = await its.page(linkIn(mail));
      await late.renews();
      const [again] = await its.mails();
      assert.equal(again?.to, now);
      assert.equal((await (await its.page(linkIn(again))).submits(chosen)).status, 303);
    }));

test('ALL-3 what was mailed to a former address is dead even if only the record knows of the change', () =>
  withGuichet({}, async (its) => {
    await asks.reset?.(its);
    const [mail] = await its.mails();
    await its.db.updateTable('account').set({ email: now, emailKey: now }).where('portal', '=', 'octopus').where('identifier', '=', 'amartin').execute();
    const web = await its.page(linkIn(mail));
    assert.equal(web.status, 410);
    assert.notEqual((await web.submits(chosen)).status, 303);
    await its.chat.presses('reset.code', { code: codeIn(mail) });
    its.chat.hears('n’est plus valable');
    await web.renews();
    assert.deepEqual(
      (await its.mails()).map(({ to }) => to),
      [now],
    );
  }));

test('ALL-3 what was mailed to an address stays dead where the account gets that address back: meanwhile the mailbox was another’s', () =>
  withGuichet({}, async (its) => {
    await asks.reset?.(its);
    const link = linkIn((await its.mails()).at(-1));
    assert.equal((await its.page(link)).status, 200);
    await moves(its, 'octopus');
    await moves(its, 'octopus', `amartin,${formerly},Alice,Martin,,`);
    assert.equal((await its.page(link)).status, 410);
  }));

test('ALL-6 a code that was mailed to a former address opens no page, and ties no chat', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const line = `${formerly},${now},Alice,Martin,,siege`;
    await its.chat.says('mot de passe invgate oublié');
    await its.chat.presses('reset.send', { identifier: formerly });
    const [link] = await its.mails();
    await moves(its, 'invgate', line);
    await its.mails();
    await its.chat.presses('reset.code', { code: codeIn(link) });
    its.chat.hears('n’est plus valable');
    its.passes(day);
    await its.chat.says('annuler');
    await its.chat.says('m’inscrire à un catalogue InvGate');
    await its.chat.presses('enroll.prove', { identifier: formerly });
    const [proof] = await its.mails();
    assert.equal(proof?.to, now);
    await moves(its, 'invgate', line.replace(now, 'alice@third.example'));
    await its.chat.presses('enroll.code', { code: codeIn(proof) });
    its.chat.hears('n’est plus valable');
    assert.deepEqual(await tiedTo(its, 'invgate'), []);
    assert.equal((await its.db.selectFrom('audit').select('id').where('outcome', '=', 'code.expired').execute()).length, 2);
  }));

test('a changed address ends the ties of the account, and both mailboxes are told, neither of them the other address', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await ties(its, its.chat, formerly);
    await moves(its, 'invgate', `${formerly},${now},Alice,Martin,,siege`);
    assert.deepEqual(await tiedTo(its, 'invgate'), []);
    const mails = await its.mails();
    const [old, current] = [mails.find(({ to }) => to === formerly), mails.find(({ to }) => to === now)];
    assert.match(old?.text ?? '', /a été remplacée par une autre[\s\S]*ne sont plus liées au compte.: Alice Martin/);
    assert.ok(!old?.text.includes(now));
    assert.match(current?.text ?? '', /cette adresse e-mail est celle de votre compte[\s\S]*avant le 21 novembre 2026 à 9\u00a0h\u00a000/);
    const records = await its.db.selectFrom('audit').select(['actor', 'action', 'detail']).where('actor', '=', 'operator:jdupont').orderBy('id').execute();
    assert.deepEqual(
      records.map(({ action }) => action),
      ['account.unlinked', 'account.addressChanged', 'account.updated'],
    );
    assert.deepEqual(JSON.parse(records[1]?.detail ?? ''), { from: formerly, to: now, tiesEnded: 1, sessionsEnded: 0 });
  }));

test('ALL-4 an address that was changed of late gets no link and no code, in the same words, statements and outbox rows', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await moves(its, 'octopus');
    await moves(its, 'invgate', `${formerly},${now},Alice,Martin,,siege`);
    await its.mails();
    const counts: unknown[] = [];
    for (const identifier of ['amartin', 'bleroy', 'nobody']) {
      await its.chat.says('mdp octopus oublié');
      const before = its.statements.length;
      await its.chat.presses('reset.send', { identifier });
      const rows = await its.db.selectFrom('outbox').select('kind').where('status', '=', 'waiting').execute();
      counts.push([its.statements.length - before - 1, rows.length, its.chat.heard.replaceAll(identifier, '…')]);
      assert.deepEqual(
        (await its.mails()).map(({ to }) => to),
        identifier === 'bleroy' ? ['bruno.leroy@corp.example'] : [],
      );
    }
    assert.deepEqual(counts[0], counts[1]);
    assert.deepEqual(counts[0], counts[2]);
    await its.chat.says('m’inscrire à un catalogue InvGate');
    await its.chat.presses('enroll.prove', { identifier: formerly });
    await its.chat.says('je voudrais m’inscrire sur invgate');
    await its.chat.presses('signUp.address', { email: formerly });
    await its.chat.presses('signUp.details', { userName: formerly, givenName: 'A', familyName: 'M' });
    assert.deepEqual(await its.mails(), []);
    const outcomes = await its.db.selectFrom('audit').select('action').where('outcome', '=', 'addressChanged').orderBy('id').execute();
    assert.deepEqual(
      outcomes.map(({ action }) => action),
      ['reset.asked', 'enroll.proofAsked', 'signUp.asked'],
    );
    its.passes(23 * hour);
    await its.chat.says('mdp octopus oublié');
    await its.chat.presses('reset.send', { identifier: 'amartin' });
    assert.deepEqual(await its.mails(), []);
    its.passes(hour);
    await its.chat.says('mdp octopus oublié');
    await its.chat.presses('reset.send', { identifier: 'amartin' });
    assert.equal((await its.mails())[0]?.to, now);
  }));

test('ALL-5 a changed address ends the sessions of the account on the web, those that wait for a second factor too', () =>
  withGuichet({}, async (its) => {
    await withPasswords(its);
    const [thief, waiting, other] = [await signedInBrowser(its, 'octopus'), await signedInBrowser(its, 'octopus'), await signedInBrowser(its, 'invgate')];
    await its.db
      .updateTable('session')
      .set({ state: 'second' })
      .where('id', '=', (await newestSession(its, 'octopus')).id)
      .execute();
    await moves(its, 'octopus');
    for (const browser of [thief, waiting]) await isSignedIn(browser, 'octopus', false);
    await isSignedIn(other, 'invgate', true);
    const { detail } = await its.db.selectFrom('audit').select('detail').where('action', '=', 'account.addressChanged').executeTakeFirstOrThrow();
    assert.equal(JSON.parse(detail).sessionsEnded, 2);
    // The password is the same, and whoever knows it signs in again.
    await thief.signsIn('octopus', 'amartin', usual);
    await isSignedIn(thief, 'octopus', true);
  }));

test('IN-3 ALL-3 the sign-up’s link that is asked for anew goes to the recorded address of an account that was made meanwhile, and to no other', () =>
  withGuichet({}, async (its) => {
    await its.chat.says('m’inscrire sur invgate');
    await its.chat.presses('signUp.address', { email: 'zoe@corp.example', entity: 'siege', givenName: 'Zoé', familyName: 'Bell' });
    const link = linkIn((await its.mails()).at(-1));
    const csv = `${header}\nzoe@corp.example,zoe.bell@new.example,Zoé,Bell,,siege`;
    assert.deepEqual((await importAccounts(its.db, 'invgate', csv, its.now())).refused, []);
    its.passes(2 * day);
    await (await its.page(link)).renews();
    const mails = await its.mails();
    assert.deepEqual(
      mails.map(({ to }) => to),
      ['zoe.bell@new.example'],
    );
    assert.equal((await its.page(linkIn(mails[0]))).status, 200);
  }));

test('another spelling of the same address is no other address', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await ties(its, its.chat, formerly);
    await moves(its, 'invgate', `${formerly},Alice.Martin@CORP.example,Alice,Martin,+33612345678,siege`);
    assert.deepEqual(await tiedTo(its, 'invgate'), ['Alice Martin']);
    assert.deepEqual(await its.mails(), []);
  }));

test('RC-8 an invitation to the recorded address of an account ends with that address, on its page and in a session of it', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const person = 'ada@client.example,ada@client.example,Ada,Lovelace,,';
    await importAccounts(its.db, 'rconnect', `${header}\n${person}`, its.now());
    await invites(its);
    const link = invitationIn((await its.mails())[0]);
    const page = await its.page(link);
    assert.equal((await page.sendsCode()).status, 303);
    assert.equal((await page.posts({ code: codeIn((await its.mails()).at(-1)), press: 'prove' })).status, 303);
    assert.match((await page.again()).html, /name="terms"/);
    await moves(its, 'rconnect', person.replace('ada@client.example,Ada', 'ada@other.example,Ada'));
    const dead = await page.again();
    assert.match(dead.html, /a expiré/);
    (await its.page(link)).shows('a expiré');
    assert.notEqual((await its.db.selectFrom('invitation').select('status').executeTakeFirstOrThrow()).status, 'accepted');
  }));

test('ALL-6 an address that was changed of late ties no chat by an invitation either, and does a day later', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    for (const [who, waits] of [
      ['victim', 0],
      ['owner', day],
    ] as const) {
      const person = `${who}@corp.example,${who}@corp.example,Vic,Tim,,`;
      await importAccounts(its.db, 'rconnect', `${header}\n${person}`, its.now());
      await moves(its, 'rconnect', person.replace(`${who}@corp.example,Vic`, 'ada@client.example,Vic'));
      its.passes(waits);
      const chat = await invitedChat(its);
      await chat.presses('acceptInvitation.agree');
      await chat.presses('acceptInvitation.complete', whole);
      assert.equal((await its.db.selectFrom('invitation').select('status').where('status', '=', 'accepted').execute()).length, 1);
      assert.deepEqual(await tiedTo(its, 'rconnect'), waits === 0 ? [] : ['Ada Lovelace']);
      await its.db.deleteFrom('invitation').execute();
      await its.db.deleteFrom('organisationMember').execute();
      await its.db.deleteFrom('organisation').execute();
      await its.db.updateTable('account').set({ email: 'gone@corp.example', emailKey: 'gone@corp.example' }).where('portal', '=', 'rconnect').execute();
    }
  }));

test('OU-1 whose proven account got another address creates no organisation any more: the first password would go to the one before', () =>
  withOrganisations({}, async (its) => {
    await begins(its);
    await its.chat.presses('createOrganisation.domicile', { domicile: 'france' });
    await its.chat.presses('createOrganisation.search', { siret: companies.acme.siret });
    const line = `${cloud.here},a.martin@new.example,Alice,Martin,,cloudgouv-eu-west-1`;
    await importAccounts(its.db, 'outscale-cloud', `${header}\n${line}`, its.now(), 'proven', its.core.portals.get('outscale'), 'jdupont');
    await its.mails();
    await its.chat.presses('createOrganisation.create');
    its.chat.hears('Recommencez');
    assert.deepEqual(await its.mails(), []);
    assert.deepEqual(await its.db.selectFrom('organisation').select('id').execute(), []);
    await begins(its);
    await its.chat.presses('createOrganisation.domicile', { domicile: 'france' });
    await its.chat.presses('createOrganisation.search', { siret: companies.acme.siret });
    await its.chat.presses('createOrganisation.create');
    assert.ok((await its.mails()).some(({ to }) => to === 'a.martin@new.example'));
  }));

test('ALL-5 a telephone number that an import changes or takes away is told to the account’s owner by mail, by its end; the same one again is not', () =>
  withGuichet({}, async (its) => {
    const line = (phone: string, entity = 'siege') => `${formerly},${formerly},Alice,Martin,${phone},${entity}`;
    const told = async () =>
      (await its.mails()).map(({ to, subject, text }) => [to, subject, /se termine désormais par \d\d|Plus aucun numéro/.exec(text.replace(/\s+/g, ' '))?.[0]]);
    const subject = 'InvGate Service Desk\u00a0: le numéro de téléphone de votre compte a changé';
    await moves(its, 'invgate', line('+33698765432'));
    assert.deepEqual(await told(), [[formerly, subject, 'se termine désormais par 32']]);
    await moves(its, 'invgate', line('+33698765432', 'agence'));
    assert.deepEqual(await told(), []);
    await moves(its, 'invgate', line(''));
    assert.deepEqual(await told(), [[formerly, subject, 'Plus aucun numéro']]);
  }));
