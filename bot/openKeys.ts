import { system } from '../core/foundation/actor.ts';
import { audit } from '../core/foundation/audit.ts';
import { adoptOlder, countKeys, refuseLockOut } from '../core/keys.ts';
import type { Log } from './log.ts';

/** Seals anew what an older version left, and refuses to start where people could not sign in because SECRET_KEY is not the one of the records. */
export async function openKeys(keyed: Parameters<typeof countKeys>[0], log: Log): Promise<void> {
  const counts = await countKeys(keyed);
  const lost = refuseLockOut(counts);
  if (lost) log.warn({ lost }, 'SECRET_KEY: what is under another key is of no use any more');
  if (counts.every(({ under }) => under.unnamed === 0)) return;
  // After an upgrade this is expected, and at no other time: whoever writes to the records could have put something there.
  const adopted = (await adoptOlder(keyed)).filter(({ resealed }) => resealed > 0);
  const detail = Object.fromEntries(adopted.map(({ name, resealed }) => [name, resealed]));
  log.warn({ sealed: detail }, 'What an older version had sealed for any account was sealed anew, each for its own: expected after an upgrade alone');
  await audit(keyed.db, { at: keyed.clock(), actor: system, action: 'secrets.adopted', portal: '', subject: 'secrets', outcome: 'ok', detail });
}
