import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emailKey } from '../../../core/foundation/identifiers.ts';
import { textOf } from '../../chat.ts';
import { copiesOf } from '../../deciding.ts';
import { aliceAccount, asks, claire, hugo, meets } from '../../enrolling.ts';
import { withGuichet } from '../../support.ts';

for (const [locale, words] of Object.entries({
  fr: {
    question: 'Claire Fontaine demande une précision',
    note: /Claire Fontaine demande\s: Pour quel site/,
    outcome: /Approuvée par Claire Fontaine le 20 novembre 2026/,
    told: /Décision de Claire Fontaine, le 20 novembre 2026 à 9\sh\s00/,
    mail: /Décision de\s?: Claire Fontaine, le 20 novembre 2026/,
  },
  en: {
    question: 'Claire Fontaine has a question',
    note: /Claire Fontaine asked: Pour quel site/,
    outcome: /Approved by Claire Fontaine on 20 November 2026/,
    told: /Decided by Claire Fontaine on 20 November 2026 at 09:00/,
    mail: /Decided by: Claire Fontaine, on 20 November 2026/,
  },
} as const))
  test(`TALK-13 an approver is named, and who decided and when is told, on cards, in the list and by mail, in ${locale}`, () =>
    withGuichet({ channel: 'msteams', locale: locale === 'fr' ? 'fr' : 'en' }, async (its) => {
      const approver = await meets(its, claire, its.chat.locale);
      await asks(its, ['workplace']);
      await approver.presses('decide.question', { reason: 'Pour quel site ?' });
      approver.hears(words.note);
      await its.worker.drain();
      its.chat.hears(words.question);
      await approver.presses('decide.approve');
      approver.hears(words.outcome);
      const [mail] = await its.mails();
      its.chat.hears(words.told);
      await its.chat.says(locale === 'fr' ? 'mes demandes' : 'my requests');
      assert.match(textOf(its.chat.card), words.told);
      assert.match(plain(mail?.text), words.mail);
      assert.doesNotMatch(JSON.stringify([mail?.text, copiesOf(its, /novembre|November/)]), /claire\.fontaine@/);
    }));

/** No-break spaces as spaces. */
const plain = (text = ''): string => text.replace(/[\u00a0\u202f]/g, ' ');

test('TALK-13 an approver of whom only an account tells the name is called by it; a guest, or a name that would mislead, by the address', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const approver = await meets(its, claire);
    const ofHugo = await meets(its, hugo);
    await asks(its, ['workplace']);
    const shown = async (name: string, guest = 0) => {
      await its.db
        .updateTable('person')
        .set({ name, guest })
        .where('emailKey', '=', emailKey(claire.email ?? ''))
        .execute();
      await ofHugo.says('à décider');
      return textOf(ofHugo.card);
    };
    await approver.presses('decide.question', { reason: 'Pour quel site ?' });
    assert.match(await shown('Claire Fontaine'), /Claire Fontaine demande/);
    assert.match(await shown('Hugo Marchand', 1), /claire\.fontaine@example\.org demande/);
    assert.match(await shown('https://evil.example'), /claire\.fontaine@example\.org demande/);
    const key = emailKey(claire.email ?? '');
    const account = await its.db.selectFrom('account').selectAll().where('email', '=', aliceAccount).executeTakeFirstOrThrow();
    const hers = { id: 'claire', identifier: 'cfontaine', identifierKey: 'cfontaine', email: key, emailKey: key, givenName: 'Claire', familyName: 'Duval' };
    await its.db
      .insertInto('account')
      .values({ ...account, ...hers })
      .execute();
    assert.match(await shown('https://evil.example'), /Claire Duval demande/);
  }));
