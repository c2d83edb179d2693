import { anytime, type Card, card, execute, open, paragraph } from '../card.ts';
import { type Frame, portalLine, procedureLabel } from '../frame.ts';

/** Links to the page where a known password is changed after signing in (EX-1, OU-10). It is never changed in chat. */
export function changePasswordCard({ t, portal, stamp }: Frame, url: string): Card {
  const path = (portal.procedures.changePassword?.path ?? []).map((step) => t.of(step)).join(' → ');
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: procedureLabel(t, portal, 'changePassword'),
    body: [
      paragraph(t('changePassword.text')),
      path === '' ? undefined : paragraph(t('changePassword.path', { ...t.named(portal), path }), { subtle: true }),
      paragraph(t('changePassword.after'), { subtle: true }),
    ],
    actions: [
      open(t('changePassword.open'), url, 'positive'),
      // For people who forgot it after all: a reset, which leads back here.
      portal.procedures.reset ? execute('reset.start', procedureLabel(t, portal, 'reset'), anytime, { data: { portal: portal.id } }) : undefined,
      execute('changePassword.finish', t('finish'), stamp),
    ],
  });
}
