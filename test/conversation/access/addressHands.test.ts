import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, minute } from '../../../core/foundation/clock.ts';
import { meet } from '../../../core/foundation/people.ts';
import { copiesOf } from '../../deciding.ts';
import { decideLinkIn } from '../../decidingByMail.ts';
import { asks, colleague, meets, nadia, proves } from '../../enrolling.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;
const takenBack = /Cette carte n’est plus la vôtre/;
const why = 'Je remplace Paul, parti en arrêt maladie.';

/** Nadia as she was when she last wrote. Each test has a copy, as it changes what the roster says of her. */
const former = () => ({ ...nadia });

/** The address goes from one person to another, in the roster. */
const handOver = (its: Guichet, from: { email: string; userPrincipalName: string }, to = colleague('Nora', 'Bellec', nadia.email)) => {
  from.email = 'nadia.petit@example.org';
  from.userPrincipalName = from.email;
  if (!its.connector.members.includes(to)) its.connector.members.push(to);
  return to;
};

/** Alice asks for the applications, whose approver is Nadia’s address. Returns the mails of it. */
async function asksWhy(its: Guichet) {
  await proves(its);
  await its.chat.presses('enroll.pick', { groups: 'applications' });
  await its.chat.presses('enroll.confirm', { justification: why });
  return await its.mails();
}

const holders = async ({ db }: Guichet) => (await db.selectFrom('person').select('name').where('emailKey', '=', nadia.email).execute()).map(({ name }) => name);

test('an address that changed hands: whoever had it when they last wrote gets no card, and the address gets the mail', () =>
  withGuichet(teams, async (its) => {
    const before = former();
    const chat = await meets(its, before);
    handOver(its, before);
    const [mail, ...others] = await asksWhy(its);
    assert.deepEqual([mail?.to, others], [nadia.email, []]);
    decideLinkIn(mail);
    assert.doesNotMatch(chat.heard, /Alice|Paul/);
    assert.deepEqual(await its.db.selectFrom('approvalCard').select('id').execute(), []);
    assert.deepEqual(await holders(its), [], 'and it is recorded whose it is not');
  }));

test('an address that changed hands: the new holder gets the card once they have written, and is its only holder', () =>
  withGuichet(teams, async (its) => {
    const before = former();
    const first = await meets(its, before);
    const second = await meets(its, handOver(its, before));
    assert.deepEqual(await holders(its), ['Nora Bellec']);
    const mails = await asksWhy(its);
    assert.deepEqual(mails, []);
    second.hears('Demande à traiter', why);
    assert.doesNotMatch(first.heard, /Alice|Paul/);
  }));

test('an address that changed hands: somebody who had another one when they last wrote is known by the new one within a day', () =>
  withGuichet(teams, async (its) => {
    const before = former();
    const after = colleague('Nora', 'Bellec');
    await meets(its, before);
    const chat = await meets(its, after);
    handOver(its, before, Object.assign(after, { email: nadia.email, userPrincipalName: nadia.email }));
    its.passes(day - minute);
    await chat.says('menu');
    assert.deepEqual(await holders(its), ['Nadia Benali']);
    its.passes(minute);
    await chat.says('menu');
    assert.deepEqual(await holders(its), ['Nora Bellec']);
  }));

for (const [what, change] of [
  ['changed hands', (its: Guichet, who: typeof nadia) => void handOver(its, who)],
  ['left with its holder', (its: Guichet, who: typeof nadia) => void its.connector.members.splice(its.connector.members.indexOf(who), 1)],
] as const)
  test(`a card whose address ${what} says nothing more to whoever had it: neither the answer, nor the decision and its reason`, () =>
    withGuichet(teams, async (its) => {
      const before = former();
      const chat = await meets(its, before);
      const [id = ''] = await asks(its, ['applications']);
      chat.hears('Demande à traiter');
      await chat.presses('decide.question', { reason: 'Pour quoi faire ?' });
      await its.worker.drain();
      change(its, before);
      await its.chat.presses('myRequests.answer', { comment: why });
      await its.worker.drain();
      const decided = { person: 'approver', channel: 'page', locale: 'fr', authenticated: true, email: nadia.email } as const;
      assert.ok((await its.core.access.decide.decide(decided, id, { decision: 'refused', reason: 'Dossier médical incomplet' })).ok);
      await its.mails();
      assert.equal(copiesOf(its, takenBack).length, 1);
      assert.doesNotMatch(JSON.stringify(its.connector.activities.filter(({ conversationId }) => conversationId.startsWith('a:Nadia'))), /Paul|médical/);
    }));

test('where the roster cannot be asked right before a card, the approver gets the mail instead', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, nadia);
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'applications' });
    await its.chat.presses('enroll.confirm', { justification: why });
    its.connector.answer(500);
    const mails = await its.mails();
    assert.deepEqual(
      mails.map(({ to }) => to),
      [nadia.email],
    );
    assert.doesNotMatch(chat.heard, /Alice|Paul/);
    assert.deepEqual(await holders(its), ['Nadia Benali'], 'what was known of her stays');
  }));

test('where the roster cannot be asked for long, a card that was sent is taken back rather than updated', () =>
  withGuichet(teams, async (its) => {
    await meets(its, nadia);
    const [id = ''] = await asks(its, ['applications']);
    const decided = { person: 'approver', channel: 'page', locale: 'fr', authenticated: true, email: nadia.email } as const;
    assert.ok((await its.core.access.decide.decide(decided, id, { decision: 'refused', reason: 'Dossier médical incomplet' })).ok);
    for (let tries = 0; tries < 5; tries += 1) {
      its.connector.requests.length = 0;
      // Its card’s roster alone does not answer.
      its.connector.answer(500);
      await its.worker.drain();
      its.passes(minute);
    }
    assert.equal(copiesOf(its, takenBack).length, 1);
  }));

test('an address that the roster gives right before a card, and that somebody else was recorded with, has one holder afterwards', () =>
  withGuichet(teams, async (its) => {
    const before = former();
    await meets(its, before);
    await meets(its, colleague('Nora', 'Petit', 'nadia.petit@example.org'));
    handOver(its, before);
    await asksWhy(its);
    const rows = await its.db.selectFrom('person').select('name').where('emailKey', '=', 'nadia.petit@example.org').execute();
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['Nadia Benali'],
    );
  }));

test('one address, one person of a tenant; a guest and another tenant take it from nobody', () =>
  withGuichet(teams, async (its) => {
    const { db, connector } = its;
    const person = (name: string, over: object = {}) =>
      meet(db, its.now, {
        ...{ channel: 'msteams', tenant: 't', objectId: name, name, locale: 'fr', address: { serviceUrl: connector.url }, email: nadia.email },
        ...over,
      });
    await person('first');
    await person('guest', { guest: true });
    await person('stranger', { tenant: 'other' });
    assert.deepEqual((await holders(its)).sort(), ['first', 'guest', 'stranger']);
    await person('second');
    assert.deepEqual((await holders(its)).sort(), ['second', 'stranger']);
    await person('second', { email: undefined });
    assert.deepEqual((await holders(its)).sort(), ['second', 'stranger'], 'a roster that does not answer takes nothing away');
    await person('second', { email: null });
    assert.deepEqual(await holders(its), ['stranger'], 'one that has no address for them does');
  }));
