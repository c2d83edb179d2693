import { createSigningKeys, publishedFor } from '../../core/applications/index.ts';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { day } from '../../core/foundation/clock.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles, portalNamed } from './profiles.ts';
import { overRecords, table } from './records.ts';

const help = `npm run openid:keys -- <portal> [--rotate [--forget]] [--by <name>]

The keys that sign what a portal's applications are told of who signs in. --rotate has a new one sign from now on; the one before is published for
${publishedFor / day} days more, so that nobody notices. --forget, where a key may be known to somebody: those before are published no more, and applications
that read the keys again accept nothing that they signed. --by says in the audit who did it. A running bot takes part at its next request.`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: { rotate: { type: 'boolean' }, forget: { type: 'boolean' }, by: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const [id] = positionals;

if (values.help || id === undefined || (values.forget && !values.rotate)) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  await overRecords(async (db) => {
    const { SECRET_KEY, SECRET_KEY_PREVIOUS } = process.env;
    if (!SECRET_KEY) throw new Error('Set SECRET_KEY to the one that the bot runs with');
    const portals = await loadProfiles();
    const portal = portalNamed(portals, id);
    if (portal.openid === undefined) throw new Error(`${id} has no applications: name them under openid in its profile`);
    const keys = createSigningKeys({ db, secrets: createSecrets(SECRET_KEY, SECRET_KEY_PREVIOUS || undefined), clock: Date.now, portals });
    if (values.rotate) await keys.rotate(id, operatorNamed(operatorName(values.by)), values.forget);
    const rows = await db.selectFrom('openidKey').select(['id', 'createdAt', 'retiredAt']).where('portal', '=', id).orderBy('createdAt', 'desc').execute();
    const iso = (at: number): string => new Date(at).toISOString().slice(0, 16);
    const until = (retiredAt: number | null): string => (retiredAt === null ? 'signs' : `published until ${iso(retiredAt + publishedFor)}`);
    console.log(
      rows.length === 0
        ? 'There is none yet: the first request makes it.'
        : table(
            ['key', 'since', 'now'],
            rows.map(({ id: kid, createdAt, retiredAt }) => [kid, iso(createdAt), until(retiredAt)]),
          ),
    );
  });
