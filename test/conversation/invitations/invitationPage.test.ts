import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { day, hour } from '../../../core/foundation/clock.ts';
import { hashPassword } from '../../../core/foundation/passwordHash.ts';
import { accepting, agrees, invited, proves, termsIn } from '../../accepting.ts';
import { openBrowser } from '../../browser.ts';
import { setCredential } from '../../credentials.ts';
import { clientChat, invitationIn, invites, provesMailbox, salesWoman, whole } from '../../inviting.ts';
import { usual } from '../../signedIn.ts';
import { codeIn, type Guichet, linkIn, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

/** What an invitation can make. */
async function created({ db }: Guichet) {
  const count = async (table: 'account' | 'organisation' | 'organisationMember' | 'membership') =>
    (await db.selectFrom(table).select('id').where('portal', '=', 'rconnect').execute()).length;
  return [await count('account'), await count('organisation'), await count('organisationMember'), await count('membership')];
}
const nothing = [0, 0, 0, 0];
const one = [1, 1, 1, 1];

const isKnown = async ({ db, now }: Guichet) =>
  void (await importAccounts(
    db,
    'rconnect',
    'identifier,email,givenName,familyName,phone,entity\nada@client.example,ada@client.example,Ada,Lovelace,,',
    now(),
  ));

/** What a page says, without its styles and scripts. */
const mainOf = (html: string) => html.slice(html.indexOf('<main>'));

/** What stands in a field of the form. */
const filledIn = (html: string, id: string) => new RegExp(`<input id="${id}"[^>]* value="([^"]*)"`).exec(html)?.[1];

for (const locale of ['fr', 'en'] as const)
  test(`RC-3 RC-4 RC-5 RC-6 RC-7 ALL-8 case 2 without a script: code, terms, company, password, welcome, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const { inviter, page } = await invited(its, locale);
      page.shows(fr ? 'Sonia Lambert vous invite' : 'Sonia Lambert invites you');
      await proves(its, page);
      const terms = (await page.again()).html;
      for (const said of ['https://rconnect.example.com/terms', '(version 2026-10)', fr ? '>Oui<' : '>Yes<', fr ? 'Passer des commandes' : 'Place orders'])
        assert.ok(terms.includes(said), said);
      assert.deepEqual(await created(its), nothing);
      assert.equal((await agrees(page)).status, 303);
      const form = (await page.again()).html;
      assert.deepEqual([filledIn(form, 'name'), filledIn(form, 'city')], ['Analytique SARL', 'Lille']);
      assert.match(form, /<option value="FR" selected>France<\/option>/);
      assert.match(form, /<button name="press" value="create" id="create" aria-describedby="progress" aria-disabled="true">/);
      assert.match(
        form,
        fr ? /4 champs restent à remplir ou à corriger\u00a0: Rue, Code postal, Numéro de TVA, Téléphone/ : /4 fields are still to be filled in or corrected/,
      );
      // Nothing was filled in wrong yet: what is missing is listed, and no field is red.
      assert.doesNotMatch(mainOf(form), /-error"|aria-invalid/);
      assert.match(form, fr ? /<optgroup label="Les plus probables">\s*<option value="FR"/ : /<optgroup label="Most likely">\s*<option value="FR"/);
      assert.equal(form.match(/<option value="FR"/g)?.length, 1);
      await page.posts({ press: 'save', vat: 'FR1' });
      const left = mainOf((await page.again()).html);
      assert.match(left, /id="vat-error"/);
      assert.doesNotMatch(left, /id="(?:street|postalCode|phone)-error"/);

      const empty = await page.posts({ press: 'create', ...whole, street: '', vat: 'FR1' });
      assert.match(empty.html, /id="street-error"[\s\S]*id="vat-error"/);
      const refused = await page.posts({ press: 'create', ...whole, vat: 'FR1' });
      assert.equal(refused.status, 422);
      assert.match(refused.html, fr ? /<a href="#vat">Numéro de TVA\u00a0: Un numéro de TVA français/ : /<a href="#vat">VAT number: A French VAT number/);
      assert.deepEqual([filledIn(refused.html, 'vat'), filledIn(refused.html, 'street')], ['FR1', whole.street]);
      assert.deepEqual(await created(its), nothing);

      assert.equal((await page.posts({ press: 'save', vat: whole.vat })).status, 303);
      const right = (await page.again()).html;
      assert.doesNotMatch(mainOf(right), /aria-disabled|aria-invalid/);
      assert.match(right, fr ? /Tout est correct/ : /Everything is correct/);
      const made = await page.posts({ press: 'create', ...whole });
      assert.equal(made.status, 303);
      assert.match(made.location ?? '', /^\/p\/rconnect\/link\/[\w-]+\?lang=/);
      assert.deepEqual(await created(its), one);
      await its.mails();
      inviter.hears(fr ? 'Ada Lovelace a accepté votre invitation' : 'Ada Lovelace has accepted your invitation');

      const password = await its.page(new URL(made.location ?? '', its.url).href, locale);
      password.shows('ada@client.example');
      const set = await password.submits('trois mots sans rapport');
      assert.deepEqual([set.status, set.location], [303, `/p/rconnect/welcome?lang=${locale}`]);
      const welcome = await its.page(`${its.url}${set.location}`, locale);
      for (const address of ['orders', 'invoices', 'documentation', '']) welcome.shows(`https://rconnect.example.com/${address}"`);
      assert.equal((await password.again()).status, 410, 'its link is spent');
      const signedIn = await its.core.signIn.authenticate(
        { person: 'anonymous', channel: 'page', locale, authenticated: false },
        { id: 'rconnect' },
        'ada@client.example',
        'trois mots sans rapport',
      );
      assert.notEqual(signedIn, 'refused');
    }));

