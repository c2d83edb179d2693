import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import type { Actor } from '../../../core/foundation/actor.ts';
import { hour, minute, second } from '../../../core/foundation/clock.ts';
import { beginSession } from '../../../core/signIn/sessionRecords.ts';
import { type Chat, openChat } from '../../chat.ts';
import { credentials, setCredential } from '../../credentials.ts';
import { decideLinkIn, unlocks } from '../../decidingByMail.ts';
import { colleague, meets } from '../../enrolling.ts';
import { companies, startCompanyRegistry } from '../../fakes/companyRegistry.ts';
import { alice } from '../../fakes/connector.ts';
import { begins, cloud, creates, provesOnPage, validator, withOrganisations } from '../../organising.ts';
import { codeIn, type Guichet } from '../../support.ts';
import { openPage } from '../../webPage.ts';

const organisations = ({ db }: Guichet) => db.selectFrom('organisation').selectAll().execute();

/** Proves an account on the page alone; returns how to open the page that goes on. */
async function goesOn(its: Guichet, email: string = cloud.here) {
  const { location = '' } = await provesOnPage(its, `${its.url}/p/outscale/organisation`, email);
  assert.match(location, /organisation\/[\w-]{43}/);
  return () => openPage(its.url, `${its.url}${location}`, 'fr');
}

/** As far as the company that stands before it is created. */
async function finds(its: Guichet, siret: string = companies.acme.siret, email?: string) {
  const page = await goesOn(its, email);
  await (await page()).posts({ press: 'domicile', domicile: 'france' });
  return { page, found: await (await page()).posts({ press: 'search', siret }) };
}

