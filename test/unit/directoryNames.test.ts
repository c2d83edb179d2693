import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isBelow, nameBelow, spelt } from '../../core/connectors/ldap/names.ts';
import { fileTime, generalizedTime } from '../../core/connectors/ldap/values.ts';
import { nameBy, shortName } from '../../core/connectors/shortNames.ts';

const parent = 'OU=People,DC=corp,DC=example';

/** Reads the value of a name's first part as RFC 4514 says. */
function firstValue(name: string): string {
  const [, written = ''] = /^cn=((?:\\[0-9a-f]{2}|[A-Za-z0-9])*),/.exec(name) ?? [];
  const bytes = written.match(/\\[0-9a-f]{2}|./g) ?? [];
  return Buffer.from(bytes.map((byte) => (byte.startsWith('\\') ? Number.parseInt(byte.slice(1), 16) : byte.charCodeAt(0)))).toString('utf8');
}

test('DIR-9 whatever a value holds, the name has one more part than its parent, and that part is the value', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(',', '=', '+', '"', '\\', '#', ' ', ';', '<', '\0', 'é', '🐙', 'a') })),
      (value) => {
        const name = nameBelow(parent, 'cn', value);
        assert.ok(name.endsWith(`,${parent}`));
        assert.doesNotMatch(name.slice(3, -parent.length - 1), /[^A-Za-z0-9\\]/);
        assert.equal(firstValue(name), Buffer.from(value, 'utf8').toString('utf8'));
        assert.ok(isBelow(name, parent));
      },
    ),
  );
});

test('DIR-15 one name is the same whatever is escaped in it and how, and no value makes it another’s', () => {
  const signs = fc.string({ unit: fc.constantFrom(',', '=', '+', '"', '\\', '#', ';', '<', 'é', '🐙', 'a', 'B'), minLength: 1 });
  fc.assert(
    fc.property(signs, signs, (value, other) => {
      const byHand = `cn=${value.replace(/[,+"\\<>;=#]/g, '\\$&')}, ${parent.toLowerCase()}`;
      assert.equal(spelt(nameBelow(parent, 'CN', value)), spelt(byHand));
      assert.equal(spelt(nameBelow(parent, 'CN', value)) === spelt(nameBelow(parent, 'CN', other)), value.toLowerCase() === other.toLowerCase());
    }),
  );
});

test('DIR-9 a name that only ends like another is not below it', () => {
  assert.equal(isBelow('CN=a,OU=Leavers,DC=corp', 'ou=leavers, dc=corp'), true);
  assert.equal(isBelow('CN=a,XOU=Leavers,DC=corp', 'OU=Leavers,DC=corp'), false);
  assert.equal(isBelow('CN=a\\,OU=Leavers,DC=corp', 'OU=Leavers,DC=corp'), false);
});

test('DIR-2 CORP\\name and name@domain are the short name for the domains that the profile names, and for no other', () => {
  const domains = ['CORP', 'corp.example'];
  for (const typed of ['jdupont', 'CORP\\jdupont', 'corp\\jdupont', 'jdupont@corp.example', 'jdupont@CORP.example'])
    assert.equal(shortName(typed, domains), 'jdupont', typed);
  for (const typed of ['OTHER\\jdupont', 'jdupont@other.example', 'CORP\\x@corp.example\\y']) assert.equal(shortName(typed, domains), typed);
});

test('DIR-6 short names follow the pattern, without accents and signs, and the next free one has a number', () => {
  const names = { givenName: 'Jean-Noël', familyName: 'D’Ûrfé (fils)' };
  assert.deepEqual([nameBy('{givenName:1}{familyName}', names, 1), nameBy('{givenName}.{familyName}', names, 3)], ['jdurfefils', 'jeannoel.durfefils3']);
});

test('times of Active Directory and of slapd are instants, and «never» is none', () => {
  assert.equal(fileTime('132223104000000000'), Date.parse('2020-01-01T00:00:00Z'));
  for (const never of ['0', '9223372036854775807', '', null]) assert.equal(fileTime(never), null);
  assert.equal(generalizedTime('20260102030405Z'), Date.parse('2026-01-02T03:04:05Z'));
  assert.equal(generalizedTime('000001010000Z'.slice(2)), null);
});
