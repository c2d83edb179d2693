import { anytime, type Card, card, execute, open, paragraph } from '../card.ts';
import { type Frame, procedureLabel } from '../frame.ts';

/** Where a password that is known is changed (EX-1, OU-10): on a page behind a sign-in, never here. */
export function changePasswordCard({ t, portal, stamp }: Frame, url: string): Card {
  const path = (portal.procedures.changePassword?.path ?? []).map((step) => t.of(step)).join(' → ');
  return card({
    lang: t.locale,
    over: t.of(portal.name),
    title: procedureLabel(t, portal, 'changePassword'),
    body: [
      paragraph(t('changePassword.text')),
      path === '' ? undefined : paragraph(t('changePassword.path', { portal: t.of(portal.name), path }), { subtle: true }),
      paragraph(t('changePassword.after'), { subtle: true }),
    ],
    actions: [
      open(t('changePassword.open'), url),
      // Who does not know it after all is helped by a reset, and comes back here.
      portal.procedures.reset ? execute('reset.start', procedureLabel(t, portal, 'reset'), anytime, { data: { portal: portal.id } }) : undefined,
      execute('changePassword.finish', t('finish'), stamp),
    ],
  });
}
