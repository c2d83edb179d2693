import type { Translator } from '../core/i18n.ts';
import type { Portal, Procedure } from '../core/portal.ts';
import type { ChatEvent } from '../core/ports.ts';
import { anytime, type Card, card, execute, facts, open, paragraph } from './card.ts';
import { procedureLabel } from './frame.ts';

/** An old card was used: it says so and offers to go on. */
export const staleCard = (t: Translator, running: boolean): Card =>
  card({
    lang: t.locale,
    title: t('stale.title'),
    body: [paragraph(t(running ? 'stale.running' : 'stale.idle'))],
    actions: [running ? execute('root.continue', t('go.on'), anytime, { style: 'positive' }) : undefined, execute('menu.show', t('menu'), anytime)],
  });

/** Somebody clicked a card that was meant for another person. */
export const notYoursCard = (t: Translator): Card => card({ lang: t.locale, title: t('notYours.title'), body: [paragraph(t('notYours.text'))] });

/** What can be done here, and how. */
export const helpCard = (t: Translator, running?: string): Card =>
  card({
    lang: t.locale,
    over: 'Guichet',
    title: t('help.title'),
    body: [paragraph(t('help.text')), paragraph(t('help.words'), { subtle: true }), running ? paragraph(t('help.running', { procedure: running })) : undefined],
    actions: [
      running ? execute('root.continue', t('go.on'), anytime, { style: 'positive' }) : undefined,
      execute('menu.show', t('menu'), anytime),
      execute('support.start', t('procedure.support'), anytime),
    ],
  });

/** A procedure that this portal does not have in chat yet: the contact that helps meanwhile. */
export const unavailableCard = (t: Translator, portal: Portal, procedure: Procedure): Card =>
  card({
    lang: t.locale,
    over: t.of(portal.name),
    title: t('unavailable.title', { procedure: procedureLabel(t, portal, procedure) }),
    body: [paragraph(t('unavailable.text')), supportFacts(t, portal)],
    actions: [execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } }), execute('menu.show', t('menu'), anytime)],
  });

/** Something failed on our side: an apology, and the way on. */
export const faultCard = (t: Translator): Card =>
  card({
    lang: t.locale,
    title: t('fault.title'),
    body: [paragraph(t('fault.text'))],
    actions: [execute('root.continue', t('fault.again'), anytime), execute('menu.show', t('menu'), anytime)],
  });

/** A procedure was left. */
export const cancelledCard = (t: Translator, procedure: string): Card =>
  card({
    lang: t.locale,
    title: t('cancelled.title'),
    body: [paragraph(t('cancelled.text', { procedure }))],
    actions: [execute('menu.show', t('menu'), anytime)],
  });

/** Over, with nothing more to do. */
export const finishedCard = (t: Translator, portal: Portal): Card =>
  card({
    lang: t.locale,
    over: t.of(portal.name),
    title: t('finished.title'),
    body: [paragraph(t('finished.text'))],
    actions: [open(t('done.signIn', { portal: t.of(portal.name) }), portal.address), execute('menu.show', t('menu'), anytime)],
  });

/** The portal's support, in rows. */
export const supportFacts = (t: Translator, portal: Portal) =>
  facts([
    [t('support.name'), t.of(portal.support.name)],
    [t('support.email'), portal.support.email],
    ...(portal.support.phone ? [[t('support.phone'), portal.support.phone] as const] : []),
  ]);

/** A password was set on the web page: done, and what comes next (ALL-12, OC-5). */
export function doneCard(t: Translator, portal: Portal, { now, next }: { readonly now: number; readonly next?: Procedure | undefined }): Card {
  return card({
    lang: t.locale,
    over: t.of(portal.name),
    title: t('done.title'),
    body: [paragraph(t('done.text', { portal: t.of(portal.name) })), opening(t, portal, now), paragraph(t('done.safety'), { subtle: true })],
    actions: [
      open(t('done.signIn', { portal: t.of(portal.name) }), portal.address),
      next ? execute(`${next}.start`, procedureLabel(t, portal, next), anytime, { data: { portal: portal.id } }) : undefined,
      execute('menu.show', t('menu'), anytime),
    ],
  });
}

/** When a portal that is not open yet opens, and what serves until then (IN-12). */
function opening(t: Translator, portal: Portal, now: number) {
  if (!portal.opensOn || now >= Date.parse(portal.opensOn)) return undefined;
  const day = t.date(Date.parse(`${portal.opensOn}T12:00:00Z`), 'date', portal.timeZone);
  return paragraph(`${t('opening.on', { date: day })}${portal.until ? ` ${t.of(portal.until)}` : ''}`, { colour: 'Warning' });
}

/** A case that was handed over, for the support team's channel (ALL-10). */
export const supportCaseCard = (t: Translator, portal: Portal, event: ChatEvent): Card =>
  card({
    lang: t.locale,
    over: t.of(portal.name),
    title: t('supportCase.title', { reference: event.reference ?? '' }),
    body: [paragraph(event.procedure ?? ''), facts(event.details ?? [])],
  });
