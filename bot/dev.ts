import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { readOptions } from './commands/options.ts';
import { withApplication } from './dev/application.ts';
import { startCompanyRegistry } from './dev/companyRegistry.ts';
import { cloudPassword, prepareData } from './dev/data.ts';
import type { startDirectory } from './dev/directory.ts';
import { claire, startPlayground } from './dev/playground.ts';
import { choosePort } from './dev/ports.ts';
import { answering, endPrograms, type Program, startProgram } from './dev/programs.ts';

// `npm run dev`: the bot, a Teams-like client and a mail inbox, on this machine only. PORT, PLAYGROUND_PORT,
// APPROVER_PORT, MAIL_PORT and SMTP_PORT choose ports. DATA_DIR chooses the data folder, which the next start reuses.
// With `-- --directory ad`, Octopus is on a real domain controller.

const say = (line: string) => console.log(line);
const binOf = (name: string, file: string) => join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);

const began = performance.now();
const programs: Program[] = [];
let ending: Promise<never> | undefined;
let directory: Awaited<ReturnType<typeof startDirectory>> | undefined;

function end(code: number): Promise<never> {
  ending ??= endPrograms(programs)
    .then(() => directory?.close())
    .then(() => process.exit(code));
  return ending;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

const run = (...program: Parameters<typeof startProgram>) => watch(startProgram(...program));

function watch(started: Program): void {
  programs.push(started);
  void started.ended.then((how) => {
    if (ending) return;
    console.error(`${how}\nEnding the others.`);
    void end(1);
  });
}

async function main(): Promise<void> {
  const { values } = readOptions({ options: { directory: { type: 'string' } } });
  if (values.directory !== undefined && values.directory !== 'ad') throw new Error('--directory takes ad: Active Directory, by Samba');
  const folder = resolve(process.env.DATA_DIR || '.data');
  const port = await choosePort('PORT', 3978, say);
  const chat = await choosePort('PLAYGROUND_PORT', 56150, say);
  const approver = await choosePort('APPROVER_PORT', 56151, say);
  const web = await choosePort('MAIL_PORT', 1080, say);
  const smtp = await choosePort('SMTP_PORT', 1025, say);
  const { secretKey, databaseUrl } = await prepareData(folder);
  // Loaded where it is asked for: its library takes a while.
  if (values.directory) directory = await (await import('./dev/directory.ts')).startDirectory(folder);
  // It ends with this process.
  const registry = await startCompanyRegistry();

  const inbox = ['--silent', '--ip', '127.0.0.1', '--web-ip', '127.0.0.1', '--smtp', `${smtp}`, '--web', `${web}`, '--mail-directory', join(folder, 'mails')];
  run('The mail inbox', binOf('maildev', 'bin/maildev'), inbox, {}, false);
  run(
    'The bot',
    new URL('./main.ts', import.meta.url),
    [],
    {
      // Set to empty, so that a `.env` meant for a real tenant has no effect.
      ...Object.fromEntries(
        ['MicrosoftAppId', 'MicrosoftAppTenantId', 'MicrosoftAppType', 'ALLOWED_TENANTS', 'TRUST_PROXY', 'KEYV_URL'].map((name) => [name, '']),
      ),
      PORTALS_DIR: process.env.PORTALS_DIR || (await withApplication(folder, 3990)),
      ...directory?.env,
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: `${port}`,
      PUBLIC_URL: `http://localhost:${port}`,
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      SMTP_URL: `smtp://127.0.0.1:${smtp}`,
      SMS_URL: 'inbox:',
      COMPANY_REGISTRY_URL: registry.url,
      LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
    },
    true,
  );
  // The Playgrounds greet the bot when they start, so the bot must be up first.
  await answering(`http://127.0.0.1:${port}/readyz`);
  watch(await startPlayground(port, chat, join(folder, 'playground')));
  watch(await startPlayground(port, approver, join(folder, 'approver'), claire));
  await Promise.all([web, chat, approver].map((each) => answering(`http://127.0.0.1:${each}/`)));

  const onDirectory = directory
    ? `;
            they are in a real directory, which a password set in chat opens:
            LDAPTLS_REQCERT=never ldapsearch -LLL -x -H ${directory.url} -D amartin@example.test -W -b OU=People,DC=example,DC=test dn`
    : '';
  say(`
Guichet is ready, after ${((performance.now() - began) / 1000).toFixed(1)} s. Ctrl-C ends it; its data stays in ${folder}.

  Chat      http://localhost:${chat}   a Teams-like client, in which you are Alice Martin
  Approver  http://localhost:${approver}   another, in which you are Claire Fontaine, who approves catalogues of InvGate
  Mails     http://localhost:${web}   everything that is sent, codes for phones as well
  Bot       http://localhost:${port}   the pages behind the links in those mails

Made-up people:
  InvGate   alice.martin@corp.example has an account; any other address at corp.example may sign up
  Octopus   amartin (Alice) and bleroy (Bruno) exist and have no password yet${onDirectory}
  Outscale  alice.martin@corp.example; her cloud account, which «créer une organisation» asks for, has the password ${cloudPassword}
            SIRETs: 812 345 676 00017, 812 345 676 00025, and 900 000 019 00019, which is closed
  rConnect  grace.hopper@client.example is known; Alice may invite her, and any address that is not
  Extranet  accueil@hotel.example, whose mail goes to direction@hotel.example

Try: open the chat, say «bonjour», choose Octopus, and set the first password of amartin with the mail that arrives.
An application of Octopus signs her in with that password: node examples/openid-portal/portal.ts, then open http://127.0.0.1:3990.
Then ask InvGate for the catalogue «Poste de travail» as Alice («m’inscrire à un catalogue InvGate»), and approve it as Claire.
`);
}

try {
  await main();
} catch (error) {
  if (!ending) console.error(error instanceof Error ? error.message : error);
  await end(1);
}
