import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { stringify } from 'yaml';
import { openBrowser, type WebBrowser } from './browser.ts';
import { everything } from './everything.ts';
import { type Guichet, type Options, withGuichet } from './support.ts';
import { alices, appShows, hasPassword, turnsOn } from './twoFactor.ts';

/** Where the file that names the console's people is. */
export const consoleFolder = await mkdtemp(join(tmpdir(), 'guichet-console-'));
after(() => rm(consoleFolder, { recursive: true }));

/** An entry of the file. */
export type Named = { portal: string; account: string; roles: string[] };
/** Alice with these roles. */
export const alice = (...roles: string[]): Named => ({ portal: 'outscale', account: alices.identifier, roles });

/** A Guichet whose console these people may use. */
export async function withConsole(named: readonly Named[] | object, story: (its: Guichet) => Promise<void>, options: Options = {}): Promise<void> {
  const file = join(consoleFolder, 'console.yaml');
  await writeFile(file, stringify(named));
  await withGuichet({ ...options, env: { CONSOLE_FILE: file, ...options.env } }, story);
}

/** Alice's browser, in the console: by her password and the second factor. */
export async function enters(its: Guichet, { language = 'fr', remember = 'no' } = {}): Promise<WebBrowser> {
  await hasPassword(its);
  const { secret } = await turnsOn(its);
  const browser = openBrowser(its.consoleUrl, { language });
  const first = await browser.get('/console');
  assert.match(first.location ?? '', /^\/p\/outscale\/signin\?return=console/);
  const signed = await browser.sends(first.location ?? '', { identifier: alices.identifier, password: alices.password, remember });
  assert.match(signed.location ?? '', /^\/p\/outscale\/signin\/second\?return=console/);
  const second = await browser.sends(signed.location ?? '', { code: appShows(secret, its.now()) });
  assert.match(second.location ?? '', /^\/console\?lang=/);
  return browser;
}

/** Leaves a job of the outbox that was given up. */
export async function givesUp({ db, now }: Guichet): Promise<string> {
  const id = crypto.randomUUID();
  const told = { kind: 'mail', reason: `test:${id}`, payload: '{}', person: null, lane: 'mail', error: '550 <no such mailbox>' };
  const tried = { status: 'given-up', attempts: 12, dueAt: now(), wantedAt: now(), triedAt: now(), until: null, claimedUntil: null };
  await db
    .insertInto('outbox')
    .values({ id, ...told, ...tried, createdAt: now(), doneAt: null })
    .execute();
  return id;
}

/** The records but for those that a visit leaves wherever it leads. */
export const keptBy = async ({ db }: Guichet) =>
  (await everything(db)).filter(({ table }) => !['session', 'rateLimit', 'turnClaim', 'factorProof'].includes(table));

/** What the doctor finds where nothing is amiss. */
export const examine = async () => [{ check: 'node', state: 'ok', found: 'Node', todo: '' }] as const;
