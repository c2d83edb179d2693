import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import type { Actor } from '../../../core/foundation/actor.ts';
import { day, minute } from '../../../core/foundation/clock.ts';
import { withAskers } from '../../behalf.ts';
import { dyingAfter } from '../../dying.ts';
import { asks, claire, hugo, meets, withProfile } from '../../enrolling.ts';
import { chatIdOf } from '../../soak/approver.ts';
import { type Guichet, withGuichet } from '../../support.ts';

/** What a bot that starts again does, and later. */
async function goesOn(its: Guichet): Promise<void> {
  await its.worker.drain();
  its.passes(2 * minute);
  await its.worker.drain();
}

/** Somebody as their turns act for them. */
async function actorOf({ db }: Guichet, { email }: { email: string }): Promise<Actor> {
  const { id, tenant, name } = await db.selectFrom('person').select(['id', 'tenant', 'name']).where('emailKey', '=', email).executeTakeFirstOrThrow();
  return { person: id, channel: 'msteams', locale: 'fr', authenticated: true, tenant, email, ...(name !== null && { name }) };
}

test('GOV-5 whichever write of a pack a bot dies at, and the click comes again: each group is asked for once, and the person concerned is told once a portal', () =>
  withAskers(async (its) => {
    const { db, core, inbox } = its;
    await meets(its, claire);
    const actor = await actorOf(its, claire);
    const portal = core.portals.get('invgate');
    assert.ok(portal);
    const told = (email: string) => inbox.mails.filter(({ to, subject }) => to === email && /a demandé|prépare/.test(subject));
    const asked = { givenName: 'Paul', familyName: 'Durand', pack: 'accounting', groups: [], from: '', until: '', justification: '' };
    for (let [write, died] = [0, true]; died; write += 1) {
      const email = `paul${write}@corp.example`;
      await importAccounts(db, 'invgate', `identifier,email,givenName,familyName,phone,entity\n${email},${email},Paul,Durand,,`, its.now());
      const clicks = () => core.access.enroll.behalf.ask(actor, portal, { ...asked, email }, `click ${write}`);
      died = await dyingAfter(its, write, clicks);
      await goesOn(its);
      await clicks();
      await goesOn(its);
      const rows = await db
        .selectFrom('enrollment')
        .innerJoin('account', 'account.id', 'enrollment.accountId')
        .innerJoin('approver', 'approver.enrollmentId', 'enrollment.id')
        .select(['groupId', 'address'])
        .where('email', '=', email)
        .orderBy('groupId')
        .orderBy('address')
        .execute();
      assert.deepEqual(
        rows.map(({ groupId, address }) => `${groupId} ${address.split('.')[0]}`),
        ['network hugo', 'network samuel', 'workplace hugo'],
        `after write ${write}`,
      );
      assert.equal(told(email).length, 2, `after write ${write}`);
      // Nobody asks for so many in a day.
      await db.deleteFrom('rateLimit').execute();
    }
    // Whom it waits for is told once, also when the mail that says so is long forgotten.
    await db.deleteFrom('outbox').where('status', '=', 'done').execute();
    its.passes(day);
    await its.worker.drain();
    assert.equal(told('paul0@corp.example').length, 2);
  }));

test('GOV-1 whichever write of a stage’s last decision a bot dies at, and the click comes again: the stage ends once, and the next is asked once', () =>
  withProfile(
    (profile) =>
      profile.replace(/(- id: network\n.*\n) {4}approvers: .*\n/, `$1    stages: [{ approvers: [${hugo.email}] }, { approvers: [${claire.email}] }]\n`),
    (folder) =>
      withGuichet({ channel: 'msteams', env: { PORTALS_DIR: folder } }, async (its) => {
        const { db, core, connector } = its;
        await meets(its, hugo);
        await meets(its, claire);
        const [first = ''] = await asks(its, ['network']);
        const [actor, row] = [await actorOf(its, hugo), await db.selectFrom('enrollment').selectAll().executeTakeFirstOrThrow()];
        const part = await db.selectFrom('approver').selectAll().executeTakeFirstOrThrow();
        for (let [write, died, id] = [0, true, first]; died; write += 1, id = `request ${write}`) {
          const reference = `REF-${write}`;
          if (id === first) await db.updateTable('enrollment').set({ reference }).execute();
          else
            await db
              .insertInto('enrollment')
              .values({ ...row, id, reference })
              .execute();
          if (id !== first)
            await db
              .insertInto('approver')
              .values({ ...part, id, enrollmentId: id })
              .execute();
          const clicks = () => core.access.decide.decide(actor, id, { decision: 'approved' }, 0);
          died = await dyingAfter(its, write, clicks);
          await goesOn(its);
          await clicks();
          await goesOn(its);
          const stands = await db.selectFrom('enrollment').select(['status', 'stage']).where('id', '=', id).executeTakeFirst();
          const notes = await db.selectFrom('enrollmentNote').select('kind').where('enrollmentId', '=', id).execute();
          const cards = connector.activities.filter(
            ({ method, conversationId, attachments }) =>
              method === 'POST' && conversationId === chatIdOf(claire) && JSON.stringify(attachments ?? '').includes(`${reference}"`),
          );
          assert.deepEqual([{ ...stands }, notes.map(({ kind }) => kind)], [{ status: 'pending', stage: 1 }, ['stage']], `after write ${write}`);
          assert.equal(cards.length, 1, `after write ${write}`);
          await db.updateTable('enrollment').set({ status: 'withdrawn', decidedAt: its.now() }).where('id', '=', id).execute();
        }
      }),
  ));
