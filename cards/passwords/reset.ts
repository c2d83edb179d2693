import { anytime, type Card, card, execute, paragraph, problemsOf, textInput } from '../card.ts';
import { type Frame, over, procedureLabel } from '../frame.ts';
import { rows } from '../rows.ts';
import type { MailedBy } from './mailed.ts';

/** First step of a reset, an unlock or a first password: asks for the account (IN-4, OC-1, EX-2, EX-3). */
export function resetAskCard(
  frame: Frame,
  procedure: MailedBy,
  shown: { readonly identifier?: string | undefined; readonly email?: string | undefined },
): Card {
  const { t, portal, stamp, problems } = frame;
  const { confirm: yes, submit } = portal.procedures.reset ?? {};
  const confirm = portal.procedures.reset?.confirmEmail === true;
  const label = confirm ? yes : submit;
  return card({
    lang: t.locale,
    over: over(frame, 1, 3),
    title: procedureLabel(t, portal, procedure),
    body: [
      paragraph(t(procedure === 'signUp' ? 'reset.ask.first' : procedure === 'unlock' ? 'reset.ask.unlock' : 'reset.ask.text')),
      ...problemsOf(t, undefined, problems),
      ...textInput(t, {
        id: 'identifier',
        label: t.of(portal.identifier.label),
        value: shown.identifier,
        placeholder: portal.identifier.example,
        ...(portal.identifier.kind !== 'account' && { style: 'Email' as const }),
        problems,
      }),
      ...(confirm
        ? [
            paragraph(t('reset.ask.confirm'), { subtle: true }),
            ...textInput(t, { id: 'email', label: t('field.email'), value: shown.email, style: 'Email', problems }),
          ]
        : []),
      // Works at any time. The procedure it starts returns here when it ends.
      ...(portal.procedures.forgotIdentifier
        ? rows([
            {
              title: procedureLabel(t, portal, 'forgotIdentifier'),
              action: execute('forgotIdentifier.start', procedureLabel(t, portal, 'forgotIdentifier'), anytime, { data: { portal: portal.id } }),
            },
          ])
        : []),
    ],
    actions: [
      execute(`${procedure}.send`, label ? t.of(label) : t(confirm ? 'reset.ask.yes' : 'reset.ask.send'), stamp, { style: 'positive', inputs: true }),
      execute(`${procedure}.cancel`, t('cancel'), stamp),
    ],
  });
}
