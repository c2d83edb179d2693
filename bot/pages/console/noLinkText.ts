import type { AccountState } from '../../../core/console/index.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';

/** What an account is like, in a word. */
export const standingOf = ({ account }: Pick<AccountState, 'account'>) =>
  account.privileged ? 'privileged' : account.disabled ? 'disabled' : account.locked ? 'locked' : 'fine';

/** Why no link can be mailed to an account's owner, where its state does not say so already. */
export function noLinkText(t: Translator, { portal, account, noLink }: AccountState): string | undefined {
  if (!noLink || !portal.procedures.reset || account.privileged || account.disabled) return undefined;
  return noLink.why === 'rests' ? t('console.noLink.rests', { until: t.date(noLink.until, 'dateTime', portal.timeZone) }) : t(`console.noLink.${noLink.why}`);
}
