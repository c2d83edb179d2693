import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { links, type Pages, portal, startPages } from '../fakes/passwordPages.ts';

let pages: Pages;
before(async () => {
  pages = await startPages();
});
beforeEach(() => pages.calls.splice(0));
after(() => pages.close());

const link = (secret: string) => `/p/invgate/link/${secret}`;
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const good = { password: 'Tulipe-77-bleue!', repeat: 'Tulipe-77-bleue!' };

async function tokenOf(secret: string) {
  const text = await (await pages.get(link(secret))).text();
  return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return pages.get(path, { method: 'POST', headers: { ...form, ...headers }, body: new URLSearchParams(fields) });
}

test('ALL-2 looking at a link, as mail scanners do, spends nothing', async () => {
  for (const method of ['GET', 'GET', 'HEAD']) {
    const response = await pages.get(link('open'), { method });
    assert.equal(response.status, 200);
  }
  assert.deepEqual(pages.calls, []);
});

test('HEAD answers as GET does, without the page', async () => {
  const [head, get] = [await pages.get(link('open'), { method: 'HEAD' }), await pages.get(link('open'))];
  assert.equal(await head.text(), '');
  assert.equal(head.headers.get('content-length'), `${Buffer.byteLength(await get.text())}`);
});

test('every page is guarded by its headers, without unsafe-inline', async () => {
  for (const path of [link('open'), link('expired'), link('nothing'), '/p/invgate/done', '/p/nowhere/done']) {
    const response = await pages.get(path);
    const csp = response.headers.get('content-security-policy') ?? '';
    assert.match(csp, /^default-src 'none'; style-src 'self'; script-src 'self';/);
    assert.match(csp, /form-action 'self'; base-uri 'none'; frame-ancestors 'self' https:\/\/teams\.microsoft\.com /);
    assert.doesNotMatch(csp, /unsafe/);
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('cross-origin-opener-policy'), 'same-origin');
    const text = await response.text();
    assert.doesNotMatch(text, /<style|style=|<script(?! type="module" src=)|\son\w+=/);
  }
});

test('an accepted password leads to the done page, in the same language', async () => {
  const csrf = await tokenOf('open');
  const response = await post(`${link('open')}?lang=en`, { ...good, csrf, unknown: 'x' });
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), '/p/invgate/done?lang=en');
  assert.deepEqual(pages.calls, [`submit open en ${JSON.stringify(good)}`]);
  const done = await (await pages.get('/p/invgate/done?lang=en')).text();
  assert.match(done, /Your password is set/);
  assert.match(done, /href="https:\/\/invgate\.example\.org\/login"/);

  const again = await post(link('open'), { ...good, csrf });
  assert.equal(again.status, 410);
  assert.match(await again.text(), /Ce lien a déjà servi/);
});

test('refusals stand at their fields; the code is kept, a password never comes back', async () => {
  const csrf = await tokenOf('code');
  const response = await post(`${link('code')}?lang=fr`, { password: 'Secretissime', repeat: 'Autrechose', code: '65 43 21', csrf });
  const text = await response.text();
  assert.equal(response.status, 422);
  assert.match(text, /<title>Erreur\u00A0: /);
  assert.match(text, /role="alert" tabindex="-1" autofocus/);
  for (const field of ['password', 'repeat', 'code']) {
    assert.match(text, new RegExp(`<p class="error" id="${field}-error">`));
    assert.match(text, new RegExp(`<input id="${field}"[^>]*aria-invalid="true" aria-describedby="${field}-error`));
    assert.match(text, new RegExp(`<a href="#${field}">`));
  }
  assert.match(text, /value="654321"/);
  assert.doesNotMatch(text, /Secretissime|Autrechose/);
});

for (const [title, csrf] of [
  ['missing', () => ''],
  ['empty of a signature', () => '495000.'],
  ['forged', async () => (await tokenOf('reset')).replace(/.{4}$/, 'AAAA')],
  ["another link's", () => tokenOf('code')],
] as const) {
  test(`a form whose token is ${title} is refused`, async () => {
    const response = await post(`${link('reset')}?lang=en`, { ...good, csrf: await csrf() });
    assert.equal(response.status, 403);
    assert.match(await response.text(), /This form was not accepted/);
    assert.deepEqual(pages.calls, []);
  });
}

test('a form stays good for a day', async () => {
  const csrf = await tokenOf('expired');
  const now = pages.time.now;
  const at = async (hours: number) => {
    pages.time.now = now + hours * 3_600_000;
    return (await post(`${link('expired')}/renew`, { csrf })).status;
  };
  assert.deepEqual([await at(24), await at(25), await at(-1), await at(-2)], [200, 403, 200, 403]);
  pages.time.now = now;
});

