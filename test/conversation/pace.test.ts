import assert from 'node:assert/strict';
import { test } from 'node:test';
import { second } from '../../core/foundation/clock.ts';
import { teamsRates } from '../../core/foundation/outbox/pace.ts';
import { claire, meets, withProfile } from '../enrolling.ts';
import { withGuichet } from '../support.ts';

test('IN-10 an approver of many requests gets the cards as fast as Teams takes them: all, the oldest first, each once, and none as a mail', () =>
  withProfile(
    (profile) => profile.replaceAll(/approvers: .*/g, `approvers: [${claire.email}]`),
    (portals) =>
      withGuichet({ channel: 'msteams', rates: teamsRates, env: { PORTALS_DIR: portals } }, async (its) => {
        const { core, db, connector } = its;
        await meets(its, claire);
        const portal = core.portals.get('invgate');
        assert.ok(portal);
        const actor = { person: 'p1', channel: 'msteams', locale: 'fr', authenticated: true, email: 'p1@corp.example' } as const;
        const references: string[] = [];
        for (const { id } of await db.selectFrom('account').select('id').where('portal', '=', 'invgate').execute()) {
          await db.insertInto('binding').values({ id, person: 'p1', accountId: id, portal: 'invgate', createdAt: 0, endedAt: null }).execute();
          for (const group of portal.groups) {
            const asked = await core.access.enroll.ask(actor, portal, id, [group.id], 'Pour travailler');
            if (asked.ok) references.push(...asked.value.map(({ reference }) => reference));
            its.passes(1);
          }
        }
        assert.ok(references.length > 6);
        const arrived = () => connector.activities.flatMap(({ attachments }) => /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(JSON.stringify(attachments ?? ''))?.[0] ?? []);
        await its.worker.drain();
        assert.equal(arrived().length, 5);
        for (let passed = 0; passed < 2 * second; passed += 50) {
          its.passes(50);
          await its.worker.drain();
        }
        assert.deepEqual(arrived().sort(), [...references].sort());
        // Those that fell due together are begun in order, and looked up at once: a pool of connections may answer any first.
        const atOnce = 8;
        for (const [place, reference] of arrived().entries()) assert.ok(Math.abs(references.indexOf(reference) - place) < atOnce);
        const asks = await db.selectFrom('outbox').select(['attempts', 'status']).where('kind', '=', 'approval').execute();
        assert.ok(asks.every(({ attempts, status }) => attempts === 1 && status === 'done'));
        assert.equal(its.inbox.mails.length, 0);
      }),
  ));
