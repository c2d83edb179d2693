import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAskers } from '../behalf.ts';
import { copiesOf } from '../deciding.ts';
import { asks, claire, meets, nadia } from '../enrolling.ts';
import { withGuichet } from '../support.ts';
import { noMarks, turned } from '../turned.ts';

// PostgreSQL keeps no NUL: what reached it would fault the turn.

const teams = { channel: 'msteams' } as const;

test('a justification, a question, an answer and a reason with NUL and marks of direction reach whoever reads them as they were typed', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, nadia);
    const [id = ''] = await asks(its, ['applications'], turned('Je remplace Paul.'));
    approver.hears('Je remplace Paul.');
    await approver.presses('decide.question', { reason: turned('Pour quel site ?') });
    await its.worker.drain();
    its.chat.hears('Pour quel site ?');
    await its.chat.presses('myRequests.answer', { comment: turned('Pour Lyon.') });
    await its.worker.drain();
    approver.hears('Pour Lyon.');
    await approver.presses('decide.refuse', { reason: turned('Pas ce mois-ci.') });
    const mails = await its.mails();
    assert.match(mails.map(({ text }) => text).join(), /Pas ce mois-ci\./);
    const row = await its.db.selectFrom('enrollment').select(['justification', 'reason']).where('id', '=', id).executeTakeFirstOrThrow();
    assert.deepEqual([row.justification, row.reason], ['Je remplace Paul.', 'Pas ce mois-ci.']);
    noMarks([approver.transcript.filter(({ who }) => who === 'bot'), copiesOf(its, /./), mails]);
  }));

test('what people tell support, and how they say it went, with NUL and marks of direction arrives', () =>
  withGuichet(teams, async (its) => {
    await its.chat.says('je veux parler à un humain octopus');
    await its.chat.presses('support.send', { comment: turned('Mon écran est noir.') });
    const mails = await its.mails();
    assert.match(mails[0]?.text ?? '', /Mon écran est noir\./);
    const kept = await its.db.selectFrom('supportCase').select('context').execute();
    noMarks([mails, kept]);
    await its.chat.says(turned('le bidule violet clignote'));
    noMarks(await its.db.selectFrom('unheard').select('text').execute());
  }));

test('a forged id, address or identifier with NUL is answered like any that is not there, and faults nowhere', () =>
  withAskers(async (its) => {
    const chat = await meets(its, claire);
    const ids = {
      enrollment: '\u0000',
      review: '\u0000',
      absence: '\u0000',
      bundle: '\u0000',
      account: '\u0000',
      tie: '\u0000',
      session: '\u0000',
      id: '\u0000',
    };
    const typed = {
      reason: 'x\u0000',
      comment: 'x\u0000',
      email: 'a\u0000@b.example',
      delegate: 'Cla\u0000ire',
      code: '12345\u0000',
      of: '\u0000',
      to: '2026-12-1\u0000',
    };
    const lists = {
      after: '1.\u0000',
      search: 'a\u0000',
      was: '\u0000',
      shown: '\u0000,\u0000',
      ticks: '\u0000',
      tickedAs: '\u0000',
      count: '\u0000',
      invitation: '\u0000',
    };
    for (const verb of verbs) {
      await chat.sends(verb, { verb, ...ids, ...typed, ...lists, decision: 'keep', nonce: '\u0000' });
      await chat.sends(verb, { verb, ...ids, ...typed, ...lists, delegate: 'a\u0000@b.example', decision: 'refuse' });
    }
    for (const said of [
      '\u0000',
      'prépare l’arrivée d’Ali\u0000ce Mar\u0000tin à la comptabilité lundi',
      'je suis absent jusqu’au 30, Cla\u0000ire décide pour moi',
    ])
      await chat.says(said);
    await chat.says('demande le poste de travail pour Alice Martin');
    const asked = {
      email: 'a\u0000b@corp.example',
      groups: 'workplace,\u0000',
      pack: '\u0000',
      givenName: 'A\u0000',
      familyName: 'B\u0000',
      from: '\u0000',
      justification: '\u0000',
    };
    await chat.presses('enroll.whom', asked);
    await chat.presses('enroll.whom', {
      ...asked,
      email: 'paul.durand@corp.example',
      givenName: 'Paul',
      familyName: 'Durand',
      pack: '',
      groups: 'workplace',
      from: '',
      justification: 'x\u0000',
    });
    await chat.presses('enroll.send');
    assert.equal((await its.db.selectFrom('behalf').select('givenName').execute()).length, 1);
    await its.mails();
    assert.doesNotMatch(JSON.stringify(chat.transcript), /n’a pas fonctionné/);
    for (const path of ['/p/invgate/decide/%00', '/p/octopus/link/%00', '/p/rconnect/invitation/%00', '/p/outscale/organisation/%00', '/p/invgate/tie/%00'])
      assert.ok((await fetch(`${its.url}${path}`)).status < 500, path);
  }));

/** Every button that needs no dialog's state. */
const verbs = [
  ...[
    'absence.decline',
    'absence.end',
    'absence.open',
    'absence.prove',
    'absence.proveAgain',
    'absence.set',
    'absence.start',
    'account.endSession',
    'account.endTie',
  ],
  ...['account.unlink', 'account.unlinkNow', 'decide.approve', 'decide.forward', 'decide.forwardTo', 'decide.open', 'decide.prove', 'decide.proveAgain'],
  ...[
    'decide.question',
    'decide.refuse',
    'decide.start',
    'feedback.bad',
    'feedback.comment',
    'invite.list',
    'invite.progress',
    'invite.resend',
    'invite.revoke',
  ],
  ...['myRequests.answer', 'myRequests.giveBack', 'myRequests.giveBackNow', 'myRequests.nudge', 'myRequests.withdraw', 'myRequests.withdrawAll', 'review.all'],
  ...['review.decide', 'review.keep', 'review.open', 'review.page', 'review.prove', 'review.proveAgain', 'review.remove', 'review.search'],
];
