import type { Translator } from '../core/foundation/i18n.ts';
import { type Action, buttons, choiceInput, type Element, type execute, paragraph, plain, problemsOf, unescaped } from './card.ts';

/** One line of a list, which can be pressed as a whole. */
export type Row = {
  /** The text, through `plain` where it is somebody's. The row is called by it too. */
  readonly title: string;
  /** A word of explanation. */
  readonly text?: string | undefined;
  readonly action: Action;
  /** What a press does, where the title does not say it: «Gérer». It stands at the end of the row. */
  readonly verb?: string;
  /** A picture before it, as a `data:` address. */
  readonly picture?: string | undefined;
  /** Whether this is what most people come for: one on a card. */
  readonly first?: boolean;
};

/** Rows that can be pressed, from the top down: as wide as the card, so that none is ragged. */
export const rows = (list: readonly Row[]): Element[] => list.map(row);

function row({ title, text, action, verb, picture, first = false }: Row): Element {
  const name = unescaped(title);
  return {
    type: 'Container',
    style: first ? 'accent' : 'emphasis',
    spacing: 'Small',
    selectAction: { ...action, title: verb === undefined ? name : `${name}, ${verb}`, ...(text !== undefined && { tooltip: unescaped(text) }) },
    items: [
      {
        type: 'ColumnSet',
        columns: [
          ...(picture === undefined ? [] : [column('auto', { type: 'Image', url: picture, altText: name, width: '16px', height: '16px' })]),
          column('stretch', ...told(title, text)),
          ...(verb === undefined ? [] : [column('auto', paragraph(verb, { subtle: true }))]),
          column('auto', { type: 'TextBlock', text: action.type === 'Action.ToggleVisibility' ? '⌄' : '›', size: 'Large' }),
        ],
      },
    ],
  };
}

const told = (title: string, text: string | undefined): Element[] => [
  paragraph(title, { weight: 'Bolder' }),
  ...(text === undefined ? [] : [{ ...paragraph(text, { subtle: true }), spacing: 'None' as const }]),
];

/** Up to this many choices are rows. More are a list to search, with a button. */
const asRows = 8;

/** One of several, chosen by one press: `press` makes the button from the options that carry the choice. Many are a list that is searched, with that button. */
export function pick(
  t: Translator,
  { id, label, choices, problems }: Pick<Parameters<typeof choiceInput>[1], 'id' | 'label' | 'choices' | 'problems'>,
  press: (options: NonNullable<Parameters<typeof execute>[3]>) => Action,
): Element[] {
  if (choices.length === 0) return [];
  if (choices.length > asRows)
    return [...choiceInput(t, { id, label, choices, filtered: true, required: true, problems }), ...buttons([press({ style: 'positive', inputs: true })])];
  const list = choices.map(({ title, value }) => ({ title: plain(title), action: press({ data: { [id]: value } }) }));
  return [heading(label), ...problemsOf(t, id, problems), ...rows(list)];
}

/** One thing of a list, with what can be done about it: nothing, or buttons that a press on it shows. */
export type Item = { readonly id: string; readonly title: string; readonly text?: string | undefined; readonly actions: readonly Action[] };

/** A list of things. What can be done with each is folded away, unless there is only one. */
export function items(list: readonly Item[]): Element[] {
  const open = list.length === 1;
  return list.flatMap(({ id, title, text, actions }) => {
    if (actions.length > 0 && !open) {
      const { elements, action } = foldedAway(`of-${id}`, title, buttons(actions));
      return [row({ title, text, action }), ...elements];
    }
    return [{ type: 'Container', style: 'emphasis', spacing: 'Small', items: [...told(title, text), ...buttons(actions)] }];
  });
}

const column = (width: 'auto' | 'stretch', ...items: readonly Element[]) => ({ type: 'Column', width, verticalContentAlignment: 'Center', items }) as const;

/** A question of two answers, or of three short ones: as wide as each other, side by side. */
export const choice = (answers: readonly Action[]): Element => ({
  type: 'ColumnSet',
  spacing: 'Small',
  columns: answers.map((answer) => ({
    type: 'Column',
    width: 'stretch',
    style: 'emphasis',
    spacing: 'Small',
    selectAction: answer,
    items: [{ ...paragraph(answer.title ?? ''), horizontalAlignment: 'Center' }],
  })),
});

/** A quiet heading over a group of rows. */
export const heading = (text: string): Element => ({ ...paragraph(text, { subtle: true }), spacing: 'Medium' });

/** What is folded away until «Plus» is pressed, on the card itself: nothing is asked of the bot. Fields do not belong in it. */
export function folded(id: string, label: string, inside: readonly Element[]): Element[] {
  if (inside.length === 0) return [];
  const { action, elements } = foldedAway(id, label, inside);
  return [row({ title: label, action }), ...elements];
}

const foldedAway = (id: string, title: string, inside: readonly Element[]): { readonly action: Action; readonly elements: Element[] } => ({
  action: { type: 'Action.ToggleVisibility', title, targetElements: [id] },
  elements: [{ type: 'Container', id, isVisible: false, spacing: 'Small', items: inside }],
});
