import { type Html, html } from '../html.ts';

/** A text in which commands stand between backticks. */
export const coded = (text: string): Html => html`${text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;
