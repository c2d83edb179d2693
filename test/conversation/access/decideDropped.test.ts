import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../../core/foundation/clock.ts';
import { type Chat, openChat } from '../../chat.ts';
import { statusOf } from '../../deciding.ts';
import { asks, type claire, colleague, hugo, meets, nadia, samuel, withProfile } from '../../enrolling.ts';
import { freshRecords } from '../../records.ts';
import { type Guichet, guichet } from '../../support.ts';

/** Holds a story over a restart with another profile: the first half of it, with who is there to be met, then the second. */
async function overChange(
  change: (profile: string) => string,
  before: (its: Guichet) => Promise<string>,
  after: (its: Guichet, id: string, chatOf: (who: typeof claire) => Chat) => Promise<void>,
): Promise<void> {
  await withProfile(change, async (folder) => {
    const { url: database, drop } = await freshRecords();
    const first = await guichet({ channel: 'msteams', database });
    const id = await before(first);
    await first.stop();
    const second = await guichet({ channel: 'msteams', database, again: first.world, env: { PORTALS_DIR: folder } });
    try {
      await after(second, id, (who) => openChat({ url: second.url, connector: second.connector, locale: 'fr', channel: 'msteams', who }));
    } finally {
      await second.close();
      await drop();
    }
  });
}

const dpo = 'members: [nadia.benali@example.org, samuel.okafor@example.org]';
const approve = { verb: 'decide.approve', nonce: 'any' };

const asksBoth = async (its: Guichet): Promise<string> => {
  for (const who of [nadia, samuel, hugo]) await meets(its, who);
  const [id = ''] = await asks(its, ['sensitive-data'], 'Un audit');
  return id;
};

test('IN-10 if all must agree and one approver left the profile, the others decide', () =>
  overChange(
    (profile) => profile.replace(dpo, 'members: [nadia.benali@example.org]'),
    asksBoth,
    async (its, id, chatOf) => {
      await chatOf(samuel).sends('decide.approve', { ...approve, enrollment: id });
      assert.equal(await statusOf(its, id), 'pending', 'who is no longer named decides nothing');
      await chatOf(nadia).sends('decide.approve', { ...approve, enrollment: id });
      assert.equal(await statusOf(its, id), 'approved');
      assert.equal((await its.db.selectFrom('membership').select('id').execute()).length, 1);
    },
  ));

test('IN-10 if all others agreed before the last approver left the profile, the request is approved at its reminder, and the requester is told', () =>
  overChange(
    (profile) => profile.replace(dpo, 'members: [nadia.benali@example.org]'),
    async (its) => {
      const id = await asksBoth(its);
      const chat = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who: nadia });
      await chat.sends('decide.approve', { ...approve, enrollment: id });
      assert.equal(await statusOf(its, id), 'pending');
      return id;
    },
    async (its, id) => {
      its.passes(day);
      await its.worker.drain();
      assert.equal(await statusOf(its, id), 'approved');
      its.chat.hears('approuvée');
      const audit = await its.db.selectFrom('audit').select(['actor', 'detail']).where('action', '=', 'decide.approved').orderBy('id').execute();
      assert.deepEqual(
        audit.map(({ actor }) => actor === 'system'),
        [false, true],
      );
      assert.match(audit[1]?.detail ?? '', /nadia\.benali@example\.org/);
    },
  ));

test('IN-10 if all must agree, the successor of an approver who left is asked, and their decision is needed', () =>
  overChange(
    (profile) => profile.replace(dpo, 'members: [nadia.benali@example.org, hugo.marchand@example.org]'),
    asksBoth,
    async (its, id, chatOf) => {
      const successor = chatOf(hugo);
      await chatOf(nadia).sends('decide.approve', { ...approve, enrollment: id });
      assert.equal(await statusOf(its, id), 'pending');
      await its.worker.drain();
      successor.hears('Demande à traiter\u00a0: Données sensibles');
      await successor.presses('decide.approve');
      assert.equal(await statusOf(its, id), 'approved');
    },
  ));

for (const [what, approvers, next] of [
  ['who took their place is asked', '[hugo.marchand@example.org]', hugo],
  ['the fallback is asked, where that would be the requester', '[alice.martin@corp.example]', colleague('Ines', 'Caron', 'direction.si@example.org')],
] as const)
  test(`IN-10 when the only approver leaves the profile, ${what} at the reminder, and not days later`, () =>
    overChange(
      (profile) => profile.replace('[nadia.benali@example.org]', approvers),
      async (its) => {
        for (const who of [nadia, next]) await meets(its, who);
        const [id = ''] = await asks(its, ['applications']);
        return id;
      },
      async (its, id, chatOf) => {
        const chat = chatOf(next);
        its.passes(day);
        await its.worker.drain();
        chat.hears('Demande à traiter\u00a0: Applications métier');
        await chat.presses('decide.approve');
        assert.equal(await statusOf(its, id), 'approved');
      },
    ));

