import { type Card, card, execute, facts, paragraph, textInput } from '../card.ts';
import { type Frame, portalLine, procedureLabel } from '../frame.ts';

const title = ({ t, portal }: Frame): string => procedureLabel(t, portal, 'forgotIdentifier');

/** Shows the person's own identifier, found by the address that Teams authenticated (OC-2). */
export function ownIdentifierCard(frame: Frame, identifier: string): Card {
  const { t, portal, stamp } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: title(frame),
    body: [paragraph(t('forgotIdentifier.own')), facts([[t.of(portal.identifier.label), identifier]])],
    actions: [
      execute('forgotIdentifier.reset', t('forgotIdentifier.reset'), stamp, { style: 'positive' }),
      execute('forgotIdentifier.elsewhere', t('forgotIdentifier.elsewhere'), stamp),
      execute('forgotIdentifier.finish', t('finish'), stamp),
    ],
  });
}

/** Asks for an address. The identifier is mailed there if an account has it. */
export function mailIdentifierCard(frame: Frame, shown: { readonly email?: string | undefined }): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: title(frame),
    body: [paragraph(t('forgotIdentifier.ask')), ...textInput(t, { id: 'email', label: t('field.email'), value: shown.email, style: 'Email', problems })],
    actions: [
      execute('forgotIdentifier.send', t('reset.ask.send'), stamp, { style: 'positive', inputs: true }),
      execute('forgotIdentifier.support', t('procedure.support'), stamp),
      execute('forgotIdentifier.cancel', t('cancel'), stamp),
    ],
  });
}

/** A mail may have been sent (ALL-4). */
export function identifierMailedCard(frame: Frame): Card {
  const { t, portal, stamp } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('mailed.title'),
    body: [paragraph(t('forgotIdentifier.mailed'))],
    actions: [
      execute('forgotIdentifier.reset', t('forgotIdentifier.reset'), stamp, { style: 'positive' }),
      execute('forgotIdentifier.support', t('procedure.support'), stamp),
      execute('forgotIdentifier.finish', t('finish'), stamp),
    ],
  });
}
