import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isExact } from '../../../core/foundation/identifiers.ts';
import { statusOf } from '../../deciding.ts';
import { asks, colleague, meets, nadia } from '../../enrolling.ts';
import { salesWoman } from '../../inviting.ts';
import { withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

/** Addresses that are compared as this one, and are another mailbox or none. */
const likenesses = (email: string): readonly (readonly [string, string])[] => [
  ['with a letter of full width', email.replace('a', '\uff41')],
  ['with a full stop of full width', email.replace(/\.(?=[^.]*$)/, '\u3002')],
  ['with a soft hyphen in its domain', email.replace('@', '@\u00ad')],
  ['with a domain of full width', email.replace('example', '\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45')],
];

for (const [what, email] of likenesses(nadia.email))
  test(`an approver’s address ${what}, in the roster of somebody else: nothing to see and nothing to decide`, () =>
    withGuichet(teams, async (its) => {
      const chat = await meets(its, colleague('Zoe', 'Nadine', email));
      const [id = ''] = await asks(its, ['applications'], 'Je remplace Paul.');
      await chat.says('à décider');
      assert.doesNotMatch(chat.heard, /Alice|Applications métier/);
      await chat.sends('decide.approve', { verb: 'decide.approve', enrollment: id });
      assert.equal(await statusOf(its, id), 'pending');
      assert.deepEqual(await its.db.selectFrom('person').select('id').where('emailKey', '=', nadia.email).execute(), []);
    }));

for (const [what, email] of likenesses(salesWoman.email))
  test(`an inviter’s address ${what}, in the roster of somebody else, invites nobody`, () =>
    withGuichet(teams, async (its) => {
      const chat = await meets(its, colleague('Zoe', 'Nadine', email));
      await chat.says('je voudrais inviter un client sur rconnect');
      assert.doesNotMatch(chat.heard, /adresse du client/i);
    }));

for (const [what, email] of likenesses('bruno.leroy@corp.example'))
  test(`OC-2 an owner’s address ${what}, in the roster of somebody else, is told no unified account`, () =>
    withGuichet(teams, async (its) => {
      const chat = await meets(its, colleague('Zoe', 'Nadine', email));
      await chat.says('je ne connais plus mon compte unifié octopus');
      assert.doesNotMatch(chat.heard, /bleroy/);
    }));

test('addresses as people have them are what they are compared as, in capitals and in other scripts too', () => {
  for (const email of [
    'Nadia.Benali@Example.org',
    ' nadia@example.org',
    'eve+tag@example.org',
    'eve@bücher.example',
    'EVE@BÜCHER.example',
    'eve@xn--bcher-kva.example',
  ])
    assert.ok(isExact(email), email);
  for (const email of ['eve@exаmple.org', 'nadia']) assert.ok(isExact(email), `${email} is compared as it is, and is no other`);
});
