import { type Html, html } from './html.ts';
import { type Frame, layout } from './layout.ts';

/** Where the bot's own address leads: what this is, and where it is talked to. */
export const homePage = (frame: Frame): Html =>
  layout(frame, { title: 'Guichet', main: html`<p>${frame.t('page.home.text')}</p>\n<p>${frame.t('page.home.safety')}</p>` });
