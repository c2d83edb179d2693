import type { ApprovalView, Note, PendingPage, SentCard } from '../../core/access/index.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Action, anytime, type Card, card, type Element, execute, facts, paragraph, plain, plainLine, problemsOf, textInput } from '../card.ts';
import { portalLine } from '../frame.ts';
import { mark } from '../mark.ts';
import { pick, type Row, rows } from '../rows.ts';

type Shown = {
  readonly t: Translator;
  readonly portal: Portal;
  readonly view: ApprovalView;
  /** The approver's address. Undefined for a card in a channel, which all approvers see. */
  readonly approver?: string | undefined;
  readonly problems?: readonly Refusal[];
  /** When it is first sent: its buttons name its row, by which the bot knows it again. */
  readonly sent?: SentCard | undefined;
  /** What stands in the field already. */
  readonly reason?: string | undefined;
  /** Whether a newer card of the same approver has taken over from this one. */
  readonly replaced?: boolean | undefined;
};

/**
 * The approver's card: who asks, for what, why, since when, and the history. It has buttons while this approver's decision is awaited. After that
 * it shows the outcome, by whom and when. The first card and every update are built here.
 */
export function approvalCard({ t, portal, view, approver, problems = [], sent, reason, replaced = false }: Shown): Card {
  // A click that is delivered again decides on no later stage than the one it was made on.
  const data = { data: { ...(sent && { card: sent.row }), ...(view.stage && { stage: `${view.stage.at}` }) } };
  const over = view.status !== 'pending';
  const { standIns = [] } = view;
  const given = !over && approver !== undefined && !view.open.includes(approver) && !standIns.some(({ by }) => by === approver);
  const elsewhere = !over && !given && replaced;
  const pending = !over && !given && !replaced;
  return card({
    lang: t.locale,
    over: portalLine(t, portal, view.reference),
    title: t(over ? `approval.title.${view.status}` : given ? 'approval.title.given' : 'approval.title', { group: plain(t.of(view.group)) }),
    body: [
      sent?.again ? paragraph(t('approval.again'), { subtle: true }) : undefined,
      elsewhere ? paragraph(t('approval.replaced'), { weight: 'Bolder' }) : undefined,
      over ? outcome(t, portal, view) : given ? paragraph(t('approval.given'), { weight: 'Bolder' }) : undefined,
      ...(pending ? standInTexts(t, view, approver).map((text) => paragraph(text, { weight: 'Bolder' })) : []),
      facts([
        [t('approval.who'), view.requester.name],
        [t('approval.address'), view.requester.email],
        ...askerRow(t, view),
        [t('approval.group'), t.of(view.group)],
        ...organisationRows(t, view),
        ...conflictRow(t, view),
        ...stageRow(t, view),
        ...startRow(t, portal, view),
        ...endRows(t, portal, view),
        [t('approval.since'), t.date(view.createdAt, 'dateTime', portal.timeZone)],
      ]),
      // Not in the FactSet: clients truncate a long address there, and whatever follows it.
      ...(view.justification ? [paragraph(t('approval.why'), { weight: 'Bolder' }), paragraph(plainLine(view.justification))] : []),
      ...history(t, portal, view.notes),
      ...(pending
        ? [
            ...problemsOf(t, undefined, problems),
            ...textInput(t, { id: 'reason', label: t('approval.reason'), value: reason, multiline: true, maxLength: 2000, optional: true, problems }),
            ...problemsOf(t, 'comment', problems),
          ]
        : []),
    ],
    actions: pending
      ? [
          button('decide.approve', t('approval.approve'), view, { style: 'positive', ...data }),
          button('decide.refuse', t('approval.refuse'), view, { style: 'destructive', inputs: true, ...data }),
          button('decide.question', t('approval.question'), view, { inputs: true, ...data }),
          button('decide.forward', t('approval.forward'), view, { ...data }),
        ]
      : elsewhere
        ? [button('decide.open', t('approval.replaced.open'), view)]
        : [],
  });
}

