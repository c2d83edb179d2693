import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { dayIn, daysLater } from '../../core/foundation/calendar.ts';
import { day, minute } from '../../core/foundation/clock.ts';
import { createEndingLook } from '../../core/passwords/endingLook.ts';
import { actionsOf } from '../chat.ts';
import { skipWithout } from '../fakes/daemon.ts';
import { dependenciesOf } from '../fakes/dependencies.ts';
import { startPostgres } from '../fakes/postgres.ts';
import { skipWithoutSlapd, tree } from '../fakes/slapd.ts';
import { postgresRecords } from '../records.ts';
import { type Guichet, guichet, type Options, withGuichet } from '../support.ts';
import { binds, invgateAged, morning } from './aging.ts';

const skip = skipWithoutSlapd();
let aged: Awaited<ReturnType<typeof invgateAged>>;

before(async () => {
  if (skip) return;
  aged = await invgateAged((profile) =>
    profile.replace('procedures:', 'procedures:\n  changePassword: {}').replace('opensOn:', 'passwordEnds: { tell: [7, 2] }\nopensOn:'),
  );
  await aged.endAfter(42);
});
after(async () => {
  if (!skip) await aged.close();
});

const options = (over: Options = {}): Options => ({ env: { PORTALS_DIR: aged.folder }, channel: 'msteams', gateway: false, ...over });
const made: string[] = [];
/** Puts a person there until the end of the test. */
const put = async (uid: string): Promise<string> => {
  const name = await aged.server.put(uid);
  made.push(name);
  return name;
};
const it = (text: string, run: (t: TestContext) => Promise<void>, without = skip) =>
  test(`DIR-14 ${text}`, { skip: without, timeout: 120_000 }, async (t) => {
    try {
      await run(t);
    } finally {
      for (const name of made.splice(0)) await aged.server.admin((client) => client.del(name));
    }
  });
/** Moves the clock to the morning so many days before passwords that were set now end. */
const comes = (its: Guichet, days: number) => its.passes(morning(Date.now() + 42 * day, -days) - its.now());
const receivers = (mails: readonly { readonly to: string }[]) => mails.map(({ to }) => to);

it('while the directory is down the look waits, and is done the same day however long that takes', () =>
  withGuichet(options(), async (its) => {
    await put('awaits');
    comes(its, 7);
    await aged.server.real.stop();
    // Far more often than a job that fails is tried.
    for (let tries = 0; tries < 20; tries += 1) {
      assert.deepEqual(await its.mails(), []);
      its.passes(10 * minute);
    }
    await aged.server.real.start();
    assert.deepEqual(receivers(await its.mails()), ['awaits@corp.example']);
  }));

it('a directory that goes down between the look and the notice is waited for as well', () =>
  withGuichet(options(), async (its) => {
    await put('abetween');
    comes(its, 7);
    its.inbox.reject(451);
    await its.mails();
    its.inbox.reject();
    await aged.server.real.stop();
    its.passes(5 * minute);
    assert.deepEqual(await its.mails(), []);
    await aged.server.real.start();
    its.passes(10 * minute);
    assert.deepEqual(receivers(await its.mails()), ['abetween@corp.example']);
  }));

it('a list that takes more than a minute to read is read to its end, and the next look is planned', (t) =>
  withGuichet(options(), async ({ db, now, core }) => {
    const real = performance.now.bind(performance);
    const clock = { add: 0 };
    t.mock.method(performance, 'now', () => real() + clock.add);
    const dependencies = dependenciesOf(db, now);
    const { look } = createEndingLook({
      ...dependencies,
      portals: core.portals,
      directory: {
        ...dependencies.directory,
        saysEnds: () => true,
        async *ending() {
          for (const id of ['first', 'last']) {
            clock.add += 61_000;
            yield [{ id, passwordEndsAt: now() + day }];
          }
        },
      },
    });
    const today = dayIn('Europe/Paris', now());
    await look({ portal: 'invgate', day: today });
    const noticed = await db.selectFrom('passwordNotice').select('directoryId').orderBy('directoryId').execute();
    assert.deepEqual(
      noticed.map(({ directoryId }) => directoryId),
      ['first', 'last'],
    );
    const next = `endingLook:invgate:${daysLater(today, 1)}`;
    assert.equal((await db.selectFrom('outbox').select('status').where('reason', '=', next).executeTakeFirst())?.status, 'waiting');
  }));

