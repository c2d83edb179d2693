import type { FoundAccounts } from '../../../core/console/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { accountPath } from './accountPath.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { portalName } from './portalName.ts';
import { table } from './table.ts';

/** Finds a person by what they say on the phone. `found` is undefined before anything was asked. */
export function peoplePage(
  frame: Frame,
  at: At,
  typed: string,
  found: FoundAccounts | undefined,
  portals: ReadonlyMap<string, Portal>,
  refusals: readonly Refusal[] = [],
): Html {
  const { t } = frame;
  const whom = marks(t, refusals, 'whom');
  const main = html`<p>${t('console.people.text')}</p>
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage('/console/people', t.locale)}" role="search">
<input type="hidden" name="csrf" value="${at.csrf}">
<label for="whom">${t('console.people.find')}</label>
${whom.message}
<input id="whom" name="whom" value="${typed}" maxlength="254" required${whom.attributes} autocapitalize="none" autocomplete="off" spellcheck="false"${found === undefined && html` autofocus`}>
<button>${t('console.search.submit')}</button>
</form>
${
  found &&
  found.silent.length > 0 &&
  html`<p class="bad" role="status">${t('console.people.silent', { portals: found.silent.map((id) => portalName(t, portals, id)).join(', ') })}</p>`
}
${
  found &&
  found.exact.length > 0 &&
  html`<p class="hint">${t('console.people.exact', { portals: found.exact.map((id) => portalName(t, portals, id)).join(', ') })}</p>`
}
${
  found?.accounts.length === 0
    ? html`<p role="status">${t('console.people.none')}</p>`
    : found &&
      table(
        t(found.more ? 'console.people.more' : 'console.people.found', { n: found.accounts.length }),
        [{ head: t('console.people.name') }, { head: t('console.people.account') }, { head: t('field.email') }, { head: t('console.portal') }],
        found.accounts.map(({ id, portal, identifier, email, name }) => [
          html`<a href="${inLanguage(accountPath(id), t.locale)}">${name || identifier}</a>`,
          identifier,
          email,
          portalName(t, portals, portal),
        ]),
      )
}`;
  return consoleLayout(frame, { title: t('console.people'), main, at, part: 'people', failed: refusals.length > 0 });
}