test('RC-2 case 1: a known identity is in with the code alone, keeps its password, and is welcomed at once', () =>
  withGuichet(teams, async (its) => {
    await isKnown(its);
    const { page } = await invited(its);
    assert.doesNotMatch(page.html, /déjà un compte/, 'whether there is an account is not told before');
    await proves(its, page);
    assert.match((await page.again()).html, /Vous avez déjà un compte ici/);
    await agrees(page);
    const made = await page.posts({ press: 'create', ...whole });
    assert.equal(made.location, '/p/rconnect/welcome?lang=fr');
    assert.deepEqual(await created(its), one);
    assert.deepEqual(
      (await its.mails()).map(({ to }) => to),
      [salesWoman.email],
    );
  }));

test('RC-2 case 1: somebody signed in to the invited account needs no code; a sign-in to another account, or one that has ended, does not help', () =>
  withGuichet(teams, async (its) => {
    const people = ['ada@client.example,ada@client.example,Ada,Lovelace,,', 'eve@client.example,eve@client.example,Eve,Moreau,,'];
    await importAccounts(its.db, 'rconnect', ['identifier,email,givenName,familyName,phone,entity', ...people].join('\n'), its.now());
    await setCredential(its.db, { passwordHash: await hashPassword(usual) }, { portal: 'rconnect' });
    const { link } = await invited(its);
    const visits = async (identifier: string) => {
      const browser = openBrowser(its.url);
      assert.equal((await browser.signsIn('rconnect', identifier, usual)).status, 303);
      const page = await its.page(link);
      for (const [name, value] of browser.jar) page.cookies.set(name, value);
      return page;
    };
    const eve = await visits('eve@client.example');
    assert.match((await eve.again()).html, /Continuer avec mon compte/);
    const refused = await eve.posts({ press: 'account' });
    assert.equal(refused.status, 422);
    assert.match(refused.html, /pas connecté au compte auquel cette invitation est destinée/);
    assert.doesNotMatch(refused.html, /Analytique|ada@/);
    const ada = await visits('ada@client.example');
    await its.db.updateTable('session').set({ endedAt: its.now() }).execute();
    assert.doesNotMatch((await ada.again()).html, /Continuer avec mon compte/);
    assert.equal((await ada.posts({ press: 'account' })).status, 422);
    const again = await visits('ada@client.example');
    assert.equal((await again.posts({ press: 'account' })).status, 303);
    assert.equal((await agrees(again)).status, 303);
    assert.equal((await again.posts({ press: 'create', ...whole })).location, '/p/rconnect/welcome?lang=fr');
    assert.equal((await its.db.selectFrom('invitation').select('status').executeTakeFirst())?.status, 'accepted');
    assert.equal((await its.mails()).filter(({ subject }) => /code/.test(subject)).length, 0);
  }));

