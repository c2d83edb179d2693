import type { Translator } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import type { FactorNews } from '../../core/signIn/index.ts';
import { anytime, type Card, card, execute, open, paragraph, plain } from '../card.ts';
import { type Frame, portalLine, procedureLabel } from '../frame.ts';

/** Links to the page where two-factor sign-in is turned on and off after signing in (OU-11). The card shows only the person's own accounts. */
export function twoFactorCard(
  { t, portal, stamp }: Frame,
  shown: { readonly url: string; readonly on: readonly string[]; readonly off: readonly string[] },
): Card {
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: procedureLabel(t, portal, 'twoFactor'),
    body: [
      paragraph(t('page.factor.what', t.named(portal))),
      ...shown.on.map((identifier) => paragraph(t('twoFactor.is.on', { identifier: plain(identifier) }), { weight: 'Bolder' })),
      ...shown.off.map((identifier) => paragraph(t('twoFactor.is.off', { identifier: plain(identifier) }), { weight: 'Bolder' })),
      paragraph(t('twoFactor.text')),
      paragraph(t('twoFactor.phone'), { subtle: true }),
    ],
    actions: [
      open(t('twoFactor.open'), shown.url, 'positive'),
      execute('twoFactor.support', t('twoFactor.lostBoth'), stamp),
      execute('twoFactor.finish', t('finish'), stamp),
    ],
  });
}

/** Two-factor sign-in changed: either the person did it on the page, or they should look into it at once. */
export const twoFactorNewsCard = (t: Translator, portal: Portal, { news, at }: { readonly news: FactorNews; readonly at: number }): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t(`twoFactor.news.${news}`),
    body: [
      paragraph(t(`mail.twoFactor.${news}`, { ...t.named(portal), when: t.date(at, 'dateTime', portal.timeZone) })),
      paragraph(t('done.safety'), { subtle: true }),
    ],
    actions: [execute('account.show', t('account.title'), anytime), execute('menu.show', t('menu'), anytime)],
  });
