import { readOptions } from './options.ts';
import { overRecords } from './records.ts';

const help = `npm run records:migrate

Brings the tables of DATABASE_URL to this version, as each start does. For where the bot works as a user who may not change
tables: run it as their owner, before the bot of a new version starts. Done again, it changes nothing.`;

const { values } = readOptions({ options: { help: { type: 'boolean', short: 'h' } } });

if (values.help) console.log(help);
else await overRecords(async () => console.log('The tables are those of this version.'), { begins: true });
