import type {
  IActionSet,
  IAdaptiveCard,
  IChoice,
  IChoiceSetInput,
  IColumn,
  IColumnSet,
  IContainer,
  IDateInput,
  IExecuteAction,
  IFact,
  IFactSet,
  IImage,
  IOpenUrlAction,
  ISubmitAction,
  ITextBlock,
  ITextInput,
  IToggleVisibilityAction,
} from '@microsoft/teams.cards';

/**
 * What Microsoft's types describe beyond schema 1.5, or what Guichet has no use for. A card with one of these does not compile, as little as one with a
 * misspelt property.
 */
type LeftOut = 'key' | 'requires' | 'grid.area' | 'isSortKey' | 'targetWidth' | 'layouts' | 'showBorder' | 'roundedCorners' | 'maxHeight' | 'minWidth';
type LeftOutOfActions = 'menuActions' | 'themedIconUrls' | 'conditionallyEnabled' | 'msteams';
type LeftOutOfInputs = 'valueChangedAction' | 'choices.data' | 'useMultipleColumns' | 'minColumnWidth' | 'inlineAction';
type LeftOutOfImages = 'themedUrls' | 'fitMode' | 'allowExpand' | 'horizontalContentAlignment' | 'verticalContentAlignment';

/** A type of Microsoft's, read-only and of schema 1.5, without the properties that are typed anew here. */
type Of<Theirs, Anew extends PropertyKey = never> = {
  readonly [Name in keyof Theirs as Exclude<Name, LeftOut | LeftOutOfActions | LeftOutOfInputs | Anew>]: Theirs[Name];
};

/** What a button sends to the bot. */
type Sent = { readonly data: Readonly<Record<string, unknown>> };

type Submit = Of<ISubmitAction, 'data' | 'fallback'> & Sent;
type Execute = Of<IExecuteAction, 'data' | 'fallback'> & Sent & { readonly fallback: Submit };

/** A button of an Adaptive Card, or what a click on a row does. */
export type Action = Submit | Execute | Of<IOpenUrlAction, 'fallback'> | Of<IToggleVisibilityAction, 'fallback'>;

type Pressable = { readonly selectAction?: Action };
type Column = Of<IColumn, 'items' | 'selectAction' | 'fallback'> & Pressable & { readonly items: readonly Element[] };

/** A text on a card. */
export type Text = Of<ITextBlock, 'fallback'>;

/** An element of an Adaptive Card's body, as defined by its schema (1.5). */
export type Element =
  | Text
  | (Of<IFactSet, 'facts' | 'fallback'> & { readonly facts: readonly Of<IFact>[] })
  | Of<IImage, 'selectAction' | 'fallback' | LeftOutOfImages>
  | Of<ITextInput, 'fallback'>
  | Of<IDateInput, 'fallback'>
  | (Of<IChoiceSetInput, 'choices' | 'fallback'> & { readonly choices: readonly Of<IChoice>[] })
  | (Of<IActionSet, 'actions' | 'fallback'> & { readonly actions: readonly Action[] })
  | (Of<IColumnSet, 'columns' | 'selectAction' | 'fallback'> & Pressable & { readonly columns: readonly Column[] })
  | (Of<IContainer, 'items' | 'selectAction' | 'fallback'> & Pressable & { readonly items: readonly Element[] });

/** An Adaptive Card of schema 1.5, the newest version that every Teams client supports. */
export type Card = Of<IAdaptiveCard, 'version' | 'body' | 'actions' | 'selectAction' | 'fallback' | 'resources' | 'isSortKey'> & {
  readonly version: '1.5';
  readonly body: readonly Element[];
  readonly actions?: readonly Action[];
};
