import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { accepting } from '../accepting.ts';
import { openBrowser, tokenIn } from '../browser.ts';
import { meets } from '../enrolling.ts';
import { salesWoman } from '../inviting.ts';
import { databaseUnderTest } from '../records.ts';
import { signedInBrowser, usual, withPasswords } from '../signedIn.ts';
import { withGuichet } from '../support.ts';
import { alices, appShows, hasPassword, portalOf, signsIn, visitor } from '../twoFactor.ts';

const teams = { channel: 'msteams' } as const;

/** A character that PostgreSQL keeps in no text. */
const nul = '\0';

test('OU-9 a form with a character that no record can hold is a wrong one, and no fault', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    const csrf = tokenIn((await browser.get('/p/octopus/signin')).html);
    assert.equal((await browser.posts('/p/octopus/signin', { csrf, identifier: `amartin${nul}x`, password: usual })).status, 422);
    const mine = await signedInBrowser(guichet, 'octopus');
    const own = tokenIn((await mine.get('/p/octopus/account')).html);
    assert.equal((await mine.posts('/p/octopus/account/end', { csrf: own, session: nul })).status, 303);
  }));

test('RC-6 what a client calls the company reaches the inviter’s mailbox as a name, never as an address to open', () =>
  withGuichet(teams, async (its) => {
    const { page } = await accepting(its, 'company');
    for (const name of ['https://evil.example/login', 'www.evil.example', 'HTTPS://evil.example']) {
      const made = await page.posts({
        press: 'create',
        name,
        siret: '',
        country: 'BE',
        street: '1 rue Haute',
        postalCode: '1000',
        city: 'Bruxelles',
        phone: '',
      });
      assert.equal(made.status, 422);
      assert.ok(/id="name-error"/.test((await page.again()).html), name);
    }
  }));

test('OU-1 a request begun for one portal does not continue on another, as its directory proves other accounts', () =>
  withGuichet({}, async (its) => {
    const portal = portalOf(its, 'outscale');
    const { proof: organisationProof } = its.core.organisations;
    const actor = { person: 'somebody', channel: 'msteams', locale: 'fr', authenticated: true } as const;
    const begun = await organisationProof.begin(actor, portal);
    assert.ok(begun.ok);
    const elsewhere = await organisationProof.begin(actor, { ...portal, id: 'elsewhere' }, begun.value.requestId);
    assert.ok(elsewhere.ok);
    assert.notEqual(elsewhere.value.requestId, begun.value.requestId);
    const again = await organisationProof.begin(actor, portal, begun.value.requestId);
    assert.ok(again.ok);
    assert.equal(again.value.requestId, begun.value.requestId);
  }));

test(
  'PostgreSQL: OU-11 a sign-in that is under way while two-factor sign-in is turned on leaves no session that only the password opened',
  { skip: databaseUnderTest === 'SQLite' },
  () =>
    withGuichet({}, async (its) => {
      await hasPassword(its);
      const { ticket } = await signsIn(its);
      assert.ok((await its.core.signIn.twoFactor.begin(ticket, alices.password, visitor)).ok);
      const begun = await its.core.signIn.twoFactor.look(ticket);
      assert.ok(begun?.state === 'begun');
      const waiting = async (count: number) => {
        for (;;) {
          const { rows } = await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(its.db);
          if (rows.length >= count) return;
        }
      };
      // Both are held up where each has read what the other is about to change.
      const both = await its.db.transaction().execute(async (tx) => {
        await sql`lock table session in share mode`.execute(tx);
        const signing = signsIn(its);
        await waiting(1);
        const confirming = its.core.signIn.twoFactor.confirm(ticket, appShows(begun.secret, its.now()), visitor);
        await waiting(2);
        return [signing, confirming] as const;
      });
      const [signed, confirmed] = await Promise.all(both);
      assert.ok(confirmed.ok);
      const found = await its.core.signIn.sessions.find(signed.ticket);
      assert.notEqual(found?.state, 'open');
    }),
);

test('RC-1 a typed name is cleaned as a pasted one is: one line, no marks, no longer than a name', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('inviter un client rconnect');
    await chat.presses('invite.who', { email: 'ada@client.example', givenName: 'Ada\r\nBcc: x@evil.example\u202e<b>', familyName: 'L'.repeat(5_000) });
    await chat.presses('invite.company', { name: 'Client SA' });
    await chat.presses('invite.send');
    const { givenName, familyName } = await its.db.selectFrom('invitation').select(['givenName', 'familyName']).executeTakeFirstOrThrow();
    assert.doesNotMatch(`${givenName}${familyName}`, /[\p{Cc}\p{Cf}<>@]/u);
    assert.ok(familyName.length <= 100);
  }));