test('IN-10 «À décider» shows nothing to an approver whom the profile no longer names', () =>
  overChange(
    (profile) => profile.replace('[nadia.benali@example.org]', '[hugo.marchand@example.org]'),
    async (its) => {
      const chat = await meets(its, nadia);
      const [id = ''] = await asks(its, ['applications']);
      await chat.says('à décider');
      chat.hears('Alice Martin');
      return id;
    },
    async (_its, _id, chatOf) => {
      const chat = chatOf(nadia);
      await chat.says('à décider');
      chat.hears('Aucune demande n’attend votre décision');
      assert.doesNotMatch(chat.heard, /Alice/);
    },
  ));

for (const [what, change] of [
  ['the profile names somebody else', (profile: string) => profile.replace('[nadia.benali@example.org]', '[hugo.marchand@example.org]')],
  ['the group is gone from the profile', (profile: string) => profile.replace('id: applications', 'id: other-applications')],
] as const)
  test(`a card of an approver who left says nothing more to them, neither the answer nor the decision, and no mail names the requester: ${what}`, () =>
    overChange(
      change,
      async (its) => {
        const chat = await meets(its, nadia);
        await meets(its, hugo);
        const [id = ''] = await asks(its, ['applications'], 'Je remplace Paul.');
        await chat.presses('decide.question', { reason: 'Pour quoi faire ?' });
        await its.worker.drain();
        return id;
      },
      async (its, id, chatOf) => {
        const gone = chatOf(nadia);
        const requester = openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams' });
        const mailed = its.inbox.mails.length;
        await requester.sends('myRequests.answer', { verb: 'myRequests.answer', nonce: 'any', enrollment: id, comment: 'Opéré du genou.' });
        await its.worker.drain();
        gone.hears('Cette carte n’est plus la vôtre');
        await requester.sends('myRequests.withdraw', { verb: 'myRequests.withdraw', nonce: 'any', enrollment: id });
        await its.worker.drain();
        assert.equal(await statusOf(its, id), 'withdrawn');
        assert.doesNotMatch(gone.heard, /genou|Alice|Paul/);
        assert.deepEqual(
          its.inbox.mails.slice(mailed).filter(({ to }) => to === nadia.email),
          [],
        );
      },
    ));

test('IN-10 if all must agree and a delegate leaves the profile, the request returns to the approver who delegated it', () =>
  overChange(
    (profile) => profile.replaceAll(/hugo\.marchand@example\.org, |, hugo\.marchand@example\.org/g, ''),
    async (its) => {
      const id = await asksBoth(its);
      const chatOf = (who: typeof claire) => openChat({ url: its.url, connector: its.connector, locale: 'fr', channel: 'msteams', who });
      await chatOf(nadia).sends('decide.approve', { ...approve, enrollment: id });
      await chatOf(samuel).sends('decide.forwardTo', { verb: 'decide.forwardTo', nonce: 'any', enrollment: id, email: hugo.email });
      return id;
    },
    async (its, id, chatOf) => {
      const ofSamuel = chatOf(samuel);
      its.passes(day);
      await its.worker.drain();
      assert.equal(await statusOf(its, id), 'pending', 'nobody agrees in the place of Samuel');
      ofSamuel.hears('Demande à traiter : Données sensibles');
      await ofSamuel.presses('decide.approve');
      assert.equal(await statusOf(its, id), 'approved');
    },
  ));

const staged = (stages: string) => (profile: string) => profile.replace(/(- id: network\n.*\n) {4}approvers: .*\n/, `$1    stages:\n${stages}`);

test('GOV-1 stages that are edited while a request is open: it goes on at the stage that it has reached, with whom the profile names there now', () =>
  overChange(
    staged(`      - { approvers: [hugo.marchand@example.org] }
      - { approvers: [claire.fontaine@example.org] }
      - { approvers: [nadia.benali@example.org] }
`),
    async (its) => {
      for (const who of [nadia, hugo]) await meets(its, who);
      const [id = ''] = await asks(its, ['network']);
      return id;
    },
    async (its, id, chatOf) => {
      // It was asked of Hugo or Samuel; the profile has three stages by now, and Samuel is in none.
      await chatOf(samuel).sends('decide.approve', { ...approve, enrollment: id });
      assert.equal(await statusOf(its, id), 'pending');
      await chatOf(hugo).sends('decide.approve', { ...approve, enrollment: id });
      assert.equal(await statusOf(its, id), 'pending');
      const at = await its.db.selectFrom('enrollment').select('stage').executeTakeFirstOrThrow();
      assert.equal(at.stage, 1);
      await chatOf(nadia).sends('decide.approve', { ...approve, enrollment: id });
      assert.equal(await statusOf(its, id), 'pending', 'a later stage is not asked yet');
      const asked = await its.db.selectFrom('approver').select('address').where('open', '=', 1).execute();
      assert.deepEqual(
        asked.map(({ address }) => address),
        ['claire.fontaine@example.org'],
      );
    },
  ));