it('the days are the profile’s, and where it offers the change of a known password, card and mail lead there', () =>
  withGuichet(options(), async (its) => {
    await put('abutton');
    await put('aletter');
    await binds(its, aged, its.chat, 'abutton');
    const told: string[] = [];
    for (let left = 20; left >= 0; left -= 1) {
      comes(its, left);
      const before = its.connector.activities.length;
      const mails = await its.mails();
      its.passes(minute);
      mails.push(...(await its.mails()));
      if (mails.length > 0) told.push(`${left} mail`);
      if (its.connector.activities.length > before) told.push(`${left} chat`);
    }
    assert.deepEqual(told, ['7 mail', '7 chat', '2 mail', '2 chat']);
    const mail = its.inbox.mails.at(-1);
    assert.match(mail?.text ?? '', /\/p\/invgate\/account\/password\?lang=fr/);
    assert.match(mail?.html ?? '', />Changer mon mot de passe</);
    its.chat.hears('Votre mot de passe expire bientôt');
    assert.equal(actionsOf(its.chat.card)[0]?.data?.verb, 'changePassword.start');
    await its.chat.presses('changePassword.start');
    its.chat.hears('Changer mon mot de passe');
    assert.match(its.chat.opens(), /\/p\/invgate\/account\/password$/);
  }));

it('who was only met in a Web Chat, which vouches for nobody, is told by mail, in the language spoken there', () =>
  withGuichet(options({ channel: 'webchat', locale: 'en' }), async (its) => {
    await put('aweb');
    await its.chat.says('forgot my invgate password');
    await its.chat.presses('reset.send', { identifier: 'aweb@corp.example' });
    await its.mails();
    comes(its, 7);
    const before = its.connector.activities.length;
    const [mail, ...others] = await its.mails();
    assert.match(mail?.subject ?? '', /your password expires on/);
    assert.deepEqual([others.length, its.connector.activities.length - before], [0, 0]);
  }));

it(
  'two bots on one PostgreSQL look once a day, and tell each owner once',
  async () => {
    const names: string[] = [];
    for (let n = 0; n < 30; n += 1) names.push(await put(`apair${n}`));
    const server = await startPostgres();
    const records = postgresRecords(server.url);
    try {
      const { url: database } = await records.fresh();
      await withGuichet(options({ database }), async (one) => {
        comes(one, 7);
        const other = await guichet(options({ database, again: one.world }));
        for (let turn = 0; turn < 3; turn += 1) {
          await Promise.all([one.worker.drain(), other.worker.drain()]);
          one.passes(minute);
        }
        await other.stop();
        assert.deepEqual(receivers(one.inbox.mails).sort(), names.map((_, n) => `apair${n}@corp.example`).sort());
        assert.equal((await one.db.selectFrom('audit').select('id').where('action', '=', 'changePassword.announced').execute()).length, 30);
        const looks = await one.db.selectFrom('outbox').select('id').where('kind', '=', 'endingLook').where('status', '=', 'done').execute();
        assert.equal(looks.length, 2, 'the one at the start, on the day that the tests begin, and the one of this day');
      });
    } finally {
      await records.close();
      await server.close();
    }
  },
  skip || skipWithout('postgres'),
);

it('600 passwords that end on one day, past the server’s size limit, are read in pages, and mails that somebody waits for are not behind them', () =>
  withGuichet(options(), async (its) => {
    const entry = (n: number) =>
      `dn: uid=amany${n},ou=people,${tree.base}\nobjectClass: inetOrgPerson\nuid: amany${n}\ncn: A\nsn: B\nmail: amany${n}@corp.example\nuserPassword: Phare-de-la-Pointe-7\n`;
    aged.server.real.add(Array.from({ length: 600 }, (_, n) => entry(n)).join('\n'));
    comes(its, 7);
    assert.ok((await its.mails()).length < 5, 'they leave one by one');
    assert.equal((await its.db.selectFrom('passwordNotice').select('days').execute()).length, 600);
    await its.chat.says('mdp invgate oublié');
    await its.chat.presses('reset.send', { identifier: 'amany7@corp.example' });
    its.passes(minute / 60);
    const mails = await its.mails();
    const asked = mails.findIndex(({ to, subject }) => to === 'amany7@corp.example' && !/expire/.test(subject));
    assert.ok(asked >= 0 && mails.length < 20, `${asked} of ${mails.length}`);
    for (let n = 0; n < 2; n += 1) {
      its.passes(minute);
      await its.mails();
    }
    const told = its.inbox.mails.filter(({ subject }) => /expire/.test(subject)).map(({ to }) => to);
    assert.deepEqual([told.length, new Set(told).size], [600, 600]);
    // The next day they are found again, and cost one look in the records a page.
    its.passes(day);
    const before = its.statements.length;
    assert.deepEqual(await its.mails(), []);
    assert.ok(its.statements.length - before < 40, `${its.statements.length - before} statements`);
  }));
