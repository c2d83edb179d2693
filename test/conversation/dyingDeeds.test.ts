import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { untie } from '../../core/directory/index.ts';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { day } from '../../core/foundation/clock.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { endFactor } from '../../core/signIn/index.ts';
import { dyingAfter } from '../dying.ts';
import { aliceAccount, claire, hugo, meets, withProfile } from '../enrolling.ts';
import { begins, hold } from '../reviewing.ts';
import { type Guichet, withGuichet } from '../support.ts';
import { hasPassword, portalOf, turnsOn } from '../twoFactor.ts';
import { ties } from '../tying.ts';

const operator = operatorNamed('o.perator');

/** What these deeds write, but for refusals. */
async function kept({ db }: Guichet): Promise<string> {
  const tables = ['account', 'credential', 'binding', 'session', 'secondFactor', 'recoveryCode', 'absence', 'reviewItem', 'membership', 'outbox'] as const;
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return JSON.stringify([rows, await db.selectFrom('audit').select('action').where('outcome', '=', 'ok').execute()]);
}

/** Hugo, who decides on the network. */
async function hugoOf({ db }: Guichet) {
  const { id: person, tenant } = await db.selectFrom('person').select(['id', 'tenant']).where('emailKey', '=', hugo.email).executeTakeFirstOrThrow();
  return { person, channel: 'msteams', locale: 'fr', authenticated: true, tenant, email: hugo.email, name: 'Hugo Marchand' } as const;
}

test('ALL-9 a bot or command that dies between any two writes of an operator’s deed, an absence or a review has done nothing; done again, all of it is done', () =>
  withProfile(
    (profile) => profile.replace('  - id: network\n', '  - id: network\n    review: {}\n'),
    (folder) =>
      withGuichet({ channel: 'msteams', env: { PORTALS_DIR: folder } }, async (its) => {
        const { db, now, core } = its;
        const { reviews, absences } = core.access;
        const invgate = portalOf(its, 'invgate');
        for (const who of [hugo, claire]) await meets(its, who);
        await hasPassword(its);
        await turnsOn(its);
        await ties(its, its.chat, aliceAccount);
        await hold(its, 'network', [{ name: 'Paul Durand' }, { name: 'Zoe Petit' }]);
        await begins(its);
        await its.mails();
        const actor = await hugoOf(its);
        const review = await db.selectFrom('review').select('id').executeTakeFirstOrThrow();
        const away = { from: '', to: '2026-12-31', delegate: claire.email, timeZone: 'Europe/Paris' };
        const csv = [`${aliceAccount},alice@new.example,Alice,Martin,+33612345679,siege`, 'zoe@corp.example,zoe@corp.example,Zoe,Petit,,'];
        const deeds: Record<string, () => Promise<unknown>> = {
          'a review decided': () => reviews.decide(actor, review.id, { all: true, search: '', count: 2 }, 'remove', 'Partis'),
          // One colleague is named three times a day, and each try counts.
          'an absence': () => {
            its.passes(day);
            return absences.begin(actor, away);
          },
          'its end': async () => absences.end(actor, (await absences.mine(actor)).own[0]?.id ?? ''),
          'a tie ended': () => untie(db, invgate, aliceAccount, { person: undefined, actor: operator, now: now() }),
          'a second factor ended': () =>
            endFactor({ db, secrets: createSecrets(its.config.secretKey) }, portalOf(its, 'outscale'), aliceAccount, now(), operator),
          'an import': () =>
            importAccounts(db, 'invgate', ['identifier,email,givenName,familyName,phone,entity', ...csv].join('\n'), now(), 'address', invgate, 'o.perator'),
        };
        for (const [what, deed] of Object.entries(deeds)) {
          const before = await kept(its);
          let write = 0;
          for (; await dyingAfter(its, write, deed); write += 1) assert.equal(await kept(its), before, `${what}, after write ${write}`);
          assert.ok(write > 2, what);
          assert.notEqual(await kept(its), before, what);
        }
      }),
  ));
