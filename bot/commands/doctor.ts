import { existsSync } from 'node:fs';
import { type Examined, many } from '../doctor/index.ts';
import { examineHere } from '../doctor/run.ts';
import { readOptions } from './options.ts';
import { plain } from './records.ts';

const help = `npm run doctor [-- [--mail-to <address>] [--package <guichet.zip>] [--json]]

Looks at a whole installation and says in plain words what is the case and what to do: settings, portals, records, disk, clock, keys, audit, outbox,
Redis, mail server, SPF, DKIM and DMARC of each sender, PUBLIC_URL, the bot's registration, the package for Teams, text messages, company register and
each portal's directory. Run it on the machine of the bot, with its settings, on the first day and whenever something is wrong. It changes nothing.
--mail-to sends one mail there, to see it arrive. --package names the package that was made for Teams (.data/guichet.zip).
Settings are read as for production, unless NODE_ENV says otherwise. Each check has 5 s, all at once. Ends with 1 where something does not work.`;

const { values } = readOptions({
  options: { 'mail-to': { type: 'string' }, package: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});

async function main(): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const findings = await examineHere(process.env, { packageFile: values.package, mailTo: values['mail-to'] });
  console.log(values.json ? JSON.stringify(findings, null, 2) : report(findings));
  return findings.some(({ state }) => state === 'fault') ? 1 : 0;
}

/** The findings for a terminal: what is the case, and below it what to do. */
function report(findings: readonly Examined[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, state, found, todo }) => [
    `${signs[state].padEnd(9)}${check.padEnd(width)}  ${plain(found)}`,
    ...(todo === '' ? [] : [`${' '.repeat(9 + width)}  → ${plain(todo)}`]),
  ]);
  const count = (state: Examined['state']) => findings.filter((finding) => finding.state === state).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  const begin = faults > 0 ? ' Begin with the first FAULT: others may come from it.' : '';
  return [...lines, '', faults + warnings === 0 ? 'All is well.' : `${many(faults, 'fault')}, ${many(warnings, 'warning')}.${begin}`].join('\n');
}

const signs = { ok: 'ok', warning: 'warning', fault: 'FAULT' } as const;

if (values.help) console.log(help);
else {
  const code = await main();
  // What hangs must not keep the command from ending; what is written goes out first.
  process.stdout.write('', () => process.exit(code));
}
