import type { Translator } from '../core/foundation/i18n.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import { mark } from './mark.ts';
import { plain, unescaped } from './plain.ts';
import type { Action, Card, Element, Text } from './schema.ts';
import { unbroken } from './unbroken.ts';

export { plain, plainLine, unescaped } from './plain.ts';
export type { Action, Card, Element } from './schema.ts';

/** What every button sends back: the procedure's step, and a nonce that tells which showing of the card it belongs to. */
export type Stamp = { readonly nonce: string };

/** The stamp of buttons that carry no procedure state and work at any time. */
export const anytime: Stamp = { nonce: 'any' };

/** The small line above a title: where you are. A portal's line has the mark of its colour before it. */
export type Over = string | { readonly portal: string; readonly accent: string; readonly more?: string | undefined };

/** This many buttons are in view, «…» included. Teams shows six and more, in ragged rows. */
const inView = 4;

/** The common layout of every card: where you are, a title, the body, the buttons. What is pressed most comes first: later buttons may be behind «…». */
export function card(parts: {
  readonly lang: string;
  readonly over?: Over;
  /** Text from users in the title or in `over` must have gone through `plain`, like any text on a card. */
  readonly title: string;
  readonly body?: readonly (Element | undefined)[];
  readonly actions?: readonly (Action | undefined)[];
}): Card {
  const actions = (parts.actions ?? []).filter((action) => action !== undefined);
  const body = (parts.body ?? []).filter((element) => element !== undefined);
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: parts.lang,
    // For notifications, and for clients that cannot show the card.
    speak: unescaped(parts.title),
    fallbackText: unescaped(parts.title),
    body: [
      ...(parts.over === undefined ? [] : [overLine(parts.over)]),
      { type: 'TextBlock', text: unbroken(parts.title), size: 'Large', weight: 'Bolder', wrap: true, style: 'heading', spacing: 'Small' },
      ...body,
    ],
    ...(actions.length > 0 && { actions: barOf(body, actions) }),
  };
}

function overLine(over: Over): Element {
  if (typeof over === 'string') return { ...paragraph(over, { subtle: true }), spacing: 'None' };
  const { portal, accent, more } = over;
  return {
    type: 'ColumnSet',
    spacing: 'None',
    columns: [
      {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'Center',
        items: [{ type: 'Image', url: mark(accent), altText: portal, width: '12px', height: '12px' }],
      },
      {
        type: 'Column',
        width: 'stretch',
        spacing: 'Small',
        verticalContentAlignment: 'Center',
        items: [paragraph(more === undefined ? portal : `${portal} · ${more}`, { subtle: true })],
      },
    ],
  };
}

/** The buttons below a body. What is too much for one look is behind «…»; a client that knows no «…» shows it all. */
export function barOf(body: readonly Element[], actions: readonly Action[]): readonly Action[] {
  const room = Math.max(2, inView - seen(body));
  return actions.map((action, at) => ({ ...action, mode: actions.length <= room || at < room - 1 ? 'primary' : 'secondary' }));
}

/** How many buttons are in view in a body. */
const seen = (body: readonly Element[]): number =>
  body.reduce((sum, element) => {
    if (element.isVisible === false) return sum;
    return sum + (element.type === 'ActionSet' ? element.actions.length : element.type === 'Container' ? seen(element.items) : 0);
  }, 0);

/** A paragraph. Text from users or profiles must have gone through `plain`. It has no colour: each is too pale to read in some theme of some client. */
export const paragraph = (text: string, look: { subtle?: boolean; weight?: 'Bolder' } = {}): Text => ({
  type: 'TextBlock',
  text: unbroken(text),
  wrap: true,
  ...(look.subtle && { isSubtle: true, size: 'Small' }),
  ...(look.weight && { weight: look.weight }),
});

/** What is wrong, on a ground that every theme makes readable. */
export const alert = (text: string): Element => ({ type: 'Container', style: 'attention', spacing: 'Small', items: [paragraph(text, { weight: 'Bolder' })] });

/** Name and value, or values below each other, in rows. Not a FactSet: clients cut a long address short there. */
export const facts = (rows: readonly (readonly [string, ...string[]])[]): Element => ({
  type: 'Container',
  items: rows.map(([name, ...values]) => ({
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: 1, items: [paragraph(name, { subtle: true })] },
      { type: 'Column', width: 2, spacing: 'Small', items: values.map((value) => ({ ...paragraph(plain(value)), spacing: 'Small' })) },
    ],
  })),
});

/** A button handled by Guichet: Action.Execute, falling back to Action.Submit where it is not supported (ALL-13). */
export function execute(
  verb: string,
  title: string,
  stamp: Stamp,
  options: { readonly style?: 'positive' | 'destructive'; readonly inputs?: boolean; readonly data?: Readonly<Record<string, string>> } = {},
): Action {
  const button = {
    title,
    ...(options.style && { style: options.style }),
    associatedInputs: options.inputs ? 'auto' : 'none',
    data: { ...options.data, verb, nonce: stamp.nonce },
  } as const;
  return { type: 'Action.Execute', verb, ...button, fallback: { type: 'Action.Submit', ...button } };
}

