import type { Translator } from '../foundation/i18n.ts';
import type { Block } from './block.ts';

/** A mail as plain text, with all that its HTML says. */
export const asText = (blocks: readonly Block[], t: Translator): string => `${blocks.map((block) => write(block, t)).join('\n\n')}\n`;

function write(block: Block, t: Translator): string {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return block.text;
    // Alone on its line: a program that makes it a link must not take a full stop for part of it.
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

/** Lines that somebody typed stand further in, so that none of them looks like a row of ours. */
const inset = (typed: string): string => typed.replace(/\s*[\r\n\v\f\u0085\u2028\u2029]\s*/g, '\n    ');
