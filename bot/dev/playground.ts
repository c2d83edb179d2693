import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { type Program, startProgram } from './programs.ts';

const cli = join(dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js');
const shipped = z.looseObject({ currentUser: z.looseObject({}), personalChat: z.looseObject({}) });

/** Somebody who sits before a Playground of their own, and is none of the colleagues in `playground.yml`; `objectId` is how Entra ID would name them. */
export type Colleague = { readonly givenName: string; readonly surname: string; readonly email: string; readonly objectId: string };

/** An approver whom the profile of InvGate names. */
export const claire: Colleague = {
  givenName: 'Claire',
  surname: 'Fontaine',
  email: 'claire.fontaine@example.org',
  objectId: '12121212-1212-4212-8212-121212121212',
};

/**
 * Starts a Playground on a port: a Teams-like client in which one is Alice Martin of `playground.yml`, or `who`, in the same tenant.
 * It greets the bot at its start, so the bot has to run. What it writes goes into `folder`, of which each Playground has its own.
 */
export async function startPlayground(bot: number, port: number, folder: string, who?: Colleague): Promise<Program> {
  await mkdir(folder, { recursive: true });
  const config = join(folder, 'playground.yml');
  const alice = await readFile(new URL('./playground.yml', import.meta.url), 'utf8');
  await writeFile(config, who ? seatOf(alice, who) : alice);
  return startProgram(
    who ? `The Playground of ${who.givenName}` : 'The Playground',
    cli,
    ['start', '--app-endpoint', `http://127.0.0.1:${bot}/api/messages`, '--channel-id', 'msteams', '--disable-telemetry', '--port', `${port}`],
    {
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      // A file of its own: the Playground removes what is there first.
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
    },
    false,
  );
}

function seatOf(alice: string, { givenName, surname, email, objectId }: Colleague): string {
  const { currentUser, personalChat, ...rest } = shipped.parse(parse(alice));
  const id = givenName.toLowerCase();
  return stringify({
    ...rest,
    currentUser: {
      ...currentUser,
      ...{ id: `29:${id}`, name: `${givenName} ${surname}`, userPrincipleName: email, aadObjectId: objectId, givenName, surname, email },
    },
    personalChat: { ...personalChat, id: `a:${id}-and-guichet` },
  });
}
