import { type Html, html } from './html.ts';
import { type Frame, layout } from './layout.ts';

/** The page of a request that was not even looked at, or that failed on our side. */
export function failurePage(frame: Frame, failure: 'denied' | 'unreadable' | 'fault' | 'directory'): Html {
  const { t, here } = frame;
  const main = html`<p>${t(`page.${failure}.text`)}</p>
${failure === 'denied' && html`<p><a class="button" href="${here}">${t('page.denied.link')}</a></p>`}`;
  return layout(frame, { title: t(`page.${failure}.title`), main });
}
