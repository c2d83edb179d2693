/** A piece of a mail: said once, written as HTML and as text. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A link as a button, its whole address below it to copy. */
  | { readonly kind: 'button'; readonly label: string; readonly address: string; readonly copy: string }
  | { readonly kind: 'code'; readonly intro: string; readonly code: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'link'; readonly intro: string; readonly address: string }
  /** Set smaller: what only some need. */
  | { readonly kind: 'note'; readonly text: string };