for (const [title, headers, status] of [
  ['another origin', { Origin: 'https://evil.example' }, 403],
  ['another site, as the browser says', { 'Sec-Fetch-Site': 'cross-site', Origin: 'null' }, 403],
  ['a neighbour of our domain', { 'Sec-Fetch-Site': 'same-site' }, 403],
  ['our page under no-referrer', { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }, 422],
] as const) {
  test(`a form from ${title} is answered ${status}`, async () => {
    const response = await post(link('reset'), { password: 'x', repeat: 'x', csrf: await tokenOf('reset') }, headers);
    assert.equal(response.status, status);
    assert.equal(pages.calls.length, status === 403 ? 0 : 1);
  });
}

for (const [title, status, headers, body] of [
  ['JSON', 415, { 'Content-Type': 'application/json' }, '{}'],
  ['multipart', 415, { 'Content-Type': 'multipart/form-data; boundary=x' }, '--x--'],
  ['compressed', 415, { ...form, 'Content-Encoding': 'gzip' }, 'x'],
  ['17 KB', 413, form, `password=${'x'.repeat(17 * 1024)}`],
] as const) {
  test(`a form that is ${title} is answered ${status}`, async () => {
    const response = await pages.get(link('reset'), { method: 'POST', headers, body });
    assert.equal(response.status, status);
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
  });
}

test('a form of 17 KB that does not say its size is answered 413', async () => {
  const body = new Blob(['x'.repeat(17 * 1024)]).stream();
  const response = await pages.get(link('reset'), { method: 'POST', headers: form, body, duplex: 'half' } as RequestInit);
  assert.equal(response.status, 413);
});

test('of a field sent twice the first counts, and odd names do no harm', async () => {
  const body = `password=first&password=second&__proto__=x&csrf=${await tokenOf('reset')}`;
  const response = await pages.get(`${link('reset')}?lang=fr`, { method: 'POST', headers: form, body });
  assert.equal(response.status, 422);
  assert.deepEqual(pages.calls, [`submit reset fr {"password":"first","repeat":""}`]);
});

test('what the profile and the account say is shown as text', async () => {
  const text = await (await pages.get(link('reset'))).text();
  assert.match(text, /Centre de services &lt;InvGate&gt;/);
  assert.match(text, /Team &quot;Desk&quot; &amp; &lt;b&gt;friends&lt;\/b&gt;/);
  assert.match(text, /<strong>&quot;&gt;&lt;script&gt;alert\(&#39;é&#39;\)&lt;\/script&gt;<\/strong>/);
  assert.match(text, /value="&quot;&gt;&lt;script&gt;/);
  assert.doesNotMatch(text, /<script>|<b>/);
});

test('a typed code comes back as text', async () => {
  const response = await post(link('code'), { ...good, code: '"><img src=x>', csrf: await tokenOf('code') });
  const text = await response.text();
  assert.match(text, /name="code"[^>]* value="[^"<>]*img[^"<>]*"/);
  assert.doesNotMatch(text, /<img/);
});

for (const [path, lang, title, button] of [
  [link('reset'), 'fr', 'Réinitialiser votre mot de passe', 'Réinitialiser le mot de passe'],
  [`${link('reset')}?lang=en`, 'en', 'Reset your password', 'Reset password'],
  [link('code'), 'fr', 'Définir votre mot de passe', 'Créer le mot de passe'],
  [`${link('code')}?lang=xx`, 'fr', 'Définir votre mot de passe', 'Créer le mot de passe'],
] as const) {
  test(`OU-8 ${path} is in the language of the link, or the one asked for`, async () => {
    const text = await (await pages.get(path, { headers: { 'Accept-Language': 'de' } })).text();
    assert.match(text, new RegExp(`<html lang="${lang}">`));
    assert.match(text, new RegExp(`<h1>${title}</h1>`));
    assert.match(text, new RegExp(`<button>${button}</button>`));
    assert.match(text, lang === 'fr' ? /jusqu’au 7 août 2026 à 14\u00a0h\u00a005/ : /until 7 August 2026 at 14:05/);
    assert.match(text, lang === 'fr' ? /au moins 2\s.*spéciaux/ : /at least 2 special characters/);
    assert.match(text, new RegExp(`lang="${lang === 'fr' ? 'en' : 'fr'}" hreflang`));
  });
}

test('the form serves password managers', async () => {
  const text = await (await pages.get(link('code'))).text();
  assert.match(text, /autocomplete="username" value="alice@example\.org"/);
  assert.equal(text.match(/autocomplete="new-password"/g)?.length, 2);
  assert.match(text, /autocomplete="one-time-code"/);
});

test('IN-7 «Send code» sends it and says so, apart from the form with the passwords', async () => {
  const csrf = await tokenOf('code');
  assert.match(await (await pages.get(link('code'))).text(), /<button class="secondary" form="send-code">Envoyer le code<\/button>/);
  const response = await post(`${link('code')}/code?lang=en`, { csrf });
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), `${link('code')}?lang=en&sent=1`);
  assert.deepEqual(
    pages.calls.map((call) => call.split(' ').slice(0, 3).join(' ')),
    ['sendCode code en'],
  );
  assert.match(await (await pages.get(`${link('code')}?lang=en&sent=1`)).text(), /A code has been sent to your phone/);
});

test('IN-7 a code asked for too often is refused at its field', async (t) => {
  const limited = await startPages({ limit: true });
  t.after(limited.close);
  const csrf = await tokenOf('code');
  const response = await limited.get(`${link('code')}/code`, { method: 'POST', headers: form, body: new URLSearchParams({ csrf }) });
  assert.equal(response.status, 422);
  assert.match(await response.text(), /id="code-error"/);
});

for (const [secret, locale, title] of [
  ['expired', 'fr', 'Ce lien a expiré'],
  ['used', 'en', 'This link has already been used'],
] as const) {
  test(`ALL-3 a link that is ${secret} says so and offers a new one`, async () => {
    const response = await pages.get(link(secret));
    const text = await response.text();
    assert.equal(response.status, 410);
    assert.match(text, new RegExp(title));
    assert.match(text, new RegExp(`action="${link(secret)}/renew\\?lang=${locale}"`));
    const renewed = await post(`${link(secret)}/renew?lang=${locale}`, { csrf: await tokenOf(secret) });
    assert.equal(renewed.status, 200);
    assert.deepEqual(pages.calls, [`renew ${secret} ${locale}`]);
  });
}

for (const path of [link('ope'), link('x'.repeat(300)), '/p/invgate/link/', '/p/invgate/link', '/p/invgate', '/p/nowhere/link/open']) {
  test(`ALL-3 ${path.slice(0, 40)} is not valid, and a way on is told`, async () => {
    const response = await pages.get(path, { headers: { 'Accept-Language': 'en-GB' } });
    const text = await response.text();
    assert.equal(response.status, 404);
    assert.match(text, /This link is not valid/);
    assert.match(text, /Copy the whole address/);
    assert.match(text, /ask for a new link in the chat/);
    assert.equal(text.includes('desk@example.org'), path.startsWith('/p/invgate'));
  });
}

for (const path of ['/p/invgate/sign-in', '/p/invgate/help', '/p/nowhere/account/x', '/p/assets/nothing.js'])
  test(`ALL-3 ${path} is no page, which is said, with the ways on`, async () => {
    const response = await pages.get(path, { headers: { 'Accept-Language': 'en-GB' } });
    const text = await response.text();
    assert.equal(response.status, 404);
    assert.match(text, /There is no such page/);
    assert.match(text, /href="\/\?lang=en"/);
    assert.equal(text.includes('/p/invgate/signin'), path.startsWith('/p/invgate'));
  });

for (const [method, path, allow] of [
  ['PUT', link('open'), 'GET, HEAD, POST'],
  ['DELETE', link('open'), 'GET, HEAD, POST'],
  ['OPTIONS', link('open'), 'GET, HEAD, POST'],
  ['GET', `${link('code')}/code`, 'POST'],
  ['POST', '/p/invgate/done', 'GET, HEAD'],
] as const) {
  test(`${method} ${path} is answered 405`, async () => {
    const response = await pages.get(path, { method });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), allow);
  });
}

