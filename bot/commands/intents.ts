import { readFile, writeFile } from 'node:fs/promises';
import {
  createIntents,
  learnFrom,
  readExamples,
  readStepExamples,
  type Sentence,
  sentenceSchema,
  stepWeightsFile,
  type Taking,
  takenAs,
  takenFor,
  takings,
  type Weights,
  weightsFile,
  wordsOf,
  writeWeights,
} from '../../core/conversation/index.ts';
import { loadPortals, shippedPortals } from '../../core/portal/index.ts';
import { loadServed, servedBy } from '../portals.ts';
import { readOptions } from './options.ts';
import { plain, table } from './records.ts';

const help = `npm run intents -- [--each] [--held-out] [<file>]
npm run intents -- --learn

Reads a file of sentences, one JSON object a line, {"text","locale","procedure","portal"} (default: test/intents/sentences.jsonl), and prints how
they are taken: right, asked (what is meant is among what is offered), wrong (something else is begun), missed (nothing is offered); then which
procedure, in rows, is taken for which, in columns («?»: the user is asked). --each lists the sentences that were not taken right. --held-out learns
anew from the examples without the sentences of the file, so that the figures are those of sentences that were not learned from.

--learn learns from the examples in core/conversation/examples, a file for each meaning and a sentence a line, and from those in its folder steps, what
people come back with in the middle of a procedure. It writes what was learned of each.`;

const options = { each: { type: 'boolean' }, 'held-out': { type: 'boolean' }, learn: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
const { values, positionals } = readOptions({ allowPositionals: true, options });

/** The sentences of a file; a bad line is named, and the rest is read. */
async function sentencesIn(file: string): Promise<Sentence[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    try {
      return [sentenceSchema.parse(JSON.parse(line))];
    } catch {
      console.error(`${file}, line ${at + 1}: expected {"text","locale":"fr"|"en","procedure","portal"}. It is left out.`);
      return [];
    }
  });
}

async function main(file: string): Promise<void> {
  const { portals } = await loadServed(servedBy(process.env));
  const sentences = await sentencesIn(file);
  const intentOf = createIntents(portals, values['held-out'] ? learnWithout(sentences, portals) : undefined);
  const taken = sentences.map((sentence) => {
    const intent = intentOf(sentence.text);
    return { sentence, intent, taking: takenAs(sentence, intent), as: takenFor(intent) };
  });
  for (const taking of takings) {
    const n = taken.filter((each) => each.taking === taking).length;
    console.log(`${taking} ${n} ${((100 * n) / Math.max(1, taken.length)).toFixed(1)} %`);
  }
  const columns = [...new Set(taken.map(({ as }) => as))].sort();
  const rows = [...new Set(taken.map(({ sentence }) => sentence.procedure))].sort();
  const count = (row: string, column: string) => taken.filter(({ sentence, as }) => sentence.procedure === row && as === column).length;
  console.log(
    `\n${table(
      ['', ...columns],
      rows.map((row) => [row, ...columns.map((column) => String(count(row, column) || '·'))]),
    )}`,
  );
  if (values.each)
    console.log(
      `\n${takings
        .filter((taking) => taking !== 'right')
        .flatMap((taking) => linesOf(taking, taken))
        .join('\n')}`,
    );
}

/** Learns from the examples that are not among these sentences. */
function learnWithout(sentences: readonly Sentence[], portals: Portals): Weights {
  const own = new Set(sentences.map(({ text }) => wordsOf(text).join(' ')));
  return learnFrom(
    readExamples().filter(({ text }) => !own.has(wordsOf(text).join(' '))),
    portals,
  );
}

/** Learns from all examples, and from what is said at steps, with the names of the portals that come with Guichet masked. */
async function relearn(): Promise<void> {
  const { portals } = await loadPortals([shippedPortals], {});
  for (const [examples, file] of [
    [readExamples(), weightsFile],
    [readStepExamples(portals), stepWeightsFile],
  ] as const) {
    const weights = learnFrom(examples, portals);
    await writeFile(file, writeWeights(weights));
    console.log(`Learned ${weights.meanings.length} meanings from ${examples.length} sentences: ${file}`);
  }
}

type Portals = Parameters<typeof createIntents>[0];
type Taken = { readonly sentence: Sentence; readonly intent: ReturnType<ReturnType<typeof createIntents>>; readonly taking: Taking; readonly as: string };

const linesOf = (wanted: Taking, taken: readonly Taken[]): string[] =>
  taken
    .filter(({ taking }) => taking === wanted)
    .map(({ sentence, intent, as }) =>
      plain(
        `${wanted}: «${sentence.text}» ${sentence.procedure} ${sentence.portal ?? '-'}, taken as ${as} ${intent.portal ?? '-'} (${intent.nearest.join(', ')})`,
      ),
    );

if (values.help) console.log(help);
else
  try {
    await (values.learn ? relearn() : main(positionals[0] ?? 'test/intents/sentences.jsonl'));
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    process.exitCode = 1;
  }
