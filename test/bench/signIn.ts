import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { z } from 'zod';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { hashPassword } from '../../core/foundation/passwordHash.ts';
import { shippedPortals } from '../../core/portal/load.ts';
import { setCredential } from '../credentials.ts';
import type { Connector } from '../fakes/connector.ts';
import { identifier, makeAccounts } from './accounts.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { type Bot, settings, startProcess } from './processes.ts';
import { openSignIn, type SignInForm } from './signInForm.ts';
import { answered, openTalk } from './talk.ts';
import { timingEquality } from './timingEquality.ts';

const password = 'Correct Horse, Battery & Staple 42';
const accounts = 1_000;
const atOnce = 4;
const rounds = 9;
const roundMillis = 1_500;
const turns = 40;
const triesEach = 150;

const hashes = z.object({ hashed: z.int() });

/** Sign-ins against the hash alone, turns of a chat during a storm of them, and the times of a known, an unknown and a locked account (ALL-4). */
export async function measureSignIns(url: string, connector: Connector): Promise<Figure[]> {
  await makeAccounts(url, accounts);
  const db = await openDatabase(url);
  await setCredential(db, { passwordHash: await hashPassword(password) });
  // The second half is locked, from now on.
  await db
    .updateTable('credential')
    .set({ lockedAt: Date.now() })
    .where('accountId', 'in', (all) =>
      all
        .selectFrom('account')
        .select('id')
        .where('identifierKey', '>', identifier(accounts / 2)),
    )
    .execute();
  await db.destroy();
  const folder = await withApplication();
  const guichet = await startProcess('guichetProcess.ts', { ...settings(url), TRUST_PROXY: '1', PORTALS_DIR: folder });
  try {
    const form = await openSignIn(guichet.url);
    const figures = [await againstTheHash(guichet, form), await duringAStorm(guichet, form, connector)];
    return [...figures, ...(await howLong(form, 'refused sign-in')), ...(await howLong(await forApplication(guichet.url), 'the same, to an application'))];
  } finally {
    await guichet.stop();
    await rm(folder, { recursive: true });
  }
}

const back = 'http://127.0.0.1:9/callback';

/** A folder with Octopus's profile and an application that people sign in to with their account. */
async function withApplication(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-application-'));
  const clients = `[{ id: shop, name: The shop, redirectUris: ['${back}'] }]`;
  await writeFile(join(folder, 'octopus.yaml'), `${await readFile(join(shippedPortals, 'octopus.yaml'), 'utf8')}\nopenid: { clients: ${clients} }\n`);
  return folder;
}

/** The form to which an application sends people. */
async function forApplication(bot: string): Promise<SignInForm> {
  const asked = { client_id: 'shop', redirect_uri: back, response_type: 'code', scope: 'openid', state: 'state' };
  const query = new URLSearchParams({ ...asked, code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' });
  let at = `/p/octopus/openid/auth?${query}`;
  const cookies: string[] = [];
  for (let hops = 0; hops < 5 && !at.includes('/signin'); hops += 1) {
    const { headers } = await fetch(`${bot}${at}`, { redirect: 'manual', headers: { cookie: cookies.join('; ') } });
    cookies.push(...headers.getSetCookie().map((cookie) => cookie.split(';', 1).join()));
    const next = new URL(headers.get('location') ?? '', bot);
    at = `${next.pathname}${next.search}`;
  }
  return await openSignIn(bot, at);
}

/** Signs in, this many at once, for as long as needed. Returns how many did. */
async function storm(form: SignInForm, wanted: () => boolean): Promise<number> {
  let signedIn = 0;
  const one = async (place: number): Promise<void> => {
    for (let at = place; wanted(); at += atOnce, signedIn += 1) await form.signsIn(identifier(1 + (at % (accounts / 2))), password, 'in');
  };
  await Promise.all(Array.from({ length: atOnce }, (_, place) => one(place)));
  return signedIn;
}

async function againstTheHash(guichet: Bot, form: SignInForm): Promise<Figure> {
  const counted = async (action: () => Promise<number>): Promise<{ rate: number; cpu: number }> => {
    const [began, busy] = [performance.now(), await guichet.cpu()];
    const count = await action();
    return { rate: count / ((performance.now() - began) / 1_000), cpu: ((await guichet.cpu()) - busy) / 1_000 / count };
  };
  let before = 0;
  const hash = async (): Promise<number> => {
    await guichet.ask({ hash: atOnce });
    await after(roundMillis);
    const { hashed } = hashes.parse(await guichet.ask({ hash: 0 }));
    const count = hashed - before;
    before = hashed;
    return count;
  };
  const signIn = () => storm(form, untilOver(roundMillis));
  // Warm-up, not counted: compiling and caching.
  await signIn();
  const pairs: { hashed: { rate: number; cpu: number }; signedIn: { rate: number; cpu: number } }[] = [];
  while (pairs.length < rounds) pairs.push({ hashed: await counted(hash), signedIn: await counted(signIn) });
  const of = (kind: 'hashed' | 'signedIn', figure: 'rate' | 'cpu') => median(pairs.map((pair) => pair[kind][figure])).toFixed(1);
  return ratioFigure(
    'sign-ins a second, against the hash alone',
    median(pairs.map(({ hashed, signedIn }) => signedIn.rate / hashed.rate)),
    { atLeast: 0.9 },
    `${of('signedIn', 'rate')} and ${of('hashed', 'rate')} a second, ${of('signedIn', 'cpu')} and ${of('hashed', 'cpu')} ms of processor each`,
  );
}

function untilOver(millis: number): () => boolean {
  const end = performance.now() + millis;
  return () => performance.now() < end;
}

async function duringAStorm(guichet: Bot, form: SignInForm, connector: Connector): Promise<Figure> {
  const talk = openTalk(guichet.url, connector.url, 0);
  const round = async (): Promise<number> => {
    const times: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) times.push(await talk.says('aide'));
    answered(connector, turns);
    return median(times);
  };
  await round();
  const pairs: { quiet: number; busy: number }[] = [];
  while (pairs.length < rounds) {
    const quiet = await round();
    let over = false;
    const storming = storm(form, () => !over);
    const busy = await round();
    over = true;
    await storming;
    pairs.push({ quiet, busy });
  }
  const of = (kind: 'quiet' | 'busy') => median(pairs.map((pair) => pair[kind])).toFixed(1);
  return ratioFigure(
    `median message turn while ${atOnce} at once sign in, against a quiet one`,
    median(pairs.map(({ quiet, busy }) => busy / quiet)),
    { atMost: 1.3 },
    `${of('busy')} and ${of('quiet')} ms`,
  );
}

async function howLong(form: SignInForm, what: string): Promise<Figure[]> {
  const times = { known: [] as number[], unknown: [] as number[], locked: [] as number[] };
  const kinds = ['known', 'unknown', 'locked'] as const;
  // Those of the form before have failed once: another failure each, which locks nobody.
  const first = { known: 1, unknown: accounts + 1, locked: accounts / 2 + 1 } as const;
  while (kinds.some((kind) => times[kind].length < triesEach)) {
    // In random order, each on another account. Otherwise the known ones would lock.
    const kind = kinds[Math.floor(Math.random() * kinds.length)] ?? 'known';
    const typed = kind === 'locked' ? password : 'something else';
    times[kind].push(await form.signsIn(identifier(first[kind] + (times[kind].length % (accounts / 2))), typed, 'refused'));
  }
  return [
    timingEquality(`ALL-4 median ${what}, known and unknown account`, times.known, times.unknown),
    timingEquality(`ALL-4 ${what}, known and locked account (with its right password)`, times.known, times.locked),
  ];
}
