import type { Translator } from '../core/i18n.ts';
import type { OwnRequest } from '../core/ownRequests.ts';
import type { Portal } from '../core/portal.ts';
import { anytime, type Card, card, execute, paragraph, plain } from './card.ts';

/** «Mes demandes»: one's own requests with their state; what is pending can be taken back. */
export function myRequestsCard(
  t: Translator,
  requests: readonly (OwnRequest & { readonly name: string; readonly portalName: string; readonly begins: string | undefined })[],
): Card {
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('procedure.myRequests'),
    body:
      requests.length === 0
        ? [paragraph(t('myRequests.none'))]
        : requests.map((request) => ({
            type: 'Container',
            separator: true,
            spacing: 'Medium',
            items: [
              paragraph(`${plain(request.name)} — ${t(`myRequests.${request.status}`)}`, { weight: 'Bolder' }),
              paragraph(
                [
                  request.portalName,
                  request.reference,
                  request.reason ? plain(request.reason) : '',
                  request.begins ? t('enroll.opens', { date: request.begins }) : '',
                ]
                  .filter(Boolean)
                  .join(' · '),
                { subtle: true },
              ),
              ...(request.status === 'pending'
                ? [{ type: 'ActionSet', actions: [execute('myRequests.withdraw', t('myRequests.withdraw'), anytime, { data: { enrollment: request.id } })] }]
                : []),
            ],
          })),
    actions: [execute('menu.show', t('menu'), anytime)],
  });
}

/** What an approver asked, with room for the answer; or with the answer that was given. */
export const questionCard = (
  t: Translator,
  portal: Portal,
  asked: { readonly enrollment: string; readonly reference: string; readonly text: string },
  answer?: string,
): Card =>
  card({
    lang: t.locale,
    over: `${t.of(portal.name)} · ${asked.reference}`,
    title: t(answer === undefined ? 'question.title' : 'question.answered'),
    body: [
      paragraph(plain(asked.text), { subtle: answer !== undefined }),
      answer === undefined ? { type: 'Input.Text', id: 'comment', label: t('question.answer'), isMultiline: true, maxLength: 2000 } : paragraph(plain(answer)),
    ],
    actions: [
      answer === undefined
        ? execute('myRequests.answer', t('support.send'), anytime, {
            style: 'positive',
            inputs: true,
            data: { enrollment: asked.enrollment, reference: asked.reference, portal: portal.id, text: asked.text },
          })
        : undefined,
    ],
  });
