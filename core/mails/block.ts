/** A part of a mail. Written once, rendered as HTML and as text. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A link as a button. */
  | { readonly kind: 'button'; readonly label: string; readonly address: string }
  /** The button's whole address, to copy. Plain text has it below the button. */
  | { readonly kind: 'copy'; readonly text: string; readonly address: string }
  | { readonly kind: 'code'; readonly intro: string; readonly code: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'link'; readonly intro: string; readonly address: string }
  /** In small print, for what only some readers need. */
  | { readonly kind: 'note'; readonly text: string };
