import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Provider, provider } from '../../applications.ts';
import { openBrowser } from '../../browser.ts';
import { freshRecords } from '../../records.ts';
import { hasPassword } from '../../twoFactor.ts';

/** Runs a story on records that outlive a bot. */
async function onRecords(story: (first: Provider, again: () => Promise<Provider>) => Promise<void>): Promise<void> {
  const records = await freshRecords();
  const first = await provider({ database: records.url });
  const others: Provider[] = [];
  const again = async () => {
    const other = await provider({ database: records.url, again: first.world, env: { PUBLIC_URL: first.config.publicUrl } });
    others.push(other);
    return other;
  };
  try {
    await hasPassword(first);
    await story(first, again);
  } finally {
    for (const other of others) await other.stop();
    await first.close();
    await records.drop();
  }
}

test('SSO-2 of two bots each takes up what the other began: the sign-in, the code, the refresh token, the keys', () =>
  onRecords(async (first, again) => {
    const second = await again();
    const browser = openBrowser(first.url);
    const [here, there] = [first.application(browser), first.application(browser, `${second.url}/p/outscale/openid`)];
    const code = here.codeIn(await here.signsIn());
    const verifier = { code_verifier: here.verifier };
    const both = await Promise.all([here.exchange(code, verifier), there.exchange(code, verifier)]);
    assert.ok(both.filter(({ ok }) => ok).length <= 1);
    const got = await there.read(await there.exchange(here.codeIn(await here.asks()), verifier));
    assert.equal((await here.userinfo(got.access_token)).status, 200);
    const next = await here.read(await here.refresh(got.refresh_token));
    assert.equal((await there.refresh(got.refresh_token)).status, 400);
    assert.equal((await here.refresh(next.refresh_token)).status, 400);
    const keys = (at: string) => fetch(`${at}/p/outscale/openid/jwks`).then((response) => response.text());
    await first.core.applications.keys.rotate('outscale', { person: 'system', channel: 'cli', locale: 'en', authenticated: false });
    assert.equal(await keys(first.url), await keys(second.url));
  }));

test('SSO-2 a bot that ends and starts again goes on with sign-ins under way, sessions and tokens', () =>
  onRecords(async (first, again) => {
    const browser = openBrowser(first.url);
    const app = first.application(browser);
    const got = await app.gets();
    const begun = await first.application().asks();
    assert.match(begun.path, /\/signin\?/);
    await first.stop();
    const second = await again();
    const later = first.application(openBrowser(second.url), `${second.url}/p/outscale/openid`);
    for (const [name, value] of browser.jar) later.browser.jar.set(name, value);
    assert.equal((await later.userinfo(got.access_token)).status, 200);
    await later.read(await later.refresh(got.refresh_token));
    assert.ok((await later.asks({ prompt: 'none' })).back?.searchParams.get('code'));
  }));
