import { z } from 'zod';
import type { Card } from '../../../cards/card.ts';
import { type Html, html } from '../html.ts';

/** What is read of a card's parts: their texts, their fields and what can be pressed. */
const part = z.looseObject({
  type: z.string().optional(),
  text: z.string().optional(),
  title: z.string().optional(),
  label: z.string().optional(),
  value: z.string().optional(),
  placeholder: z.string().optional(),
  size: z.string().optional(),
  isVisible: z.boolean().optional(),
});

/** The lists in which parts are, in the order in which they are seen. */
const lists = ['body', 'items', 'columns', 'facts', 'choices', 'actions'] as const;

/** A card as people meet it, from the very card that is sent: its texts, fields and buttons, none of which can be pressed here. */
export const cardPicture = (card: Card): Html => html`<div class="card">
${drawn(card)}
</div>`;

function drawn(of: unknown): readonly Html[] {
  const read = part.safeParse(of);
  if (!read.success) return [];
  const { type = '', text, title, label, value, placeholder = '', size, ...more } = read.data;
  const inside = lists.flatMap((name) => {
    const items: unknown = more[name];
    return Array.isArray(items) ? items.flatMap(drawn) : [];
  });
  if (type === 'TextBlock') return [size === 'Large' ? html`<p class="big">${plain(text)}</p>` : html`<p>${plain(text)}</p>`];
  if (type.startsWith('Input.'))
    return [
      html`<p class="field"><span>${plain(label)}</span> <span class="empty">${plain(value ?? placeholder)}</span></p>`,
      ...(inside.length > 0 ? [html`<div class="choices">${inside}</div>`] : []),
    ];
  if (type.startsWith('Action.')) return [html`<span class="press">${plain(title)}</span> `];
  // A fact or a choice has no type of its own.
  if (type === '') return [html`<p>${[title, value].filter((said, at) => said !== undefined && (at === 0 || /\s/.test(said))).join(' ')}</p>`];
  return more.selectAction === undefined ? inside : [html`<div class="press">${inside}</div>`];
}

/** Text of a card, without the marks of its Markdown. */
const plain = (text = ''): string => text.replace(/\\([^\w\s])/g, '$1').replace(/\*\*|__/g, '');
