import type { Translator } from '../foundation/i18n.ts';
import type { Block } from './block.ts';

/** Renders a mail as plain text, with everything its HTML says. */
export const asText = (blocks: readonly Block[], t: Translator): string =>
  `${blocks
    .filter((block) => block.kind !== 'copy')
    .map((block) => write(block, t))
    .join('\n\n')}\n`;

function write(block: Exclude<Block, { kind: 'copy' }>, t: Translator): string {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return block.text;
    // On a line of its own, so that a client that makes it clickable does not include a full stop.
    case 'button':
      return `${block.label}\n${block.address}`;
    case 'link':
      return `${block.intro}\n${block.address}`;
    case 'code':
      return `${block.intro}\n\n    ${block.code}`;
    case 'table':
      return block.rows.map(([label, value]) => t('mail.row', { label: inset(label), value: inset(value) })).join('\n');
  }
}

/** Indents lines that somebody typed, so that none of them looks like one of ours. */
const inset = (typed: string): string => typed.replace(/\s*[\r\n\v\f\u0085\u2028\u2029]\s*/g, '\n    ');
