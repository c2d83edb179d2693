import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute, second } from '../../../core/foundation/clock.ts';
import { openBrowser } from '../../browser.ts';
import { identifiers, signedInBrowser, usual, withPasswords } from '../../signedIn.ts';
import { withGuichet } from '../../support.ts';
import { alices, hasPassword, turnsOn } from '../../twoFactor.ts';

const next = 'bateau dans la brume';
const change = '/p/outscale/account/password';
const factor = '/p/outscale/account/second-factor';
const asked = /name="(?:current|password)"[^>]*autocomplete="current-password"/;

test('OU-10 a sign-in of the last five minutes counts: the current password is asked for once, and after that again', () =>
  withGuichet({}, async (its) => {
    await withPasswords(its);
    const browser = await signedInBrowser(its, 'outscale');
    its.passes(5 * minute - second);
    assert.doesNotMatch((await browser.opens(change)).html, asked);
    assert.equal((await browser.sends(change, { password: next, repeat: next })).location, '/p/outscale/account?lang=fr&said=changed');
    assert.equal((await openBrowser(its.url).signsIn('outscale', identifiers.outscale, next)).status, 303);
    assert.ok(
      (await its.mails()).some(({ to }) => to === identifiers.outscale),
      'the owner is told',
    );
    its.passes(5 * minute);
    assert.match((await browser.opens(change)).html, asked);
    const refused = await browser.sends(change, { password: `${next} 2`, repeat: `${next} 2` });
    assert.match(refused.html, /id="current-error">Ce champ est obligatoire/);
    const wrong = await browser.sends(change, { current: usual, password: `${next} 2`, repeat: `${next} 2` });
    assert.match(wrong.html, /pas votre mot de passe actuel/);
    assert.equal((await browser.sends(change, { current: next, password: `${next} 2`, repeat: `${next} 2` })).status, 303);
  }));

test('OU-10 a current password that is typed all the same is checked', () =>
  withGuichet({}, async (its) => {
    await withPasswords(its);
    const browser = await signedInBrowser(its, 'outscale');
    const wrong = await browser.sends(change, { current: 'autre chose', password: next, repeat: next });
    assert.equal(wrong.status, 422);
    assert.match(wrong.html, /pas votre mot de passe actuel/);
  }));

test('EX-1 the Extranet asks for the current password each time, a moment after the sign-in too', () =>
  withGuichet({}, async (its) => {
    await withPasswords(its);
    const browser = await signedInBrowser(its, 'extranet');
    assert.match((await browser.opens('/p/extranet/account/password')).html, asked);
    const refused = await browser.sends('/p/extranet/account/password', { password: next, repeat: next });
    assert.match(refused.html, /id="current-error">Ce champ est obligatoire/);
    assert.equal((await browser.sends('/p/extranet/account/password', { current: usual, password: next, repeat: next })).status, 303);
  }));

test('OU-11 the second factor is begun without the password for five minutes after the sign-in, in that session alone', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', alices.identifier, alices.password);
    assert.doesNotMatch((await browser.opens(factor)).html, asked);
    its.passes(5 * minute);
    assert.match((await browser.opens(factor)).html, asked);
    assert.equal((await browser.sends(factor, { press: 'begin' })).status, 422);
    const fresh = openBrowser(its.url);
    await fresh.signsIn('outscale', alices.identifier, alices.password);
    assert.equal((await fresh.sends(factor, { press: 'begin' })).status, 303);
    assert.match((await fresh.opens(factor)).html, /href="otpauth:\/\/totp\/[^"]+secret=/);
    assert.doesNotMatch((await browser.opens(factor)).html, /otpauth:/);
  }));

test('OU-11 so much can be begun without the password, as tries of it: what follows shows a secret or costs a hash', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', alices.identifier, alices.password);
    let begun = 0;
    while (begun < 100 && (await browser.sends(factor, { press: 'begin' })).status === 303) begun += 1;
    assert.ok(begun > 0 && begun < 100, `${begun} were let through`);
  }));

test('OU-11 recovery codes can be downloaded without a script, with what they are for', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const { code } = await turnsOn(its);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', alices.identifier, alices.password);
    await browser.sends('/p/outscale/signin/second', { code: code() });
    its.passes(30 * second);
    const made = await browser.sends(factor, { press: 'renew', code: code() });
    const [, file = '', name] = /href="data:text\/plain;charset=utf-8,([^"]+)" download="([^"]+)"/.exec(made.html) ?? [];
    const text = decodeURIComponent(file);
    const codes = [...made.html.matchAll(/<li>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})<\/li>/g)].map(([, each]) => each);
    assert.equal(codes.length, 10);
    for (const each of codes) assert.ok(text.includes(`${each}\r\n`));
    assert.match(text, /^Vos codes de secours · OUTSCALE Marketplace · alice\.martin@corp\.example\r\n/);
    assert.equal(name, 'codes-de-secours-outscale.txt');
  }));

for (const [portal, label] of [
  ['extranet', 'Mot de passe oublié ?'],
  ['octopus', 'Mot de passe oublié'],
] as const)
  test(`EX-2 the sign-in page of ${portal} has «${label}» right after the password`, () =>
    withGuichet({}, async (its) => {
      const { html } = await openBrowser(its.url).opens(`/p/${portal}/account`);
      const after = html.slice(html.indexOf('id="password"'), html.indexOf('<fieldset'));
      assert.match(after, new RegExp(`<a href="/p/${portal}/reset\\?lang=fr">${label.replace(' ?', '\\s\\?')}</a>`));
    }));
