import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../../core/foundation/clock.ts';
import { openChat, textOf } from '../../chat.ts';
import { buttonsOf, copiesOf, statusOf } from '../../deciding.ts';
import { aliceAccount, asks, claire, hugo, meets } from '../../enrolling.ts';
import { withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

test('IN-10 each approver gets a card with requester, verified address, catalogue, reason and date; when one decides, every copy shows the decision without buttons', () =>
  withGuichet(teams, async (its) => {
    const [ofClaire, ofHugo] = [await meets(its, claire), await meets(its, hugo)];
    const [id] = await asks(its, ['workplace'], 'Un nouvel ordinateur');
    for (const chat of [ofClaire, ofHugo]) {
      chat.hears(
        'Demande à traiter : Poste de travail',
        'Qui: Alice Martin',
        `Adresse vérifiée: ${aliceAccount}`,
        'Pourquoi\nUn nouvel ordinateur',
        /Depuis: .*2026/,
      );
      assert.deepEqual(buttonsOf(chat), ['decide.approve', 'decide.refuse', 'decide.question', 'decide.forward']);
    }
    const [asked] = [ofHugo.card];
    await ofClaire.presses('decide.approve');
    ofClaire.hears('Approuvée : Poste de travail', /Approuvée par Claire Fontaine le /);
    assert.deepEqual(buttonsOf(ofClaire), []);
    await its.worker.drain();
    assert.equal(await statusOf(its, id), 'approved');
    const copies = copiesOf(its, /Poste de travail/).filter((card) => /Adresse vérifiée/.test(card));
    assert.equal(copies.length, 2);
    for (const copy of copies) {
      assert.match(copy, /Approuvée par Claire Fontaine/);
      assert.doesNotMatch(copy, /"actions"/);
    }
    // A click on the card as it was, from a client that has not drawn the change yet.
    await ofHugo.presses('decide.refuse', { reason: 'Trop tard' }, { card: asked });
    ofHugo.hears('Approuvée par Claire Fontaine');
    assert.equal(await statusOf(its, id), 'approved');
  }));

for (const locale of ['fr', 'en'] as const)
  test(`IN-11 a refusal needs a reason, which the requester gets at once, in chat and by mail, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const approver = await meets(its, claire, locale);
      const [id] = await asks(its, ['workplace']);
      assert.match(approver.heard, locale === 'fr' ? /Demande à traiter/ : /Request to review/);
      await approver.presses('decide.refuse', { reason: '   ' });
      approver.hears(...(locale === 'fr' ? ['Demande à traiter', 'Donnez le motif du refus.'] : ['Request to review', 'Give the reason for the refusal.']));
      assert.equal(await statusOf(its, id), 'pending');
      await approver.presses('decide.refuse', { reason: 'Déjà équipée' });
      assert.equal(await statusOf(its, id), 'refused');
      const [mail, ...others] = await its.mails();
      assert.deepEqual([mail?.to, others], [aliceAccount, []]);
      assert.match(mail?.text ?? '', /Déjà équipée/);
      its.chat.hears(locale === 'fr' ? 'refusée' : 'refused', 'Déjà équipée');
    }));

test('ALL-8 a card is in the language that its approver used last, not the client’s', () =>
  withGuichet(teams, async (its) => {
    its.connector.members.push(claire);
    const approver = openChat({ url: its.url, connector: its.connector, locale: 'en', channel: 'msteams', who: claire });
    await approver.says('bonjour');
    await asks(its, ['workplace']);
    approver.hears('Demande à traiter');
  }));

test('IN-10 two approvers decide at once: one decision counts, the other approver is told whose, and the audit has one', () =>
  withGuichet(teams, async (its) => {
    const both = [await meets(its, claire), await meets(its, hugo)] as const;
    const [id] = await asks(its, ['workplace']);
    for (const chat of both) chat.hears('Demande à traiter');
    await Promise.all([both[0].presses('decide.approve'), both[1].presses('decide.refuse', { reason: 'Non' })]);
    const status = await statusOf(its, id);
    for (const chat of both) {
      assert.match(textOf(chat.card), status === 'approved' ? /Approuvée par Claire/ : /Refusée par Hugo/);
      assert.deepEqual(buttonsOf(chat), []);
    }
    const audit = await its.db.selectFrom('audit').select(['action', 'outcome']).where('action', 'like', 'decide.%').where('outcome', '=', 'ok').execute();
    assert.equal(audit.length, 1);
    assert.equal((await its.mails()).length, 1);
  }));

for (const withdrawn of [false, true])
  test(`IN-10 of many decisions ${withdrawn ? 'and a withdrawal ' : ''}at the same instant one counts, and later ones change nothing`, () =>
    withGuichet(teams, async (its) => {
      const [id = ''] = await asks(its, ['workplace']);
      const who = { locale: 'fr', channel: 'msteams', authenticated: true } as const;
      const person = (await its.db.selectFrom('enrollment').select('person').executeTakeFirst())?.person ?? '';
      const { decide: approval, enroll: enrollment } = its.core.access;
      const all = await Promise.all([
        ...[claire, hugo].flatMap((each) => {
          const actor = { ...who, person: each.aadObjectId, email: each.email };
          return [approval.decide(actor, id, { decision: 'approved' }), approval.decide(actor, id, { decision: 'refused', reason: 'Non' })];
        }),
        ...(withdrawn ? [enrollment.withdraw({ ...who, person }, id)] : []),
      ]);
      assert.equal(all.filter(({ ok }) => ok).length, 1);
      const status = await statusOf(its, id);
      // Who withdrew it and presses again, because the answer was lost, is told that it is withdrawn.
      assert.equal((await enrollment.withdraw({ ...who, person }, id)).ok, status === 'withdrawn');
      assert.equal(await statusOf(its, id), status);
      const done = await its.db
        .selectFrom('audit')
        .select('action')
        .where('outcome', '=', 'ok')
        .where('action', 'in', ['decide.approved', 'decide.refused', 'enroll.withdrawn'])
        .execute();
      assert.equal(done.length, 1);
      assert.equal((await its.db.selectFrom('approver').select('id').where('open', '=', 1).execute()).length, 0);
    }));

test('IN-10 a request is withdrawn while it is being approved: one of the two wins, and both people are told which', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    const [id] = await asks(its, ['workplace']);
    approver.hears('Demande à traiter');
    await its.chat.says('mes demandes');
    await Promise.all([its.chat.presses('myRequests.withdraw'), approver.presses('decide.approve')]);
    const status = await statusOf(its, id);
    approver.hears(status === 'withdrawn' ? 'Retirée par le demandeur' : 'Approuvée par Claire');
    its.chat.hears(status === 'withdrawn' ? /est retirée/ : 'a reçu une réponse entre-temps');
    const memberships = await its.db.selectFrom('membership').select('id').execute();
    assert.equal(memberships.length, status === 'withdrawn' ? 0 : 1);
  }));

test('IN-10 the same decision, delivered twice by the channel under another id, happens once', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    const [id] = await asks(its, ['workplace']);
    approver.hears('Demande à traiter');
    const { card } = approver;
    await approver.presses('decide.approve', {}, { card });
    await approver.presses('decide.approve', {}, { card });
    approver.hears('Approuvée par Claire');
    await approver.presses('decide.approve', {}, { card, submit: true });
    assert.equal((await its.mails()).filter(({ to }) => to === aliceAccount).length, 1);
    assert.equal(
      (
        await its.db
          .selectFrom('membership')
          .select('id')
          .where('enrollmentId', '=', id ?? '')
          .execute()
      ).length,
      1,
    );
    assert.equal((await its.db.selectFrom('audit').select('id').where('action', '=', 'decide.approved').execute()).length, 1);
  }));

test('ALL-9 the audit records requester, approver, account and outcome once each', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    await asks(its, ['workplace']);
    approver.hears('Demande à traiter');
    await approver.presses('decide.question', { reason: 'Pourquoi ?' });
    await its.worker.drain();
    await approver.presses('decide.approve');
    its.passes(200 * day);
    await its.worker.drain();
    const columns = ['action', 'subject', 'outcome', 'channel', 'detail'] as const;
    const rows = await its.db.selectFrom('audit').select(columns).where('action', 'not like', 'account.%').orderBy('at').execute();
    const account = await its.db.selectFrom('account').select('id').where('portal', '=', 'invgate').where('identifier', '=', aliceAccount).executeTakeFirst();
    assert.deepEqual(
      rows.map(({ action, outcome, channel }) => [action, outcome, channel]),
      [
        ['enroll.proofAsked', 'ok', 'msteams'],
        ['enroll.proven', 'ok', 'msteams'],
        ['enroll.asked', 'ok', 'msteams'],
        ['decide.question', 'ok', 'msteams'],
        ['decide.approved', 'ok', 'msteams'],
        ['enroll.provisioned', 'ok', 'cli'],
      ],
    );
    assert.ok(rows.every(({ subject }) => subject === `account:${account?.id}`));
    assert.match(rows.find(({ action }) => action === 'decide.approved')?.detail ?? '', /claire\.fontaine@example\.org/);
  }));
