import { parseArgs } from 'node:util';
import { listUnheard } from '../../core/unheard.ts';
import { overRecords, plain, table } from './records.ts';

const help = `npm run stats

What people said and was not understood: how often, in which language, without personal data. Words for it go into core/words or a portal's profile.`;

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });

if (values.help) console.log(help);
else
  await overRecords(async (db) => {
    const sentences = await listUnheard(db);
    if (sentences.length === 0) console.log('Every sentence was understood so far.');
    else
      console.log(
        table(
          ['count', 'locale', 'not understood'],
          sentences.map(({ count, locale, text }) => [String(count), locale, plain(text)]),
        ),
      );
  });
