import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operatorNamed } from '../../../core/foundation/actor.ts';
import { readInvitees } from '../../../core/invitations/invitees.ts';
import { meets } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { invitationIn, invites, salesWoman } from '../../inviting.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;
const by = operatorNamed('Jean Dupont');

const file = [
  'Nom;Prénom;Société;Langue;Courriel',
  'Lovelace;Ada;Analytique SARL;anglais;ada@client.example',
  'Curie;Marie;Labo;français;marie@labo.example',
  'Joliot;Irène;Labo;français;irene@labo.example',
].join('\n');

async function inviting(its: Guichet, address = salesWoman.email ?? '') {
  const portal = its.core.portals.get('rconnect');
  assert.ok(portal);
  const actor = await its.core.invitations.list.inviter(portal, address);
  const wish = { invitees: readInvitees(file).good, company: {}, rights: ['orders'], language: 'en' } as const;
  return {
    actor,
    run: async (preview = false) => {
      assert.ok(actor);
      return await its.core.invitations.list.invite(actor, portal, wish, { by, preview });
    },
  };
}

test('RC-1 RC-9 a list is invited in an inviter’s name, as they would in chat; done again, nobody gets a second mail', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    const { run } = await inviting(its);
    assert.deepEqual(await run(), { ok: true, value: { invited: 3, others: [] } });
    const mails = await its.mails();
    assert.deepEqual(mails.map(({ to }) => to).sort(), ['ada@client.example', 'irene@labo.example', 'marie@labo.example']);
    const ada = mails.find(({ to }) => to === 'ada@client.example');
    for (const part of ['Hello Ada Lovelace,', 'Sonia Lambert', 'Analytique SARL']) assert.ok(ada?.text.includes(part), part);
    assert.match(mails.find(({ to }) => to === 'marie@labo.example')?.text ?? '', /Bonjour Marie Curie,[\s\S]*Labo/);
    assert.ok(invitationIn(ada));
    await chat.says('mes invitations rconnect');
    chat.hears('Ada Lovelace', 'Marie Curie', 'Irène Joliot');
    const records = await its.db.selectFrom('audit').select(['actor', 'channel', 'action']).where('action', 'like', 'invite.%').orderBy('id').execute();
    assert.deepEqual({ ...records[0] }, { actor: 'operator:Jean Dupont', channel: 'cli', action: 'invite.list' });
    assert.equal(records.filter(({ action }) => action === 'invite.sent').length, 3);
    const again = await run();
    assert.deepEqual(again.ok && again.value.others.map(({ why }) => why), ['invited', 'invited', 'invited']);
    assert.deepEqual(await its.mails(), [], 'nobody gets a second mail');
  }));

test('RC-1 a preview says who would be invited and who not, and changes nothing: no row, no mail, no record, no limit', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    const tables = ['invitation', 'invitationBatch', 'outbox', 'audit', 'link', 'request'] as const;
    const counted = async () => {
      const counts = await Promise.all(
        tables.map((table) =>
          its.db
            .selectFrom(table)
            .select(({ fn }) => fn.countAll<number>().as('n'))
            .executeTakeFirstOrThrow(),
        ),
      );
      return counts.map(({ n }) => Number(n));
    };
    const before = await counted();
    const { run } = await inviting(its);
    for (const _ of [1, 2]) assert.deepEqual(await run(true), { ok: true, value: { invited: 2, others: [{ email: 'ada@client.example', why: 'invited' }] } });
    assert.deepEqual(await counted(), before);
  }));

test('RC-1 who may not invite, has not written yet, or writes from elsewhere, invites by no list either', () =>
  withGuichet(teams, async (its) => {
    assert.equal((await inviting(its)).actor, undefined, 'has not written yet');
    await meets(its, bruno);
    const { run } = await inviting(its, bruno.email ?? '');
    const refused = await run();
    assert.deepEqual(refused.ok ? [] : refused.refusals.map(({ key }) => key), ['invite.notInviter']);
    await meets(its, salesWoman);
    await its.db
      .updateTable('person')
      .set({ guest: 1 })
      .where('emailKey', '=', salesWoman.email ?? '')
      .execute();
    assert.equal((await inviting(its)).actor, undefined, 'is a guest');
    assert.equal((await its.mails()).length, 0);
  }));