/** In whose place who decides, and until when: for the delegate, for who is away, and on a card that all see (GOV-2). */
export function standInTexts(
  t: Translator,
  { open, standIns = [] }: ApprovalView,
  approver: string | undefined,
  show: (text: string) => string = plainLine,
): string[] {
  return standIns.flatMap(({ of, by, ofName, byName, until: endsAt, timeZone }) => {
    const names = { of: show(ofName), by: show(byName), until: t.until(endsAt, timeZone) };
    if (approver === undefined) return t('approval.standIn', names);
    if (of === approver) return t('approval.standIn.forYou', names);
    return by === approver && !open.includes(approver) ? t('approval.standIn.yours', names) : [];
  });
}

/** «Claire Fontaine», or «Claire Fontaine, pour Hugo Marchand»: who decided, and in whose place. */
export const byWhom = (t: Translator, by: string, behalf: string | null | undefined, show: (text: string) => string = plainLine): string =>
  behalf ? t('approval.behalf', { by: show(by), of: show(behalf) }) : show(by);

/** Which stage decides, of how many (GOV-1). Empty where there is one. */
export function stageRow(t: Translator, { stage, status }: ApprovalView): (readonly [string, string])[] {
  if (!stage || status !== 'pending') return [];
  const which = t('approval.stage.of', { at: stage.at, of: stage.of });
  return [[t('approval.stage'), stage.name === undefined ? which : t('approval.stage.named', { which, name: t.of(stage.name) })]];
}

/** Who asked in somebody else's name (GOV-5). */
export const askerRow = (t: Translator, { askedBy }: ApprovalView): (readonly [string, string])[] =>
  askedBy === undefined ? [] : [[t('approval.askedBy'), askedBy]];

/** From which day it is asked for. */
export const startRow = (t: Translator, { timeZone }: Portal, { startsAt }: ApprovalView): (readonly [string, string])[] =>
  startsAt === undefined ? [] : [[t('approval.from'), t.date(startsAt, 'date', timeZone)]];

/** What the requester has, or asked for, that is not to be held together with it (GOV-7). */
export function conflictRow(t: Translator, { conflicts = [] }: ApprovalView): (readonly [string, string])[] {
  const names = conflicts.map(({ group, portal }) => (portal === undefined ? t.of(group) : `${t.of(group)} (${t.of(portal)})`));
  return names.length > 0 ? [[t('approval.conflicts'), names.join(', ')]] : [];
}

/** Until when access is asked for, or lasts at most, and until when it is held already (GOV-3). */
export function endRows(t: Translator, portal: Portal, { until, longest, heldUntil }: ApprovalView): (readonly [string, string])[] {
  const { timeZone } = portal;
  const lasts = until !== undefined ? t.until(until, timeZone) : longest !== undefined ? t('approval.longest', { longest: t.duration(longest) }) : undefined;
  return [
    ...(lasts === undefined ? [] : [[t('approval.until'), lasts] as const]),
    ...(heldUntil === undefined ? [] : [[t('approval.held'), t('approval.held.until', { until: t.until(heldUntil, timeZone) })] as const]),
  ];
}

/** The organisation to validate, in rows (OU-6). Empty for a group. */
export function organisationRows(t: Translator, { organisation }: ApprovalView): (readonly [string, string])[] {
  if (!organisation) return [];
  const country = new Intl.DisplayNames(t.locale, { type: 'region' }).of(organisation.country) ?? organisation.country;
  return [
    ...(organisation.siret ? [[t('approval.organisation.siret'), organisation.siret] as const] : []),
    [t('approval.organisation.country'), country],
    [t('approval.organisation.address'), organisation.address],
    [t('approval.organisation.proven'), organisation.proven],
  ];
}

/** Asks which approver the request is handed to. */
export function forwardCard({ t, portal, view, problems = [] }: Shown, others: readonly string[]): Card {
  return card({
    lang: t.locale,
    over: portalLine(t, portal, view.reference),
    title: t('approval.forward.title', { group: plain(t.of(view.group)) }),
    body: [
      ...(others.length === 0 ? [paragraph(t('approval.forward.nobody'))] : []),
      ...pick(t, { id: 'email', label: t('approval.forward.to'), choices: others.map((address) => ({ title: address, value: address })), problems }, (chosen) =>
        button('decide.forwardTo', t('approval.forward'), view, chosen),
      ),
    ],
    actions: [button('decide.open', t('go.back'), view)],
  });
}

