import { exportPerson, type Meant, resolveSubject, type Subject } from '../../core/privacy/index.ts';
import { conversationsOf } from './conversations.ts';
import { readOptions } from './options.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run person -- export <address, id or account>

export   prints everything that the records hold of somebody, as JSON (docs/privacy.md says what is what). It changes nothing.

Somebody is named by an address, by the id of a person or account as the audit has it, or by an account's identifier. People
and accounts with the same address are taken for one; accounts with another one, if they are merely tied to them, are not.`;

const { values, positionals } = readOptions({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } });
const [verb, typed] = positionals;

if (values.help) console.log(help);
else if (verb === 'export' && typed !== undefined)
  await overRecords(async (db) => {
    const whom = known(typed, await resolveSubject(db, typed));
    const { held, ...about } = await exportPerson(db, whom);
    const conversations = await conversationsOf(process.env.KEYV_URL, db, (elsewhere) => elsewhere.read(whom.subject.conversations));
    const all = conversations.length > 0 ? { ...held, keyv: [...(held.keyv ?? []), ...conversations] } : held;
    if (Object.keys(all).length === 0) throw new Error(`Nothing is held of ${plain(typed)}`);
    console.log(JSON.stringify({ at: new Date().toISOString(), ...about, held: all }, undefined, 2));
  });
else {
  console.error(help);
  process.exitCode = 1;
}

/** The human being that was meant. Throws if several could be. */
function known(text: string, whom: Awaited<ReturnType<typeof resolveSubject>>): { readonly subject: Subject; readonly known: readonly Meant[] } {
  if (!('ambiguous' in whom)) return whom;
  const lines = whom.ambiguous.map(({ kind, id, name, address }) => `  ${kind} ${id}: ${plain(name)}, ${address ?? 'no address'}`);
  throw new Error([`${plain(text)} may be several people. Name one by address or id:`, ...lines].join('\n'));
}
