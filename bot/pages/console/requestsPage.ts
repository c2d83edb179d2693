import type { WaitingPage, WaitingSearch } from '../../../core/console/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { accountPath } from './accountPath.ts';
import { addressOf, placeText } from './addresses.ts';
import { type At, consoleLayout, isFor, partPath } from './consoleLayout.ts';
import { groupName } from './groupName.ts';
import { livePart } from './liveParts.ts';
import { portalChoice } from './portalChoice.ts';
import { portalName } from './portalName.ts';
import { clipped, table } from './table.ts';

/** The address of the requests of a portal, or of all, from the oldest on or after one. */
export const requestsPath = ({ portal, after }: WaitingSearch, path = partPath('requests')): string => addressOf(path, { portal, after: placeText(after) });

/** The requests themselves, which renew themselves. */
export function requestsParts(frame: Frame, at: At, search: WaitingSearch, { requests, more }: WaitingPage, portals: ReadonlyMap<string, Portal>) {
  const { t } = frame;
  const last = requests.at(-1);
  const what = ({ portal, groupId, organisation }: WaitingPage['requests'][number]): string => organisation ?? groupName(t, portals.get(portal), groupId);
  const list = html`${
    requests.length === 0
      ? html`<p>${t('console.waiting.none')}</p>`
      : table(
          t('console.requests.shown', { n: requests.length }),
          [
            { head: t('console.outbox.since') },
            { head: t('console.requests.what') },
            { head: t('console.people.account') },
            { head: t('console.requests.approvers'), kind: 'detail' },
            { head: t('console.requests.until') },
          ],
          requests.map((request) => [
            t.date(request.createdAt, 'dateTime'),
            html`${what(request)} <span class="quiet">${portalName(t, portals, request.portal)} · ${request.reference}</span>`,
            isFor('people', at) ? html`<a href="${inLanguage(accountPath(request.accountId), t.locale)}">${request.identifier}</a>` : request.identifier,
            request.approvers.length > 0 ? clipped(request.approvers.join(', ')) : html`<span class="bad">${t('console.requests.nobody')}</span>`,
            t.date(request.expiresAt, 'dateTime'),
          ]),
          requests.map(({ id }) => `request-${id}`),
        )
  }
<p>${more && last && html`<a href="${inLanguage(requestsPath({ ...search, after: last }), t.locale)}">${t('console.requests.more')}</a>`}</p>`;
  return { list };
}

/** What waits for whom, the oldest first (OPS-2). */
export function requestsPage(frame: Frame, at: At, search: WaitingSearch, found: WaitingPage, portals: ReadonlyMap<string, Portal>): Html {
  const { t } = frame;
  const main = html`<p>${t('console.requests.text')}</p>
${portalChoice(frame, partPath('requests'), portals, search.portal)}
${livePart('list', requestsParts(frame, at, search, found, portals).list)}`;
  const stream = requestsPath(search, '/console/live/requests');
  return consoleLayout(frame, { title: t('console.requests'), main, at, part: 'requests', stream });
}
