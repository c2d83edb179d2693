import type { Bundle, OwnRequest } from '../../core/access/index.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Action, anytime, type Card, card, execute, open, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { portalLine, procedureLabel } from '../frame.ts';
import { items } from '../rows.ts';
import { bundleRows } from './behalf.ts';
import { byWhom } from './decide.ts';

/** A person's own request, as they see it. `decided` is when it was decided on. `begins` is the day an approved request starts to give access, if that is still to come. */
export type ShownRequest = OwnRequest & {
  readonly askedBy?: string | undefined;
  readonly decided?: string | undefined;
  /** The day on which a request that is still pending was made. */
  readonly since?: string | undefined;
  readonly name: string;
  readonly portalName: string;
  readonly begins: string | undefined;
  /** Until when access lasts, or was asked for. */
  readonly lasts?: string | undefined;
  /** In how many stages it is decided, where there are several and it waits. */
  readonly stages?: number;
  /** For whom it was asked, if for somebody else (GOV-5). */
  readonly whom?: string | undefined;
  /** Whether its portal takes requests, so that it can be asked for again, or for longer. */
  readonly asksAgain?: boolean;
};

/**
 * «Mes demandes»: a person's own requests with their state. Pending ones can be withdrawn. `news` announces what just happened to one of them (IN-11),
 * with what can be done now. `prepares`: one is being written, and not sent yet.
 */
export function myRequestsCard(
  t: Translator,
  requests: readonly ShownRequest[],
  {
    news,
    prepares = false,
    bundles = { of: [], portals: new Map() },
  }: {
    readonly news?: { readonly portal: Portal | undefined };
    readonly prepares?: boolean;
    readonly bundles?: { readonly of: readonly Bundle[]; readonly portals: ReadonlyMap<string, Portal> };
  } = {},
): Card {
  const [only] = requests;
  return card({
    lang: t.locale,
    over: news?.portal ? portalLine(t, news.portal) : 'Guichet',
    title: news && only ? t(`myRequests.news.${only.status}`) : t('procedure.myRequests'),
    body: [
      ...bundles.of.flatMap((bundle) => bundleRows(t, bundles.portals, bundle, { withdraws: true })),
      ...(requests.length === 0
        ? bundles.of.length > 0
          ? []
          : [paragraph(t(prepares ? 'myRequests.none.preparing' : 'myRequests.none'))]
        : items(
            requests.map((request) => ({
              id: request.id,
              title: `${plain(request.name)} — ${t(`myRequests.${stateOf(request)}`)}`,
              text: [
                request.portalName,
                request.reference,
                request.whom ? t('myRequests.whom', { name: plain(request.whom) }) : '',
                request.onBehalf === 'received' ? t('myRequests.received') : '',
                request.since ? t('myRequests.since', { on: request.since }) : '',
                request.decidedBy && request.decided
                  ? t('myRequests.decided', { by: byWhom(t, request.decidedBy, request.decidedFor), on: request.decided })
                  : '',
                request.reason ? t('approval.outcome.reason', { reason: plain(request.reason) }) : '',
                request.begins ? t('enroll.opens', { date: request.begins }) : '',
                request.stages ? t('approval.stage.of', { at: Math.min(request.stage + 1, request.stages), of: request.stages }) : '',
                request.lasts && !request.missing ? t('myRequests.until', { until: request.lasts }) : '',
                request.leaving ? t('myRequests.leaving') : '',
              ]
                .filter(Boolean)
                .join(' · '),
              actions: actionsOf(t, request),
            })),
          )),
    ],
    actions: [...(news && only ? next(t, only, news.portal) : []), execute('menu.show', t('menu'), anytime)],
  });
}

/** How a request stands, or what became of the access that it gave. */
const stateOf = ({ status, endedAt, ending, missing }: ShownRequest) =>
  missing ? 'missing' : endedAt === null ? status : ending === 'returned' || ending === 'reviewed' ? ending : 'ended';

