import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buttonsOf, type Line, textOf } from './chat.ts';
import { channelUnderTest } from './support.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'conversations');

const names = { fr: { user: 'Vous', bot: 'Guichet', mail: 'E-mail' }, en: { user: 'You', bot: 'Guichet', mail: 'Mail' } } as const;

/** Values that differ between runs: codes, links, references, ids. */
const steady = (text: string): string =>
  text
    .replace(/\/(link|invitation|organisation|tie)\/[\w-]{20,}/g, '/$1/…')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '…')
    .replace(/(?<!\d)\d{6}(?!\d)/g, '123456')
    .replace(/\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g, 'ABCD-1234');

/**
 * Compares what was said with docs/conversations/<name>.<locale>.md, which shows operators what their users will see. `npm test` fails if they
 * differ; run it with UPDATE_TRANSCRIPTS=1 to write the file again.
 */
export async function matchesTranscript(
  name: string,
  locale: 'fr' | 'en',
  title: string,
  lines: readonly (Line | { readonly mail: { readonly subject: string; readonly text: string } } | { readonly heading: string })[],
): Promise<void> {
  // These transcripts are of Teams. On other channels names are not authenticated, so mails do not say who asked.
  if (channelUnderTest !== 'msteams') return;
  const who = names[locale];
  const told = lines.map((line) => {
    if ('heading' in line) return `## ${line.heading}`;
    if ('mail' in line) return `**${who.mail}** — ${steady(line.mail.subject)}\n\n${quote(steady(line.mail.text))}`;
    if (!line.card) return `**${who[line.who]}** — ${steady(line.text ?? '')}`;
    const buttons = buttonsOf(line.card).map(({ title: label }) => `[${label}]`);
    return `**${who.bot}**\n\n${quote([steady(textOf(line.card)), buttons.join(' ')].join('\n'))}`;
  });
  const text = `# ${title}\n\n${told.join('\n\n')}\n`;
  const file = join(folder, `${name}.${locale}.md`);
  if (process.env.UPDATE_TRANSCRIPTS) {
    await mkdir(folder, { recursive: true });
    await writeFile(file, text);
    return;
  }
  const written = await readFile(file, 'utf8').catch(() => '');
  assert.equal(text, written, `${file} no longer tells what is said: look at the difference, then run with UPDATE_TRANSCRIPTS=1`);
}

const quote = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}  `))
    .join('\n');