test('RC-2 RC-4 the link alone shows who invites and nothing else; another browser, or the session of another invitation, has to prove again', () =>
  withGuichet(teams, async (its) => {
    const { link, page } = await invited(its);
    const secrets = /Analytique|Lille|ada@|Lovelace|commandes/;
    assert.doesNotMatch(page.html, secrets);
    await proves(its, page);
    const mine = [...page.cookies.values()][0] ?? '';
    assert.match((await page.again()).html, /ada@client\.example/);
    const forwarded = await its.page(link);
    assert.doesNotMatch(forwarded.html, secrets);
    for (const press of ['agree', 'save', 'create', 'refuse', 'password']) {
      const answer = await forwarded.posts({ press, ...whole });
      assert.equal(answer.status, 422);
      assert.doesNotMatch(answer.html, secrets);
    }
    for (const stolen of ['', 'x', link.split('/').at(-1) ?? '']) {
      forwarded.cookies.set('proven', stolen);
      assert.doesNotMatch((await forwarded.again()).html, secrets);
    }
    await invites(its, 'Eve <eve@client.example>');
    const other = await its.page(invitationIn((await its.mails())[0]));
    other.cookies.set('proven', mine);
    assert.doesNotMatch((await other.again()).html, secrets);
    assert.deepEqual(await created(its), nothing);
  }));

test('RC-4 ALL-6 the page’s code is tried five times; the session ends with the day', () =>
  withGuichet(teams, async (its) => {
    const { page } = await invited(its);
    await page.sendsCode();
    const code = codeIn((await its.mails())[0]);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries += 1) assert.equal((await page.posts({ code: wrong })).status, 422);
    assert.match((await page.posts({ code })).html, /Trop d’essais/);
    assert.equal(page.cookies.size, 0);
    await proves(its, page);
    its.passes(23 * hour);
    assert.match((await page.again()).html, /ada@client\.example/);
    its.passes(hour);
    assert.doesNotMatch((await page.again()).html, /ada@client\.example/);
  }));

