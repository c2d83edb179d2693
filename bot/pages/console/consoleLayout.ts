import { type Entered, type Role, roles } from '../../../core/console/index.ts';
import { type Html, html } from '../html.ts';
import { documentOf, type Frame, inLanguage, type Script } from '../layout.ts';
import { liveLine } from './liveParts.ts';

/** The parts of the console, each with the roles that it is for. */
export const parts = {
  overview: roles,
  requests: ['support', 'operator'],
  people: ['support'],
  audit: ['auditor'],
  reviews: ['operator', 'auditor'],
  differences: ['operator', 'auditor'],
  outbox: ['operator'],
  directories: ['operator'],
  portals: ['operator'],
  records: ['operator'],
  operators: ['operator'],
  settings: ['operator'],
  doctor: ['operator'],
} as const satisfies Record<string, readonly Role[]>;
export type Part = keyof typeof parts;

/** Whether somebody's roles open a part. */
export const isFor = (part: Part, { who }: At): boolean => parts[part].some((role) => who.roles.includes(role));

/** The address of a part. */
export const partPath = (part: Part): string => (part === 'overview' ? '/console' : `/console/${part}`);

/** Where somebody sees their open sessions: those of an account on its own page. */
export const sessionsPath = ({ who: { portal } }: At): string => (portal === '' ? '/console/sessions' : `/p/${portal}/account`);

/** Who is at a page of the console, and the token of its forms. */
export type At = { readonly who: Entered; readonly csrf: string };

/** What a page of the console has. `part`: which it is, if it is one. `stream`: the address by which it renews itself. */
export type ConsoleContent = {
  readonly title: string;
  readonly main: Html;
  readonly at?: At;
  readonly part?: Part;
  readonly failed?: boolean;
  readonly stream?: string | undefined;
  readonly scripts?: readonly Script[];
};

/** A whole page of the console: its parts above, as far as the roles go, and who is signed in. */
export function consoleLayout(frame: Frame, { title, main, at, part, failed, stream, scripts = [] }: ConsoleContent): Html {
  const { t, urls } = frame;
  const open = at ? (Object.keys(parts) as Part[]).filter((each) => isFor(each, at)) : [];
  return documentOf(frame, {
    title: `${title} · ${t('console.title')}`,
    corner: t('console.title'),
    failed,
    head: html`<link rel="stylesheet" href="${urls.console}">
${[...scripts, ...(stream === undefined ? [] : (['live'] as const))].map((name) => html`<script type="module" src="${urls.script(name)}"></script>`)}`,
    body: html`${
      at &&
      html`<nav aria-label="${t('console.nav')}">
<ul>${open.map((each) => html`<li><a href="${inLanguage(partPath(each), t.locale)}"${each === part && html` aria-current="page"`}>${t(`console.${each}`)}</a></li>`)}</ul>
</nav>`
    }
<main>
<h1>${title}</h1>
${stream !== undefined && liveLine(frame, stream)}
${main}
</main>
${
  at &&
  html`<footer><p>${t('console.who', { name: at.who.name })}</p>
<p><a href="${inLanguage(sessionsPath(at), t.locale)}">${t('page.account.sessions')}</a></p>${signOutForm(frame, at)}</footer>`
}`,
  });
}

/** Ends the session, and with it the console. */
export const signOutForm = (
  { t }: Frame,
  { csrf }: Pick<At, 'csrf'>,
): Html => html`<form class="plain" method="post" action="${inLanguage('/console/signout', t.locale)}">
<input type="hidden" name="csrf" value="${csrf}">
<button class="secondary">${t('page.account.signOut')}</button>
</form>`;
