import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientChat, invites } from '../inviting.ts';
import { visitPublic } from '../publicPage.ts';
import { type Guichet, withGuichet } from '../support.ts';

const chatting = (says: string, verb: string, field: string) => async (its: Guichet, typed: string) => {
  await its.chat.says(says);
  await its.chat.presses(verb, { [field]: typed });
};

const onPage = (path: string, field: string) => async (its: Guichet, typed: string) => {
  const { status } = await visitPublic(its, path, { from: '192.0.2.77' }).submits({ [field]: typed });
  assert.equal(status, 303);
};

const locked = (says: string, verb: string) => async (its: Guichet, email: string) => {
  await its.chat.says(says);
  await its.chat.presses(verb, { identifier: 'accueil@hotel.example', email });
};

const takesUp = (channel: 'msteams' | 'webchat') => async (its: Guichet, email: string) => {
  await invites(its);
  await its.mails();
  const chat = clientChat(its, 'fr', channel);
  await chat.says('accepter mon invitation rconnect');
  await chat.presses('acceptInvitation.address', { email });
};

/** Every way to have something mailed for what somebody types, with an address or identifier that is there and one that is not. */
const flows: readonly (readonly [what: string, known: string, unknown: string, asks: (its: Guichet, typed: string) => Promise<void>])[] = [
  ['a reset by chat', 'amartin', 'nobody', chatting('mdp octopus oublié', 'reset.send', 'identifier')],
  ['a first password by chat', 'amartin', 'nobody', chatting('m’inscrire sur octopus', 'signUp.send', 'identifier')],
  ['a reset with its address', 'direction@hotel.example', 'nobodythere@hotel.example', locked('mdp extranet oublié', 'reset.send')],
  ['unlocking', 'direction@hotel.example', 'nobodythere@hotel.example', locked('compte extranet bloqué', 'unlock.send')],
  ['a reset on the public page', 'amartin', 'nobody', onPage('/p/octopus/reset', 'identifier')],
  ['a forgotten identifier on the public page', 'bruno.leroy@corp.example', 'nobody.leroy@corp.example', onPage('/p/octopus/identifier', 'email')],
  [
    'a proof for a catalogue',
    'alice.martin@corp.example',
    'nobody.there@corp.example',
    chatting('m’inscrire à un catalogue InvGate', 'enroll.prove', 'identifier'),
  ],
  ['an invitation taken up in chat', 'ada@client.example', 'eve@client.example', takesUp('msteams')],
  ['an invitation asked for in Web Chat', 'ada@client.example', 'eve@client.example', takesUp('webchat')],
];

for (const [what, known, unknown, asks] of flows)
  test(`ALL-4 ${what}: what is left to be mailed for nobody is sealed, and as long, as what is mailed`, async () => {
    const left: { kind: string; length: number }[] = [];
    for (const typed of [known, unknown])
      await withGuichet({ channel: 'msteams', env: { TRUST_PROXY: '1' } }, async (its) => {
        await asks(its, typed);
        const rows = await its.db
          .selectFrom('outbox')
          .select(['kind', 'payload'])
          .where('status', '=', 'waiting')
          .where('kind', 'in', ['mail', 'nothing'])
          .execute();
        left.push(...rows.map(({ kind, payload }) => ({ kind, length: payload.length })));
        assert.doesNotMatch(rows.map(({ kind, payload }) => (kind === 'nothing' ? payload : '')).join(), /[a-z]+@|nobody/);
      });
    assert.deepEqual(
      left.map(({ kind }) => kind),
      ['mail', 'nothing'],
    );
    const [mail, decoy] = left;
    assert.ok(Math.abs((mail?.length ?? 0) - (decoy?.length ?? 0)) < 60, `${mail?.length} and ${decoy?.length} characters`);
  });
