import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withGuichet } from '../support.ts';

// What an operator asks on the first day: how the portals that ship, and are not ours, are left out.
test('a portal that PORTALS does not name is in no menu, in no sentence and on no page', () =>
  withGuichet({ env: { PORTALS: 'octopus, extranet' } }, async ({ chat, url }) => {
    await chat.says('menu');
    assert.match(chat.heard, /Octopus/);
    assert.doesNotMatch(chat.heard, /InvGate|rConnect|OUTSCALE/);
    await chat.says('mot de passe oublié InvGate');
    assert.doesNotMatch(chat.heard, /InvGate/);
    for (const [portal, status] of [
      ['octopus', 200],
      ['invgate', 404],
    ] as const)
      assert.equal((await fetch(`${url}/p/${portal}/reset`)).status, status, portal);
    assert.doesNotMatch(await (await fetch(`${url}/`)).text(), /InvGate/);
  }));
