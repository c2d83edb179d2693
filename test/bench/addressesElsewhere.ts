import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { start } from '../../bot/compose.ts';
import { loadConfig } from '../../bot/config.ts';
import type { Core } from '../../core/index.ts';
import type { Portal } from '../../core/portal/index.ts';
import { shippedPortals } from '../../core/portal/load.ts';
import type { Figure } from './figures.ts';
import { address, chatting, compare, type Flow, known } from './knownAndUnknown.ts';
import { idOf, startPeople } from './peopleServer.ts';
import { settings } from './processes.ts';

const catalogue = (idAs: (id: string) => string) =>
  `  groups: { catalogue: { ${['workplace', 'applications', 'network', 'sensitive-data'].map((group, at) => `${group}: ${idAs(idOf(at))}`).join(', ')} } }`;
const kinds = {
  scim: (url: string) =>
    `directory:\n  kind: scim\n  url: ${url}/scim\n  token: token\n  people: { manager: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value' }\n  create: {}\n${catalogue((id) => `id:${id}`)}`,
  graph: (url: string) =>
    `directory:\n  kind: graph\n  url: ${url}/v1.0\n  managedIdentity: true\n  people: { identifier: mail }\n  create: { as: member, domain: corp.example }\n${catalogue((id) => id)}`,
} as const;

/** The flows that take an address, with the accounts in a SCIM service and in Microsoft Graph: the time of a known and an unknown one (ALL-4). */
export async function measureAddressesElsewhere(databaseUrl: string, folder: string): Promise<Figure[]> {
  const people = await startPeople(known);
  Object.assign(process.env, { IDENTITY_ENDPOINT: `${people.url}/identity`, IDENTITY_HEADER: 'header' });
  await mkdir(folder, { recursive: true });
  const shipped = await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8');
  for (const [id, lines] of Object.entries(kinds)) {
    const profile = shipped.replace(/^id: invgate/m, `id: ${id}`).replace(/^name: .*/m, `name: ${id}`);
    await writeFile(join(folder, `${id}.yaml`), `${profile}\nforOthers: { askers: ['@manager'] }\n${lines(people.url)}\n`);
  }
  const env = { ...settings(databaseUrl), LOG_LEVEL: 'silent', PORTALS_DIR: folder, PORTALS: Object.keys(kinds).join(',') };
  const bot = await start(loadConfig(env), { work: false });
  try {
    const figures: Figure[] = [];
    for (const id of Object.keys(kinds)) {
      const portal = bot.core.portals.get(id);
      assert.ok(portal);
      for (const flow of flowsOf(bot.core, portal)) figures.push(await compare(flow));
    }
    return figures;
  } finally {
    await bot.stop();
    people.close();
  }
}

function flowsOf({ passwords, directory, access }: Core, portal: Portal): Flow[] {
  const names = { givenName: 'Camille', familyName: 'Petit' };
  const asked = { ...names, pack: '', groups: ['workplace'], from: '', until: '', justification: 'because' };
  return [
    { what: `${portal.id}: reset`, ask: (n) => passwords.reset.ask(chatting(), portal, { identifier: address(n) }) },
    { what: `${portal.id}: sign-up`, ask: (n) => passwords.signUp.ask(chatting(), portal, { email: address(n) }, { ...names, userName: address(n) }) },
    { what: `${portal.id}: proof of an account`, ask: (n) => directory.proof.ask(chatting(), portal, 'enroll', address(n)) },
    {
      what: `${portal.id}: somebody else’s access, asked for by who is not their manager`,
      ask: async (n) => {
        const actor = { ...chatting(), tenant: 'tenant', email: 'colleague@corp.example' };
        const refused = await access.enroll.behalf.prepare(actor, portal, { ...asked, email: address(n) });
        assert.equal(refused.ok || refused.refusals[0].key, 'behalf.notYours');
      },
    },
  ];
}