test('a fault shows no cause, and no secret is logged', async (t) => {
  const broken = await startPages({ fails: new Error('database is locked') });
  t.after(broken.close);
  const response = await broken.get(link('open'));
  const text = await response.text();
  assert.equal(response.status, 500);
  assert.doesNotMatch(text, /locked/);
  assert.equal(broken.logged.length, 1);
  assert.doesNotMatch(JSON.stringify(broken.logged), /link\/open/);
});

test('assets last under their own address only, and are what the page names', async () => {
  const text = await (await pages.get(link('reset'))).text();
  const addresses = [...text.matchAll(/(?:href|src)="(\/p\/(?:assets|invgate)\/[^"]+\?v=[^"]+)"/g)].map(([, address]) => address ?? '');
  assert.equal(addresses.length, 4);
  for (const address of addresses) {
    const response = await pages.get(address);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('cache-control') ?? '', /immutable/);
    assert.equal((await pages.get(address.replace(/v=.*/, 'v=old'))).headers.get('cache-control'), 'no-cache');
  }
  const script = await (await pages.get(addresses.find((address) => address.includes('passwordPage.js')) ?? '')).text();
  const rules = /from '\.\/(passwordRules\.js\?v=[\w-]+)'/.exec(script)?.[1];
  const served = await (await pages.get(`/p/assets/${rules}`)).text();
  const module: { meets(rule: unknown, password: string): boolean } = await import(`data:text/javascript,${encodeURIComponent(served)}`);
  assert.equal(module.meets({ id: 'digits', count: 2 }, 'a1b2'), true);
});

test('the fake links cover each state of the contract', () => {
  assert.deepEqual(new Set(Object.values(links).map(({ state }) => state)), new Set(['open', 'expired', 'used']));
  assert.equal(portal.id, 'invgate');
});

test('the bot’s own address says what it is and where to write to it', async () => {
  const response = await pages.get('/', { headers: { 'Accept-Language': 'fr' } });
  assert.equal(response.status, 200);
  assert.match(await response.text(), /Écrivez-lui dans Microsoft Teams/);
});
