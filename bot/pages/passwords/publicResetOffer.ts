import { procedureLabel } from '../../../cards/frame.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { resetPath } from './publicPaths.ts';

/** The way to a new password for who has no chat, where the portal has one. */
export const publicResetOffer = ({ t }: Frame, portal: Portal | undefined): Html | false =>
  portal?.procedures.reset !== undefined &&
  html`<p class="quiet">${t('page.public.offer')}
<a href="${inLanguage(resetPath(portal), t.locale)}">${procedureLabel(t, portal, 'reset')}</a></p>`;
