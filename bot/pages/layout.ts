import { type Locale, type Translator, translate } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Html, html } from './html.ts';

/** Where a page finds its files: addresses that change with the content. */
export type AssetUrls = {
  readonly style: string;
  /** The console's, with what every page has. */
  readonly console: string;
  /** Of the human check. */
  readonly widget: { readonly style: string; readonly worker: string };
  script(name: Script): string;
  accent(portal: Portal): string;
};

/** The scripts that a page may have; each page but those with a human check is whole without them. */
export type Script = 'passwordPage' | 'sendCode' | 'recoveryCodes' | 'keepDraft' | 'humanCheck' | 'sendForm' | 'live' | 'saveTable';

/** What every page is drawn with. */
export type Frame = {
  readonly t: Translator;
  readonly urls: AssetUrls;
  /** The address that shows this page again, without a query; links and forms start from it. */
  readonly here: string;
  readonly portal?: Portal | undefined;
  /** Writes the styles and scripts into the page, where it has to come in one request; else it points to their files. */
  readonly written?: (scripts: readonly Script[]) => Html;
};

const other: Record<Locale, Locale> = { fr: 'en', en: 'fr' };

/** The address of a page in a language. */
export const inLanguage = (here: string, locale: Locale): string => `${here}${here.includes('?') ? '&' : '?'}lang=${locale}`;

/** Who helps with a portal, ready to be written to or called. */
const support = ({ t, portal }: Frame) =>
  portal &&
  html`<footer>
<p>${t('page.support')} ${t.of(portal.support.name)}
<a href="mailto:${portal.support.email}">${portal.support.email}</a>${
    portal.support.phone !== undefined &&
    html`
<a href="tel:${portal.support.phone.replace(/[^+\d]/g, '')}">${portal.support.phone}</a>`
  }</p>
</footer>`;

const linked =
  ({ urls, portal }: Frame) =>
  (scripts: readonly Script[]): Html =>
    html`<link rel="stylesheet" href="${urls.style}">
${portal && html`<link rel="stylesheet" href="${urls.accent(portal)}">`}
${scripts.map((name) => html`<script type="module" src="${urls.script(name)}"></script>`)}`;

/** What a document says of itself, and what it has around its content. */
type Parts = {
  /** The title of the window, and of what stands in its corner. */
  readonly title: string;
  readonly corner: string | false | undefined;
  readonly failed?: boolean | undefined;
  /** In the head, beside what every page has there: styles, scripts. */
  readonly head: Html;
  /** The content, with what stands before and after it. */
  readonly body: Html;
};

/** A whole document: what every page says of itself, with the other language above. */
export function documentOf({ t, here }: Pick<Frame, 't' | 'here'>, { title, corner, failed, head, body }: Parts): Html {
  const next = other[t.locale];
  return html`<!doctype html>
<html lang="${t.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${failed ? t('page.title.error', { title }) : title}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<header>
<p class="portal">${corner}</p>
<a href="${inLanguage(here, next)}" lang="${next}" hreflang="${next}">${translate(next)('page.language')}</a>
</header>
${body}
</body>
</html>
`;
}

/** A whole page: one card under the portal's colour, with the other language above and help below. */
export function layout(
  frame: Frame,
  content: {
    readonly title: string;
    readonly main: Html;
    readonly failed?: boolean;
    readonly scripts?: readonly Script[];
    /** The address that the page leads to by itself. */
    readonly leads?: string;
  },
): Html {
  const { t, portal } = frame;
  const corner = portal && t.of(portal.name);
  return documentOf(frame, {
    title: corner === undefined ? content.title : `${content.title} · ${corner}`,
    corner,
    failed: content.failed,
    head: html`${content.leads !== undefined && html`<meta http-equiv="refresh" content="0; url=${content.leads}">`}${(frame.written ?? linked(frame))(content.scripts ?? [])}`,
    body: html`<main>
<h1>${content.title}</h1>
${content.main}
</main>
${support(frame)}`,
  });
}
