import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, minute } from '../../../core/foundation/clock.ts';
import { type Chat, openChat } from '../../chat.ts';
import { buttonsOf, copiesOf, statusOf } from '../../deciding.ts';
import { aliceAccount, asks, claire, hugo, meets, nadia, withProfile } from '../../enrolling.ts';
import { bruno, type Connector, startConnector } from '../../fakes/connector.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const conversation = { id: '19:approbateurs@thread.tacv2', conversationType: 'channel', isGroup: true };

type Channel = {
  readonly connector: Connector;
  /** The channel as one of its team sees it. */
  as(who: typeof claire, locale?: 'fr' | 'en'): Chat;
};

/** Holds a story in which approvers are asked in a channel: the portal's, or that of the group «workplace» alone. */
async function withChannel(whose: 'portal' | 'group', story: (its: Guichet, channel: Channel) => Promise<void>): Promise<void> {
  const connector = await startConnector();
  connector.members.push(claire, hugo);
  const channel = `channel: { conversation: '${conversation.id}', serviceUrl: '${connector.url}' }`;
  const approvers = 'approvers: [claire.fontaine@example.org, hugo.marchand@example.org]';
  const named = (profile: string) =>
    whose === 'portal' ? `${profile}\napprovals: { ${channel} }\n` : profile.replace(approvers, `${approvers}\n    ${channel}`);
  try {
    await withProfile(named, (folder) =>
      withGuichet({ channel: 'msteams', env: { PORTALS_DIR: folder } }, (its) =>
        story(its, { connector, as: (who, locale = 'fr') => openChat({ url: its.url, connector, locale, channel: 'msteams', who, conversation }) }),
      ),
    );
  } finally {
    await connector.close();
  }
}

/** What everybody sees in the channel. */
const shared = ({ connector }: Channel): string => copiesOf({ connector }, /Adresse vérifiée/).join('\n');

for (const whose of ['portal', 'group'] as const)
  test(`IN-10 approvers are asked by one card in the ${whose}’s channel; one decides there, and everybody sees the outcome`, () =>
    withChannel(whose, async (its, channel) => {
      const inPerson = await meets(its, claire);
      const seen = channel.as(claire);
      const [id] = await asks(its, ['workplace'], 'Un nouvel ordinateur');
      seen.hears('Demande à traiter\u00a0: Poste de travail', 'Qui: Alice Martin', `Adresse vérifiée: ${aliceAccount}`, 'Pourquoi\nUn nouvel ordinateur');
      assert.deepEqual(buttonsOf(seen), ['decide.approve', 'decide.refuse', 'decide.question', 'decide.forward']);
      assert.doesNotMatch(inPerson.heard, /Demande à traiter/);
      assert.deepEqual(
        its.inbox.mails.filter(({ to }) => to.endsWith('@example.org')),
        [],
      );
      await seen.presses('decide.approve');
      seen.hears(/Approuvée par Claire Fontaine/);
      assert.equal(await statusOf(its, id), 'approved');
      const [mail] = await its.mails();
      assert.equal(mail?.to, aliceAccount);
      assert.match(shared(channel), /Approuvée par Claire Fontaine/);
      assert.doesNotMatch(shared(channel), /"actions"/);
    }));

test('IN-10 in the channel a stranger’s click decides nothing, keeps the card for everybody, tells them why, and is audited', () =>
  withChannel('portal', async (its, channel) => {
    const other = channel.as(bruno);
    const [id] = await asks(its, ['workplace']);
    other.hears('Demande à traiter');
    const { card } = other;
    const before = channel.connector.activities.length;
    for (const verb of ['decide.approve', 'decide.refuse', 'decide.question', 'decide.forward']) {
      await other.presses(verb, { reason: 'oui' }, { card });
      other.hears('Vous n’êtes pas, ou plus, approbateur');
      assert.equal(other.card, card, 'the card stays as it is');
    }
    // Nor the requester's own, wherever it comes from.
    await channel.as(its.chat.who).sends('decide.approve', { verb: 'decide.approve', nonce: 'any', enrollment: id });
    await its.worker.drain();
    assert.equal(channel.connector.activities.length, before, 'nothing is said to the channel');
    assert.equal(await statusOf(its, id), 'pending');
    const audit = await its.db.selectFrom('audit').select('portal').where('outcome', '=', 'decide.notYours').execute();
    assert.ok(audit.length >= 4);
    assert.ok(audit.every(({ portal }) => portal === 'invgate'));
  }));

