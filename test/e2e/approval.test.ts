import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { claire } from '../../bot/dev/playground.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { codeIn } from '../support.ts';
import { languages, skip } from './browser.ts';
import { beginsReview, governed, julie, newcomer, sayings } from './governed.ts';
import { startEverything } from './playground.ts';

const alice = 'alice.martin@corp.example';

let all: Awaited<ReturnType<typeof startEverything>>;
let folder: Awaited<ReturnType<typeof governed>>;
before(async () => {
  if (skip) return;
  folder = await governed();
  all = await startEverything(folder.path);
});
after(async () => {
  if (skip) return;
  await all.close();
  await folder.remove();
});

for (const locale of languages('fr')) {
  const other = locale === 'fr' ? 'en' : 'fr';
  test(`IN-9 IN-10 IN-11 GOV-1 to GOV-8 three people, three Playgrounds: stages, a proof, an absence, what does not go together, an extension, what is given back, an arrival and a review; requested in ${locale}, decided in ${other}`, {
    skip,
  }, async () => {
    const [t, its] = [translate(locale), translate(other)];
    const [says, theirs] = [sayings[locale], sayings[other]];
    await all.bot.db.deleteFrom('binding').execute();
    const chat = await all.chat();
    const [approver, further] = await Promise.all([claire, julie].map((who) => all.colleague(who)));
    assert.ok(approver && further);
    /** Does something, and waits for the mail to somebody that it leads to, beside others. */
    const mailTo = async (to: string, action: () => Promise<void>) => {
      const { mails, waitFor } = all.inbox;
      const seen = mails.length;
      await action();
      for (let count = seen + 1; ; count += 1) {
        await waitFor(count);
        const mail = mails.slice(seen).find((each) => each.to === to);
        if (mail) return mail;
      }
    };
    await chat.says(says.hello);
    await approver.says(theirs.hello);
    await further.says(says.hello);
    await Promise.all([chat.shown('Alice'), approver.shown('Claire'), further.shown('Julie')]);

    // The sentence names the catalogue and the day; who asks proves their account first.
    await chat.says(says.until);
    await chat.shows(says.enroll);
    await chat.fills({ [says.address]: alice });
    const code = await mailTo(alice, () => chat.presses(t('enroll.prove.send')));
    await chat.shows(t('mailed.title'), alice);
    await chat.fills({ [t('mailed.code')]: codeIn(code) });
    await chat.presses(t('mailed.check'));
    await chat.shows(says.enroll, says.network);
    await chat.ticks(says.data);
    await chat.presses(t('go.on'));
    await chat.shows(says.enroll, says.reason);
    await chat.picture(`approval-incompatible.${locale}`, 'out');
    await chat.ticks(says.data, false);
    await chat.presses(t('go.on'));
    await chat.shows(t('enroll.confirm'), says.network);
    assert.equal(await chat.holds(t('enroll.until.limited')), '15 décembre 2026');
    await chat.presses(says.start);
    await chat.shows(t('enroll.done', { n: 1 }));

    // A refusal needs its reason, and at a sensitive catalogue a proof; what was typed is kept.
    const decide = its('approval.title', { group: theirs.network });
    await approver.shows(decide, its('approval.address'), alice, its('approval.stage.of', { at: 1, of: 2 }), theirs.day);
    await approver.presses(its('approval.refuse'));
    await approver.shows(decide, its.say({ key: 'decide.reason' }));
    await approver.fills({ [its('approval.reason')]: 'Un poste suffit.' });
    const proof = await mailTo(claire.email, () => approver.presses(its('approval.refuse')));
    await approver.shows(its('decide.proof.title'), 'Un poste suffit.');
    await approver.picture(`approval-proof.${other}`, 'out');
    await approver.fills({ [its('mailed.code')]: codeIn(proof) });
    const refusal = await mailTo(alice, () => approver.presses(its('mailed.check')));
    await approver.shows(its('approval.title.refused', { group: theirs.network }), 'Un poste suffit.');
    await approver.cannotBePressed();
    assert.match(refusal?.text ?? '', /Un poste suffit\./);
    await chat.shows(t('myRequests.news.refused'), 'Un poste suffit.');

    // Once more: who has proven the account is not asked again. A question is answered, and the second stage decides after the first.
    await chat.says(says.until);
    await chat.shows(says.enroll);
    await chat.presses(t('go.on'));
    await chat.shows(t('enroll.confirm'));
    await chat.presses(says.start);
    await chat.shows(t('enroll.done', { n: 1 }));
    await approver.shows(decide);
    await further.says(says.toDecide);
    await further.shows(t('procedure.decide'), t('waiting.nothing'));
    await approver.fills({ [its('approval.reason')]: 'Pour quel site ?' });
    await approver.presses(its('approval.question'));
    await chat.shows(t('question.title.by', { by: 'Claire Fontaine' }), 'Pour quel site ?');
    await chat.fills({ [t('question.answer')]: 'Pour Lyon.' });
    await chat.presses(t('support.send'));
    await approver.shows(decide, 'Pour Lyon.');
    await approver.picture(`approval-pending.${other}`, 'out');
    await approver.presses(its('approval.approve'));
    await approver.shows(its('approval.title.given', { group: theirs.network }));
    await further.shows(t('approval.title', { group: says.network }), t('approval.stage.of', { at: 2, of: 2 }), 'Claire Fontaine');
    await further.picture(`approval-stage.${locale}`);
    const second = await mailTo(julie.email, () => further.presses(t('approval.approve')));
    await further.shows(t('decide.proof.title'));
    await further.fills({ [t('mailed.code')]: codeIn(second) });
    const approval = await mailTo(alice, () => further.presses(t('mailed.check')));
    await further.shows(t('approval.title.approved', { group: says.network }));
    assert.match(approval?.text ?? '', new RegExp(says.day));
    await approver.shows(its('approval.title.approved', { group: theirs.network }), 'Julie Simon');
    await approver.picture(`approval-approved.${other}`, 'out');
    await chat.shows(t('myRequests.news.approved'), says.network);

    // Claire is away: Julie decides in her place, then as the further approver of two that do not go together.
    await approver.says(theirs.away);
    await approver.shows(its('absence.title'), 'Julie Simon');
    assert.equal(await approver.holds(its('absence.to')), '30 novembre 2026');
    await approver.picture(`approval-absence.${other}`);
    await mailTo(julie.email, () => approver.presses(its('absence.set')));
    await approver.shows(its('absence.done'), 'Julie Simon');
    await further.shows(t('absence.news.asked.title', { of: 'Claire Fontaine' }));
    await chat.says(says.applicationsPlease);
    await chat.shows(says.enroll);
    await chat.presses(t('go.on'));
    await chat.shows(t('enroll.confirm'), says.further);
    await chat.presses(says.start);
    const applications = t('approval.title', { group: says.applications });
    await further.shows(applications, says.standsIn, t('approval.stage.of', { at: 1, of: 2 }));
    await further.picture(`approval-stand-in.${locale}`);
    await further.presses(t('approval.approve'));
    await further.shows(applications, t('approval.stage.of', { at: 2, of: 2 }), t('approval.conflicts'));
    await further.picture(`approval-further.${locale}`, 'out');
    await further.presses(t('approval.approve'));
    await further.shows(t('approval.title.approved', { group: says.applications }));
    await chat.shows(t('myRequests.news.approved'), says.applications);
    await approver.says(theirs.back);
    await approver.shows(its('absence.end.title'));
    await approver.presses(its('absence.end'));
    await approver.shown(its('absence.ended.said'));

    // What is no longer needed is given back; one request extends what ends.
    await chat.says(says.noLonger);
    await chat.shows(t('giveBack.title'), says.applications);
    await chat.picture(`approval-give-back.${locale}`, 'out');
    await chat.presses(t('giveBack.yes'));
    await chat.shows(t('giveBack.done'), says.applications);
    await chat.says(says.extend);
    await chat.shows(t('enroll.confirm'), says.day);
    assert.equal(await chat.holds(t('enroll.until.limited')), '31 janvier 2027');
    await chat.picture(`approval-extend.${locale}`);
    await chat.presses(says.start);
    await approver.shows(decide, its('approval.held'));
    await approver.presses(its('approval.approve'));
    await further.shows(t('approval.title', { group: says.network }), t('approval.held'));
    await further.presses(t('approval.approve'));
    await chat.shows(t('myRequests.news.approved'), says.network);

    // An arrival is prepared with one sentence; what waits for the account is sent once it is there.
    const { givenName, familyName, email } = newcomer[locale];
    const name = `${givenName} ${familyName}`;
    await further.says(says.arrival);
    await further.shows(t('behalf.title'));
    const filled = await Promise.all([t('field.givenName'), t('field.familyName'), t('behalf.from')].map((label) => further.holds(label)));
    assert.deepEqual(filled, [givenName, familyName, '23 novembre 2026']);
    await further.fills({ [t('behalf.email')]: email });
    await further.presses(t('go.on'));
    await further.shows(t('behalf.confirm'), name);
    await further.picture(`approval-arrival.${locale}`);
    await mailTo(email, () => further.presses(t('behalf.submit')));
    await further.shows(t('behalf.done.waiting', { name }));
    await folder.arrives(all.bot.db, locale);
    all.passes(2 * 3_600_000);
    await approver.shows(its('approval.title', { group: theirs.workplace }), its('approval.askedBy'), 'Julie Simon', name);
    await approver.presses(its('approval.approve'));
    await further.shows(t('myRequests.news.approved'), name);

    // Who has access is reviewed: they lose it, and read why.
    await beginsReview(all.bot);
    const review = its('review.title', { group: theirs.network });
    await approver.shows(review, 'Alice Martin');
    await approver.picture(`approval-review.${other}`);
    await approver.ticks('Alice Martin');
    await approver.presses(its('review.remove'));
    await approver.shows(its('review.confirm.remove', { n: 1 }), 'Alice Martin');
    await approver.fills({ [its('review.confirm.reason')]: 'Le projet est fini.' });
    const third = await mailTo(claire.email, () => approver.presses(its('review.yes.remove')));
    await approver.shows(its('decide.proof.title'));
    await approver.fills({ [its('mailed.code')]: codeIn(third) });
    const removed = await mailTo(alice, () => approver.presses(its('mailed.check')));
    assert.match(removed?.text ?? '', /Le projet est fini\./);
    await approver.shows(review, its('review.over.removed'));
    await chat.shows(t('accessRemoved.title'), 'Le projet est fini.');
    await chat.picture(`approval-removed.${locale}`, 'out');
    await Promise.all([chat, approver, further].map(({ page }) => page.close()));
  });
}
