import { askerRow, byWhom, conflictRow, endRows, organisationRows, stageRow, standInTexts, startRow } from '../../../cards/access/decide.ts';
import type { ApprovalView, pageDecisions } from '../../../core/access/index.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { Form } from '../form.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';

/** The form as it is to be shown: the request, and what was typed and wrong the last time. */
export type DecideForm = {
  readonly portal: Portal;
  readonly view: ApprovalView;
  /** Addresses that it can be handed to. */
  readonly others: readonly string[];
  readonly csrf: string;
  readonly refusals: readonly Refusal[];
  readonly typed: Form;
  /** Whether a question was just asked. */
  readonly asked: boolean;
  /** Whether what is sent needs a code. */
  readonly needsCode: boolean;
  readonly sent: boolean;
  readonly again: boolean;
};

/** The form that asks for the code, and what was typed and wrong the last time. */
export type LockedForm = {
  readonly portal: Portal;
  readonly reference: string;
  /** Whether nothing waits any more. */
  readonly over: boolean;
  readonly csrf: string;
  readonly refusals: readonly Refusal[];
  readonly typed: Form;
  /** Whether «Send code» was just clicked. */
  readonly sent: boolean;
  /** Whether a code is on its way already. */
  readonly again: boolean;
};

/** A page escapes by itself. */
const asIs = (text: string): string => text;

/** The request, fact by fact as on the card, with what happened on it. */
const facts = (t: Translator, portal: Portal, view: ApprovalView) => html`<dl class="facts">
${(
  [
    [t('approval.reference'), view.reference],
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
    ...(view.justification ? [[t('approval.why'), view.justification] as const] : []),
  ] as const
).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>\n`)}</dl>
${
  view.notes.length > 0 &&
  html`<ul class="hint">
${view.notes.map(({ kind, author, behalf, text, at }) => html`<li>${t(`approval.note.${kind}`, { author: byWhom(t, author, behalf, asIs), text, when: t.date(at, 'dateTime', portal.timeZone) })}</li>\n`)}</ul>`
}`;

const choice = ({ typed }: DecideForm, decision: (typeof pageDecisions)[number], label: string) =>
  html`<label class="choice"><input type="radio" name="decision" value="${decision}"${decision === 'approved' && html` id="decision"`}${typed.decision === decision && html` checked`}> ${label}</label>`;

/** To whom it is handed, where there is anybody; shown with its choice where the browser can, and else always. */
const handing = (t: Translator, { others, typed, refusals }: DecideForm) => {
  const email = marks(t, refusals, 'email');
  return html`<div class="handing">
<label for="email">${t('approval.forward.to')}</label>
${email.message}
<select id="email" name="email"${email.attributes}>
<option value=""></option>
${others.map((address) => html`<option${typed.email === address && html` selected`}>${address}</option>\n`)}</select>
</div>`;
};

type Coded = Pick<LockedForm, 'csrf' | 'refusals' | 'typed' | 'sent' | 'again'>;

/** The form of «Send code», to which the button of `codeField` belongs. */
const sendCode = ({ t, here }: Frame, { csrf }: Coded) =>
  html`<form id="send-code" method="post" action="${inLanguage(`${here}/code`, t.locale)}"><input type="hidden" name="csrf" value="${csrf}"></form>`;

const codeField = (t: Translator, { refusals, typed, sent, again }: Coded) => {
  const code = marks(t, refusals, 'code', sent ? 'code-why code-sent' : 'code-why');
  return html`<fieldset class="step">
<p id="code-why">${t('page.decide.code')}</p>
${sent && html`<p class="notice" id="code-sent" role="status">${t('page.code.sent.email')}</p>`}
<button class="secondary" form="send-code">${t(again ? 'page.code.again' : 'page.code.send')}</button>
<label for="code">${t('page.code')}</label>
${code.message}
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required value="${typed.code ?? ''}"${sent && html` autofocus`}${code.attributes}>
</fieldset>`;
};

/** What whoever holds the link sees: that something waits, and a code to ask for. A scanner, or who was forwarded the mail, learns nothing else. */
export function lockedPage(frame: Frame, form: LockedForm): Html {
  const { t, here } = frame;
  const { portal, reference, over, csrf, refusals } = form;
  const main = html`<dl class="facts">
