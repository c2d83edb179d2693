import { setTimeout as sleep } from 'node:timers/promises';
import { second } from '../../core/foundation/clock.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { secretsOf } from '../../core/portal/index.ts';
import { secretVariables } from '../secretFiles.ts';
import { lookAtAccess } from './access.ts';
import { lookAtAddress } from './address.ts';
import { lookAtDirectory } from './directories.ts';
import { type Finding, fault, faultOf, warning } from './finding.ts';
import type { Installation } from './installation.ts';
import { lookAtClock, lookAtDisk, lookAtNode } from './machine.ts';
import { lookAtMail } from './mail.ts';
import { lookAtProfiles } from './profiles.ts';
import { lookAtAudit, lookAtKeys, lookAtOutbox, lookAtRecords } from './records.ts';
import { lookAtSenders } from './senders.ts';
import { lookAtRedis, lookAtRegister, lookAtSms } from './services.ts';
import { lookAtSettings } from './settings.ts';
import { lookAtPackage, lookAtRegistration } from './teams.ts';

export { type Finding, many, type State } from './finding.ts';
export { type Installation, openInstallation, type Surroundings } from './installation.ts';

type Look = (installation: Installation) => Promise<readonly Finding[]>;

/** A finding, with the name of the check that made it. */
export type Examined = Finding & { readonly check: string };

/** A check that reads the records: not made where these cannot be read. */
const within =
  (look: (db: Database, installation: Installation) => Promise<readonly Finding[]>): Look =>
  async (installation) =>
    installation.records.seen === 'ready'
      ? await look(installation.records.db, installation)
      : [warning('not looked at: the records are not there, or not of this version', 'See what is said of the records.')];

/** Everything that is looked at, in the order in which an operator would mend it. Each portal's directory follows. */
const checks: readonly (readonly [name: string, look: Look])[] = [
  ['node', () => lookAtNode()],
  ['settings', lookAtSettings],
  ['portals', lookAtProfiles],
  ['records', lookAtRecords],
  ['disk', lookAtDisk],
  ['clock', lookAtClock],
  ['keys', within(lookAtKeys)],
  ['audit', within(lookAtAudit)],
  ['outbox', within(lookAtOutbox)],
  ['access', within(lookAtAccess)],
  ['redis', lookAtRedis],
  ['mail', lookAtMail],
  ['senders', lookAtSenders],
  ['address', lookAtAddress],
  ['bot', lookAtRegistration],
  ['package', lookAtPackage],
  ['sms', lookAtSms],
  ['register', lookAtRegister],
];

/** Looks at a whole installation (OPS-6): all checks at once, each for a limited time, so that one that hangs holds up none. Secrets are in no finding. */
export async function examine(installation: Installation): Promise<readonly Examined[]> {
  const clean = redactor(installation);
  const directories = [...installation.portals.values()].map(
    (portal) => [`directory ${portal.id}`, (its: Installation) => lookAtDirectory(its, portal)] as const,
  );
  const findings = await Promise.all(
    [...checks, ...directories].map(async ([check, look]) =>
      (await inTime(look, installation)).map(({ state, found, todo }) => ({ check, state, found: clean(found), todo: clean(todo) })),
    ),
  );
  return findings.flat();
}

async function inTime(look: Look, installation: Installation): Promise<readonly Finding[]> {
  const { patience } = installation;
  const slow = fault(`no answer within ${patience / second} s`, 'See whether this machine may reach it: its name, its port, a firewall between.');
  try {
    return await Promise.race([look(installation), sleep(patience, [slow], { ref: false })]);
  } catch (error) {
    return [faultOf('it could not be looked at', error, 'Run it again; if it stays, hand this line to whoever maintains Guichet.')];
  }
}

/** Takes secrets out of a text: what others answer may repeat them. */
function redactor({ env, portals }: Installation): (text: string) => string {
  const profiles = [...portals.values()].flatMap(secretsOf);
  const secrets = [...secretVariables.flatMap((name) => secretsIn(env[name] ?? '')), ...profiles].filter((secret) => secret.length > 3);
  return (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '•••'), text);
}

/** A secret that a variable is, or the password in the address that it is: as it stands there, and as it is sent. */
function secretsIn(value: string): string[] {
  const url = /^\w+:\/\//.test(value) ? URL.parse(value) : null;
  if (url === null) return /^(sqlite|inbox):/.test(value) ? [] : [value];
  const { username, password } = url;
  if (password === '') return [];
  const plain = decodeURIComponent(password);
  return [password, plain, Buffer.from(`${decodeURIComponent(username)}:${plain}`).toString('base64')];
}
