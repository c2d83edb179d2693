import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from '../../bot/compose.ts';
import { loadConfig } from '../../bot/config.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { hashPassword } from '../../core/foundation/passwordHash.ts';
import { openBrowser, type WebBrowser } from '../browser.ts';
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
const turns = 300;
const consoles = 10;
/** How often a console looks again, in milliseconds. */
const looksEvery = 5_000;

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
    const [dearest] = costs.toSorted((one, other) => other.many - one.many);
    assert.ok(dearest);
    const talk = openTalk(many.bot.url, connector.url, 0);
    await says(talk, turns);
    const alone = median(await says(talk, turns));
    const beside = median(await besideConsoles(many, () => says(talk, turns)));
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

type Console = { readonly bot: Bot; readonly browser: WebBrowser };

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
  return { bot, browser };
}

/** What one load of a page costs, in milliseconds of processor: the median of several. */
async function cost({ bot, browser }: Console, path: string): Promise<number> {
  const costs: number[] = [];
  for (let load = 0; load < loads; load += 1) {
    const before = await bot.cpu();
    const { status } = await browser.get(`/console${path}`);
    assert.equal(status, 200, path);
    costs.push(((await bot.cpu()) - before) / 1_000);
  }
  return median(costs.slice(1));
}

/** Does something while consoles look again and again, and the audit is exported as often as it goes. */
async function besideConsoles<T>({ browser }: Console, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const open = async (place: number) => {
    for (await sleep((looksEvery * place) / consoles); !over.signal.aborted; await sleep(looksEvery, undefined, { signal: over.signal }).catch(() => undefined))
      await browser.get('/console');
  };
  const exports = async () => {
    let before = '';
    while (!over.signal.aborted) {
      const { html } = await browser.get(`/console/audit.csv${before}`);
      assert.ok(html.length > 1_000 || before !== '');
      before = before === '' ? `?before=${much.records}` : '';
      await sleep(100);
    }
  };
  const all = [exports(), ...Array.from({ length: consoles }, (_, place) => open(place))];
  try {
    return await work();
  } finally {
    over.abort();
    await Promise.allSettled(all);
  }
}
