import type { Action, Card, Element } from './schema.ts';

/** Everything that can be pressed on a card, its rows too. */
export const pressablesOn = ({ body, actions = [] }: Pick<Card, 'body' | 'actions'>): readonly Action[] => [...body.flatMap(pressablesIn), ...actions];

function pressablesIn(element: Element): readonly Action[] {
  const own = 'selectAction' in element && element.selectAction ? [element.selectAction] : [];
  if (element.type === 'ActionSet') return element.actions;
  if (element.type === 'Container') return [...own, ...element.items.flatMap(pressablesIn)];
  if (element.type !== 'ColumnSet') return own;
  return [...own, ...element.columns.flatMap(({ selectAction, items }) => [...(selectAction ? [selectAction] : []), ...items.flatMap(pressablesIn)])];
}
