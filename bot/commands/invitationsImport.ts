import { readFile } from 'node:fs/promises';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { locales, translate } from '../../core/foundation/i18n.ts';
import { textOf } from '../../core/foundation/spreadsheet.ts';
import { createInvitations, type ListOutcome, readInvitees } from '../../core/invitations/index.ts';
import { loadConfig } from '../config.ts';
import { dependenciesOver } from './dependencies.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles, portalNamed } from './profiles.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run invitations:import -- <portal> <file> --inviter <address> [--company <name>] [--rights <id,id>] [--language fr|en]
                                [--note <words>] [--dry-run] [--by <name>]

Invites the people of a list in the name of somebody whom the profile lets invite, and who has written to the bot before: theirs are the mails' words,
the list of invitations in chat, the daily limit and the news. The file is a spreadsheet's CSV or a plain list of addresses. Its first line may name the
columns, in French or English and any order: e-mail, prénom, nom, nom complet, société, langue. Cells are separated by , ; or tabs, and the text is UTF-8,
UTF-16 or Windows-1252. --company, --rights and --language hold for those of whom the file does not say it. --dry-run says what would become of each, and
changes nothing. Bad lines are named and the good ones are kept. Mails leave by a running bot. Ends with 1 where a line was refused.`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    inviter: { type: 'string' },
    company: { type: 'string' },
    rights: { type: 'string' },
    language: { type: 'string' },
    note: { type: 'string' },
    'dry-run': { type: 'boolean' },
    by: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [id, file] = positionals;

const whys: Readonly<Record<ListOutcome['others'][number]['why'], string>> = {
  invited: 'has an invitation that is still valid',
  access: 'has access already',
  limit: 'not today: the daily limit is reached',
  inviter: 'the inviter may no longer invite',
};

if (values.help || id === undefined || file === undefined || values.inviter === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else await overRecords((db) => main(db, id, file, values.inviter ?? ''));

async function main(db: Parameters<Parameters<typeof overRecords>[0]>[0], portalId: string, path: string, inviter: string): Promise<void> {
  const { company = '', note = '', 'dry-run': preview = false } = values;
  const language = locales.find((locale) => locale === values.language);
  if (values.language !== undefined && language === undefined) throw new Error('--language takes fr or en');
  const config = loadConfig(process.env);
  const portals = await loadProfiles();
  const portal = portalNamed(portals, portalId);
  const { invite } = portal.procedures;
  if (!invite) throw new Error(`Nobody is invited to ${portalId}: its profile has no procedures.invite`);
  const rights = (values.rights ?? '').split(',').flatMap((right) => right.trim() || []);
  const unknown = rights.filter((right) => !invite.grants.some((grant) => grant.id === right));
  if (unknown.length > 0) throw new Error(`--rights: ${unknown.join(', ')} not among ${invite.grants.map((grant) => grant.id).join(', ') || 'none'}`);
  const { good, bad, repeated } = readInvitees(textOf(await readFile(path)));
  const t = translate('en');
  for (const { text, refusal } of bad) console.error(`${path}: ${plain(text)}: ${t.say(refusal)}`);
  if (repeated > 0) console.error(`${path}: listed twice, and counted once: ${repeated}`);
  const { dependencies, close } = await dependenciesOver(db, config, portals);
  try {
    const { list } = createInvitations(dependencies);
    const actor = await list.inviter(portal, inviter);
    if (!actor)
      throw new Error(
        `Nobody with the address ${plain(inviter)} has written to the bot yet, from where the portal trusts addresses: they say «bonjour» to it once`,
      );
    const wish = { invitees: good, company: { name: company }, rights, note, ...(language && { language }) };
    const outcome = await list.invite(actor, portal, wish, { by: operatorNamed(operatorName(values.by)), preview });
    if (!outcome.ok) throw new Error(outcome.refusals.map((refusal) => `${refusal.field ? `${refusal.field}: ` : ''}${t.say(refusal)}`).join('\n'));
    const { invited, others } = outcome.value;
    if (preview)
      for (const { email, givenName, familyName } of good.filter((each) => !others.some((other) => other.email === each.email)))
        console.log(plain(`${`${givenName} ${familyName}`.trim()} <${email}>: would be invited`.trim()));
    for (const { email, why } of others) console.log(plain(`${email}: ${whys[why]}`));
    const sums = `${portalId}: ${invited} invited, ${others.length} not, ${bad.length} refused`;
    console.log(preview ? `Nothing was changed. It would be: ${sums}` : `${sums}; their mails leave by a running bot`);
    if (bad.length > 0) process.exitCode = 1;
  } finally {
    await close();
  }
}
