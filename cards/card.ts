import type { Translator } from '../core/foundation/i18n.ts';
import type { Refusal } from '../core/foundation/outcome.ts';

/** An element of an Adaptive Card's body, as its schema (1.5) names it. */
export type Element = { readonly type: string; readonly [property: string]: unknown };

/** A button of an Adaptive Card. */
export type Action = { readonly type: `Action.${string}`; readonly [property: string]: unknown };

/** An Adaptive Card of schema 1.5, the newest that Teams takes everywhere. */
export type Card = {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly body: readonly Element[];
  readonly actions?: readonly Action[];
  readonly [property: string]: unknown;
};

/** What every button carries back: which procedure and step, and which showing of the card it stood on. */
export type Stamp = { readonly nonce: string };

/** The stamp of buttons that carry no procedure's state and answer at any time. */
export const anytime: Stamp = { nonce: 'any' };

/** A card as all of Guichet's look: where one is, a title, what to do, the buttons. */
export function card(parts: {
  readonly lang: string;
  /** Small line above the title: the portal, and the step. */
  readonly over?: string;
  /** What users put into it, and into the line above, must have gone through `plain`, as with any text of a card. */
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
    // Read by clients that cannot show the card, and in notifications.
    speak: unescaped(parts.title),
    fallbackText: unescaped(parts.title),
    body: [
      ...(parts.over ? [{ type: 'TextBlock', text: parts.over, size: 'Small', isSubtle: true, wrap: true, spacing: 'None' }] : []),
      { type: 'TextBlock', text: parts.title, size: 'Large', weight: 'Bolder', wrap: true, style: 'heading', spacing: 'Small' },
      ...(parts.body ?? []).filter((element) => element !== undefined),
    ],
    ...(actions.length > 0 && { actions }),
  };
}

/**
 * A paragraph. What users or profiles put into it must have gone through `plain`.
 * Of the colours only this one: clients draw Good and Warning too pale to be read on white.
 */
export const paragraph = (text: string, look: { subtle?: boolean; weight?: 'Bolder'; colour?: 'Attention' } = {}): Element => ({
  type: 'TextBlock',
  text,
  wrap: true,
  ...(look.subtle && { isSubtle: true, size: 'Small' }),
  ...(look.weight && { weight: look.weight }),
  ...(look.colour && { color: look.colour }),
});

/** What Markdown gives a meaning to. */
const signs = '[\\\\`*_{}[\\]()#+!~|<>]';
const meant = new RegExp(signs, 'g');
const escaped = new RegExp(`\\\\(${signs})`, 'g');

/** Text somebody typed, so that the Markdown of a TextBlock shows it as it is and makes no link of it. */
export const plain = (text: string): string => text.replace(meant, '\\$&');

/** What `plain` was given, for where there is no Markdown. */
const unescaped = (text: string): string => text.replace(escaped, '$1');

/** The same on one line: what stands among lines of ours makes none that looks like one. */
export const plainLine = (text: string): string => plain(text.replace(/\s*[\r\n\v\f\u0085\u2028\u2029]\s*/g, ' '));

/** Name and value, in rows. */
export const facts = (rows: readonly (readonly [string, string])[]): Element => ({
  type: 'FactSet',
  facts: rows.map(([title, value]) => ({ title, value: plain(value) })),
});

/** A button of Guichet's own: Action.Execute where it is to be had, the same as Action.Submit elsewhere (ALL-13). */
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

/** A button whose card stays as it is: Teams puts what answers an Action.Execute in the place of its card. */
export const submit = (verb: string, title: string, data: Readonly<Record<string, string>>): Action => ({
  type: 'Action.Submit',
  title,
  associatedInputs: 'none',
  data: { ...data, verb, nonce: anytime.nonce },
});

/** Teams shows so many buttons in a row, and hides what comes after them behind «…». */
const inRow = 6;

/** Buttons within a card's body, however many. */
export const buttons = (actions: readonly Action[]): Element[] =>
  actions.length === 0 ? [] : [{ type: 'ActionSet', actions: actions.slice(0, inRow) }, ...buttons(actions.slice(inRow))];

/** A button that opens an address. */
export const open = (title: string, url: string): Action => ({ type: 'Action.OpenUrl', title, url });

/** An input with what is wrong with it right under it. */
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

/** A choice of one, or of several, with what is wrong with it under it. */
export function choiceInput(
  t: Translator,
  input: {
    readonly id: string;
    readonly label: string;
    readonly choices: readonly { readonly title: string; readonly value: string }[];
    readonly value?: string | undefined;
    readonly placeholder?: string;
    /** A list to search in, where there are many. */
    readonly filtered?: boolean;
    readonly required?: boolean;
    readonly problems: readonly Refusal[];
  },
): Element[] {
  return [
    {
      type: 'Input.ChoiceSet',
      ...labelled(t, input, input.required ?? false),
      style: input.filtered ? 'filtered' : 'compact',
      choices: input.choices,
    },
    ...problemsOf(t, input.id, input.problems),
  ];
}

type Labelled = { readonly id: string; readonly label: string; readonly value?: string | undefined; readonly placeholder?: string | undefined };

/** What every input has. */
const labelled = (t: Translator, { id, label, value, placeholder }: Labelled, required: boolean) => ({
  id,
  label,
  ...(required && { isRequired: true, errorMessage: t('field.required') }),
  ...(value && { value }),
  ...(placeholder && { placeholder }),
});

/** What is wrong with one field, or, without a field, with the whole. */
export function problemsOf(t: Translator, field: string | undefined, problems: readonly Refusal[]): Element[] {
  return problems.filter((problem) => problem.field === field).map((problem) => ({ ...paragraph(t.say(problem), { colour: 'Attention' }), spacing: 'Small' }));
}
