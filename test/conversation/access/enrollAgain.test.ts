import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChat } from '../../chat.ts';
import { proves } from '../../enrolling.ts';
import { freshRecords } from '../../records.ts';
import { guichet } from '../../support.ts';

test('IN-9 a confirmation whose answer was lost, made again, says that the request has gone, and makes no other, even if it was decided meanwhile', async () => {
  const { url: database, drop } = await freshRecords();
  const first = await guichet({ channel: 'msteams', database });
  await proves(first);
  await first.chat.presses('enroll.pick', { groups: 'network' });
  const { card } = first.chat;
  const before = await first.db.selectFrom('keyv').selectAll().execute();
  await first.chat.presses('enroll.confirm', { justification: '' });
  const [reference] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(first.chat.heard) ?? [];
  // The bot dies with the request made, and neither its answer given nor the conversation kept.
  for (const { key, value } of before) await first.db.updateTable('keyv').set({ value }).where('key', '=', key).execute();
  await first.db.updateTable('enrollment').set({ status: 'refused' }).execute();
  await first.stop();
  const second = await guichet({ channel: 'msteams', database, again: first.world });
  try {
    const again = openChat({ url: second.url, connector: second.connector, locale: 'fr', channel: 'msteams' });
    await again.presses('enroll.confirm', { justification: '' }, { card });
    again.hears('Votre demande est partie', reference ?? 'a reference');
    assert.equal((await second.db.selectFrom('enrollment').select('id').execute()).length, 1);
  } finally {
    await second.close();
    await drop();
  }
});
