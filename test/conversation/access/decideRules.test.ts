import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../../core/foundation/clock.ts';
import { copiesOf, statusOf } from '../../deciding.ts';
import { aliceAccount, asks, colleague, meets, nadia, samuel } from '../../enrolling.ts';
import { withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

test('IN-10 nobody decides: a reminder, then the fallback is asked too, then it expires, and everybody is told', () =>
  withGuichet(teams, async (its) => {
    const [approver, fallback] = [await meets(its, nadia), await meets(its, colleague('Ines', 'Caron', 'direction.si@example.org'))];
    const [id] = await asks(its, ['applications']);
    approver.hears('Demande à traiter');
    const cards = () => copiesOf(its, /Adresse vérifiée/).length;
    its.passes(day - 1);
    await its.worker.drain();
    assert.equal(cards(), 1);
    its.passes(1);
    await its.worker.drain();
    assert.equal(cards(), 2);
    approver.hears(/Relance le /);
    assert.doesNotMatch(fallback.heard, /Demande à traiter/);
    its.passes(2 * day);
    await its.worker.drain();
    fallback.hears('Demande à traiter : Applications métier', /Transmise à d’autres responsables le /);
    its.passes(11 * day);
    const mails = await its.mails();
    assert.equal(await statusOf(its, id), 'expired');
    assert.deepEqual(
      mails.map(({ to }) => to),
      [aliceAccount],
    );
    its.chat.hears('expirée');
    for (const copy of copiesOf(its, /Adresse vérifiée/)) assert.match(copy, /Expirée le .*personne n’a décidé à temps/);
    // Asked for again, it starts over.
    await its.chat.says('m’inscrire à un catalogue InvGate');
    await its.chat.presses('enroll.pick', { groups: 'applications' });
    await its.chat.presses('enroll.confirm', {});
    its.chat.hears('Votre demande est partie');
  }));

test('IN-10 if all must agree, one approval shows on the cards but grants nothing; one refusal ends the request', () =>
  withGuichet(teams, async (its) => {
    const [ofNadia, ofSamuel] = [await meets(its, nadia), await meets(its, samuel)];
    const [id] = await asks(its, ['sensitive-data'], 'Un audit');
    for (const chat of [ofNadia, ofSamuel]) chat.hears('Demande à traiter : Données sensibles');
    const { card } = ofNadia;
    await ofNadia.presses('decide.approve');
    ofNadia.hears('En cours : Données sensibles', 'vous n’avez plus rien à faire ici', /Nadia Benali a donné son accord/);
    assert.deepEqual([await statusOf(its, id), (await its.db.selectFrom('membership').select('id').execute()).length], ['pending', 0]);
    // One person counts once.
    await ofNadia.presses('decide.approve', {}, { card });
    ofNadia.hears('vous n’avez plus rien à faire ici');
    assert.equal(await statusOf(its, id), 'pending');
    await its.worker.drain();
    ofSamuel.hears(/Nadia Benali a donné son accord/);
    await ofSamuel.presses('decide.refuse', { reason: 'Pas sans le contrat' });
    assert.equal(await statusOf(its, id), 'refused');
    assert.equal((await its.db.selectFrom('membership').select('id').execute()).length, 0);
  }));

test('IN-10 if all must agree and do, at once or in turn, access is granted once', () =>
  withGuichet(teams, async (its) => {
    const both = [await meets(its, nadia), await meets(its, samuel)];
    const [id] = await asks(its, ['sensitive-data'], 'Un audit');
    for (const chat of both) chat.hears('Demande à traiter');
    await Promise.all(both.map((chat) => chat.presses('decide.approve')));
    assert.equal(await statusOf(its, id), 'approved');
    assert.equal((await its.db.selectFrom('membership').select('id').execute()).length, 1);
  }));
