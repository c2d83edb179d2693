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
});
export type Button = z.output<typeof button>;

const field = z.object({ id: z.string(), value: z.string(), required: z.boolean(), label: z.string().optional() });

/** What can be typed in place of a press on the card in front: its buttons and rows, what stands in its fields, and the buttons of the card before that work at any time. */
export const frontSchema = z.object({ buttons: z.array(button), fields: z.array(field), before: z.array(button) });
export type Front = z.output<typeof frontSchema>;

/** Reads the card that is now in front. Addresses are left out, as the one of a page holds a link's secret. */
export function frontOf({ body, actions = [] }: Card, last: Front | undefined): Front {
  const buttons = [...inside(body).flatMap((element) => pressable(element)), ...actions.flatMap((action) => buttonOf(action, false))];
  return { buttons, fields: inside(body).flatMap(fieldOf), before: (last?.buttons ?? []).filter(({ nonce }) => nonce === 'any') };
}

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

function pressable(element: Element): Button[] {
  if (element.type === 'ActionSet') return element.actions.flatMap((action) => buttonOf(action, false));
  if (element.type === 'Container' && element.selectAction) return buttonOf(element.selectAction, true);
  return element.type === 'ColumnSet' ? element.columns.flatMap(({ selectAction }) => (selectAction ? buttonOf(selectAction, true) : [])) : [];
}

function buttonOf(action: Action, row: boolean): Button[] {
  if (!('data' in action) || typeof action.data.verb !== 'string' || typeof action.data.nonce !== 'string') return [];
  const { verb, nonce, ...rest } = action.data;
  const data = Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const { title = '', style, associatedInputs } = action;
  return [{ label: title, verb, nonce, data, row, primary: style === 'positive', sends: associatedInputs === 'auto' }];
}

function fieldOf(element: Element): z.output<typeof field>[] {
  if (element.type !== 'Input.Text' && element.type !== 'Input.ChoiceSet') return [];
  return element.id === undefined
    ? []
    : [
        {
          id: element.id,
          value: element.value ?? '',
          required: element.isRequired ?? false,
          ...(element.type === 'Input.Text' && element.label !== undefined && { label: element.label }),
        },
      ];
}
