import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idAs } from '../../core/connectors/meant.ts';
import { equal, filtered, textAt, withText } from '../../core/connectors/scim/attributes.ts';
import { scimSettings } from '../../core/portal/scimSettings.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const resource = {
  UserName: 'amartin',
  name: { givenName: 'Alice' },
  emails: [
    { value: 'old@corp.example', type: 'work' },
    { value: 'alice@corp.example', type: 'home', primary: true },
  ],
  phoneNumbers: [
    { value: '+331', type: 'work' },
    { value: '+336', type: 'mobile' },
  ],
  [enterprise]: { department: 'siege', manager: { value: 'b1' } },
};

for (const [path, text] of [
  ['userName', 'amartin'],
  ['name.givenName', 'Alice'],
  ['name.familyName', null],
  ['emails', 'alice@corp.example'],
  ['emails[type eq "work"].value', 'old@corp.example'],
  ['phoneNumbers', '+336'],
  [`${enterprise}:department`, 'siege'],
  [`${enterprise}:manager.value`, 'b1'],
  [`${enterprise}:division`, null],
] as const)
  test(`SCIM: ${path} of a resource is ${text}`, () => assert.equal(textAt(resource, path), text));

for (const [path, text, made] of [
  ['userName', 'a', { userName: 'a' }],
  ['name.givenName', 'A', { name: { givenName: 'A' } }],
  ['emails', 'a@b', { emails: [{ value: 'a@b', type: 'work', primary: true }] }],
  ['emails[type eq "home"].value', 'a@b', { emails: [{ value: 'a@b', type: 'home', primary: true }] }],
  [`${enterprise}:department`, 'd', { schemas: [enterprise], [enterprise]: { department: 'd' } }],
  [`${enterprise}:manager.value`, 'm', { schemas: [enterprise], [enterprise]: { manager: { value: 'm' } } }],
] as const)
  test(`SCIM: ${path} is written where it is read`, () => {
    assert.deepEqual(withText({}, path, text), made);
    assert.equal(textAt(withText({}, path, text), path), text);
  });

test('DIR-9 SCIM: a value in a filter is one JSON string, whatever is in it', () => {
  assert.equal(equal('userName', 'a" or userName pr or userName eq "\\'), String.raw`userName eq "a\" or userName pr or userName eq \"\\"`);
  assert.deepEqual(['emails', 'emails[type eq "work"].value', 'name.givenName', `${enterprise}:department`].map(filtered), [
    'emails.value',
    'emails.value',
    'name.givenName',
    `${enterprise}:department`,
  ]);
});

test('SCIM: the case of a UUID says nothing, that of any other id does', () => {
  assert.equal(idAs('2819C223-7F76-453A-919D-413861904646'), '2819c223-7f76-453a-919d-413861904646');
  assert.equal(idAs('AbC'), 'AbC');
});

for (const [wrong, says] of [
  [{ url: 'http://portal.example/scim' }, /in clear/],
  [{ url: 'https://user:secret@portal.example/' }, /an address such as/],
  [{ token: undefined }, /either token or oauth/],
  [{ oauth: { tokenUrl: 'https://a.example/t', clientId: 'a', clientSecret: 'b' } }, /either token or oauth/],
  [{ people: { email: 'emails[value eq "x"] or true' } }, /the path of an attribute/],
] as const)
  test(`DIR-9 SCIM: a profile with ${JSON.stringify(wrong)} is refused by name`, () => {
    const parsed = scimSettings.safeParse({ kind: 'scim', url: 'https://portal.example/scim/v2', token: 't', ...wrong });
    assert.match(parsed.error?.message ?? '', says);
  });
