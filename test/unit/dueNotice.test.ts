import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayIn, daysBetween, daysLater, instantAt } from '../../core/foundation/calendar.ts';
import { dueNotice } from '../../core/passwords/dueNotice.ts';

const paris = { timeZone: 'Europe/Paris' };
const tell = { tell: [14, 3, 1] };
const ends = Date.parse('2026-12-15T14:05:00Z');

for (const [now, due] of [
  ['2026-11-30T22:59:00Z', undefined],
  ['2026-11-30T23:00:00Z', 14],
  ['2026-12-10T08:00:00Z', 14],
  ['2026-12-11T23:00:00Z', 3],
  ['2026-12-13T22:59:00Z', 3],
  ['2026-12-14T07:00:00Z', 1],
  ['2026-12-15T14:04:59Z', 1],
  ['2026-12-15T14:05:00Z', undefined],
  ['2027-01-01T00:00:00Z', undefined],
] as const)
  test(`DIR-14 at ${now} the notice of ${due ?? 'no'} days is due: days are those of the portal’s calendar`, () => {
    assert.equal(dueNotice(paris, tell, ends, Date.parse(now)), due);
  });

test('DIR-14 the order of the profile’s days makes no difference, and 0 is the day itself', () => {
  assert.equal(dueNotice(paris, { tell: [0, 7, 30] }, ends, Date.parse('2026-12-15T08:00:00Z')), 0);
  assert.equal(dueNotice(paris, { tell: [7, 30, 0] }, ends, Date.parse('2026-12-14T08:00:00Z')), 7);
});

for (const [timeZone, on, time, at] of [
  ['Europe/Paris', '2026-11-20', '08:00', '2026-11-20T07:00:00.000Z'],
  ['Europe/Paris', '2026-03-29', '03:30', '2026-03-29T01:30:00.000Z'],
  ['Europe/Paris', '2026-10-25', '08:00', '2026-10-25T07:00:00.000Z'],
  ['Pacific/Auckland', '2026-04-05', '00:00', '2026-04-04T11:00:00.000Z'],
  ['Asia/Kathmandu', '2026-01-01', '00:00', '2025-12-31T18:15:00.000Z'],
] as const)
  test(`the clocks of ${timeZone} show ${time} on ${on} at one instant`, () => {
    assert.equal(new Date(instantAt(timeZone, on, time)).toISOString(), at);
    assert.equal(dayIn(timeZone, instantAt(timeZone, on, time)), on);
  });

test('days are counted over months, years and changes of the clock', () => {
  assert.equal(daysLater('2026-12-30', 3), '2027-01-02');
  assert.deepEqual([daysBetween('2026-12-30', '2027-01-02'), daysBetween('2026-03-28', '2026-03-30'), daysBetween('2026-03-30', '2026-03-28')], [3, 2, -2]);
});