<div><dt>${t('page.decide.portal')}</dt><dd>${t.of(portal.name)}</dd></div>
<div><dt>${t('approval.reference')}</dt><dd>${reference}</dd></div>
</dl>
${summary(t, refusals)}
${sendCode(frame, form)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
${codeField(t, form)}
<button>${t('page.decide.show')}</button>
</form>`;
  const title = t(over ? 'page.decide.over.title' : 'page.decide.waits.title');
  return layout(frame, { title, main, failed: refusals.length > 0, scripts: ['sendCode'] });
}

/** The page on which an approver decides whom no card can reach, once the code has shown whose mailbox it is: what the card offers. */
export function decidePage(frame: Frame, form: DecideForm): Html {
  const { t, here } = frame;
  const { portal, view, others, csrf, refusals, typed, asked, needsCode } = form;
  const decision = marks(t, refusals, 'decision');
  const reason = marks(t, refusals, 'reason', 'reason-why');
  const main = html`${standInTexts(t, view, undefined, asIs).map((text) => html`<p><strong>${text}</strong></p>\n`)}${facts(t, portal, view)}
${summary(t, refusals)}
${asked && html`<p class="notice" role="status">${t('page.decide.asked')}</p>`}
${needsCode && sendCode(frame, form)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
${needsCode && codeField(t, form)}
<fieldset class="choices"${decision.message && html` aria-describedby="decision-error"`}>
<legend>${t('page.decide.choice')}</legend>
${decision.message}
${choice(form, 'approved', t('approval.approve'))}
${choice(form, 'refused', t('approval.refuse'))}
${choice(form, 'question', t('approval.question'))}
${others.length > 0 && choice(form, 'forwarded', t('approval.forward'))}
</fieldset>
${others.length > 0 && handing(t, form)}
<label for="reason">${t('approval.reason')}</label>
${reason.message}
<textarea id="reason" name="reason" rows="4" maxlength="1000"${reason.attributes}>
${typed.reason ?? ''}</textarea>
<p class="hint" id="reason-why">${t('page.decide.reason.read')}</p>
<button>${t('page.decide.submit')}</button>
</form>`;
  return layout(frame, { title: t('approval.title', { group: t.of(view.group) }), main, failed: refusals.length > 0, scripts: needsCode ? ['sendCode'] : [] });
}

/** The request once nothing is left to decide for this approver: the outcome, by whom and when. */
export function decidedPage(frame: Frame, portal: Portal, view: ApprovalView, late: boolean): Html {
  const { t } = frame;
  const when = t.date(view.decidedAt ?? view.createdAt, 'dateTime', portal.timeZone);
  const [title, text] =
    view.status === 'pending'
      ? [t('approval.title.given', { group: t.of(view.group) }), t('approval.given')]
      : [
          t(`approval.title.${view.status}`, { group: t.of(view.group) }),
          t(`approval.outcome.${view.status}`, { by: byWhom(t, view.decidedBy ?? '', view.decidedFor, asIs), when }),
        ];
  const main = html`${late && html`<p class="notice" role="alert">${t('decide.decided')}</p>\n`}<p><strong>${text}</strong></p>
${view.reason !== null && html`<p class="typed">${t('approval.outcome.reason', { reason: view.reason })}</p>`}
${facts(t, portal, view)}`;
  return layout(frame, { title, main });
}

/** The page of a link whose request can no longer be seen with it. */
export const noDecisionPage = (frame: Frame, state: 'expired' | 'notYours'): Html => {
  const { t } = frame;
  const [title, text] = state === 'expired' ? [t('page.expired.title'), t('page.expired.text')] : [t('notApprover.title'), t.say({ key: 'decide.notYours' })];
  return layout(frame, { title, main: html`<p>${text}</p>${state === 'expired' && html`\n<p>${t('page.decide.newest')}</p>`}` });
};
