import type { Entered, Role } from '../../../core/console/index.ts';
import { type Html, html } from '../html.ts';
import { documentOf, type Frame, inLanguage } from '../layout.ts';

/** The parts of the console, each with the role that it is for; the first is for all. */
export const parts = {
  overview: undefined,
  people: 'support',
  audit: 'auditor',
  outbox: 'operator',
  directories: 'operator',
  doctor: 'operator',
} as const satisfies Record<string, Role | undefined>;
export type Part = keyof typeof parts;

/** The address of a part. */
export const partPath = (part: Part): string => (part === 'overview' ? '/console' : `/console/${part}`);

/** Who is at a page of the console, and the token of its forms. */
export type At = { readonly who: Entered; readonly csrf: string };

/** What a page of the console has. `here`: its part, if it is one. */
export type ConsoleContent = { readonly title: string; readonly main: Html; readonly at?: At; readonly part?: Part; readonly failed?: boolean };

/** A whole page of the console: its parts above, as far as the roles go, and who is signed in. */
export function consoleLayout(frame: Frame, { title, main, at, part, failed }: ConsoleContent): Html {
  const { t, urls } = frame;
  const open = at ? (Object.keys(parts) as Part[]).filter((each) => parts[each] === undefined || at.who.roles.some((role) => role === parts[each])) : [];
  return documentOf(frame, {
    title: `${title} · ${t('console.title')}`,
    corner: t('console.title'),
    failed,
    head: html`<link rel="stylesheet" href="${urls.style}">
<link rel="stylesheet" href="${urls.console}">`,
    body: html`${
      at &&
      html`<nav aria-label="${t('console.nav')}">
<ul>${open.map((each) => html`<li><a href="${inLanguage(partPath(each), t.locale)}"${each === part && html` aria-current="page"`}>${t(`console.${each}`)}</a></li>`)}</ul>
</nav>`
    }
<main>
<h1>${title}</h1>
${main}
</main>
${at && html`<footer><p>${t('console.who', { name: at.who.name })}</p>${signOutForm(frame, at)}</footer>`}`,
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