test('IN-10 in the channel a question gets its answer, a refusal has a reason, and the other approver is told who decided', () =>
  withChannel('portal', async (its, channel) => {
    const [ofClaire, ofHugo] = [channel.as(claire), channel.as(hugo, 'en')];
    const [id] = await asks(its, ['workplace']);
    ofClaire.hears('Demande à traiter');
    await ofClaire.presses('decide.question', { reason: 'Pour quel site ?' });
    await its.worker.drain();
    its.chat.hears('Pour quel site');
    await its.chat.presses('myRequests.answer', { comment: 'Lyon' });
    await its.worker.drain();
    assert.match(shared(channel), /claire\.fontaine@example\.org demande/);
    assert.match(shared(channel), /Alice Martin répond/);
    ofHugo.hears('répond');
    const { card } = ofHugo;
    await ofHugo.presses('decide.refuse', { reason: ' ' });
    assert.equal(await statusOf(its, id), 'pending');
    await ofClaire.presses('decide.refuse', { reason: 'Déjà équipée' });
    // On the card as it still stands in another client, in that person's language.
    await ofHugo.presses('decide.approve', {}, { card });
    ofHugo.hears(/Refused by claire\.fontaine@example\.org/);
    assert.equal(await statusOf(its, id), 'refused');
    await its.worker.drain();
    assert.match(shared(channel), /Refusée par claire\.fontaine@example\.org.*Déjà équipée/);
  }));

test('IN-10 a request handed to one approver goes to that approver in person', () =>
  withChannel('group', async (its, channel) => {
    const ofNadia = await meets(its, nadia);
    const seen = channel.as(claire);
    const [id = ''] = await asks(its, ['workplace']);
    seen.hears('Demande à traiter');
    await seen.presses('decide.forward');
    seen.hears('À quel approbateur');
    await seen.sends('decide.forwardTo', { verb: 'decide.forwardTo', nonce: 'any', enrollment: id, email: nadia.email });
    await its.worker.drain();
    ofNadia.hears('Demande à traiter\u00a0: Poste de travail', /transférée/);
    assert.match(shared(channel), /transférée à Nadia Benali/);
    await ofNadia.presses('decide.approve');
    await its.worker.drain();
    assert.match(shared(channel), /Approuvée par Nadia Benali/);
  }));

for (const [status, times, code] of [
  [403, 1, 'BotNotInConversationRoster'],
  [404, 1, 'ConversationNotFound'],
  [500, 40, 'ServiceError'],
] as const)
  test(`IN-10 if the channel rejects the card (${status}), each approver is asked once in person, by card or mail`, () =>
    withChannel('portal', async (its, channel) => {
      const inPerson = await meets(its, claire);
      channel.connector.answer(status, {}, times, code);
      await asks(its, ['workplace']);
      const mails = its.inbox.mails.slice();
      for (let tries = 0; tries < 5; tries += 1) {
        its.passes(minute);
        mails.push(...(await its.mails()));
      }
      assert.equal(shared(channel), '');
      inPerson.hears('Demande à traiter\u00a0: Poste de travail');
      assert.equal(copiesOf(its, /Adresse vérifiée/).length, 1);
      assert.deepEqual(
        mails.map(({ to }) => to).filter((to) => to.endsWith('@example.org')),
        [hugo.email],
      );
    }));

test('IN-10 if nobody in the channel decides, the reminder goes to each approver in person, and every copy shows the outcome', () =>
  withChannel('portal', async (its, channel) => {
    const [inPerson, seen] = [await meets(its, claire), channel.as(hugo)];
    await asks(its, ['workplace']);
    seen.hears('Demande à traiter');
    its.passes(day);
    await its.worker.drain();
    assert.match(shared(channel), /Relance le/);
    inPerson.hears('Demande à traiter\u00a0: Poste de travail');
    await inPerson.presses('decide.approve');
    await its.worker.drain();
    for (const copies of [shared(channel), copiesOf(its, /Adresse vérifiée/).join('\n')]) {
      assert.match(copies, /Approuvée par Claire/);
      assert.doesNotMatch(copies, /"actions"/);
    }
  }));
