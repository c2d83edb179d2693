import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claire } from '../../bot/dev/playground.ts';
import { codeIn } from '../support.ts';
import { skip } from './browser.ts';
import { startEverything } from './playground.ts';
import { words } from './words.ts';

const alice = 'alice.martin@corp.example';
const julie = { givenName: 'Julie', surname: 'Simon', email: 'julie.simon@corp.example', objectId: '34343434-3434-4434-8434-343434343434' };

for (const [locale, other] of [
  ['fr', 'en'],
  ['en', 'fr'],
] as const)
  test(`IN-9 IN-10 IN-11 three people, three Playgrounds: refused with a reason, asked again, questioned, answered, approved; requested in ${locale}, decided in ${other}`, {
    skip,
  }, async () => {
    const [w, its] = [words[locale], words[other]];
    const all = await startEverything();
    try {
      const chat = await all.chat();
      const [approver, bystander] = await Promise.all([claire, julie].map((who) => all.colleague(who)));
      assert.ok(approver && bystander);
      await chat.says(w.hello);
      await chat.shows(w.which);
      await approver.says(its.hello);
      await approver.shows(its.which.replace('Alice', 'Claire'));

      await chat.says(w.enroll);
      await chat.shows(w.enrollTitle);
      await chat.fills({ [w.workEmail]: alice });
      const code = await all.mailAfter(() => chat.presses(w.sendCodeToMe));
      assert.equal(code?.to, alice);
      await chat.shows(w.mailed, alice);
      await chat.fills({ [w.code]: codeIn(code) });
      await chat.presses(w.checkCode);
      await chat.shows(w.enrollTitle);
      await chat.ticks(w.workplace);
      await chat.presses(w.goOn);
      await chat.shows(w.check, w.workplace);
      await chat.presses(w.startRequest);
      await chat.shows(w.asked);

      // The card comes by itself; a refusal needs its reason, and keeps the card until it has one.
      await approver.shows(its.decide, its.verified, alice);
      await approver.presses(its.refuse);
      await approver.shows(its.decide, its.reasonNeeded);
      await approver.fills({ [its.reason]: 'Un poste suffit.' });
      const refusal = await all.mailAfter(() => approver.presses(its.refuse));
      await approver.shows(its.refusedTitle, 'Un poste suffit.');
      await approver.cannotBePressed();
      assert.equal(refusal?.to, alice);
      assert.match(refusal?.text ?? '', /Un poste suffit\./);
      await chat.shows(w.refusedNews, 'Un poste suffit.');

      // Once more: who has proven the account is not asked again.
      await chat.says(w.enroll);
      await chat.shows(w.enrollTitle);
      await chat.ticks(w.workplace);
      await chat.presses(w.goOn);
      await chat.shows(w.check);
      await chat.presses(w.startRequest);
      await chat.shows(w.asked);
      await approver.shows(its.decide);

      await bystander.says(words.en.toDecide);
      await bystander.shows(words.en.waiting, words.en.nothingWaits);
      await approver.fills({ [its.reason]: 'Pour quel site ?' });
      await approver.presses(its.question);
      await chat.shows(w.questionTitle, 'Pour quel site ?');
      await chat.fills({ [w.answer]: 'Pour Lyon.' });
      await chat.presses(w.send);
      await approver.shows(its.decide, its.answers, 'Pour Lyon.');
      await approver.picture(`approval-pending.${other}`);
      const approval = await all.mailAfter(() => approver.presses(its.approve));
      await approver.shows(its.approvedTitle, its.approvedBy);
      await approver.cannotBePressed();
      await approver.picture(`approval-approved.${other}`);
      assert.equal(approval?.to, alice);
      await chat.shows(w.approvedNews, w.workplace);

      assert.equal(await bystander.page.getByText(words.en.workplace).count(), 0);
      const statuses = await all.bot.db.selectFrom('enrollment').select('status').orderBy('createdAt').execute();
      assert.deepEqual(
        statuses.map(({ status }) => status),
        ['refused', 'approved'],
      );
    } finally {
      await all.close();
    }
  });
