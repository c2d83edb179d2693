import { randomUUID } from 'node:crypto';
import type { HttpSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, type Entry } from '../../ports.ts';
import { secret } from '../finding.ts';
import { pathPart } from '../service.ts';
import { createHttpDirectory } from './http.ts';
import { sendPlainly } from './plain.ts';

/** A change done again under its key would find another password in place, and be refused. */
export async function doesNothingTwice(settings: HttpSettings, entry: Entry): Promise<string> {
  const directory = createHttpDirectory(settings, () => undefined);
  const [first, second] = [secret(), secret()];
  await directory.setPassword(entry, first);
  const request = { method: 'POST', path: passwordOf(entry), body: JSON.stringify({ current: first, password: second }) };
  const key = randomUUID();
  const statuses = [(await sendPlainly(settings, request, { key })).status, (await sendPlainly(settings, request, { key })).status];
  if (statuses[0] !== statuses[1] || (statuses[0] ?? 500) >= 300) throw new DirectoryMisconfigured(`answered ${statuses.join(', then ')}`);
  return '';
}

/** Another body under a key that was used is a fault of who asks: answered as before, it would be taken to be done. */
export async function refusesAnotherBody(settings: HttpSettings, entry: Entry): Promise<string> {
  const key = randomUUID();
  const answered = async () =>
    (await sendPlainly(settings, { method: 'PUT', path: passwordOf(entry), body: JSON.stringify({ password: secret() }) }, { key })).status;
  const statuses = [await answered(), await answered()];
  if ((statuses[0] ?? 500) >= 300 || statuses[1] !== 422) throw new DirectoryMisconfigured(`answered ${statuses.join(', then ')}, in place of 422 key-reused`);
  return '';
}

const passwordOf = ({ id }: Entry): string => `/accounts/${pathPart(id)}/password`;
