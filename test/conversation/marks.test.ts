import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../../cards/card.ts';
import { readUser } from '../../core/establishments/addUser.ts';
import { isName, legible, prose } from '../../core/foundation/prose.ts';
import { copiesOf, statusOf } from '../deciding.ts';
import { asksByMail, nadia as byMail, decideLinkIn, unlocks } from '../decidingByMail.ts';
import { asks, claire, meets, nadia } from '../enrolling.ts';
import { alice } from '../fakes/connector.ts';
import { withGuichet } from '../support.ts';
import { noMarks, turned } from '../turned.ts';

const teams = { channel: 'msteams' } as const;

test('text is made legible in one way, on cards too, and keeps what belongs to it', () => {
  const kept = 'Ligne une\nligne deux\tet «\u00a0élan\u00a0»\u2009: שלום, مرحبا, 👩\u200d💻, می\u200cخواهم';
  for (const through of [legible, (text: string) => plain(text).replaceAll('\\', '')]) {
    assert.equal(through(turned(kept)), kept);
    assert.equal(through('IB\u200bAN\u3164 \u{e0041}\u00adFR'), 'IBAN FR');
    assert.equal(through('\ud83d'), through === legible ? '\ufffd' : '\ud83d');
  }
});

test('a heap of marks on a letter and lines with nothing on them hide nothing of a request from whoever decides', () =>
  withGuichet(teams, async (its) => {
    const heap = '\u0489\u0315\u033f'.repeat(300);
    const approver = await meets(its, nadia);
    const [id = ''] = await asks(its, ['applications'], `Je${heap} remplace Paul.${'\r\n \t\n\u2028'.repeat(200)}À Lyon.`);
    const name = its.db
      .updateTable('account')
      .set({ familyName: `Martin${heap}` })
      .where('emailKey', '=', alice.email);
    await name.execute();
    approver.hears(/Je\p{M}{5} remplace Paul\. À Lyon\./u);
    await approver.says('à décider');
    const { justification } = await its.db.selectFrom('enrollment').select('justification').where('id', '=', id).executeTakeFirstOrThrow();
    for (const shown of [approver.heard, justification ?? '', JSON.stringify(await its.mails())]) assert.doesNotMatch(shown, /\p{M}{6}|\n\s*\n\s*\n/u);
    // Scripts and emoji that stand on marks stay as they are.
    for (const kept of ['שָׁ֑לוֹם', 'हिन्दी', 'བསྒྲུབས', 'ẫ', '1\ufe0f\u20e3']) assert.equal(legible(kept), kept);
  }));

/** What leaves no mark: zero width, soft hyphen, fillers that count as letters, a blank of braille, tags, a variation of nothing. */
const unseen = ['\u200b', '\u200d\u200c', '\u2060', '\u00ad', '\u034f', '\u115f', '\u3164', '\uffa0', '\u2800', '\u{e0041}', '\ufe0f', '\ufeff'];

test('what nobody can see is no reason, no question, no answer and no justification, and no name', () =>
  withGuichet(teams, async (its) => {
    assert.equal(legible(`vi\u200brement\u3164\u{e0041}`), 'virement');
    for (const blank of unseen) {
      assert.equal(prose(` ${blank} `), '', JSON.stringify(blank));
      assert.equal(isName(`Alice${blank}`) || isName(blank), false, JSON.stringify(blank));
      assert.equal(readUser({ email: 'zoe@corp.example', givenName: blank, familyName: 'Petit' }).ok, false, JSON.stringify(blank));
    }
    const approver = await meets(its, nadia);
    const [id = ''] = await asks(its, ['applications'], 'Je remplace Paul.');
    await approver.presses('decide.question', { reason: '\u3164' });
    await approver.presses('decide.refuse', { reason: '\u200b\u2060' });
    assert.equal(await statusOf(its, id), 'pending');
    await approver.presses('decide.question', { reason: 'Pour quel site ?' });
    await its.worker.drain();
    await its.chat.presses('myRequests.answer', { comment: '\u{e0041}\u115f' });
    const notes = await its.db.selectFrom('enrollmentNote').select('kind').where('enrollmentId', '=', id).execute();
    assert.deepEqual(
      notes.map(({ kind }) => kind),
      ['question'],
    );
  }));

test('names from a roster and a directory with marks of direction stand as they are read, on cards, pages and in mails', () =>
  withGuichet(teams, async (its) => {
    // A directory of the organisation’s need not refuse what an import does.
    await its.db.updateTable('account').set({ givenName: 'Alice\u202e', familyName: '\u2067nitraM' }).where('emailKey', '=', alice.email).execute();
    const approver = await meets(its, { ...claire, name: 'Claire\u202e\u0000 Fontaine' });
    await asks(its, ['workplace'], 'Pour Lyon.');
    approver.hears('Alice nitraM');
    const name = await its.db.selectFrom('person').select('name').where('emailKey', '=', claire.email).executeTakeFirst();
    assert.equal(name?.name, 'Claire Fontaine');
    noMarks([approver.card, copiesOf(its, /./), its.inbox.mails]);
    const { mailTo } = await asksByMail(its);
    const mail = mailTo(byMail);
    const html = await unlocks(its, await its.page(decideLinkIn(mail)));
    assert.match(html, /Alice nitraM/);
    noMarks([html, mail]);
  }));
