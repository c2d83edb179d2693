import type { Translator } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import { anytime, type Card, card, execute, facts, paragraph } from '../card.ts';
import { portalLine, procedureLabel } from '../frame.ts';

/** A password ends: when, and the button that changes it (DIR-14). Written so that it is still true when it is read days later. */
export const passwordEndsCard = (
  t: Translator,
  portal: Portal,
  shown: { readonly identifier: string; readonly endsAt: number; readonly procedure: 'changePassword' | 'reset' | undefined },
): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('passwordEnds.title'),
    body: [
      paragraph(t('passwordEnds.text', { ...t.named(portal), until: t.date(shown.endsAt, 'dateTime', portal.timeZone) }), { weight: 'Bolder' }),
      facts([[t.of(portal.identifier.label), shown.identifier]]),
      paragraph(t('passwordEnds.after')),
    ],
    actions: [
      shown.procedure &&
        execute(
          `${shown.procedure}.start`,
          // «Forgot my password», as a reset is called elsewhere, is not what this is about.
          shown.procedure === 'reset' ? t('passwordEnds.reset') : procedureLabel(t, portal, shown.procedure),
          anytime,
          { style: 'positive', data: { portal: portal.id } },
        ),
      execute('menu.show', t('menu'), anytime),
    ],
  });
