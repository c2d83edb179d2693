import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin, networkOf } from '../../core/foundation/clientAddress.ts';

test('tries are counted by network: an IPv4 address, the first half of an IPv6 address', () => {
  for (const [address, network] of [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ] as const)
    assert.equal(networkOf(address), network, address);
});

for (const [ip, within] of [
  ['192.0.2.0', true],
  ['192.0.2.255', true],
  ['192.0.3.0', false],
  ['::ffff:192.0.2.7', true],
  ['::ffff:c000:207', true],
  ['::ffff:192.0.3.7', false],
  ['2001:db8:1:ffff::9', true],
  ['2001:db8:2::9', false],
  ['192.0.2.7.example.org', false],
  ['', false],
  [undefined, false],
] as const)
  test(`OC-2 ${ip} is ${within ? '' : 'not '}in the trusted ranges`, () => {
    assert.equal(isWithin(['192.0.2.0/24', '2001:db8:1::/48'], ip), within);
    assert.equal(isWithin([], ip), false);
  });
