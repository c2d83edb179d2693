import type { Absence, Colleague } from '../../core/access/index.ts';
import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import { anytime, type Card, card, choiceInput, dateInput, type Element, execute, facts, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { heading, type Item, items } from '../rows.ts';

/** What stands on the card that asks for an absence: days as typed, who is meant, and among whom. */
export type AskedShown = {
  readonly from: string;
  readonly to: string;
  /** The one who is meant. */
  readonly delegate?: Colleague | undefined;
  /** What was typed, where it names nobody, or several. */
  readonly typed?: string | undefined;
  readonly choices?: readonly Colleague[];
  readonly problems?: readonly Refusal[];
};

const called = ({ name, address }: Colleague): string => (name === address ? address : `${name} (${address})`);

/** Asks from when until when somebody is away and who decides meanwhile, filled in with what they said; its button confirms it (GOV-2). */
export function absenceCard(t: Translator, { from, to, delegate, typed, choices = [], problems = [] }: AskedShown): Card {
  const label = t('absence.delegate.label');
  // What is typed in place of a press brings the days along.
  const data = { from, to, ...(delegate && { delegate: delegate.address }) };
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('absence.title'),
    body: [
      paragraph(t('absence.text')),
      ...dateInput(t, { id: 'from', label: t('absence.from'), value: from, problems }),
      ...dateInput(t, { id: 'to', label: t('absence.to'), value: to, problems }),
      ...(delegate
        ? [facts([[label, called(delegate)]]), ...problemsOf(t, 'delegate', problems)]
        : choices.length > 0
          ? choiceInput(t, {
              id: 'delegate',
              label,
              choices: choices.map((each) => ({ title: called(each), value: each.address })),
              expanded: true,
              required: true,
              problems,
            })
          : textInput(t, { id: 'delegate', label, value: typed, placeholder: t('absence.delegate.how'), problems })),
      ...problemsOf(t, undefined, problems),
    ],
    actions: [
      execute('absence.set', t('absence.set'), anytime, { style: 'positive', inputs: true, data }),
      delegate || choices.length > 0 ? execute('absence.start', t('absence.other'), anytime, { inputs: true, data: { from, to, delegate: '' } }) : undefined,
      execute('absence.list', t('absence.cancel'), anytime),
    ],
  });
}

/** From when until when, and who decides for whom. */
const periodOf = (t: Translator, { startsAt, endsAt, timeZone, ofName, byName }: Absence) => ({
  ...{ of: plain(ofName), by: plain(byName), from: t.date(startsAt, 'date', timeZone), to: t.until(endsAt, timeZone) },
});

/** It is as was asked: who decides from when until when. */
export const absenceSetCard = (t: Translator, absence: Absence): Card =>
  card({
    lang: t.locale,
    over: 'Guichet',
    title: t('absence.done'),
    body: [paragraph(t('absence.done.text', periodOf(t, absence))), ...(absence.keepsSensitive ? [paragraph(t('absence.done.sensitive'))] : [])],
    actions: [endOf(t, absence), execute('menu.show', t('menu'), anytime)],
  });

const endOf = (t: Translator, { id }: Absence) => execute('absence.end', t('absence.end'), anytime, { data: { absence: id } });
const declineOf = (t: Translator, { id }: Absence) => execute('absence.decline', t('absence.decline'), anytime, { data: { absence: id } });

type Mine = { readonly own: readonly Absence[]; readonly forOthers: readonly Absence[] };

/** One's absences, and those of others in which one decides: each can be ended. Nothing where there is none. */
export function absenceItems(t: Translator, { own, forOthers }: Mine): Element[] {
  const list: Item[] = [
    ...own.map((each) => ({ id: each.id, title: t('absence.own', periodOf(t, each)), actions: [endOf(t, each)] })),
    ...forOthers.map((each) => ({ id: each.id, title: t('absence.theirs', periodOf(t, each)), actions: [declineOf(t, each)] })),
  ];
  return list.length === 0 ? [] : [heading(t('absence.heading')), ...items(list)];
}

/** One's absences, and those of others in which one decides. */
export const absencesCard = (t: Translator, mine: Mine): Card => {
  const list = absenceItems(t, mine);
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t('absence.list'),
    body: list.length > 0 ? list : [paragraph(t('absence.none'))],
    actions: [execute('absence.start', t('absence.begin'), anytime), execute('menu.show', t('menu'), anytime)],
  });
};

/** Asks whether an absence is really to end now: who is back decides again. */
export const absenceEndCard = (t: Translator, absence: Absence): Card =>
  card({
    lang: t.locale,
    over: 'Guichet',
    title: t('absence.end.title'),
    body: [paragraph(t('absence.own', periodOf(t, absence)))],
    actions: [
      execute('absence.end', t('absence.end'), anytime, { style: 'positive', data: { absence: absence.id } }),
      execute('absence.list', t('absence.keep'), anytime),
    ],
  });

/** Tells the delegate that they decide for somebody, who may be told that they do not; or who is away that the delegate does not; or both that it is over. */
export function absenceNewsCard(t: Translator, absence: Absence, news: 'asked' | 'declined' | 'over' | 'back'): Card {
  return card({
    lang: t.locale,
    over: 'Guichet',
    title: t(`absence.news.${news}.title`, periodOf(t, absence)),
    body: [paragraph(t(`absence.news.${news}.text`, periodOf(t, absence)))],
    actions: [
      news === 'asked' ? declineOf(t, absence) : undefined,
      news === 'declined' ? execute('absence.start', t('absence.other'), anytime, { style: 'positive' }) : undefined,
      news === 'over' ? undefined : execute('decide.start', t('procedure.decide'), anytime),
    ],
  });
}
