import type { Translator } from '../../core/foundation/i18n.ts';
import { anytime, buttons, type Card, card, execute, paragraph, submit } from '../card.ts';

/** The card at the end of a procedure, with the question how it went as a light row under all else (ALL-11). */
export const withFeedback = (t: Translator, { actions = [], ...end }: Card, ending: string): Card => ({
  ...end,
  body: [
    ...end.body,
    // A card's own buttons stand below its body: within it, they come first.
    ...buttons(actions),
    { ...paragraph(t('feedback.ask'), { subtle: true }), separator: true, spacing: 'Medium' },
    {
      type: 'ActionSet',
      spacing: 'Small',
      // The end card keeps its reference number and its ways on: what answers comes below it.
      actions: [submit('feedback.good', t('feedback.good'), { ending }), submit('feedback.bad', t('feedback.bad'), { ending })],
    },
  ],
});

/** Thanks for the answer, with room for a word more. */
export const thanksCard = (t: Translator, ending: string, longest: number): Card =>
  card({
    lang: t.locale,
    title: t('feedback.thanks'),
    body: [
      paragraph(t('feedback.change'), { subtle: true }),
      { type: 'Input.Text', id: 'comment', label: t('feedback.comment'), isMultiline: true, maxLength: longest },
      paragraph(t('feedback.comment.hint'), { subtle: true }),
    ],
    actions: [execute('feedback.comment', t('support.send'), anytime, { inputs: true, data: { ending } })],
  });

/** Thanks for the word more. */
export const commentedCard = (t: Translator): Card => card({ lang: t.locale, title: t('feedback.commented'), body: [paragraph(t('feedback.commented.text'))] });
