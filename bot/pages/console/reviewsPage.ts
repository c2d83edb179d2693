import type { ListedReview, ReviewSearch, ReviewsPage } from '../../../core/console/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { addressOf, placeText } from './addresses.ts';
import { type At, consoleLayout, partPath } from './consoleLayout.ts';
import { groupName } from './groupName.ts';
import { portalChoice } from './portalChoice.ts';
import { portalName } from './portalName.ts';
import { saveLink } from './saveLink.ts';
import { table } from './table.ts';

/** The reviews of who has access, each with its state and its report (GOV-4). Nobody's name is in the list. */
export function reviewsPage(frame: Frame, at: At, { portal }: ReviewSearch, { reviews, more }: ReviewsPage, portals: ReadonlyMap<string, Portal>): Html {
  const { t } = frame;
  const last = reviews.at(-1);
  const path = (file: string, asked: { readonly review?: string; readonly after?: string | undefined }) =>
    inLanguage(addressOf(file, { portal, ...asked }), t.locale);
  const row = (review: ListedReview) => [
    html`${groupName(t, portals.get(review.portal), review.groupId)} <span class="quiet">${portalName(t, portals, review.portal)} · ${review.reference}</span>`,
    t(`console.reviews.${review.state}`),
    t.date(review.begunAt, 'dateTime'),
    t.date(review.endsAt, 'dateTime'),
    ...[review.kept, review.removed, review.undecided].map((count) => count.toLocaleString(t.locale)),
    html`<a href="${path('/console/reviews.csv', { review: review.reference })}" aria-label="${t('console.reviews.report')}, ${review.reference}">${t('console.reviews.report')}</a>`,
  ];
  const main = html`<p>${t('console.reviews.text')}</p>
${portalChoice(frame, partPath('reviews'), portals, portal)}
${
  reviews.length === 0
    ? html`<p>${t('console.reviews.none')}</p>`
    : html`${table(
        t('console.reviews.shown', { n: reviews.length }),
        [
          { head: t('console.reviews.group') },
          { head: t('console.state') },
          { head: t('console.reviews.begun') },
          { head: t('console.reviews.ends') },
          { head: t('console.reviews.kept'), kind: 'number' },
          { head: t('console.reviews.removed'), kind: 'number' },
          { head: t('console.reviews.undecided'), kind: 'number' },
          { head: t('console.reviews.report') },
        ],
        reviews.map(row),
      )}
<p>${more && last && html`<a href="${path('/console/reviews', { after: placeText({ createdAt: last.begunAt, id: last.id }) })}">${t('console.reviews.older')}</a>`}</p>
${saveLink(frame, path('/console/reviews.csv', {}))}`
}`;
  return consoleLayout(frame, { title: t('console.reviews'), main, at, part: 'reviews', scripts: ['saveTable'] });
}
