import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spokenDate, zoneOf } from '../../../core/foundation/spokenText.ts';
import { asks, claire, meets } from '../../enrolling.ts';
import { codeIn, linkIn, withGuichet } from '../../support.ts';

const until = /jusqu’(?:au|à) (.*?), et n’est/;

for (const [locale, zone, said] of [
  ['fr', 'America/Montreal', 'heure d’Europe centrale'],
  ['en', 'Asia/Tokyo', 'Central European Time'],
  ['fr', 'Europe/Paris', undefined],
  ['fr', 'Europe/Brussels', undefined],
  ['fr', undefined, undefined],
  ['fr', 'Nowhere/At-All', undefined],
] as const)
  test(`ALL-8 a time says its zone where the client's is another: ${zone}, in ${locale}`, () =>
    withGuichet({ locale }, async (its) => {
      const { chat } = its;
      await chat.says(locale === 'fr' ? 'mot de passe octopus oublié' : 'forgot my octopus password', zone === undefined ? {} : { localTimezone: zone });
      await chat.presses('reset.send', { identifier: 'amartin' });
      const mail = (await its.mails())[0];
      await chat.presses('reset.code', { code: codeIn(mail) });
      if (said === undefined) assert.doesNotMatch(chat.heard, /heure d’|Time\)/);
      else chat.hears(`(${said})`);
      assert.ok(linkIn(mail));
      if (locale === 'fr' && said === undefined) assert.match(until.exec(chat.heard)?.[1] ?? '', /^9\sh\s30$/);
      // A language that is chosen on the way keeps the zone.
      await chat.says(locale === 'fr' ? 'English' : 'français');
      await chat.presses('reset.page');
      assert.equal(/\((?:Central European Time|heure d’Europe centrale)\)/.test(chat.heard), said !== undefined);
    }));

for (const [zone, said] of [
  ['America/Montreal', true],
  ['Europe/Paris', false],
] as const)
  test(`ALL-8 the card of a request that an approver in ${zone} is sent says ${said ? 'which zone its times are of' : 'no zone'}, as the one that they open does`, () =>
    withGuichet({ channel: 'msteams' }, async (its) => {
      const approver = await meets(its, claire);
      await approver.says('bonjour', { localTimezone: zone });
      await asks(its, ['workplace']);
      approver.hears('Demande à traiter');
      assert.equal(/9.h.00.*heure d’Europe centrale/.test(approver.heard), said);
    }));

test('a date without its time says no zone, and a zone that is none is left out', () => {
  const at = Date.parse('2026-11-20T08:00:00Z');
  const paris = { timeZone: 'Europe/Paris', reader: 'Asia/Tokyo' };
  assert.equal(spokenDate('fr', at, { ...paris, withTime: false }), '20 novembre 2026');
  assert.equal(spokenDate('en', at, { ...paris, withTime: true }), '20 November 2026 at 09:00 (Central European Time)');
  for (const name of [undefined, 7, '', 'Mars/Olympus', '<b>Europe/Paris', 'x'.repeat(100)]) assert.equal(zoneOf(name), undefined);
  assert.equal(zoneOf('Europe/Paris'), 'Europe/Paris');
});
