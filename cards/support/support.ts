import type { Translator } from '../../core/foundation/i18n.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import type { Portal } from '../../core/portal/index.ts';
import { alert, anytime, type Card, card, execute, facts, paragraph, plain, plainLine, textInput } from '../card.ts';
import { type Frame, portalLine, procedureLabel, procedureRow } from '../frame.ts';
import { supportFacts } from '../notice.ts';
import { type Row, rows } from '../rows.ts';

/** What a sentence may have wished for instead, here or at another portal. */
type Wish =
  | { readonly procedure: Procedure; readonly portal: Portal }
  | { readonly procedure: Procedure; readonly elsewhere: { readonly id: string; readonly name: string } };

function wishRow(t: Translator, wish: Wish): Row {
  if ('portal' in wish) return procedureRow(t, wish.portal, wish.procedure);
  const { id, name } = wish.elsewhere;
  const title = t('procedure.at', { procedure: procedureLabel(t, undefined, wish.procedure), portal: plain(name) });
  return { title, text: t(`hint.${wish.procedure}`), action: execute(`${wish.procedure}.start`, title, anytime, { data: { portal: id } }) };
}

/** What will be handed to support, with a field for anything to add (ALL-10). */
export function supportAskCard(
  frame: Frame,
  shown: { readonly comment?: string; readonly why?: string; readonly stops?: boolean; readonly instead?: readonly Wish[]; readonly behind?: Procedure },
): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('support.title'),
    body: [
      shown.why ? paragraph(shown.why) : undefined,
      paragraph(t(shown.stops ? 'support.stop.text' : frame.authenticated ? 'support.text' : 'support.text.unknown')),
      shown.comment ? paragraph(t('support.check'), { weight: 'Bolder' }) : undefined,
      ...textInput(t, { id: 'comment', label: t('support.comment'), value: shown.comment, multiline: true, maxLength: 2000, optional: true, problems: [] }),
      ...problems.map((problem) => alert(t.say(problem))),
      ...(shown.instead?.length ? [paragraph(t('support.instead'), { weight: 'Bolder' })] : []),
      ...rows((shown.instead ?? []).map((wish) => wishRow(t, wish))),
      paragraph(t('support.secret'), { subtle: true }),
    ],
    actions: [
      shown.stops ? execute('support.stop', t('support.stop'), stamp, { style: 'positive', inputs: true }) : undefined,
      execute('support.send', t('support.send'), stamp, { ...(!shown.stops && { style: 'positive' as const }), inputs: true }),
      shown.behind ? execute('support.return', t('menu.continue', { procedure: procedureLabel(t, undefined, shown.behind) }), stamp) : undefined,
      execute('support.cancel', t('cancel'), stamp),
    ],
  });
}

/** Handed over: the reference number, and other ways to reach support. */
export const supportDoneCard = (frame: Frame, reference: string): Card =>
  card({
    lang: frame.t.locale,
    over: portalLine(frame.t, frame.portal),
    title: frame.t('support.done.title', { reference: plain(reference) }),
    body: [paragraph(frame.t(frame.authenticated ? 'support.done.text' : 'support.done.unknown')), supportFacts(frame.t, frame.portal)],
    actions: [execute('menu.show', frame.t('menu'), anytime)],
  });

/** What a report of abuse ended, the chats of others that are tied to the account, and the reference number (TALK-4). */
export const abuseStoppedCard = (
  frame: Frame,
  shown: { readonly ended: readonly (readonly [string, string])[]; readonly others: readonly string[]; readonly reference: string | undefined },
): Card => {
  const { t, portal } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t(shown.ended.length > 0 ? 'abuse.ended.title' : 'abuse.nothing.title'),
    body: [
      paragraph(t(shown.ended.length > 0 ? 'abuse.ended.text' : 'abuse.nothing.text')),
      shown.ended.length > 0 ? facts(shown.ended) : undefined,
      shown.others.length > 0 ? paragraph(t('abuse.others', { who: shown.others.map(plainLine).join(', ') }), { weight: 'Bolder' }) : undefined,
      paragraph(shown.reference === undefined ? t('support.limit') : t('abuse.told', { reference: plain(shown.reference) })),
    ],
    actions: [
      shown.others.length > 0 ? execute('account.show', t('abuse.ties'), anytime, { style: 'positive' }) : undefined,
      portal.procedures.reset ? execute('reset.start', t('abuse.reset'), anytime, { data: { portal: portal.id } }) : undefined,
      execute('menu.show', t('menu'), anytime),
    ],
  });
};
