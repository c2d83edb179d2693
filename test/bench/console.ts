import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { start } from '../../bot/compose.ts';
import { loadConfig } from '../../bot/config.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { hashPassword } from '../../core/foundation/passwordHash.ts';
import { digest, newId, newSecret } from '../../core/foundation/secrets.ts';
import { openBrowser, tokenIn, type WebBrowser } from '../browser.ts';
import { setCredential } from '../credentials.ts';
import { type Connector, member } from '../fakes/connector.ts';
import { alices, appShows } from '../twoFactor.ts';
import { fillRecords } from './consoleRecords.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { type Bot, settings, startProcess } from './processes.ts';
import { objectIdOf, openTalk } from './talk.ts';
import { says } from './turnKinds.ts';

const much = { accounts: 1_000_000, records: 500_000, requests: 100_000 } as const;
const pages = ['', '/requests', '/people', '/audit', '/audit?action=reset', '/audit?whom=u77@corp.example', '/outbox', '/portals', '/records', '/settings'];
const loads = 7;
/** What support types, and looks for by POST. */
const searches = ['camille7 petit77', 'Petit1', 'u77@corp.example'];
const consoles = 10;
/** The pages that stay open, in turn. */
const streams = ['overview', 'requests', 'outbox'];
/** How often turns are measured alone and beside consoles, in turn, and for how long each, in milliseconds: pages are renewed every five seconds. */
const rounds = { count: 4, alone: 3_000, beside: 6_000 };

/** What the console's pages cost with much to read and with nothing, and a chat's turns while consoles are open and the audit is exported. */
export async function measureConsole(folder: string, connector: Connector): Promise<Figure[]> {
  const file = join(folder, 'console.yaml');
  await writeFile(file, `- { portal: outscale, account: ${alices.identifier}, roles: [support, operator, auditor] }\n`);
  connector.members.push(member('Bench', 'Person0', objectIdOf(0)));
  const few = await begin(join(folder, 'consoleFew.sqlite'), file);
  const many = await begin(join(folder, 'consoleMany.sqlite'), file, true);
  try {
    const costs: { readonly path: string; readonly few: number; readonly many: number }[] = [];
    for (const path of pages) costs.push({ path: `/console${path}`, few: await cost(few, path), many: await cost(many, path) });
    for (const whom of searches)
      costs.push({ path: `/console/people «${whom}»`, few: await cost(few, '/people', whom), many: await cost(many, '/people', whom) });
    const [dearest] = costs.toSorted((one, other) => other.many - one.many);
    assert.ok(dearest);
    const talk = openTalk(many.bot.url, connector.url, 0);
    const talks = async (millis: number): Promise<number[]> => {
      const took: number[] = [];
      for (const until = performance.now() + millis; performance.now() < until; ) took.push(...(await says(talk, 20)));
      return took;
    };
    await talks(rounds.alone);
    const [quiet, loaded]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds.count; round += 1) {
      quiet.push(...(await talks(rounds.alone)));
      loaded.push(...(await besideConsoles(many, () => talks(rounds.beside))));
    }
    const [alone, beside] = [median(quiet), median(loaded)];
    connector.clear();
    return [
      {
        what: `the dearest page of the console, of ${pages.length}: ${dearest.path}`,
        measured: `${dearest.many.toFixed(1)} ms of processor (${costs.map(({ path, few: less, many: more }) => `${path} ${more.toFixed(1)}, empty ${less.toFixed(1)}`).join('; ')})`,
        wanted: '≤ 100 ms',
        met: dearest.many <= 100,
      },
      ratioFigure(
        'median turn while ten consoles are open and the audit is exported',
        beside / alone,
        { atMost: 1.2 },
        `${beside.toFixed(2)} and ${alone.toFixed(2)} ms`,
      ),
    ];
  } finally {
    await Promise.all([few.bot.stop(), many.bot.stop()]);
  }
}

type Console = { readonly bot: Bot; readonly browser: WebBrowser; readonly path: string };

