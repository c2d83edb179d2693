import { type Card, card, execute, paragraph, textInput } from '../card.ts';
import { type Frame, portalLine, procedureLabel } from '../frame.ts';

/** The procedures that administer, and so need an account's second factor where it is on. */
export type Administering = 'addUser' | 'removeUser' | 'changeEmail';

/** Asks for a code of the second factor, before something is done in the name of an account that has one (OU-11). */
export function factorCard(frame: Frame, procedure: Administering): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal, procedureLabel(t, portal, procedure)),
    title: t('factor.title'),
    body: [paragraph(t('factor.text')), ...textInput(t, { id: 'code', label: t('factor.code'), maxLength: 20, problems })],
    actions: [execute(`${procedure}.factor`, t('factor.pass'), stamp, { style: 'positive', inputs: true }), execute(`${procedure}.cancel`, t('cancel'), stamp)],
  });
}
