import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accentCss, contrast } from '../../bot/pages/accent.ts';
import { createCsrf } from '../../bot/pages/csrf.ts';
import { html } from '../../bot/pages/html.ts';
import { redactPath } from '../../bot/pages/redactPath.ts';

for (const accent of ['#000000', '#ffffff', '#2f5d8a', '#ffd400', '#e2001a', '#808080', '#00ff7f']) {
  test(`the accent ${accent} is readable in light and dark, and its buttons too`, () => {
    const sheet = accentCss(accent);
    const [light, dark] = [...sheet.matchAll(/--accent:(#[0-9a-f]{6});--onAccent:(#[0-9a-f]{6})/g)].map(([, colour = '', on = '']) => ({ colour, on }));
    assert.ok(light && dark);
    assert.match(sheet, new RegExp(`--bar:${accent}`));
    assert.ok(contrast(light.colour, '#eef1f5') >= 4.5, 'light ground');
    assert.ok(contrast(light.on, light.colour) >= 4.5, 'light button');
    assert.ok(contrast(dark.colour, '#282d36') >= 4.5, 'dark box');
    assert.ok(contrast(dark.on, dark.colour) >= 4.5, 'dark button');
  });
}

test('markup is kept, everything else is escaped, absent things leave nothing', () => {
  const items = ['<', '&', '"', "'"].map((text) => html`<li>${text}</li>`);
  assert.equal(
    html`<ul title="${'"'}">${items}${false}${undefined}${0}</ul>`.markup,
    '<ul title="&quot;"><li>&lt;</li><li>&amp;</li><li>&quot;</li><li>&#39;</li>0</ul>',
  );
});

for (const [path, logged] of [
  ['/p/octopus/link/s3cr3t', '/p/octopus/link/[secret]'],
  ['/p/octopus/link/s3cr3t/code?lang=fr', '/p/octopus/link/[secret]/code?lang=fr'],
  ['/p/octopus/link//s3cr3t', '/p/octopus/link//[secret]'],
  ['/P/octopus/LINK%2Fs3cr3t', '/P/octopus/LINK%2F[secret]'],
  ['/p/octopus/decide/s3cr3t/code', '/p/octopus/decide/[secret]/code'],
  ['/p/outscale/organisation/s3cr3t?lang=fr', '/p/outscale/organisation/[secret]?lang=fr'],
  ['/p/rconnect/invitation/s3cr3t/code', '/p/rconnect/invitation/[secret]/code'],
  ['/p/octopus/done?lang=fr', '/p/octopus/done?lang=fr'],
  [`/p/octopus/newkind/${'s'.repeat(43)}/code`, '/p/octopus/newkind/[secret]/code'],
] as const) {
  test(`a log sees ${path} as ${logged}`, () => assert.equal(redactPath(path), logged));
}

test('a form of an open page outlives a change of SECRET_KEY that names the previous one, and no other', () => {
  const [before, now] = [createCsrf('the key of last year'), Date.parse('2026-11-20T08:00:00Z')];
  const token = before.token('secret', now);
  assert.ok(createCsrf('the key of this year', 'the key of last year').holds('secret', token, now));
  assert.ok(!createCsrf('the key of this year').holds('secret', token, now));
  assert.ok(!createCsrf('the key of this year', 'the key of last year').holds('other', token, now));
  assert.ok(!before.holds('secret', createCsrf('the key of this year', 'the key of last year').token('secret', now), now));
});
