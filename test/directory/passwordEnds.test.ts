import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Attribute, Change } from 'ldapts';
import { day, minute } from '../../core/foundation/clock.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { actionsOf } from '../chat.ts';
import { skipWithoutSamba } from '../fakes/samba.ts';
import { skipWithoutSlapd, tree } from '../fakes/slapd.ts';
import { freshRecords } from '../records.ts';
import { type Guichet, guichet, type Options, withGuichet } from '../support.ts';
import { type Aged, binds, invgateAged, morning, octopusAged } from './aging.ts';
import { usual } from './servers.ts';

for (const [title, start, skip] of [
  ['Octopus on Active Directory', octopusAged, skipWithoutSamba()],
  ['InvGate on OpenLDAP', invgateAged, skipWithoutSlapd()],
] as const) {
  let aged: Aged;
  const made: string[] = [];
  /** Puts a person there until the end of the test. */
  const put = async (uid: string): Promise<string> => {
    const name = await aged.server.put(uid);
    made.push(name);
    return name;
  };
  const it = (text: string, run: () => Promise<void>) =>
    test(`DIR-14 ${title}: ${text}`, { skip, timeout: 120_000 }, async () => {
      try {
        await run();
      } finally {
        for (const name of made.splice(0)) await aged.server.admin((client) => client.del(name));
      }
    });

  before(async () => {
    if (skip) return;
    aged = await start();
    await aged.endAfter(42);
  });
  after(async () => {
    if (!skip) await aged.close();
  });

  const options = (over: Options = {}): Options => ({ env: { PORTALS_DIR: aged.folder }, channel: 'msteams', gateway: false, ...over });
  const story = (run: (its: Guichet) => Promise<void>, over: Options = {}) => withGuichet(options(over), run);

  /** When the password of an account ends, as the directory's own attributes tell. */
  const endOf = async (uid: string): Promise<number> => {
    const own = aged.server.open(policyOf(aged));
    const endsAt = (await own.find({ identifier: aged.typed(uid) }))?.passwordEndsAt;
    await own.close();
    assert.ok(endsAt, `the password of ${uid} ends`);
    return endsAt;
  };
  /** Moves the clock to the morning so many days before an end. */
  const comes = (its: Guichet, endsAt: number, days: number) => its.passes(morning(endsAt, -days) - its.now());
  const set = (name: string, type: string, value: string) =>
    aged.server.admin((client) => client.modify(name, new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) })));

  /** Days before the end on which mails to this address left, looked at each morning. */
  const daysTold = async (its: Guichet, endsAt: number, email: string, days: readonly number[]): Promise<number[]> => {
    const told: number[] = [];
    for (const left of days) {
      comes(its, endsAt, left);
      // As each bot does every hour.
      await its.core.passwords.endings.plan();
      for (const { to, subject } of await its.mails()) if (to === email && /expire/.test(subject)) told.push(left);
    }
    return told;
  };
  const downFrom = (most: number) => Array.from({ length: most + 3 }, (_, n) => most - n);

  for (const locale of ['fr', 'en'] as const)
    it(`its owner is told in chat 14, 3 and 1 days before, once each, with the button that changes it, in ${locale}`, () =>
      story(
        async (its) => {
          await put(`achat${locale}`);
          await binds(its, aged, its.chat, `achat${locale}`);
          const endsAt = await endOf(`achat${locale}`);
          const told: number[] = [];
          const mails: string[] = [];
          for (const left of downFrom(20)) {
            comes(its, endsAt, left);
            const before = its.connector.activities.length;
            mails.push(...(await its.mails()).map(({ subject }) => subject));
            const shown = its.connector.activities.slice(before);
            assert.ok(shown.length <= 1);
            if (shown.length > 0) told.push(left);
          }
          assert.deepEqual([told, mails], [[14, 3, 1], []]);
          const when = translate(locale).date(endsAt, 'dateTime', 'Europe/Paris');
          its.chat.hears(locale === 'fr' ? `expire le ${when}` : `expires on ${when}`, aged.typed(`achat${locale}`));
          assert.deepEqual(
            actionsOf(its.chat.card).map(({ data }) => data?.verb),
            ['reset.start', 'menu.show'],
          );
          await its.chat.presses('reset.start');
          its.chat.hears(aged.portal === 'octopus' ? 'Octopus' : 'InvGate');
          const row = await its.db.selectFrom('audit').selectAll().where('action', '=', 'reset.announced').orderBy('id').executeTakeFirstOrThrow();
          const account = await its.db
            .selectFrom('account')
            .select('id')
            .where('identifier', '=', aged.typed(`achat${locale}`))
            .executeTakeFirstOrThrow();
          assert.deepEqual([row.portal, row.subject, row.actor, row.outcome], [aged.portal, `account:${account.id}`, 'system', 'ok']);
          assert.deepEqual(JSON.parse(row.detail), { by: 'chat', days: 14, endsAt: new Date(endsAt).toISOString() });
        },
        { locale },
      ));

  it('who has no chat is told by mail, in French where no language is known, with the page that changes it', () =>
    story(async (its) => {
      await put('amail');
      const endsAt = await endOf('amail');
      assert.deepEqual(await daysTold(its, endsAt, 'amail@corp.example', downFrom(20)), [14, 3, 1]);
      const mail = its.inbox.mails.at(-1);
      const when = translate('fr').date(endsAt, 'dateTime', 'Europe/Paris');
      assert.ok(mail?.subject.includes(`votre mot de passe expire le ${when}`), mail?.subject);
      assert.match(mail?.text ?? '', new RegExp(`/p/${aged.portal}/reset\\?lang=fr`));
      assert.ok(mail?.text.includes(aged.typed('amail')));
      const page = await fetch(`${its.url}${new URL(/https?:\S+lang=fr/.exec(mail?.text ?? '')?.[0] ?? '').pathname}?lang=fr`);
      assert.equal(page.status, 200);
    }));

  it('who was last met in English gets that mail in English, also where their chat cannot be reached any more', () =>
    story(
      async (its) => {
        await put('aunreached');
        await binds(its, aged, its.chat, 'aunreached');
        comes(its, await endOf('aunreached'), 3);
        // The roster, which is asked once a day, and the card.
        its.connector.answer(403, {}, 2, 'ConversationBlockedByUser');
        const [mail, ...others] = await its.mails();
        assert.equal(mail?.to, 'aunreached@corp.example');
        assert.deepEqual(others, []);
        assert.match(mail?.subject ?? '', /your password expires on/);
        assert.match(mail?.text ?? '', new RegExp(`/p/${aged.portal}/reset\\?lang=en`));
        const row = await its.db.selectFrom('audit').select('detail').where('action', '=', 'reset.announced').executeTakeFirstOrThrow();
        assert.match(row.detail, /"by":"mail"/);
      },
      { locale: 'en' },
    ));

  it('nobody is told twice after a restart, nor by two bots at once', async () => {
    await put('atwice');
    const endsAt = await endOf('atwice');
    const { url: database, drop } = await freshRecords();
    await withGuichet(options({ database }), async (one) => {
      const { inbox, world } = one;
      comes(one, endsAt, 14);
      const other = await guichet(options({ database, again: world }));
      await Promise.all([one.worker.drain(), other.worker.drain()]);
      await Promise.all([one.worker.drain(), other.worker.drain()]);
      await other.stop();
      assert.equal(inbox.mails.length, 1);
      const restarted = await guichet(options({ database, again: world }));
      await restarted.worker.drain();
      one.passes(day);
      await restarted.worker.drain();
      const told = inbox.mails.length;
      comes(one, endsAt, 3);
      await restarted.worker.drain();
      await restarted.stop();
      assert.deepEqual([told, inbox.mails.length], [1, 2]);
    });
    await drop();
  });

  it('a password that was changed meanwhile is not announced', () =>
    story(async (its) => {
      await put('achanged');
      const endsAt = await endOf('achanged');
      comes(its, endsAt, 14);
      its.inbox.reject(451);
      assert.deepEqual(await its.mails(), []);
      await its.db.selectFrom('passwordNotice').selectAll().where('endsAt', '=', endsAt).executeTakeFirstOrThrow();
      const own = aged.server.open();
      const entry = await own.find({ identifier: aged.typed('achanged') });
      assert.ok(entry);
      // In a later second, for slapd counts in seconds; and not at its very beginning, for the clock that it reads can be some milliseconds behind.
      while (Date.now() < endsAt - 42 * day + 1_100) await new Promise((go) => setTimeout(go, 50));
      assert.ok((await own.setPassword(entry, 'Nouveau-Chemin-12')).ok);
      await own.close();
      assert.notEqual(await endOf('achanged'), endsAt);
      its.inbox.reject();
      its.passes(30 * minute);
      assert.deepEqual(await its.mails(), []);
      assert.equal((await its.db.selectFrom('outbox').select('id').where('kind', '=', 'endingNotice').where('status', '!=', 'done').execute()).length, 0);
    }));

  it('a clock that is moved by a day, forward or back, makes nobody told twice and nobody forgotten', () =>
    story(async (its) => {
      await put('aclock');
      const endsAt = await endOf('aclock');
      const days = [16, 15, 14, 15, 14, 13, 12, 10, 9, 5, 4, 5, 3, 4, 3, 2, 1, 2, 1, 0, -1];
      assert.deepEqual(await daysTold(its, endsAt, 'aclock@corp.example', days), [14, 3, 1]);
    }));

  it('what was missed while the bot was down is told once, by the nearest, also where the clock goes back after that', () =>
    story(async (its) => {
      await put('amissed');
      const endsAt = await endOf('amissed');
      assert.deepEqual(await daysTold(its, endsAt, 'amissed@corp.example', [20, 2, 4, 1]), [2, 1]);
      assert.deepEqual(
        (await its.db.selectFrom('audit').select('detail').where('action', '=', 'reset.announced').execute()).map(({ detail }) => JSON.parse(detail).days),
        [3, 1],
      );
    }));

  it('a notice that waited until a nearer one was due is not told besides', () =>
    story(async (its) => {
      await put('alate');
      const endsAt = await endOf('alate');
      comes(its, endsAt, 14);
      its.inbox.reject(451);
      assert.deepEqual(await its.mails(), []);
      its.inbox.reject();
      comes(its, endsAt, 2);
      assert.deepEqual(
        (await its.mails()).map(({ to }) => to),
        ['alate@corp.example'],
      );
    }));

  it('owners of accounts that are disabled, privileged, without a mailbox, or about to have another password are not told', () =>
    story(async (its) => {
      await put('aeverybody');
      await aged.server.disable(await put('adisabled'));
      await aged.server.mustChange(await put('amustchange'));
      await aged.server.admin(async (client) =>
        client.modify(await put('anomail'), new Change({ operation: 'delete', modification: new Attribute({ type: 'mail', values: [] }) })),
      );
      if (aged.portal === 'octopus') {
        await set(await put('aforever'), 'userAccountControl', '66048');
        await set(await put('acounted'), 'adminCount', '1');
        await set(await put('aover'), 'accountExpires', String((BigInt(Date.now() - day) + 11_644_473_600_000n) * 10_000n));
        await aged.server.admin(async (client) =>
          client.modify(
            'CN=Domain Admins,CN=Users,DC=example,DC=test',
            new Change({ operation: 'add', modification: new Attribute({ type: 'member', values: [await put('aprivileged')] }) }),
          ),
        );
      }
      comes(its, await endOf('aeverybody'), 1);
      const mails = await its.mails();
      // Those who are told at once are told a moment apart.
      its.passes(minute);
      mails.push(...(await its.mails()));
      assert.deepEqual(
        mails.map(({ to }) => to),
        ['aeverybody@corp.example'],
      );
    }));

  it('a service account needs no further rights, but for fine-grained policies the one in the guide', async () => {
    const names = [await put('aplain'), await put('afine')];
    const service = await put('aservice');
    await aged.endsAfter(names[1] ?? '', 10);
    const own = aged.server.open({ bind: { dn: service, password: usual }, ...policyOf(aged) });
    const found = async (days: number) => {
      const ids: string[] = [];
      for await (const page of own.ending(Date.now(), Date.now() + days * day)) ids.push(...page.map(({ id }) => id));
      return await Promise.all(['aplain', 'afine'].map(async (uid) => ids.includes((await own.find({ identifier: aged.typed(uid) }))?.id ?? '')));
    };
    assert.deepEqual([(await found(43))[0], await found(11)], [true, [false, aged.portal === 'invgate']]);
    await aged.showPolicies(service);
    assert.deepEqual(await found(11), [false, true]);
    await own.close();
  });

  it('a policy of one’s own counts, and one without an end is none', () =>
    story(async (its) => {
      const names = [await put('aown'), await put('anever')];
      await aged.endsAfter(names[0] ?? '', 10);
      await aged.endsAfter(names[1] ?? '', 0);
      const ends = Date.now() + 10 * day;
      comes(its, ends, 3);
      const mails = await its.mails();
      assert.deepEqual(
        mails.map(({ to }) => to),
        ['aown@corp.example'],
      );
      for (const left of downFrom(20)) {
        comes(its, Date.now() + 42 * day, left);
        assert.deepEqual(await its.mails(), []);
      }
    }));
}

/** The settings that say how passwords end. */
const policyOf = ({ portal }: Aged) => (portal === 'invgate' ? { passwordPolicy: `cn=policy,${tree.base}` } : {});