test('RC-2 the session’s cookie is out of reach of scripts, of other pages and of other sites', () =>
  withGuichet({ ...teams, env: { PUBLIC_URL: 'https://guichet.example.org' } }, async (its) => {
    const { link } = await invited(its);
    const page = await its.page(link);
    await page.sendsCode();
    const code = codeIn((await its.mails())[0]);
    const { pathname } = new URL(link);
    const csrf = page.token;
    const send = (headers: Readonly<Record<string, string>>) =>
      fetch(`${its.url}${pathname}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams({ csrf, code }).toString(),
      });
    assert.equal((await send({ 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.equal((await send({ origin: 'https://elsewhere.example' })).status, 403);
    const cookie = (await send({})).headers.get('set-cookie') ?? '';
    assert.match(cookie, /^proven=[\w-]{43}; /);
    for (const said of [`Path=${pathname}`, 'HttpOnly', 'Secure', 'SameSite=Lax']) assert.ok(cookie.includes(said), `${said} in ${cookie}`);
    assert.doesNotMatch(cookie, /Domain/);
  }));

test('RC-4 a browser that keeps no cookie is told so after the code, and not merely asked again', () =>
  withGuichet(teams, async (its) => {
    const { page } = await accepting(its, 'terms');
    page.cookies.clear();
    const path = `${new URL(its.url).origin}${page.path}`;
    assert.match(await (await fetch(`${path}?lang=fr&proven=1`)).text(), /autorisez les cookies pour cette page/);
    assert.doesNotMatch(await (await fetch(`${path}?lang=fr`)).text(), /cookies/);
  }));

test('RC-5 refusing ends with nothing created, and the inviter is told', () =>
  withGuichet(teams, async (its) => {
    const { inviter, page } = await accepting(its, 'terms');
    const refused = await page.posts({ press: 'refuse' });
    assert.match(refused.html, /Rien n’a été créé, et nous en avons informé Sonia Lambert/);
    await its.mails();
    inviter.hears('Ada Lovelace a refusé les conditions');
    assert.deepEqual(await created(its), nothing);
    const after = await page.again();
    assert.equal(after.status, 410);
    assert.match(after.html, /Vous avez refusé cette invitation/);
  }));

test('RC-5 terms that change meanwhile are to be agreed to as they are now, on the page too', () =>
  withGuichet(teams, async (its) => {
    const { page } = await accepting(its, 'terms');
    const [first] = its.core.portals.get('rconnect')?.procedures.acceptInvitation?.terms ?? [];
    assert.ok(first);
    const shown = termsIn((await page.again()).html);
    Object.assign(first, { version: '2027-01' });
    const answer = await page.posts({ press: 'agree', terms: shown });
    assert.equal(answer.status, 422);
    assert.match(answer.html, /Ces conditions ont changé/);
    assert.match(answer.html, /\(version 2027-01\)/);
    assert.equal((await agrees(page)).status, 303);
    Object.assign(first, { version: '2027-02' });
    assert.match((await page.posts({ press: 'create', ...whole })).html, /\(version 2027-02\)/);
    assert.deepEqual(await created(its), nothing);
  }));

test('RC-6 what was begun in chat goes on here, and the reverse; two tabs that keep other fields undo nothing of each other’s', () =>
  withGuichet(teams, async (its) => {
    const { page } = await invited(its);
    const chat = clientChat(its);
    await provesMailbox(its, chat);
    await chat.presses('acceptInvitation.agree');
    await chat.presses('acceptInvitation.save', { street: whole.street, name: 'Analytique SARL', city: 'Lille', country: 'FR' });
    await proves(its, page);
    assert.equal(filledIn((await page.again()).html, 'street'), whole.street, 'the terms are agreed to');
    await Promise.all([page.posts({ press: 'save', phone: 'no number' }), page.posts({ press: 'save', vat: whole.vat })]);
    const { html } = await page.again();
    assert.deepEqual([filledIn(html, 'phone'), filledIn(html, 'vat')], ['no number', whole.vat]);
    await provesMailbox(its, chat);
    chat.hears('no number', whole.vat, /2 champs restent à remplir ou à corriger\u00a0: Code postal, Téléphone/);
    await chat.presses('acceptInvitation.complete', whole);
    assert.deepEqual(await created(its), one);
    const after = await page.again();
    assert.equal(after.status, 200);
    assert.match(after.html, /Cette invitation est acceptée/);
    assert.match((await page.posts({ press: 'create', ...whole })).html, /Cette invitation est acceptée/);
    assert.deepEqual(await created(its), one);
  }));

test('RC-6 the same invitation in two tabs: submitted in both at once, there is one of everything', () =>
  withGuichet(teams, async (its) => {
    const { page } = await accepting(its, 'company');
    const answers = await Promise.all([page.posts({ press: 'create', ...whole }), page.posts({ press: 'create', ...whole })]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 303]);
    assert.deepEqual(await created(its), one);
  }));

test('RC-3 who leaves before choosing a password finds it by the mailed link, and can have that sent again', () =>
  withGuichet(teams, async (its) => {
    const { page } = await accepting(its, 'company');
    const made = await page.posts({ press: 'create', ...whole });
    const mail = (await its.mails()).find(({ to }) => to === 'ada@client.example');
    assert.equal(new URL(linkIn(mail)).pathname, made.location?.split('?')[0], 'one link, so that none kills the other');
    const again = await page.posts({ press: 'password' });
    assert.match(again.html, /Un e-mail vient d’être envoyé/);
    const newer = (await its.mails())[0];
    assert.equal(newer?.to, 'ada@client.example');
    assert.equal((await (await its.page(linkIn(newer))).submits('trois mots sans rapport')).status, 303);
  }));

test('RC-8 ALL-3 a dead invitation says why and lets the client ask for a new one, once a day; a wrong address says nothing', () =>
  withGuichet(teams, async (its) => {
    const { inviter, link, page } = await invited(its);
    const { id } = await its.db.selectFrom('invitation').select('id').executeTakeFirstOrThrow();
    await inviter.sends('invite.resend', { verb: 'invite.resend', invitation: id });
    const newest = invitationIn((await its.mails())[0]);
    const older = await page.again();
    assert.equal(older.status, 410);
    assert.match(older.html, /Une invitation plus récente/);
    assert.doesNotMatch(older.html, /value="wish"/, 'there is a live one in the mailbox');
    await inviter.sends('invite.revoke', { verb: 'invite.revoke', invitation: id });
    const dead = await its.page(newest);
    assert.equal(dead.status, 410);
    dead.shows('Cette invitation a été retirée');
    assert.match((await dead.posts({ press: 'wish' })).html, /Votre demande est partie/);
    assert.equal((await its.mails())[0]?.to, salesWoman.email);
    inviter.hears('Ada Lovelace vous demande une nouvelle invitation');
    assert.match((await dead.posts({ press: 'wish' })).html, /déjà été demandée aujourd’hui/);
    await inviter.presses('invite.resend');
    const third = await its.page(invitationIn((await its.mails())[0]));
    await proves(its, third);
    its.passes(30 * day);
    assert.match((await third.again()).html, /Cette invitation a expiré/);
    const guessed = await its.page(link.replace(/[\w-]+$/, 'x'.repeat(43)));
    assert.equal(guessed.status, 404);
    guessed.shows('Ce lien n’est pas valide');
  }));

test('ALL-2 a mail scanner that opens the link, or its page again and again, spends and marks nothing', () =>
  withGuichet(teams, async (its) => {
    const { link, page } = await invited(its);
    for (let times = 0; times < 3; times += 1) assert.equal((await its.page(link)).status, 200);
    assert.equal((await its.db.selectFrom('invitation').select('status').executeTakeFirst())?.status, 'sent');
    await proves(its, page);
    assert.equal((await its.db.selectFrom('invitation').select('status').executeTakeFirst())?.status, 'opened');
  }));

test('RC-6 what somebody typed is text on the page, whatever it looks like', () =>
  withGuichet(teams, async (its) => {
    const { page } = await accepting(its, 'company');
    await page.posts({ press: 'save', name: '"><script>alert(1)</script>', street: '</textarea><img src=x onerror=alert(1)>' });
    const { html } = await page.again();
    assert.doesNotMatch(html, /<script>alert|<img/);
    assert.match(html, /&lt;script&gt;alert/);
    assert.match(html, /id="name-error"/);
  }));

test('RC-6 the form comes whole in one answer of less than 60 KB, and runs no script but those written in it', () =>
  withGuichet(teams, async (its) => {
    const { link, page } = await accepting(its, 'company');
    const { html } = await page.again();
    assert.ok(Buffer.byteLength(html) < 60_000, `${Buffer.byteLength(html)} bytes`);
    assert.doesNotMatch(html, /<link rel="stylesheet"|<script[^>]* src=/);
    assert.match(html, /<style>[\s\S]*<script type="module">/);
    const policy = (await fetch(`${its.url}${new URL(link).pathname}`)).headers.get('content-security-policy') ?? '';
    assert.match(policy, /style-src ('sha256-[\w+/]{43}=' ?){2}; script-src ('sha256-[\w+/]{43}=' ?){2};/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
  }));