test('ALL-4 OU-1 a known and an unknown cloud account cost the same statements and hear the same, from the chat and without one', async () => {
  for (const fromChat of [true, false]) {
    const seen: { html: string; statements: string[]; outbox: number }[] = [];
    for (const email of [cloud.here, 'nobody@acme.example'])
      await withOrganisations({}, async (its) => {
        if (fromChat) await its.chat.says('créer une organisation outscale');
        const page = await openPage(its.url, fromChat ? its.chat.opens() : `${its.url}/p/outscale/organisation`, 'fr');
        its.statements.length = 0;
        const { status, html } = await page.posts({ email, password: 'faux' }, page.token);
        const statements = [...its.statements];
        const outbox = (await its.db.selectFrom('outbox').select('id').execute()).length;
        assert.equal(status, 422);
        seen.push({ html: html.replaceAll(email, '@').replace(/organisation\/[\w-]{43}|name="csrf" value="[^"]+"/g, ''), statements, outbox });
      });
    assert.deepEqual(seen[0], seen[1]);
  }
});

test('OU-1 guessing is slow by address and by network, and ten wrong passwords lock the account for an hour, the right one too; its owner is told', () =>
  withOrganisations({}, async (its) => {
    const begun = `${its.url}/p/outscale/organisation`;
    const says = async (email: string, password?: string) =>
      /Trop d’essais|ne correspondent pas/.exec((await provesOnPage(its, begun, email, password)).html)?.[0];
    for (let tries = 0; tries < 5; tries++) assert.equal(await says(cloud.here, `faux ${tries}`), 'ne correspondent pas');
    // The address is the same one in other letters.
    assert.equal(await says(cloud.here.toUpperCase()), 'Trop d’essais');
    // Beyond what one network may, an account has three tries from there.
    for (let tries = 0; tries < 15; tries++) await says(`nobody${tries}@acme.example`, 'faux');
    const others: unknown[] = [];
    for (let tries = 0; tries < 5; tries++) others.push(await says('another@acme.example', 'faux'));
    assert.equal(others.filter((said) => said === 'ne correspondent pas').length, 3);
    assert.equal((await provesOnPage(its, begun, cloud.other)).status, 303, 'who did nothing wrong does not wait for a stranger');
    its.passes(hour);
    for (let tries = 0; tries < 5; tries++) await says(cloud.here, `faux ${tries}`);
    const locked = await credentials(its.db).select('lockedAt').where('portal', '=', 'outscale-cloud').where('identifier', '=', cloud.here).execute();
    assert.ok(locked[0]?.lockedAt);
    const told = (await its.mails()).filter(({ subject }) => subject.includes('bloqué'));
    assert.deepEqual(
      told.map(({ to }) => to),
      [cloud.here],
    );
    assert.doesNotMatch(told[0]?.text ?? '', /nouveau mot de passe/, 'no reset here is for that directory');
    its.passes(59 * minute);
    assert.equal(await says(cloud.here), 'Trop d’essais');
    its.passes(minute);
    assert.equal((await provesOnPage(its, begun)).status, 303);
  }));

test('OU-1 guesses from one IPv6 network are counted together', () =>
  withOrganisations({}, async (its) => {
    const { perAccount = 0 } = its.core.portals.get('outscale')?.asking ?? {};
    const said: (string | undefined)[] = [];
    for (let tries = 0; tries <= perAccount; tries++) {
      const visitor = { ip: `2001:db8:1:2:${tries}::1`, locale: 'fr' } as const;
      const proven = await its.core.organisations.proof.prove('outscale', '', { email: 'nobody@acme.example', password: 'faux' }, visitor);
      said.push(proven.ok ? 'proven' : proven.refusals[0].key);
    }
    assert.deepEqual([...new Set(said.slice(0, perAccount))], ['cloud.wrong']);
    assert.equal(said.at(-1), 'cloud.limit');
  }));

test('ALL-2 the secret of a creation opens no other page, of no other portal; and no other secret opens it', () =>
  withOrganisations({}, async (its) => {
    const page = await goesOn(its);
    const secret =
      (await page()).token && (await provesOnPage(its, `${its.url}/p/outscale/organisation`, cloud.other)).location?.split('/').at(-1)?.split('?')[0];
    assert.ok(secret);
    for (const path of [`outscale/link/${secret}`, `outscale/decide/${secret}`, `rconnect/organisation/${secret}`, `octopus/organisation/${secret}`])
      assert.equal((await openPage(its.url, `${its.url}/p/${path}`)).status, 404, path);
    assert.equal((await openPage(its.url, `${its.url}/p/octopus/organisation`)).status, 404);
    // A form's token is for its own page.
    const { token } = await openPage(its.url, `${its.url}/p/outscale/organisation/${secret}`);
    assert.equal((await (await page()).posts({ press: 'create' }, token)).status, 403);
    // Nor does the link that was mailed for the password open the creation.
    await creates(its);
    const mailed = /\/link\/([\w-]+)/.exec((await its.mails()).find(({ to }) => to === cloud.here)?.text ?? '')?.[1];
    assert.ok(mailed);
    assert.equal((await openPage(its.url, `${its.url}/p/outscale/organisation/${mailed}`)).status, 404);
  }));

test('OU-1 a form’s claims are not believed: a proof, another’s address, an unknown domicile', () =>
  withOrganisations({}, async (its) => {
    const page = await goesOn(its);
    await (await page()).posts({ press: 'domicile', domicile: 'mars', proven: 'director@acme.example', email: 'director@acme.example', status: 'validated' });
    (await page()).shows('Où est votre organisation');
    assert.equal((await (await page()).posts({ press: 'create', siret: companies.acme.siret })).status, 422);
    assert.equal((await organisations(its)).length, 0);
    await (await page()).posts({ press: 'domicile', domicile: 'france' });
    await (await page()).posts({ press: 'create', siret: companies.acme.siret, email: 'director@acme.example' });
    const [made] = await organisations(its);
    assert.equal(made?.status, 'pending');
    assert.deepEqual((await its.mails()).map(({ to }) => to).sort(), [cloud.here, validator.email].sort());
  }));

test('OU-4 OU-6 two tabs create at once, and another person the same SIRET: one organisation, one administrator, one mail', () =>
  withOrganisations({}, async (its) => {
    const { page } = await finds(its);
    const other = await finds(its, companies.acme.siret, cloud.other);
    const tabs = [await page(), await page(), await other.page()];
    // Nothing is known of the company any more: all three wait for the register, and write after each has looked.
    await its.db.deleteFrom('keyv').execute();
    its.passes(second);
    const answers = await Promise.all(tabs.map((tab) => tab.posts({ press: 'create' }, tab.token)));
    assert.equal((await organisations(its)).length, 1);
    assert.equal((await its.db.selectFrom('organisationMember').select('id').execute()).length, 1);
    assert.equal((await its.mails()).filter(({ to }) => to !== validator.email).length, 1);
    for (const { html } of answers) assert.match(html === '' ? 'gone on' : html, /gone on|Votre organisation est créée|existe déjà sur ce portail/);
  }));

test('OU-4 what was found is looked at again when it is created: another SIRET put into the form is refused as it would be by the search', () =>
  withOrganisations({}, async (its) => {
    const { page, found } = await finds(its);
    assert.match(found.html, /ACME LOGICIELS/);
    its.passes(second);
    const closed = await (await page()).posts({ press: 'create', siret: companies.closed.siret });
    assert.equal(closed.status, 422);
    assert.match(closed.html, /est fermé/);
    assert.match((await (await page()).posts({ press: 'create', siret: '81234567600018' })).html, /erreur de frappe/);
    assert.equal((await organisations(its)).length, 0);
  }));

test('OU-4 text from the register is shown as text: page, card, mail and the validator’s page', async () => {
  const name = '<img src=x onerror=alert(1)> [clic](https://evil.example) **SA**';
  const registry = await startCompanyRegistry([{ siret: companies.acme.siret, name, street: '"><script>alert(2)</script>', city: 'PARIS 11' }]);
  try {
    await withOrganisations({ env: { COMPANY_REGISTRY_URL: registry.url } }, async (its) => {
      const { page, found } = await finds(its);
      assert.match(found.html, /&lt;img src=x onerror=alert\(1\)&gt;/);
      await (await page()).posts({ press: 'create' });
      const mails = await its.mails();
      const web = await its.page(decideLinkIn(mails.find(({ to }) => to === validator.email)));
      await web.sendsCode();
      const shown = await unlocks(its, web, codeIn((await its.mails()).at(-1)));
      assert.match(shown, /&lt;script&gt;alert\(2\)&lt;\/script&gt;/);
      for (const html of [found.html, web.html, shown, ...mails.map(({ html }) => html)])
        assert.doesNotMatch(html, /<img src=x|<script>alert|href="https:\/\/evil/);
      await begins(its, its.chat, cloud.other);
      await its.db.deleteFrom('organisation').execute();
      await its.chat.presses('createOrganisation.domicile', { domicile: 'france' });
      await its.chat.presses('createOrganisation.search', { siret: companies.acme.siret });
      const card = JSON.stringify(its.chat.card);
      assert.doesNotMatch(card, /\[clic\]\(https/);
      assert.match(card, /onerror/);
    });
  } finally {
    await registry.close();
  }
});

test('OU-4 a SIRET is digits, of whatever width, or nothing is asked: no path, no query and no other digits reach the register', () =>
  withOrganisations({}, async (its, registry) => {
    const page = await goesOn(its);
    await (await page()).posts({ press: 'domicile', domicile: 'france' });
    for (const siret of [
      '..%2f81234567600017',
      '81234567600017&q=1',
      '81234567600017#',
      '٨١٢٣٤٥٦٧٦٠٠٠١٧',
      '8123456760001⑦x',
      'http://127.0.0.1/',
      '0'.repeat(14),
    ]) {
      assert.equal((await (await page()).posts({ press: 'search', siret })).status, 422, siret);
    }
    assert.deepEqual(registry.calls, []);
    assert.match((await (await page()).posts({ press: 'search', siret: '８１２ ３４５ ６７６ ０００１７' })).html, /ACME LOGICIELS/);
    assert.deepEqual(registry.calls, [companies.acme.siret]);
  }));

test('OU-5 a redirect of the register is not followed', () =>
  withOrganisations({}, async (its, registry) => {
    let visits = 0;
    const inside = createServer((_, response) => {
      visits += 1;
      response.end('{}');
    });
    inside.listen(0, '127.0.0.1');
    await once(inside, 'listening');
    try {
      registry.answer(302, { headers: { location: `http://127.0.0.1:${(inside.address() as AddressInfo).port}/` } });
      const { found } = await finds(its);
      assert.equal(found.status, 422);
      assert.match(found.html, /ne répond pas en ce moment/);
      assert.match(found.html, new RegExp(`value="${companies.acme.siret}"`), 'what was entered is kept');
      assert.equal(visits, 0);
    } finally {
      inside.close();
      await once(inside, 'close');
    }
  }));

test('OU-1 a proof on the page alone ties no chat to the account, and is over when the organisation is created', () =>
  withOrganisations({}, async (its) => {
    const { page } = await finds(its);
    await (await page()).posts({ press: 'create' });
    assert.equal((await its.db.selectFrom('binding').selectAll().execute()).length, 0);
    (await page()).shows('attend maintenant sa validation');
    const again = await (await page()).posts({ press: 'create', siret: companies.annexe.siret }, (await page()).token);
    assert.notEqual(again.status, 303);
    assert.equal((await organisations(its)).length, 1);
  }));

/** An organisation that is validated, and the administrator as the core knows them. */
async function validated(its: Guichet) {
  const approver = await meets(its, validator);
  await creates(its);
  const mail = (await its.mails()).find(({ to }) => to === cloud.here);
  await its.chat.presses('createOrganisation.code', { code: codeIn(mail) });
  assert.equal((await (await its.page(its.chat.opens())).submits('Grand-Large 2026 !')).status, 303);
  await its.worker.drain();
  await approver.presses('decide.approve');
  await its.worker.drain();
  const person = await its.db.selectFrom('person').select('id').where('objectId', '=', alice.aadObjectId).executeTakeFirstOrThrow();
  const actor: Actor = { person: person.id, channel: 'msteams', locale: 'fr', authenticated: true };
  const portal = its.core.portals.get('outscale');
  const [organisation] = await organisations(its);
  assert.ok(portal && organisation);
  return { actor, portal, organisation };
}

const victim = 'victoria@bank.example';

/** Somebody whose account was there before, with an open session and a password. */
async function hasAccount(its: Guichet): Promise<string> {
  const csv = `identifier,email,givenName,familyName,phone,entity\n${victim},${victim},Victoria,Realname,,`;
  await importAccounts(its.db, 'outscale', csv, its.now());
  await setCredential(its.db, { passwordHash: 'x' }, { identifier: victim });
  return (await its.db.selectFrom('account').select('id').where('identifier', '=', victim).executeTakeFirstOrThrow()).id;
}

test('OU-7 ALL-4 who adds somebody sees them by the name that was typed, whether they had an account or not', () =>
  withOrganisations({}, async (its) => {
    await hasAccount(its);
    const { actor, portal, organisation } = await validated(its);
    for (const email of [victim, 'nobody@bank.example'])
      assert.ok((await its.core.establishments.addUser.add(actor, portal, organisation.id, { email, givenName: 'Xavière', familyName: 'Typed' })).ok);
    const page = await its.core.establishments.users.list(actor, portal, organisation.id, { limit: 10 });
    assert.ok(page.ok);
    assert.deepEqual(
      page.value.users.filter(({ email }) => email.endsWith('@bank.example')).map(({ name }) => name),
      ['Xavière Typed', 'Xavière Typed'],
    );
    assert.doesNotMatch(JSON.stringify(page.value), /Realname/);
    const found = await its.core.establishments.users.list(actor, portal, organisation.id, { limit: 10, search: 'realname' });
    assert.deepEqual(found.ok && found.value.users, []);
  }));

test('OU-7 ALL-4 adding somebody takes as many statements and rows, whether they have an account with a password, one without, or none', () =>
  withOrganisations({}, async (its) => {
    await hasAccount(its);
    const without = 'wanda@bank.example';
    await importAccounts(its.db, 'outscale', `identifier,email,givenName,familyName,phone,entity\n${without},${without},Wanda,Realname,,`, its.now());
    const { actor, portal, organisation } = await validated(its);
    await its.mails();
    const took: unknown[] = [];
    for (const email of [victim, without, 'nobody@bank.example']) {
      const before = its.statements.length;
      const added = await its.core.establishments.addUser.add(actor, portal, organisation.id, { email, givenName: 'Xavière', familyName: 'Typed' });
      const statements = its.statements.slice(before).length;
      const rows = await its.db.selectFrom('outbox').select('kind').where('status', '=', 'waiting').where('kind', '!=', 'due').execute();
      took.push([added.ok, statements, rows.map(({ kind }) => kind).sort()]);
      const [mail, ...others] = (await its.mails()).filter(({ to }) => to === email);
      assert.deepEqual(others, []);
      assert.equal(/\/link\//.test(mail?.text ?? ''), email !== victim);
    }
    assert.deepEqual(took[0], took[2]);
    assert.deepEqual(took[1], took[2]);
  }));

test('EX-7 OU-7 somebody removed from an organisation keeps an account that existed before, and its sessions; one made for it is deleted', () =>
  withOrganisations({}, async (its) => {
    const account = await hasAccount(its);
    const { actor, portal, organisation } = await validated(its);
    await its.db
      .transaction()
      .execute((tx) => beginSession(tx, { portal: 'outscale', state: 'open', remember: 'no', agent: '', ip: '192.0.2.1', accountId: account, now: its.now() }));
    for (const email of [victim, 'made@bank.example'])
      assert.ok((await its.core.establishments.addUser.add(actor, portal, organisation.id, { email, givenName: 'X', familyName: 'Typed' })).ok);
    const made = await its.db.selectFrom('account').select('id').where('identifier', '=', 'made@bank.example').executeTakeFirstOrThrow();
    for (const id of [account, made.id]) {
      const removed = await its.core.establishments.users.remove(actor, portal, organisation.id, id);
      assert.deepEqual(removed.ok && removed.value.name, 'X Typed');
    }
    const left = await its.db.selectFrom('account').select('identifier').where('identifier', 'like', '%@bank.example').execute();
    assert.deepEqual(
      left.map(({ identifier }) => identifier),
      [victim],
    );
    const session = await its.db.selectFrom('session').select('endedAt').where('accountId', '=', account).executeTakeFirstOrThrow();
    assert.equal(session.endedAt, null);
  }));

test('OU-2 who leaves the last organisation of a domicile leaves the group that sees its products', () =>
  withOrganisations({}, async (its) => {
    const account = await hasAccount(its);
    const { actor, portal, organisation } = await validated(its);
    assert.ok((await its.core.establishments.addUser.add(actor, portal, organisation.id, { email: victim, givenName: 'V', familyName: 'R' })).ok);
    await its.worker.drain();
    const groups = async () =>
      (await its.db.selectFrom('membership').select('groupId').where('accountId', '=', account).execute()).map(({ groupId }) => groupId);
    assert.deepEqual(await groups(), ['domicile-france']);
    assert.ok((await its.core.establishments.users.remove(actor, portal, organisation.id, account)).ok);
    await its.worker.drain();
    assert.deepEqual(await groups(), []);
    const left = await its.db.selectFrom('audit').select('outcome').where('action', '=', 'enroll.left').execute();
    assert.deepEqual(
      left.map(({ outcome }) => outcome),
      ['ok'],
    );
  }));

test('OU-6 a validator who never met the bot decides on the channel’s card, also where the organisation was begun on the page', () =>
  withOrganisations({}, async (its) => {
    its.connector.members.push(validator);
    const page = await goesOn(its, cloud.other);
    await (await page()).posts({ press: 'domicile', domicile: 'abroad' });
    await (await page()).posts({ press: 'create', name: 'Liégeoise', country: 'BE', street: 's', city: 'c', postalCode: '1' });
    const { id } = await its.db.selectFrom('enrollment').select('id').executeTakeFirstOrThrow();
    const conversation = { id: '19:team@thread.tacv2', conversationType: 'channel', isGroup: true };
    const chat = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: validator, conversation });
    await chat.sends('decide.approve', { verb: 'decide.approve', nonce: 'any', enrollment: id });
    assert.equal((await organisations(its))[0]?.status, 'validated');
  }));

test('OU-6 a name with Markdown in it is refused, and one that has some all the same makes no link on a validator’s card', () =>
  withOrganisations({}, async (its) => {
    const page = await goesOn(its);
    await (await page()).posts({ press: 'domicile', domicile: 'abroad' });
    const create = async (name: string) => (await page()).posts({ press: 'create', name, country: 'BE', street: 's', city: 'c', postalCode: '1' });
    assert.equal((await create('ACME [Approuver ici](mailto:x@evil.example)')).status, 422);
    const approver = await meets(its, validator);
    assert.equal((await create('ACME *Est* (Liège)')).status, 303);
    await its.worker.drain();
    approver.hears('Demande à traiter : ACME \\*Est\\* \\(Liège\\)');
    assert.equal(approver.card.speak, 'Demande à traiter : ACME *Est* (Liège)');
  }));

test('OU-1 strangers lock a cloud account from many networks: its owner still proves it on the page that their own chat opens, and nobody else does', () =>
  withOrganisations({}, async (its) => {
    const { proof } = its.core.organisations;
    const wrong = { email: cloud.here, password: 'faux' };
    for (let n = 0; n < 12; n += 1) await proof.prove('outscale', '', wrong, { ip: `2001:db8:${n}::1`, locale: 'fr' });
    const opens = async (chat: Chat) => {
      await chat.says('créer une organisation outscale');
      return chat.opens();
    };
    const stranger = await provesOnPage(its, await opens(its.chat), cloud.here);
    assert.match(stranger.html, /ne correspondent pas/, 'locked, for whoever has no such address');
    const owner = await meets(its, colleague('Ada', 'Martin', cloud.here));
    const link = await opens(owner);
    assert.equal((await provesOnPage(its, link, cloud.here, 'faux')).status, 422);
    assert.equal((await provesOnPage(its, link, cloud.other)).status, 303, 'another account is none of the chat’s, and not locked');
    assert.equal((await provesOnPage(its, await opens(owner), cloud.here)).status, 303);
  }));