/** A button that leaves its card as it is. Teams would replace the card with the answer to an Action.Execute. */
export const submit = (verb: string, title: string, data: Readonly<Record<string, string>>): Action => ({
  type: 'Action.Submit',
  title,
  associatedInputs: 'none',
  data: { ...data, verb, nonce: anytime.nonce },
});

/** More buttons in a row wrap in a narrow pane, raggedly. */
const inRow = 2;

/** Buttons in a card's body, split into rows. */
export const buttons = (actions: readonly Action[]): Element[] =>
  actions.length === 0 ? [] : [{ type: 'ActionSet', actions: actions.slice(0, inRow) }, ...buttons(actions.slice(inRow))];

/** A button that opens an address. */
export const open = (title: string, url: string, style?: 'positive'): Action => ({ type: 'Action.OpenUrl', title, url, ...(style && { style }) });

/**
 * The buttons that open a page of ours: Teams' own dialog window, which works only there, with a plain link beside it. Without the window the link alone,
 * which is then what one presses (ALL-13).
 */
export const openings = (t: Translator, title: string, { url, window }: { readonly url: string; readonly window: boolean }): readonly Action[] =>
  window
    ? [{ type: 'Action.Submit', title, style: 'positive', data: { msteams: { type: 'task/fetch' }, verb: 'page.window', url } }, open(t('openPage.link'), url)]
    : [open(title, url, 'positive')];

/** A text input with its problems right under it. */
export function textInput(
  t: Translator,
  input: {
    readonly id: string;
    readonly label: string;
    readonly value?: string | undefined;
    readonly placeholder?: string | undefined;
    readonly style?: 'Email' | 'Tel';
    readonly maxLength?: number;
    readonly optional?: boolean;
    readonly multiline?: boolean;
    readonly problems: readonly Refusal[];
  },
): Element[] {
  return [
    {
      type: 'Input.Text',
      ...labelled(t, input, !input.optional),
      ...(input.multiline && { isMultiline: true }),
      maxLength: input.maxLength ?? 254,
      ...(input.style && { style: input.style }),
    },
    ...problemsOf(t, input.id, input.problems),
  ];
}

/** A day of the calendar (`2026-12-15`), with its problems right under it. It may be left empty. */
export const dateInput = (
  t: Translator,
  input: { readonly id: string; readonly label: string; readonly value?: string | undefined; readonly problems: readonly Refusal[] },
): Element[] => [{ type: 'Input.Date', ...labelled(t, input, false) }, ...problemsOf(t, input.id, input.problems)];

/** A choice of one or several, with its problems right under it. */
export function choiceInput(
  t: Translator,
  input: {
    readonly id: string;
    readonly label: string;
    readonly choices: readonly { readonly title: string; readonly value: string }[];
    readonly value?: string | undefined;
    readonly placeholder?: string;
    /** Whether the list can be searched, for long ones. */
    readonly filtered?: boolean;
    /** Whether all of them are in view, for few: one click instead of two. */
    readonly expanded?: boolean;
    readonly required?: boolean;
    readonly problems: readonly Refusal[];
  },
): Element[] {
  return [
    {
      type: 'Input.ChoiceSet',
      ...labelled(t, input, input.required ?? false),
      style: input.filtered ? 'filtered' : input.expanded ? 'expanded' : 'compact',
      ...(input.expanded && { wrap: true }),
      choices: input.choices,
    },
    ...problemsOf(t, input.id, input.problems),
  ];
}

type Labelled = { readonly id: string; readonly label: string; readonly value?: string | undefined; readonly placeholder?: string | undefined };

/** Check boxes for several of these, with their problems right under them. A client may omit a list with nothing ticked: its button sends `{ [id]: '' }`. */
export function tickInput(
  t: Translator,
  input: {
    readonly id: string;
    readonly label: string;
    readonly choices: readonly { readonly title: string; readonly value: string }[];
    readonly ticked: readonly string[];
    readonly problems: readonly Refusal[];
  },
): Element[] {
  return [
    {
      type: 'Input.ChoiceSet',
      ...labelled(t, { id: input.id, label: input.label, value: input.ticked.join(',') }, false),
      isMultiSelect: true,
      style: 'expanded',
      wrap: true,
      choices: input.choices,
    },
    ...problemsOf(t, input.id, input.problems),
  ];
}

/** The properties that all inputs share. */
const labelled = (t: Translator, { id, label, value, placeholder }: Labelled, required: boolean) => ({
  id,
  label,
  ...(required && { isRequired: true, errorMessage: t('field.required') }),
  ...(value && { value }),
  ...(placeholder && { placeholder }),
});

/** The problems of one field, or, without a field, of the whole card. */
export function problemsOf(t: Translator, field: string | undefined, problems: readonly Refusal[]): Element[] {
  return problems.filter((problem) => problem.field === field).map((problem) => alert(t.say(problem)));
}
