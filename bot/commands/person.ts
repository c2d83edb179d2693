import { operatorNamed } from '../../core/foundation/actor.ts';
import { audit } from '../../core/foundation/audit.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import {
  certificateOf,
  erasePerson,
  exportPerson,
  isEmpty,
  type Meant,
  planErase,
  profilesNaming,
  resolveSubject,
  type Subject,
} from '../../core/privacy/index.ts';
import { conversationsOf } from './conversations.ts';
import { certificateText, previewOf } from './erasure.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles } from './profiles.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run person -- export <address, id or account> [--by <name>]
npm run person -- erase <address, id or account> [--accounts] [--yes] [--by <name>]
npm run person -- certificate <erased:reference>

export   prints everything that the records hold of somebody, as JSON (docs/privacy.md says what is what). The audit says
         who took it.
erase    says what would be erased, what stays and why. With --yes it does it, all or nothing, and prints a certificate.
         In the audit a pseudonym takes their place, and --verify still finds what else was altered. Needs SECRET_KEY.
         While something of theirs is under way (a request, a decision, an invitation) it says so and does nothing.
         --accounts: with their accounts in Guichet's own tables.
--by     who does it, for the audit; else the system's user.
certificate  prints the certificate of an erasure again, as long as the audit has its record.

Somebody is named by an address, by the id of a person or account as the audit has it, or by an account's identifier. People
and accounts with the same address are taken for one; accounts with another one, if they are merely tied to them, are not.`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: { accounts: { type: 'boolean' }, yes: { type: 'boolean' }, by: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const [verb, typed] = positionals;

if (values.help) console.log(help);
else if (verb === 'export' && typed !== undefined) await overRecords((db) => give(db, typed));
else if (verb === 'certificate' && typed !== undefined) await overRecords((db) => certify(db, typed));
else if (verb === 'erase' && typed !== undefined) await overRecords((db) => erase(db, typed));
else {
  console.error(help);
  process.exitCode = 1;
}

async function give(db: Database, text: string): Promise<void> {
  const whom = known(text, await resolveSubject(db, text));
  const { held, ...about } = await exportPerson(db, whom);
  const conversations = await conversationsOf(process.env.KEYV_URL, db, (elsewhere) => elsewhere.read(whom.subject.conversations));
  const all = conversations.length > 0 ? { ...held, keyv: [...(held.keyv ?? []), ...conversations] } : held;
  if (Object.keys(all).length === 0) throw new Error(`Nothing is held of ${plain(text)}`);
  // Before it is given: what cannot be recorded is not given.
  const subject = whom.known[0] ? `${whom.known[0].kind}:${whom.known[0].id}` : 'none';
  await audit(db, { at: Date.now(), actor: operatorNamed(operatorName(values.by)), action: 'person.exported', portal: '', subject, outcome: 'ok' });
  console.log(JSON.stringify({ at: new Date().toISOString(), ...about, held: all }, undefined, 2));
}

async function erase(db: Database, text: string): Promise<void> {
  const { SECRET_KEY, SECRET_KEY_PREVIOUS, KEYV_URL } = process.env;
  if (!SECRET_KEY) throw new Error('Set SECRET_KEY to the one that the bot runs with');
  const { subject, known: meant } = known(text, await resolveSubject(db, text));
  const whom = { subject, own: values.accounts ?? false, now: Date.now() };
  const plan = await planErase(db, { ...whom, pseudonym: '' });
  const named = profilesNaming(await loadProfiles(), subject);
  for (const one of meant) console.log(`${one.kind} ${one.id}: ${plain(one.name)}, ${one.address ?? 'no address'}`);
  if (isEmpty(plan)) {
    if (plan.stays.length + meant.length === 0) throw new Error(`Nothing is held of ${plain(text)}`);
    console.log(['Nothing is left to erase.', ...plan.stays.map(({ what, why }) => `Stays: ${plain(what)}: ${why}.`)].join('\n'));
    return;
  }
  if (plan.obstacles.length > 0) throw new Error(['Not erased, because something is under way:', ...plan.obstacles].join('\n'));
  if (!values.yes) {
    console.log([previewOf(plan, named), 'Nothing was changed. To do it: the same with --yes'].join('\n'));
    return;
  }
  // First what has no transaction: done again, it changes nothing.
  await conversationsOf(KEYV_URL, db, async (elsewhere) => {
    await elsewhere.remove(subject.conversations);
    return [];
  });
  const done = await erasePerson(
    { db, secrets: createSecrets(SECRET_KEY, SECRET_KEY_PREVIOUS || undefined) },
    { ...whom, by: operatorNamed(operatorName(values.by)) },
  );
  if (!('head' in done)) throw new Error(['Not erased, because something is under way by now:', ...done.obstacles].join('\n'));
  console.log(certificateText(done, plan.stays, named));
}

async function certify(db: Database, pseudonym: string): Promise<void> {
  const certificate = await certificateOf(db, pseudonym);
  if (!certificate) throw new Error(`The audit has no erasure ${plain(pseudonym)}`);
  console.log(certificateText(certificate, [], []));
}

/** The human being that was meant. Throws if several could be. */
function known(text: string, whom: Awaited<ReturnType<typeof resolveSubject>>): { readonly subject: Subject; readonly known: readonly Meant[] } {
  if (!('ambiguous' in whom)) return whom;
  const lines = whom.ambiguous.map(({ kind, id, name, address }) => `  ${kind} ${id}: ${plain(name)}, ${address ?? 'no address'}`);
  throw new Error([`${plain(text)} may be several people. Name one by address or id:`, ...lines].join('\n'));
}
