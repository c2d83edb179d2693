import type { Translator } from '../core/foundation/i18n.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import { mark } from './mark.ts';
import type { Action, Card, Element, Text } from './schema.ts';

export type { Action, Card, Element } from './schema.ts';

/** What every button sends back: the procedure's step, and a nonce that tells which showing of the card it belongs to. */
export type Stamp = { readonly nonce: string };

/** The stamp of buttons that carry no procedure state and work at any time. */
export const anytime: Stamp = { nonce: 'any' };

/** The small line above a title: where you are. A portal's line has the mark of its colour before it. */
export type Over = string | { readonly text: string; readonly accent: string };

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
      { type: 'TextBlock', text: parts.title, size: 'Large', weight: 'Bolder', wrap: true, style: 'heading', spacing: 'Small' },
      ...(parts.body ?? []).filter((element) => element !== undefined),
    ],
    ...(actions.length > 0 && { actions: bar(actions) }),
  };
}

function overLine(over: Over): Element {
  if (typeof over === 'string') return { ...paragraph(over, { subtle: true }), spacing: 'None' };
  const { text, accent } = over;
  return {
    type: 'ColumnSet',
    spacing: 'None',
    columns: [
      {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'Center',
        items: [{ type: 'Image', url: mark(accent), altText: '', width: '12px', height: '12px' }],
      },
      { type: 'Column', width: 'stretch', spacing: 'Small', verticalContentAlignment: 'Center', items: [paragraph(text, { subtle: true })] },
    ],
  };
}

/** Puts what is too much for one look behind «…». A client that knows no «…» shows it all. */
const bar = (actions: readonly Action[]): readonly Action[] =>
  actions.length <= inView ? actions : actions.map((action, at) => (at < inView - 1 ? action : { ...action, mode: 'secondary' }));

/**
 * A paragraph. Text from users or profiles must have gone through `plain`. Attention is the only colour, because clients draw Good and Warning too
 * pale to read on white.
 */
export const paragraph = (text: string, look: { subtle?: boolean; weight?: 'Bolder'; colour?: 'Attention' } = {}): Text => ({
  type: 'TextBlock',
  text,
  wrap: true,
  ...(look.subtle && { isSubtle: true, size: 'Small' }),
  ...(look.weight && { weight: look.weight }),
  ...(look.colour && { color: look.colour }),
});

/** The characters that mean something in Markdown. */
const signs = '[\\\\`*_{}[\\]()#+!~|<>]';
const meant = new RegExp(signs, 'g');
const escaped = new RegExp(`\\\\(${signs})`, 'g');

/** Escapes text that somebody typed, so that a TextBlock shows it literally and makes no link of it. */
export const plain = (text: string): string => text.replace(unseen, '').replace(heaps, '$1').replace(meant, '\\$&');

/** As in core/foundation/prose.ts, from which cards take no code: what stands in a directory or the roster is not ours to refuse. */
const unseen = /(?!\u200c|\u200d|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}|(?![\t\n\v\f\r\u0085])\p{Cc}/gu;

const heaps = /(\p{M}{5})\p{M}+/gu;

/** Undoes `plain`, for places without Markdown. */
const unescaped = (text: string): string => text.replace(escaped, '$1');

/** Like `plain`, on one line, so that user text cannot imitate a line of ours. */
export const plainLine = (text: string): string => plain(text.replace(/\s*[\r\n\v\f\u0085\u2028\u2029]\s*/g, ' '));

/** Name and value, in rows. */
export const facts = (rows: readonly (readonly [string, string])[]): Element => ({
  type: 'FactSet',
  facts: rows.map(([title, value]) => ({ title, value: plain(value) })),
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

/** Teams shows this many buttons in a row and hides the rest behind «…». */
const inRow = 6;

/** Buttons in a card's body, split into rows. */
export const buttons = (actions: readonly Action[]): Element[] =>
  actions.length === 0 ? [] : [{ type: 'ActionSet', actions: actions.slice(0, inRow) }, ...buttons(actions.slice(inRow))];

/** A button that opens an address. */
export const open = (title: string, url: string): Action => ({ type: 'Action.OpenUrl', title, url });

/** A button that opens a page of ours in Teams' own dialog window, which works only there: a plain link stands beside it (ALL-13). */
export const openWindow = (title: string, url: string): Action => ({
  type: 'Action.Submit',
  title,
  style: 'positive',
  data: { msteams: { type: 'task/fetch' }, verb: 'page.window', url },
});

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
  return problems
    .filter((problem) => problem.field === field)
    .map((problem) => ({ ...paragraph(t.say(problem), { colour: 'Attention' }), spacing: 'Small' as const }));
}
