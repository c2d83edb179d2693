import type { ProvenFor } from '../core/directory/index.ts';
import { type Card, card, execute, paragraph, plain, textInput } from './card.ts';
import { type Frame, portalLine, procedureLabel } from './frame.ts';

type Shown = { readonly identifier?: string | undefined };

/** Asks for the account. Only shown if no binding tells it. */
export function proveCard(frame: Frame, procedure: ProvenFor, shown: Shown): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: procedureLabel(t, portal, procedure),
    body: [
      paragraph(t(`${procedure}.prove`)),
      ...textInput(t, { id: 'identifier', label: t.of(portal.identifier.label), value: shown.identifier, placeholder: portal.identifier.example, problems }),
    ],
    actions: [
      execute(`${procedure}.prove`, t('enroll.prove.send'), stamp, { style: 'positive', inputs: true }),
      execute(`${procedure}.cancel`, t('cancel'), stamp),
    ],
  });
}

/** Asks for the code that was mailed to the account's address, if the account exists (ALL-4). */
export function proofCodeCard(frame: Frame, procedure: ProvenFor, shown: Shown): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('mailed.title'),
    body: [
      paragraph(t('enroll.code', { to: plain(shown.identifier ?? '') })),
      ...textInput(t, { id: 'code', label: t('mailed.code'), maxLength: 12, problems }),
    ],
    actions: [
      execute(`${procedure}.code`, t('mailed.check'), stamp, { style: 'positive', inputs: true }),
      execute(`${procedure}.again`, t('mailed.resend'), stamp),
      execute(`${procedure}.back`, t('mailed.other'), stamp),
      execute(`${procedure}.cancel`, t('cancel'), stamp),
    ],
  });
}
