import type { Translator } from '../../core/foundation/i18n.ts';
import { anytime, buttons, type Card, card, execute, paragraph, submit, textInput } from '../card.ts';
import { choice } from '../rows.ts';

/** Adds the feedback question to a procedure's last card, as a light row at the bottom (ALL-11). */
export const withFeedback = (t: Translator, { actions = [], ...end }: Card, ending: string): Card => ({
  ...end,
  body: [
    ...end.body,
    // A card's own buttons are drawn below its body. Moving them into the body keeps them above the question.
    ...buttons(actions),
    { ...paragraph(t('feedback.ask'), { subtle: true }), separator: true, spacing: 'Medium' },
    // Submit, not execute: the last card keeps its reference number and next steps, and the answer is posted below it.
    choice([submit('feedback.good', t('feedback.good'), { ending }), submit('feedback.bad', t('feedback.bad'), { ending })]),
  ],
});

/** Thanks for the answer, with a field for a comment. */
export const thanksCard = (t: Translator, ending: string, longest: number): Card =>
  card({
    lang: t.locale,
    title: t('feedback.thanks'),
    body: [
      paragraph(t('feedback.change'), { subtle: true }),
      ...textInput(t, { id: 'comment', label: t('feedback.comment'), multiline: true, maxLength: longest, optional: true, problems: [] }),
      paragraph(t('feedback.comment.hint'), { subtle: true }),
    ],
    actions: [execute('feedback.comment', t('support.send'), anytime, { inputs: true, data: { ending } })],
  });

/** Thanks for the comment. */
export const commentedCard = (t: Translator): Card => card({ lang: t.locale, title: t('feedback.commented'), body: [paragraph(t('feedback.commented.text'))] });
