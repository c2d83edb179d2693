import { alert, anytime, type Card, card, execute, paragraph, plain, textInput } from '../card.ts';
import { type Frame, portalLine } from '../frame.ts';
import { supportFacts } from '../notice.ts';

/** What will be handed to support, with a field for anything to add (ALL-10). */
export function supportAskCard(frame: Frame, shown: { readonly comment?: string; readonly why?: string }): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('support.title'),
    body: [
      shown.why ? paragraph(shown.why) : undefined,
      paragraph(t('support.text')),
      shown.comment ? paragraph(t('support.check'), { weight: 'Bolder' }) : undefined,
      ...textInput(t, { id: 'comment', label: t('support.comment'), value: shown.comment, multiline: true, maxLength: 2000, optional: true, problems: [] }),
      ...problems.map((problem) => alert(t.say(problem))),
      paragraph(t('support.secret'), { subtle: true }),
    ],
    actions: [execute('support.send', t('support.send'), stamp, { style: 'positive', inputs: true }), execute('support.cancel', t('cancel'), stamp)],
  });
}

/** Handed over: the reference number, and other ways to reach support. */
export const supportDoneCard = (frame: Frame, reference: string): Card =>
  card({
    lang: frame.t.locale,
    over: portalLine(frame.t, frame.portal),
    title: frame.t('support.done.title', { reference: plain(reference) }),
    body: [paragraph(frame.t('support.done.text')), supportFacts(frame.t, frame.portal)],
    actions: [execute('menu.show', frame.t('menu'), anytime)],
  });
