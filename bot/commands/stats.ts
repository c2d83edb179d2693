import { groupAlike, latestComments, listNotUnderstood, sumsOf } from '../../core/conversation/index.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { readOptions } from './options.ts';
import { overRecords, plain, table } from './records.ts';

const help = `npm run stats

How procedures went, as those say who came to their end: how many did, the answers and the latest comments, without who gave them.
What people said and was not understood, by the step at which they stood and grouped by likeness: how often, in which language, without personal data. Words for it go into core/words or a portal's profile.`;

/** How many of the latest comments are printed. */
const commentsShown = 20;

const { values } = readOptions({ options: { help: { type: 'boolean', short: 'h' } } });

if (values.help) console.log(help);
else
  await overRecords(async (db) => {
    for (const part of [await sums(db), await comments(db), await notUnderstood(db)].filter(Boolean)) console.log(`${part}\n`);
  });

async function sums(db: Database): Promise<string> {
  const rows = await sumsOf(db);
  if (rows.length === 0) return 'No procedure has come to its end so far.';
  return table(
    ['portal', 'procedure', 'ended', 'good', 'bad', 'comments'],
    rows.map(({ portal, procedure, asked, good, bad, comments }) => [portal, procedure, ...[asked, good, bad, comments].map(String)]),
  );
}

async function comments(db: Database): Promise<string> {
  const rows = await latestComments(db, commentsShown);
  if (rows.length === 0) return '';
  return table(
    ['date', 'portal', 'procedure', 'answer', 'comment'],
    rows.map(({ answeredAt, portal, procedure, verdict, comment }) => [
      new Date(answeredAt ?? 0).toISOString().slice(0, 10),
      portal,
      procedure,
      verdict ?? '',
      plain(comment ?? ''),
    ]),
  );
}

async function notUnderstood(db: Database): Promise<string> {
  const sentences = await listNotUnderstood(db);
  if (sentences.length === 0) return 'Every sentence was understood so far.';
  const steps = [...Map.groupBy(sentences, ({ step }) => step)].map(([step, said]) => ({ step, said, count: said.reduce((sum, { count }) => sum + count, 0) }));
  return table(
    ['step', 'count', 'locale', 'not understood'],
    // Of sentences that are alike, the count of all stands by the first, and the others below it. So does the count of all that was said at a step.
    steps
      .sort((a, b) => b.count - a.count)
      .flatMap(({ step, said, count }) => [
        [step, String(count), '', ''],
        ...groupAlike(said).flatMap((group) =>
          group.sentences.map(({ locale, text }, at) => ['', at === 0 ? String(group.count) : '', locale, at === 0 ? plain(text) : `  ${plain(text)}`]),
        ),
      ]),
  );
}
