import { parseArgs } from 'node:util';
import { z } from 'zod';
import { skipWithout } from '../fakes/daemon.ts';
import { soak } from './soak.ts';

const help = `npm run soak -- [--minutes 10] [--seed <word>] [--sqlite] [--quiet]

People reset passwords, ask for access and decide while bots are killed, SMTP hangs, the clock jumps and PostgreSQL restarts; everything on this
machine. At the end all that they were told is compared with the records, the mails and the cards. Two bots on PostgreSQL where it is installed, else, or
with --sqlite, one on SQLite. The same seed makes the same people and the same faults; when each meets which is the machine's. Ends with 1 where
something differs, and says what.`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    sqlite: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(help);
else {
  const { data: minutes } = z.coerce.number().min(0.5).max(60).safeParse(values.minutes);
  if (minutes === undefined) throw new Error(`--minutes ${values.minutes}: write a number from 0.5 to 60.`);
  const on = values.sqlite || skipWithout('postgres') ? 'sqlite' : 'postgres';
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1_000).toFixed(0);
  console.log(`${on === 'postgres' ? 'Two bots on PostgreSQL' : 'One bot on SQLite'} for ${minutes} minutes, seed ${values.seed}`);
  const tell = (what: string) => void (values.quiet || console.log(`${seconds().padStart(4)} s  ${what}`));
  const { summary, differs, log } = await soak({ minutes, seed: values.seed, on, tell });
  console.log(summary);
  if (differs.length > 0) {
    console.error(`Differs (npm run soak -- --minutes ${minutes} --seed ${values.seed}${values.sqlite ? ' --sqlite' : ''}):\n${differs.join('\n')}`);
    console.error(
      `The last warnings of the bots:\n${log
        .slice(-20)

        .join('\n')}`,
    );
    process.exitCode = 1;
  } else console.log(`Nothing was lost, nothing false was said, nothing was decided twice; the audit verifies. ${seconds()} s.`);
}
