import type { OwnRequest } from '../../core/access/index.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Action, anytime, type Card, card, execute, open, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { portalLine, procedureLabel } from '../frame.ts';
import { items } from '../rows.ts';

/** A person's own request, as they see it. `decided` is when it was decided on. `begins` is the day an approved request starts to give access, if that is still to come. */
export type ShownRequest = OwnRequest & {
  readonly askedBy?: string | undefined;
  readonly decided?: string | undefined;
  /** The day on which a request that is still pending was made. */
  readonly since?: string | undefined;
  readonly name: string;
  readonly portalName: string;
  readonly begins: string | undefined;
};

/**
 * «Mes demandes»: a person's own requests with their state. Pending ones can be withdrawn. `news` announces what just happened to one of them (IN-11),
 * with what can be done now. `prepares`: one is being written, and not sent yet.
 */
export function myRequestsCard(
  t: Translator,
  requests: readonly ShownRequest[],
  { news, prepares = false }: { readonly news?: { readonly portal: Portal | undefined }; readonly prepares?: boolean } = {},
): Card {
  const [only] = requests;
  return card({
    lang: t.locale,
    over: news?.portal ? portalLine(t, news.portal) : 'Guichet',
    title: news && only ? t(`myRequests.news.${only.status}`) : t('procedure.myRequests'),
    body:
      requests.length === 0
        ? [paragraph(t(prepares ? 'myRequests.none.preparing' : 'myRequests.none'))]
        : items(
            requests.map((request) => ({
              id: request.id,
              title: `${plain(request.name)} — ${t(`myRequests.${request.status}`)}`,
              text: [
                request.portalName,
                request.reference,
                request.since ? t('myRequests.since', { on: request.since }) : '',
                request.decidedBy && request.decided ? t('myRequests.decided', { by: plain(request.decidedBy), on: request.decided }) : '',
                request.reason ? t('approval.outcome.reason', { reason: plain(request.reason) }) : '',
                request.begins ? t('enroll.opens', { date: request.begins }) : '',
              ]
                .filter(Boolean)
                .join(' · '),
              actions:
                request.status === 'pending' ? [execute('myRequests.withdraw', t('myRequests.withdraw'), anytime, { data: { enrollment: request.id } })] : [],
            })),
          ),
    actions: [...(news && only ? next(t, only, news.portal) : []), execute('menu.show', t('menu'), anytime)],
  });
}

/** What comes after a request was answered: what it gave, or who can help. */
function next(t: Translator, { status, organisation, begins }: ShownRequest, portal: Portal | undefined): (Action | undefined)[] {
  if (!portal) return [];
  const start = (procedure: Procedure) => execute(`${procedure}.start`, procedureLabel(t, portal, procedure), anytime, { data: { portal: portal.id } });
  const own = execute('myRequests.start', t('procedure.myRequests'), anytime);
  if (status !== 'approved') {
    const isOver = status === 'refused' || status === 'expired';
    const again = isOver && !organisation && portal.procedures.enroll;
    return [
      again ? execute('enroll.start', t('myRequests.again'), anytime, { data: { portal: portal.id } }) : undefined,
      isOver ? start('support') : undefined,
      own,
    ];
  }
  return [
    begins === undefined ? open(t('done.signIn', t.named(portal)), portal.address) : undefined,
    organisation !== null && organisation !== undefined && portal.procedures.addUser ? start('addUser') : undefined,
    own,
  ];
}

type Question = Pick<ShownRequest, 'id' | 'reference' | 'name' | 'portalName' | 'askedBy'> & {
  readonly text: string;
  readonly answer?: string;
  readonly problems?: readonly Refusal[];
};

/** An approver's question, with a field for the answer, or with the answer already given. */
export const questionCard = (t: Translator, { id, reference, name, portalName, askedBy, text, answer, problems = [] }: Question): Card =>
  card({
    lang: t.locale,
    over: `${portalName} · ${reference}`,
    title: answer !== undefined ? t('question.answered') : askedBy ? t('question.title.by', { by: plain(askedBy) }) : t('question.title'),
    body: [
      paragraph(plain(name), { weight: 'Bolder' }),
      paragraph(plain(text), { subtle: answer !== undefined }),
      ...(answer === undefined
        ? [
            ...textInput(t, { id: 'comment', label: t('question.answer'), multiline: true, maxLength: 2000, optional: true, problems }),
            ...problemsOf(t, undefined, problems),
          ]
        : [paragraph(plain(answer))]),
    ],
    actions: [
      answer === undefined
        ? execute('myRequests.answer', t('support.send'), anytime, { style: 'positive', inputs: true, data: { enrollment: id, text } })
        : undefined,
    ],
  });
