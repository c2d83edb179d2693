import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { differenceKinds } from '../../core/access/index.ts';
import { system } from '../../core/foundation/actor.ts';
import { audit } from '../../core/foundation/audit.ts';
import { day, hour } from '../../core/foundation/clock.ts';
import { openChat } from '../chat.ts';
import { asks, colleague, meets } from '../enrolling.ts';
import { bruno, tenant } from '../fakes/connector.ts';
import { startIssuer } from '../fakes/issuer.ts';
import { visitPublic } from '../publicPage.ts';
import { type Guichet, linkIn, withGuichet } from '../support.ts';

type Series = { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** The metrics as Prometheus reads them. */
async function scrape({ operationsUrl }: Pick<Guichet, 'operationsUrl'>): Promise<Series[]> {
  const text = await (await fetch(`${operationsUrl}/metrics`)).text();
  return [...text.matchAll(/^(guichet_\w+)(?:\{([^}]*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', text = '']) => [label, text])),
    value: Number(value),
  }));
}

const total = (series: readonly Series[], name: string, wanted: Readonly<Record<string, string | RegExp>>): number =>
  series
    .filter(
      (one) =>
        one.name === name &&
        Object.entries(wanted).every(([label, text]) => new RegExp(typeof text === 'string' ? `^(?:${text})$` : text).test(one.labels[label] ?? '')),
    )
    .reduce((sum, { value }) => sum + value, 0);

const events = (series: readonly Series[], event: string, outcome: string | RegExp = /./): number =>
  total(series, 'guichet_security_events_total', { event, outcome });

/** Signs in on Octopus's page, with a wrong password. */
async function signsInWrongly(its: Guichet, identifier = 'amartin'): Promise<number> {
  const page = await fetch(`${its.url}/p/octopus/signin`);
  const cookie = page.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const body = new URLSearchParams({ csrf, identifier, password: 'faux', remember: 'no' }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
  return (await fetch(`${its.url}/p/octopus/signin`, { method: 'POST', redirect: 'manual', headers, body })).status;
}

/** Each attack, once or as often as it takes, and what of it is counted. */
const attacks: readonly (readonly [what: string, attack: (its: Guichet) => Promise<unknown>, counted: (series: readonly Series[]) => number])[] = [
  ['a refused sign-in', (its) => signsInWrongly(its), (series) => total(series, 'guichet_audit_records_total', { action: 'signIn', outcome: 'refused' })],
  [
    'a lock',
    async (its) => {
      for (let tries = 0; tries < 10; tries += 1) await signsInWrongly(its);
    },
    (series) => events(series, 'lock'),
  ],
  [
    'a network that is made to wait',
    async (its) => {
      for (let tries = 0; tries < 30; tries += 1) await signsInWrongly(its, `nobody${tries % 3}`);
    },
    (series) => events(series, 'wait', 'signIn'),
  ],
  [
    'a wrong code in chat',
    async ({ chat }) => {
      await chat.says('mdp octopus oublié');
      await chat.presses('reset.send', { identifier: 'amartin' });
      await chat.presses('reset.code', { code: '000000' });
    },
    (series) => events(series, 'code', 'code.wrong'),
  ],
  [
    'a wrong code on a page',
    async (its) => {
      await its.chat.says('mdp invgate oublié');
      await its.chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
      const page = await its.page(linkIn((await its.mails()).find(({ text }) => text.includes('/p/invgate/link/'))));
      await page.sendsCode();
      await page.submits('Grand-Large 25!!', { code: '000000' });
    },
    (series) => events(series, 'code', 'code.wrong'),
  ],
  [
    'a limit that is used up',
    async (its) => {
      for (let times = 0; times < 7; times += 1) await visitPublic(its, '/p/octopus/reset').submits({ identifier: 'amartin' });
    },
    (series) => events(series, 'limit'),
  ],
  [
    'a button in somebody else’s chat',
    async (its) => {
      await its.chat.says('menu');
      const thief = openChat({ ...its, locale: 'fr', channel: 'msteams', who: bruno, conversation: { id: 'a:Alice-msteams' } });
      await thief.sends('reset.start', { verb: 'reset.start' });
    },
    (series) => events(series, 'card', 'notYours'),
  ],
  [
    'a decision that is not theirs',
    async (its) => {
      const [id = ''] = await asks(its, ['applications']);
      const chat = await meets(its, colleague('Zoe', 'Petit'));
      await chat.sends('decide.approve', { verb: 'decide.approve', enrollment: id });
    },
    (series) => total(series, 'guichet_audit_records_total', { action: 'decide.approved', outcome: 'decide.notYours' }),
  ],
  [
    'a form that is not from our page',
    async (its) => await visitPublic(its, '/p/octopus/reset').posts({ csrf: 'forged', identifier: 'amartin' }),
    (series) => events(series, 'form', 'denied'),
  ],
];

for (const [what, attack, counted] of attacks)
  test(`${what} is counted`, () =>
    withGuichet({ channel: 'msteams' }, async (its) => {
      assert.equal(counted(await scrape(its)), 0);
      await attack(its);
      assert.ok(counted(await scrape(its)) > 0);
    }));

test('a token that does not hold, a tenant that is not served and keys that cannot be read are counted, each by its status', async () => {
  const issuer = await startIssuer();
  const appId = crypto.randomUUID();
  const env = { MicrosoftAppId: appId, MicrosoftAppPassword: 'p', MicrosoftAppTenantId: tenant };
  try {
    await withGuichet({ channel: 'msteams', env, authority: issuer }, async (its) => {
      const post = async (token: string, over: object = {}) =>
        await fetch(`${its.url}/api/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ ...its.chat.activity({ type: 'message', text: 'bonjour' }), serviceUrl: 'https://smba.trafficmanager.net/emea/', ...over }),
        });
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer.issuer, aud: appId, nbf: now - 60, exp: now + 600, serviceurl: 'https://smba.trafficmanager.net/emea/' };
      assert.equal((await post(issuer.token(claims, { key: 'stranger' }))).status, 401);
      assert.equal((await post(issuer.token(claims), { conversation: { id: 'a', tenantId: crypto.randomUUID() } })).status, 403);
      const series = await scrape(its);
      assert.deepEqual([events(series, 'token', '401'), events(series, 'token', '403')], [1, 1]);
    });
  } finally {
    await issuer.close();
  }
});

test('SECURITY_LOG=stdout writes one line an event, in which people are ids and nothing is secret; without it there is none', () =>
  withGuichet({ channel: 'msteams', env: { SECURITY_LOG: 'stdout', LOG_LEVEL: 'silent' } }, async (its) => {
    for (const [, attack] of attacks) await attack(its);
    const mailed = await its.mails();
    const lines = its.log.map((line) =>
      z.looseObject({ log: z.literal('security'), time: z.iso.datetime(), event: z.string(), outcome: z.string() }).parse(JSON.parse(line)),
    );
    for (const event of ['audit', 'lock', 'wait', 'code', 'limit', 'card', 'form'])
      assert.ok(
        lines.some((line) => line.event === event),
        event,
      );
    const signIn = lines.find(({ action }) => action === 'signIn');
    assert.match(String(signIn?.subject), /^account:[\w-]{36}$/);
    assert.equal(signIn?.ip, '127.0.0.1');
    const text = its.log.join();
    assert.doesNotMatch(text, /@|Alice|Martin|amartin|faux|Paul/);
    for (const secret of mailed.flatMap((mail) =>
      [...mail.text.matchAll(/\/link\/([\w-]+)|(?<!\d)(\d{6})(?!\d)/g)].map(([, link, code]) => link ?? code ?? ''),
    ))
      assert.ok(secret === '' || !text.includes(secret));
  }));

test('in the events for a SIEM a mailbox is an id, the same each time', () =>
  withGuichet({ channel: 'msteams', env: { SECURITY_LOG: 'stdout', LOG_LEVEL: 'silent' } }, async (its) => {
    for (const identifier of ['eve@corp.example', 'eve@corp.example', 'zoe@corp.example']) {
      await its.chat.says('mdp octopus oublié');
      await its.chat.presses('reset.send', { identifier });
    }
    const ids = its.log.flatMap((line) => /"subject":"none:octopus:(mailbox-[\w-]{16})"/.exec(line)?.[1] ?? []);
    assert.equal(ids.length, 3, its.log.join());
    assert.equal(new Set(ids).size, 2);
  }));

test('without SECURITY_LOG nothing is written for a SIEM', () =>
  withGuichet({ channel: 'msteams', env: { LOG_LEVEL: 'silent' } }, async (its) => {
    await signsInWrongly(its);
    assert.deepEqual(its.log, []);
  }));

const rules = z.object({
  groups: z.array(
    z.object({ name: z.string(), rules: z.array(z.looseObject({ alert: z.string(), expr: z.string(), annotations: z.looseObject({ summary: z.string() }) })) }),
  ),
});

test('the alert rules of docs/alerts.yml watch metrics and labels that there are, and what they watch for is there once it happens', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    for (const [, attack] of attacks) await attack(its);
    // What leaves these records has tests of its own.
    for (const [action, outcome] of [
      ['audit.chainCut', 'ok'],
      ['twoFactor.passed', 'twoFactor.wrong'],
      ['twoFactor.missing', 'locked'],
      ['openid.reused', 'refused'],
      ['console.refused', 'console.role'],
    ] as const)
      await audit(its.db, { at: its.now(), actor: system, action, portal: '', subject: 'audit', outcome });
    const row = {
      kind: 'mail',
      payload: '',
      person: null,
      attempts: 1,
      dueAt: 0,
      lane: 'mail',
      triedAt: null,
      until: null,
      claimedUntil: null,
      error: null,
      createdAt: 0,
    };
    await its.db
      .insertInto('outbox')
      .values([
        { ...row, id: 'x', reason: 'x', status: 'given-up', wantedAt: 0, doneAt: null },
        { ...row, id: 'y', reason: 'y', status: 'waiting', wantedAt: its.now() - hour, doneAt: null },
      ])
      .execute();
    const differing = { portal: 'invgate', groupId: 'network', accountId: null, identifier: '', name: '', email: '', emailKey: '', foundAt: 0, seenAt: 0 };
    await its.db
      .insertInto('accessDifference')
      .values(differenceKinds.map((kind) => ({ ...differing, id: kind, directoryId: kind, kind })))
      .execute();
    const series = await scrape(its);
    const { groups } = rules.parse(parse(await readFile(new URL('../../docs/alerts.yml', import.meta.url), 'utf8')));
    const all = groups.flatMap((group) => group.rules);
    assert.ok(all.length >= 10);
    for (const { alert, expr } of all) {
      const selectors = [...expr.matchAll(/(guichet_\w+)(?:\{([^}]*)\})?/g)];
      assert.ok(selectors.length > 0, `${alert} watches no metric of ours`);
      for (const [, name = '', matchers = ''] of selectors) {
        const wanted = Object.fromEntries([...matchers.matchAll(/(\w+)=~?"([^"]*)"/g)].map(([, label = '', text = '']) => [label, text]));
        const found = series.filter((one) => one.name === name);
        assert.ok(found.length > 0, `${alert}: there is no metric ${name}`);
        for (const label of Object.keys(wanted))
          assert.ok(
            found.some(({ labels }) => label in labels),
            `${alert}: ${name} has no label ${label}`,
          );
        // Turns that fail and tokens have tests of their own.
        if (!/Turns|Tokens|Keys/.test(alert)) assert.ok(total(series, name, wanted) > 0, `${alert} would never fire`);
      }
    }
  }));

const dashboard = z.object({ panels: z.array(z.looseObject({ title: z.string(), targets: z.array(z.looseObject({ expr: z.string() })) })) });

test('OPS-2 the dashboard of docs/grafana.json draws metrics and labels that there are', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await its.chat.says('bonjour');
    const series = await scrape(its);
    // Rows of the outbox are there only while there are some; the alert rules' test has them.
    const known = [...series, { name: 'guichet_outbox_rows', labels: { status: '' } }, { name: 'guichet_outbox_oldest_overdue_seconds', labels: { kind: '' } }];
    const { panels } = dashboard.parse(JSON.parse(await readFile(new URL('../../docs/grafana.json', import.meta.url), 'utf8')));
    const all = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));
    assert.ok(all.length >= 10);
    for (const { title, expr } of all) {
      const names = [...expr.matchAll(/guichet_\w+/g)].map(([name]) => name);
      assert.ok(names.length > 0, `${title} draws no metric of ours`);
      const labels = [...expr.matchAll(/(?:by \(([^)]*)\))|\{([^}]*)\}/g)].flatMap(
        ([, by, matchers]) => by?.split(/, */) ?? [...(matchers ?? '').matchAll(/(\w+)(?:=|!)/g)].map(([, label]) => label ?? ''),
      );
      for (const name of names) {
        const found = known.filter((one) => one.name === name);
        assert.ok(found.length > 0, `${title}: there is no metric ${name}`);
        for (const label of labels)
          assert.ok(
            found.some((one) => label in one.labels),
            `${title}: ${name} has no label ${label}`,
          );
      }
    }
  }));

test('the labels of what is counted are words of ours, whatever is typed, forged or sent', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await its.chat.sends('x.y\u0000{"}', { verb: `v${crypto.randomUUID()}` });
    await signsInWrongly(its, `${crypto.randomUUID()}@corp.example`);
    its.passes(day);
    for (let times = 0; times < 30; times += 1) await its.chat.sends(`v${times}.w`, { verb: `v${times}.w`, enrollment: `e${times}` });
    const series = await scrape(its);
    const labels = series.filter(({ name }) => /security|audit/.test(name)).flatMap((one) => Object.values(one.labels));
    for (const label of labels) assert.match(label, /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,47}$/);
    assert.doesNotMatch(labels.join(), /[0-9a-f]{8}-|v\d/);
  }));
