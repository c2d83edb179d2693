import type { ProvenFor } from '../core/directory/index.ts';
import { type Card, card, execute, paragraph, plain, textInput } from './card.ts';
import { type Frame, procedureLabel } from './frame.ts';

type Shown = { readonly identifier?: string | undefined };

/** Whose account: asked only where no binding says it. */
export function proveCard(frame: Frame, procedure: ProvenFor, shown: Shown): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: t.of(portal.name),
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

/** The code that was mailed to the account's address, if there is such an account (ALL-4). */
export function proofCodeCard(frame: Frame, procedure: ProvenFor, shown: Shown): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: t.of(portal.name),
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
