import assert from 'node:assert/strict';
import { test } from 'node:test';
import { second } from '../../../core/foundation/clock.ts';
import { copiesOf, statusOf } from '../../deciding.ts';
import { aliceAccount, asks, claire, hugo, meets } from '../../enrolling.ts';
import { freshRecords } from '../../records.ts';
import { guichet } from '../../support.ts';

test('ALL-7 killed between the decision and the card updates: after the restart every copy shows it, and the requester is told once', async () => {
  const { url: database, drop } = await freshRecords();
  const before = await guichet({ channel: 'msteams', database });
  const [ofClaire] = [await meets(before, claire), await meets(before, hugo)];
  const [id] = await asks(before, ['workplace']);
  await ofClaire.hears('Demande à traiter').presses('decide.approve');
  // Its worker had just begun: the process is gone, and its claims stay.
  await before.db
    .updateTable('outbox')
    .set({ status: 'claimed', claimedUntil: before.now() + 30 * second, attempts: 1 })
    .where('status', '=', 'waiting')
    .where('dueAt', '<=', before.now())
    .execute();
  await before.stop();

  const after = await guichet({ channel: 'msteams', database, again: before.world });
  try {
    assert.equal(await statusOf(after, id), 'approved');
    assert.deepEqual(await after.mails(), [], 'what another process may be doing is not done as well');
    after.passes(30 * second);
    assert.deepEqual(
      (await after.mails()).map(({ to }) => to),
      [aliceAccount],
    );
    after.passes(30 * second);
    assert.deepEqual(await after.mails(), []);
    const copies = copiesOf(after, /Poste de travail/).filter((card) => /Adresse vérifiée/.test(card));
    assert.equal(copies.length, 2);
    for (const copy of copies) {
      assert.match(copy, /Approuvée par Claire Fontaine/);
      assert.doesNotMatch(copy, /"actions"/);
    }
    assert.equal((await after.db.selectFrom('membership').select('id').execute()).length, 1);
  } finally {
    await after.close();
    await drop();
  }
});
