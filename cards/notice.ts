import type { Translator } from '../core/foundation/i18n.ts';
import type { ChatEvent } from '../core/foundation/outbox/job.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import type { Portal } from '../core/portal/index.ts';
import { anytime, type Card, card, execute, facts, open, paragraph } from './card.ts';
import { portalLine, procedureLabel } from './frame.ts';

/** An old card was used. Says so, and offers to continue. */
export const staleCard = (t: Translator, running: boolean): Card =>
  card({
    lang: t.locale,
    title: t('stale.title'),
    body: [paragraph(t(running ? 'stale.running' : 'stale.idle'))],
    actions: [running ? execute('root.continue', t('go.on'), anytime, { style: 'positive' }) : undefined, execute('menu.show', t('menu'), anytime)],
  });

/** A click takes longer than the channel waits. What it leads to comes as a card of its own. */
export const busyCard = (t: Translator): Card =>
  card({ lang: t.locale, title: t('busy.title'), body: [paragraph(t('busy.text'))], actions: [execute('root.continue', t('busy.look'), anytime)] });

/** In the place of a card that waited for what was done elsewhere: it asks for nothing any more. */
export const stepDoneCard = (t: Translator, portal: Portal, procedure: Procedure): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal, procedureLabel(t, portal, procedure)),
    title: t('step.done'),
    body: [paragraph(t('step.done.next'), { subtle: true })],
  });

/** Somebody clicked a card meant for another person. */
export const notYoursCard = (t: Translator): Card => card({ lang: t.locale, title: t('notYours.title'), body: [paragraph(t('notYours.text'))] });

/** What people can do here, and how. */
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

/** This portal does not offer the procedure in chat yet, or not in this one: whom to contact instead. */
export function unavailableCard(t: Translator, portal: Portal, procedure: Procedure): Card {
  // What the portal offers is only not done where nobody says who is writing.
  const needsTeams = procedure !== 'support' && portal.procedures[procedure] !== undefined;
  const canReset = !needsTeams && procedure === 'changePassword' && portal.procedures.reset !== undefined;
  const isGranted = procedure === 'signUp' && portal.procedures.addUser !== undefined;
  const text = needsTeams ? 'unavailable.chat' : canReset ? 'unavailable.reset.text' : 'unavailable.text';
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t(needsTeams ? 'unavailable.chat.title' : 'unavailable.title', { procedure: procedureLabel(t, portal, procedure) }),
    body: [
      // An account there comes from an administrator of one's organisation (OU-7).
      paragraph(isGranted && !needsTeams ? t('unavailable.granted', t.named(portal)) : t(text)),
      supportFacts(t, portal),
    ],
    actions: [
      // A new password is what a change ends in too.
      canReset ? execute('reset.start', t('unavailable.reset'), anytime, { style: 'positive', data: { portal: portal.id } }) : undefined,
      execute('support.start', t('procedure.support'), anytime, { data: { portal: portal.id } }),
      execute('menu.show', t('menu'), anytime),
    ],
  });
}

/** Something failed on our side: an apology, and a way to continue. «Try again» repeats the same click with the same input. */
export const faultCard = (
  t: Translator,
  click: { readonly verb: string; readonly nonce: string; readonly inputs: Readonly<Record<string, string>> } = {
    verb: 'root.continue',
    nonce: 'any',
    inputs: {},
  },
  what: 'fault' | 'fault.directory' = 'fault',
): Card =>
  card({
    lang: t.locale,
    title: t(`${what}.title`),
    body: [paragraph(t(`${what}.text`))],
    actions: [execute(click.verb, t('fault.again'), { nonce: click.nonce }, { data: click.inputs }), execute('menu.show', t('menu'), anytime)],
  });

/** A procedure was cancelled. `mailed`: something was sent that still works. */
export const cancelledCard = (t: Translator, portal: Portal, procedure: Procedure, { mailed }: { readonly mailed: boolean }): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('cancelled.title'),
    body: [
      paragraph(t('cancelled.text', { procedure: procedureLabel(t, portal, procedure) })),
      mailed ? paragraph(t('cancelled.mailed'), { subtle: true }) : undefined,
    ],
    actions: [execute('menu.show', t('menu'), anytime)],
  });

/** A final card with nothing left to do. `nothing`: the procedure only told where it is done. */
export const finishedCard = (t: Translator, portal: Portal, { nothing = false }: { readonly nothing?: boolean } = {}): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t(nothing ? 'finished.nothing' : 'finished.title'),
    body: [paragraph(t('finished.text'))],
    actions: [open(t('done.signIn', t.named(portal)), portal.address, 'positive'), execute('menu.show', t('menu'), anytime)],
  });

/** The portal's support contacts, in rows. */
export const supportFacts = (t: Translator, portal: Portal) =>
  facts([
    [t('support.name'), t.of(portal.support.name)],
    [t('support.email'), portal.support.email],
    ...(portal.support.phone ? [[t('support.phone'), portal.support.phone] as const] : []),
  ]);

/** A password was set on the web page, or a temporary access pass given in its place: says so, and what comes next (ALL-12, OC-5). */
export function doneCard(
  t: Translator,
  portal: Portal,
  { opening, next, pass = false }: { readonly opening: string | undefined; readonly next?: Procedure | undefined; readonly pass?: boolean },
): Card {
  // Nobody can sign in before the portal opens, so this says when it does and what to use meanwhile (IN-12).
  const notYet = opening === undefined ? undefined : paragraph(opening, { weight: 'Bolder' });
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t(pass ? 'done.pass.title' : 'done.title'),
    body: [notYet ?? paragraph(t(pass ? 'done.pass.text' : 'done.text', t.named(portal))), paragraph(t('done.safety'), { subtle: true })],
    actions: [
      notYet ? undefined : open(t('done.signIn', t.named(portal)), portal.address, 'positive'),
      next
        ? execute(`${next}.start`, procedureLabel(t, portal, next), anytime, { ...(notYet && { style: 'positive' }), data: { portal: portal.id } })
        : undefined,
      execute('menu.show', t('menu'), anytime),
    ],
  });
}

/** A case for the support team's channel (ALL-10). */
export const supportCaseCard = (t: Translator, portal: Portal, event: ChatEvent): Card =>
  card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('supportCase.title', { reference: event.reference ?? '' }),
    body: [facts(event.details ?? [])],
  });
