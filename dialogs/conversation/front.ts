import { z } from 'zod';
import type { Action, Card, Element } from '../../cards/card.ts';
import { wordsOf } from '../../core/conversation/index.ts';
import { choiceMeant } from './choices.ts';
import { placeMeant } from './ordinals.ts';

const button = z.object({
  label: z.string(),
  verb: z.string(),
  nonce: z.string(),
  data: z.record(z.string(), z.string()),
  /** Whether it stands in a list, where «2» or «la deuxième» names it. */
  row: z.boolean(),
  primary: z.boolean(),
  /** Whether it sends what stands in the fields. */
  sends: z.boolean(),
  /** The thing of a list that it is about, as the card tells of it. */
  of: z.string().optional(),
});
export type Button = z.output<typeof button>;

/** `choices`: among what is chosen, and whether several may be. */
const field = z.object({
  id: z.string(),
  value: z.string(),
  required: z.boolean(),
  label: z.string().optional(),
  choices: z.array(z.object({ title: z.string(), value: z.string() })).optional(),
  several: z.boolean().optional(),
});
export type Field = z.output<typeof field>;

/**
 * What can be typed in place of a press on the card in front: its buttons and rows, what stands in its fields, and the buttons of the card before that work at any
 * time. `about`: what the card itself is about: its title and facts. `things`: what it lists, in order. `doubted`: something was said below it that was not understood, so that a bare yes decides nothing.
 */
export const frontSchema = z.object({
  buttons: z.array(button),
  fields: z.array(field),
  before: z.array(button),
  about: z.string().optional(),
  things: z.array(z.string()).optional(),
  doubted: z.boolean().optional(),
});
export type Front = z.output<typeof frontSchema>;

/** Reads the card that is now in front. Addresses are left out, as the one of a page holds a link's secret. */
export function frontOf({ body, actions = [] }: Card, last: Front | undefined): Front {
  const buttons = [...pressables(body), ...actions.flatMap((action) => buttonOf(action, false))];
  const before = (last?.buttons ?? []).filter(({ nonce }) => nonce === 'any');
  return { buttons, fields: inside(body).flatMap(fieldOf), before, about: aboutOf(body), things: inside(body).flatMap(thingOf) };
}

/** A thing of a list, as its buttons tell of it: folded under its name, or with its texts in view. */
function thingOf(element: Element): string[] {
  if (element.type !== 'Container' || element.style !== 'emphasis') return [];
  const { selectAction, items } = element;
  return selectAction === undefined ? [textsIn(items)] : selectAction.type === 'Action.ToggleVisibility' ? [toldBy(selectAction)] : [];
}

const textsIn = (items: readonly Element[]): string => items.flatMap((item) => (item.type === 'TextBlock' ? item.text : [])).join(' ');

/** In characters. */
const longestAbout = 400;

const aboutOf = (body: readonly Element[]): string =>
  inside(body)
    .flatMap((element) => {
      if (element.type === 'TextBlock' && element.style === 'heading') return element.text;
      const isFact = element.type === 'ColumnSet' && element.columns.length === 2 && element.columns.every(({ width }) => typeof width === 'number');
      return isFact ? inside(element.columns[1]?.items ?? []).flatMap((each) => (each.type === 'TextBlock' ? each.text : [])) : [];
    })
    .join(' ')
    .slice(0, longestAbout);

/** The button that a message names by its label, or the row that it names by its place; of the card before, by the label only (TALK-11). */
export function namedButton(text: string, { buttons, before }: Front): Button | undefined {
  const list = buttons.filter(({ row }) => row);
  const at = list.length > 1 ? placeMeant(wordsOf(text), list.length) : undefined;
  if (at !== undefined) return list[at];
  return byLabel(text, buttons) ?? byLabel(text, before);
}