/** What can be done about a request that waits, or about the access that one gave. */
function actionsOf(t: Translator, request: ShownRequest): Action[] {
  const about = { data: { enrollment: request.id } };
  if (request.status === 'pending' && request.onBehalf === 'received') return [];
  if (request.status === 'pending')
    return [execute('myRequests.nudge', t('myRequests.nudge'), anytime, about), execute('myRequests.withdraw', t('myRequests.withdraw'), anytime, about)];
  if (request.missing && request.endedAt === null && request.asksAgain && !request.untied && request.onBehalf !== 'asked')
    return [execute('enroll.start', t('myRequests.again'), anytime, { data: { portal: request.portal, groups: request.groupId } })];
  if (!request.held || request.untied || request.onBehalf === 'asked') return [];
  return [
    ...(request.endsAt !== null && request.asksAgain ? [extend(t, request)] : []),
    execute('myRequests.giveBack', t('myRequests.giveBack'), anytime, about),
  ];
}

/** Asks for the same group again: for longer, while it is held. */
const extend = (t: Translator, { portal, groupId }: ShownRequest, style: { readonly style?: 'positive' } = {}): Action =>
  execute('enroll.start', t('myRequests.extend'), anytime, { ...style, data: { portal, groups: groupId } });

const named = (t: Translator, portal: Portal | undefined, { name, portalName }: ShownRequest) => ({
  group: plain(name),
  thePortal: portal ? t.named(portal).thePortal : portalName,
});

/** A card about one request: what is the case, and what can be done. */
const about = (
  t: Translator,
  portal: Portal | undefined,
  { title, text }: { readonly title: string; readonly text: string },
  actions: readonly (Action | undefined)[],
): Card => card({ lang: t.locale, over: portal ? portalLine(t, portal) : 'Guichet', title, body: [paragraph(text)], actions });

/** Access ends soon (GOV-3). Written so that it is still true when it is read days later. */
export const accessEndsCard = (t: Translator, portal: Portal | undefined, request: ShownRequest): Card =>
  about(t, portal, { title: t('accessEnds.title'), text: t('accessEnds.text', { ...named(t, portal, request), until: request.lasts ?? '' }) }, [
    request.asksAgain ? extend(t, request, { style: 'positive' }) : undefined,
    execute('myRequests.giveBack', t('myRequests.giveBack'), anytime, { data: { enrollment: request.id } }),
    execute('myRequests.start', t('procedure.myRequests'), anytime),
  ]);

/** Access has ended by itself (GOV-3). */
export const accessEndedCard = (t: Translator, portal: Portal | undefined, request: ShownRequest): Card =>
  about(t, portal, { title: t('accessEnded.title'), text: t('accessEnded.text', { ...named(t, portal, request), until: request.lasts ?? '' }) }, [
    request.asksAgain ? execute('enroll.start', t('myRequests.again'), anytime, { data: { portal: request.portal, groups: request.groupId } }) : undefined,
    execute('myRequests.start', t('procedure.myRequests'), anytime),
  ]);

/** Whether access is really to be given back (GOV-8). */
export const giveBackCard = (t: Translator, portal: Portal | undefined, request: ShownRequest): Card =>
  about(t, portal, { title: t('giveBack.title'), text: t('giveBack.text', named(t, portal, request)) }, [
    execute('myRequests.giveBackNow', t('giveBack.yes'), anytime, { style: 'destructive', data: { enrollment: request.id } }),
    execute('myRequests.start', t('giveBack.no'), anytime),
  ]);

/** It was given back. */
export const givenBackCard = (t: Translator, portal: Portal | undefined, request: ShownRequest): Card =>
  about(t, portal, { title: t('giveBack.done'), text: t('giveBack.done.text', named(t, portal, request)) }, [
    execute('myRequests.start', t('procedure.myRequests'), anytime),
    execute('menu.show', t('menu'), anytime),
  ]);

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
    begins === undefined ? open(t('done.signIn', t.named(portal)), portal.address, 'positive') : undefined,
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
