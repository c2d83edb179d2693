import { type Action, type Element, paragraph } from './card.ts';

/** One line of a list, which can be pressed as a whole. */
export type Row = {
  /** The text, through `plain` where it is somebody's. The action has a title of its own, without Markdown: it names the row to those who hear it. */
  readonly title: string;
  /** A word of explanation. */
  readonly text?: string | undefined;
  readonly action: Action;
  /** A picture before it, as a `data:` address. */
  readonly picture?: string | undefined;
  /** Whether this is what most people come for: one on a card. */
  readonly first?: boolean;
};

/** Rows that can be pressed, from the top down: as wide as the card, so that none is ragged. */
export const rows = (list: readonly Row[]): Element[] => list.map(row);

function row({ title, text, action, picture, first = false }: Row): Element {
  return {
    type: 'Container',
    style: first ? 'accent' : 'emphasis',
    spacing: 'Small',
    selectAction: text === undefined ? action : { ...action, tooltip: text },
    items: [
      {
        type: 'ColumnSet',
        columns: [
          ...(picture === undefined ? [] : [column('auto', { type: 'Image', url: picture, altText: '', width: '16px', height: '16px' })]),
          column(
            'stretch',
            paragraph(title, { weight: 'Bolder' }),
            ...(text === undefined ? [] : [{ ...paragraph(text, { subtle: true }), spacing: 'None' as const }]),
          ),
          column('auto', { type: 'TextBlock', text: '›', size: 'Large' }),
        ],
      },
    ],
  };
}

const column = (width: 'auto' | 'stretch', ...items: readonly Element[]) => ({ type: 'Column', width, verticalContentAlignment: 'Center', items }) as const;

/** A quiet heading over a group of rows. */
export const heading = (text: string): Element => ({ ...paragraph(text, { subtle: true }), spacing: 'Medium' });

/** What is folded away until «Plus» is pressed, on the card itself: nothing is asked of the bot. Fields do not belong in it. */
export function folded(id: string, label: string, items: readonly Element[]): Element[] {
  if (items.length === 0) return [];
  return [
    { type: 'ActionSet', actions: [{ type: 'Action.ToggleVisibility', title: label, targetElements: [id] }] },
    { type: 'Container', id, isVisible: false, spacing: 'Small', items },
  ];
}