/** «À décider»: the requests that wait for me, oldest first, and how many reviews do. */
export function waitingCard(t: Translator, { views, next, silent }: PendingPage, portals: ReadonlyMap<string, Portal>, reviews = 0): Card {
  const unheard = silent.map((id) => plain(t.named(portals.get(id) ?? { name: id }).thePortal));
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('procedure.decide'),
    body: [
      ...unheard.map((thePortal) => paragraph(t('waiting.silent', { thePortal }))),
      ...(views.length === 0 && unheard.length === 0
        ? [paragraph(t('waiting.nothing'))]
        : rows(views.map((view) => waitingRow(t, view, portals.get(view.portal))))),
    ],
    actions: [
      next === undefined ? undefined : execute('decide.start', t('waiting.more'), anytime, { data: { after: next } }),
      execute('absence.list', t('absence.list'), anytime),
      reviews > 0 ? execute('review.start', t('review.waiting', { n: reviews }), anytime) : undefined,
      execute('menu.show', t('menu'), anytime),
    ],
  });
}

const waitingRow = (t: Translator, view: ApprovalView, portal: Portal | undefined): Row => ({
  title: `${plain(view.requester.name)} — ${plain(t.of(view.group))}`,
  text: `${portal ? t.of(portal.name) : view.portal} · ${view.reference} · ${t.date(view.createdAt, 'dateTime', portal?.timeZone)}`,
  picture: portal && mark(portal.accent),
  action: button('decide.open', t('waiting.open'), view),
});

/** The request is somebody else's, or no longer theirs to decide: the answer to a click, or in place of a card that was sent before. */
export const notApproverCard = (t: Translator, refusal: Refusal, { inPlace = false }: { readonly inPlace?: boolean } = {}): Card =>
  card({ lang: t.locale, title: t(inPlace ? 'notApprover.card' : 'notApprover.title'), body: [paragraph(t.say(refusal))] });

function outcome(t: Translator, portal: Portal, view: ApprovalView): Element {
  const when = t.date(view.decidedAt ?? view.createdAt, 'dateTime', portal.timeZone);
  const by = byWhom(t, view.decidedBy ?? '', view.decidedFor);
  const text =
    view.status === 'approved' || view.status === 'refused'
      ? t(`approval.outcome.${view.status}`, { by, when })
      : t(`approval.outcome.${view.status === 'withdrawn' ? 'withdrawn' : 'expired'}`, { when });
  const reason = view.reason ? ` ${t('approval.outcome.reason', { reason: plainLine(view.reason) })}` : '';
  const ended = view.ended ? ` ${t(`approval.ended.${view.ended.how}`, { when: t.date(view.ended.at, 'dateTime', portal.timeZone) })}` : '';
  return paragraph(`${text}${reason}${ended}`, { weight: 'Bolder' });
}

/** How much of the history a card shows, in entries and in characters. Teams takes 100 KB, and a question or an answer may have 2,000 characters. */
const shownNotes = { entries: 20, characters: 8_000 };

/** The history, oldest first. Of a long one, the latest entries and how many came before them. */
function history(t: Translator, portal: Portal, notes: readonly Note[]): Element[] {
  let length = 0;
  const cut = notes.findLastIndex(({ text }, at) => {
    length += text.length;
    return notes.length - at > shownNotes.entries || length > shownNotes.characters;
  });
  const hidden = cut + 1;
  return [...(hidden > 0 ? [t('approval.notes.more', { n: hidden })] : []), ...notes.slice(hidden).map((note) => said(t, portal, note))].map((text) =>
    paragraph(text, { subtle: true }),
  );
}

const said = (t: Translator, portal: Portal, { kind, author, behalf, text, at }: Note): string =>
  t(`approval.note.${kind}`, { author: byWhom(t, author, behalf), text: plainLine(text), when: t.date(at, 'dateTime', portal.timeZone) });

const button = (verb: string, title: string, view: ApprovalView, options: Parameters<typeof execute>[3] = {}): Action =>
  execute(verb, title, anytime, { ...options, data: { ...options.data, enrollment: view.id } });
