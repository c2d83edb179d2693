import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opensAt } from '../../core/portal/opening.ts';

for (const [timeZone, instant, opensOn = '2027-04-02'] of [
  ['Europe/Paris', '2027-04-01T22:00:00Z'],
  ['America/Montreal', '2027-04-02T04:00:00Z'],
  ['Asia/Kolkata', '2027-04-01T18:30:00Z'],
  ['UTC', '2027-04-02T00:00:00Z'],
  // Days on which the clocks change, and zones that are further from Greenwich than noon is from midnight.
  ['Europe/Paris', '2027-03-27T23:00:00Z', '2027-03-28'],
  ['Europe/Paris', '2027-10-30T22:00:00Z', '2027-10-31'],
  ['Pacific/Auckland', '2027-04-03T11:00:00Z', '2027-04-04'],
  ['Pacific/Kiritimati', '2027-04-01T10:00:00Z'],
] as const)
  test(`IN-12 the portal opens when its day begins in ${timeZone}, on ${opensOn}`, () => {
    const portal = { opensOn, timeZone };
    const opens = Date.parse(instant);
    assert.equal(opensAt(portal, opens - 1), opens);
    assert.equal(opensAt(portal, opens), undefined);
  });

test('IN-12 a portal without a date is open', () => {
  assert.equal(opensAt({ timeZone: 'Europe/Paris' }, 0), undefined);
});