/** The one main button, where nothing is missing in what it sends: what «oui», «ok» and «envoie» press. */
export function mainButton({ buttons, fields }: Front): Button | undefined {
  const [main, ...others] = buttons.filter(({ primary }) => primary);
  if (!main || others.length > 0) return undefined;
  const isFilled = main.sends ? fields.every(({ required, value }) => !required || value !== '') : fields.length === 0;
  return isFilled ? main : undefined;
}

/** Whether a button would send fields in which nothing stands yet. */
export const sendsNothing = ({ sends, primary }: Button, { fields }: Front): boolean =>
  sends && primary && fields.length > 0 && fields.every(({ value }) => value === '');

/** What a press on a button sends: as clients do it, what stands in a field counts before what the button brings for it. */
export const sentBy = ({ data, sends }: Button, { fields }: Front): Readonly<Record<string, string>> => ({
  ...data,
  ...(sends && Object.fromEntries(fields.map(({ id, value }) => [id, value]))),
});

function byLabel(text: string, buttons: readonly Button[]): Button | undefined {
  const choices = buttons.flatMap(({ label, verb, data }, at) =>
    wordsOf(label).length === 0 ? [] : [{ labels: [label], press: String(at), inputs: data, verb }],
  );
  // «2» is a place in a list, and no list is looked at here.
  const chosen = placeMeant(wordsOf(text), choices.length) === undefined ? choiceMeant(text, choices, true) : undefined;
  return chosen && buttons[Number(chosen.press)];
}

/** All elements of a body that are in view. */
const inside = (body: readonly Element[]): Element[] =>
  body.flatMap((element) => {
    if (element.type === 'Container') return [element, ...inside(element.items)];
    if (element.type === 'ColumnSet') return [element, ...element.columns.flatMap(({ items }) => inside(items))];
    return [element];
  });

/** What can be pressed in a body. A thing of a list has its buttons below its texts, or folded away behind a row that has its name. */
function pressables(body: readonly Element[], of?: string): Button[] {
  const folded = new Map<string, string>();
  return body.flatMap((element) => {
    if (element.type === 'ActionSet') return element.actions.flatMap((action) => buttonOf(action, false, of));
    if (element.type === 'ColumnSet')
      return element.columns.flatMap(({ selectAction, items }) => [...(selectAction ? buttonOf(selectAction, true) : []), ...pressables(items, of)]);
    if (element.type !== 'Container') return [];
    const { selectAction, items, id = '' } = element;
    if (selectAction?.type === 'Action.ToggleVisibility')
      for (const target of selectAction.targetElements ?? []) folded.set(String(target), toldBy(selectAction));
    const itself = items.some(({ type }) => type === 'ActionSet') ? textsIn(items) : of;
    return [...(selectAction ? buttonOf(selectAction, true, toldBy(selectAction)) : []), ...pressables(items, folded.get(id) ?? itself)];
  });
}

const toldBy = ({ title = '', tooltip = '' }: Action): string => `${title} ${tooltip}`.trim();

function buttonOf(action: Action, row: boolean, of?: string): Button[] {
  if (!('data' in action) || typeof action.data.verb !== 'string' || typeof action.data.nonce !== 'string') return [];
  const { verb, nonce, ...rest } = action.data;
  const data = Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const { title = '', style, associatedInputs } = action;
  return [{ label: title, verb, nonce, data, row, primary: style === 'positive', sends: associatedInputs === 'auto', ...(of && { of }) }];
}

/** In entries: as many as a page of a review has. What is chosen among more is searched for. */
const longestChoice = 50;

function fieldOf(element: Element): Field[] {
  if ((element.type !== 'Input.Text' && element.type !== 'Input.ChoiceSet') || element.id === undefined) return [];
  const { id, value = '', isRequired: required = false, label } = element;
  const itself = { id, value, required };
  if (element.type === 'Input.Text') return [{ ...itself, ...(label !== undefined && { label }) }];
  const choices = element.choices.map(({ title = '', value: chosen = '' }) => ({ title, value: chosen }));
  return [{ ...itself, ...(choices.length <= longestChoice && { choices }), ...(element.isMultiSelect && { several: true }) }];
}