/** A Guichet whose console somebody has open. */
async function begin(path: string, file: string, full = false): Promise<Console> {
  const env = { ...settings(`sqlite:${path}`), CONSOLE_FILE: file };
  // A minute ago: a code of the app is good once.
  const clock = () => Date.now() - 60_000;
  const before = await start(loadConfig({ ...env, LOG_LEVEL: 'silent' }), { work: false, clock });
  const { db, core } = before;
  const { portal, identifier, password } = alices;
  await importAccounts(db, portal, `identifier,email,givenName,familyName,phone,entity\n${identifier},${identifier},Alice,Martin,,`, clock());
  await setCredential(db, { passwordHash: await hashPassword(password) }, { portal, identifier });
  const visitor = { ip: '192.0.2.7', locale: 'fr' } as const;
  const profile = core.portals.get(portal);
  assert.ok(profile);
  const signed = await core.signIn.page(profile, { identifier, password, remember: 'no' }, { ...visitor, agent: 'Bench' });
  assert.ok(signed.ok);
  const ticket = { portal, secret: signed.value.secret };
  await core.signIn.twoFactor.begin(ticket, password, visitor);
  const factor = await core.signIn.twoFactor.look(ticket);
  assert.ok(factor?.state === 'begun');
  assert.ok((await core.signIn.twoFactor.confirm(ticket, appShows(factor.secret, clock()), visitor)).ok);
  await before.stop();
  if (full) fillRecords(path, much);
  const bot = await startProcess('guichetProcess.ts', env);
  const browser = openBrowser(bot.url);
  const second = await browser.sends(`/p/${portal}/signin?return=console`, { identifier, password, remember: 'no' });
  await browser.sends(second.location ?? '', { code: appShows(factor.secret, Date.now()) });
  return { bot, browser, path };
}

/** What one load of a page costs, in milliseconds of processor: the median of several. */
async function cost({ bot, browser }: Console, path: string, whom?: string): Promise<number> {
  const costs: number[] = [];
  const csrf = tokenIn((await browser.get('/console')).html);
  for (let load = 0; load < loads; load += 1) {
    const before = await bot.cpu();
    const { status } = await (whom === undefined ? browser.get(`/console${path}`) : browser.posts(`/console${path}`, { csrf, whom }));
    assert.equal(status, 200, path);
    costs.push(((await bot.cpu()) - before) / 1_000);
  }
  return median(costs.slice(1));
}

/** Does something while pages of ten people stay open and renew themselves, and the whole audit is exported, again once it is done. */
async function besideConsoles<T>({ bot, browser, path }: Console, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const cookies = [...browser.jar].map(([name, value]) => `${name.split(' ')[0]}=${value}`).join('; ');
  const read = async (at: string, cookie: string) => {
    const answer = await fetch(`${bot.url}${at}`, { headers: { cookie }, signal: over.signal });
    assert.equal(answer.status, 200, at);
    for await (const bit of answer.body ?? []) assert.ok(bit);
  };
  const exports = async () => {
    while (!over.signal.aborted) await read('/console/audit.csv', cookies);
  };
  const others = copySessions(path, cookies, consoles);
  const all = [exports(), ...others.map((cookie, place) => read(`/console/live/${streams[place % streams.length]}`, cookie))];
  const ended = Promise.allSettled(all);
  try {
    return await work();
  } finally {
    over.abort();
    await ended;
  }
}

/** Sessions of nine more browsers, and of this one: a code of the app is good once, and a browser has three streams. */
function copySessions(path: string, cookies: string, count: number): string[] {
  const db = new DatabaseSync(path);
  const own = /(?<==)[\w-]{43}(?=;|$)/g;
  const known = db.prepare('SELECT * FROM session WHERE endedAt IS NULL').all();
  const secret = [...cookies.matchAll(own)].map(([text]) => text).find((text) => known.some((row) => row.digest === digest(text)));
  const session = known.find((row) => secret !== undefined && row.digest === digest(secret));
  assert.ok(session && secret);
  const copies = Array.from({ length: count - 1 }, () => newSecret());
  for (const copy of copies) {
    const row = { ...session, id: newId(), digest: digest(copy) };
    db.prepare(
      `INSERT INTO session (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
        .map(() => '?')
        .join(', ')})`,
    ).run(...Object.values(row));
  }
  db.close();
  return [cookies, ...copies.map((copy) => cookies.replace(secret, copy))];
}
