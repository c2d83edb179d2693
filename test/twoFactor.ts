import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { importAccounts } from '../core/directory/accountsImport.ts';
import { hashPassword } from '../core/foundation/passwordHash.ts';
import type { Portal } from '../core/portal/schema.ts';
import { setCredential } from './credentials.ts';
import { codeIn, type Guichet } from './support.ts';

/** Alice's account of OUTSCALE, which offers two-factor sign-in. */
export const alices = { portal: 'outscale', identifier: 'alice.martin@corp.example', password: 'Grand-Large 2026 !' } as const;

/** Where requests of these tests come from. */
export const visitor = { ip: '192.0.2.7', locale: 'fr' } as const;

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code an authenticator app shows at an instant: an independent implementation of RFC 6238 to compare with ours. */
export function appShows(secret: string, at: number): string {
  const bits = [...secret].map((letter) => base32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** Gives accounts a password. The people in tests have none at first. */
export async function hasPassword({ db }: Guichet, account: { portal: string; identifier: string; password: string } = alices): Promise<void> {
  const passwordHash = await hashPassword(account.password);
  await setCredential(db, { passwordHash }, { portal: account.portal, identifier: account.identifier });
}

/** Adds somebody to a portal's directory. */
export async function joins({ db, now }: Guichet, portal: string, line: string): Promise<void> {
  const csv = `identifier,email,givenName,familyName,phone,entity\n${line}`;
  assert.deepEqual((await importAccounts(db, portal, csv, now())).refused, []);
}

/** The profile of a portal. */
export function portalOf({ core }: Guichet, id: string): Portal {
  const portal = core.portals.get(id);
  assert.ok(portal);
  return portal;
}

type Whose = { readonly portal: string; readonly identifier: string; readonly password: string };

/** Signs in with the password. The session waits for its second factor if there is one. */
export async function signsIn(its: Guichet, password: string = alices.password, whose: Whose = alices) {
  const { portal: id, identifier } = whose;
  const begun = await its.core.signIn.page(portalOf(its, id), { identifier, password, remember: 'no' }, { ...visitor, agent: 'Firefox' });
  assert.ok(begun.ok, 'signed in');
  return { ticket: { portal: id, secret: begun.value.secret }, state: begun.value.state };
}

/** Turns two-factor sign-in on, for Alice unless told otherwise. Returns the app's secret, the recovery codes and the session. The clock is then in the next step. */
export async function turnsOn(its: Guichet, whose: Whose = alices) {
  const { core, now, passes } = its;
  const { ticket } = await signsIn(its, whose.password, whose);
  assert.ok((await core.signIn.twoFactor.begin(ticket, whose.password, visitor)).ok);
  const begun = await core.signIn.twoFactor.look(ticket);
  assert.ok(begun?.state === 'begun');
  const { secret } = begun;
  const confirmed = await core.signIn.twoFactor.confirm(ticket, appShows(secret, now()), visitor);
  assert.ok(confirmed.ok);
  passes(30_000);
  return { ticket, secret, codes: confirmed.value.codes, code: () => appShows(secret, now()) };
}

/** Binds Alice's account to her chat: she sets its password, with the mailed code typed in the chat. */
export async function linksAccount(its: Guichet): Promise<void> {
  const { chat, mails, page, worker } = its;
  const fr = chat.locale === 'fr';
  await chat.says(fr ? 'mot de passe outscale oublié' : 'forgot my outscale password');
  await chat.presses('reset.send', { identifier: alices.identifier });
  await chat.presses('reset.code', { code: codeIn((await mails())[0]) });
  assert.equal((await (await page(chat.opens())).submits(alices.password)).status, 303);
  await worker.drain();
}
