import { type AccountState, type Deed, isUseful } from '../../../core/console/index.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { newId } from '../../../core/foundation/secrets.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { summary } from '../problems.ts';
import { accountPath } from './accountPath.ts';
import { type Change, changesTable } from './changesTable.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { noLinkText, standingOf } from './noLinkText.ts';
import { reasonField } from './reasonField.ts';

/** A deed and, where it ends one session, which. */
export type AskedDeed = { readonly deed: Deed; readonly session?: string | undefined };

/** Says what a deed changes, before and after, and asks for its reason. Where there is nothing to do, it says that alone. */
export function deedPage(frame: Frame, at: At, state: AccountState, { deed, session }: AskedDeed, typed: string, refusals: readonly Refusal[]): Html {
  const { t } = frame;
  const { account, sessions } = state;
  const ending = sessions.find(({ id }) => id === session);
  const isPossible = deed === 'session' ? ending !== undefined : isUseful(deed, state);
  const idle = deed === 'session' ? t('console.session.gone') : ((deed === 'link' ? noLinkText(t, state) : undefined) ?? t('console.useless'));
  const main = html`<p class="about"><span>${t('console.people.account')}</span> <strong>${account.identifier}</strong></p>
${!isPossible && summary(t, refusals)}
${
  isPossible
    ? html`<p>${textOf(t, state, deed, ending?.agent || t('page.account.agent'))}</p>
${changesTable(t, changesOf(t, state, deed))}
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(accountPath(account.id, deed, ending?.id), t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${at.csrf}">
<input type="hidden" name="once" value="${newId()}">
${reasonField(t, typed, refusals)}
<button>${t(`console.deed.${deed}`)}</button>
</form>`
    : refusals.every(({ key }) => key !== 'console.useless' && key !== 'console.session.gone') && html`<p role="status">${idle}</p>`
}
<p><a href="${inLanguage(accountPath(account.id), t.locale)}">${t('console.deed.back')}</a></p>`;
  return consoleLayout(frame, { title: t(`console.deed.${deed}`), main, at, failed: refusals.length > 0 });
}

const textOf = (t: Translator, { account, sessions, ties }: AccountState, deed: Deed, browser: string): string =>
  ({
    link: t('console.deed.link.what', { email: account.email }),
    sessions: t('console.deed.sessions.what', { n: sessions.length }),
    session: t('console.operators.what', { browser }),
    ties: t('console.deed.ties.what', { n: ties.length }),
    factor: t('console.deed.factor.what'),
  })[deed];

function changesOf(t: Translator, state: AccountState, deed: Deed): readonly Change[] {
  const { sessions, ties, links } = state;
  const standing = standingOf(state);
  const ofSessions: Change = [t('console.state.sessions'), sessions.length, deed === 'session' ? sessions.length - 1 : 0];
  const changes: Readonly<Record<Deed, readonly Change[]>> = {
    link: [
      [t('console.changes.links'), links.filter(({ mail }) => mail !== 'none').length, t('console.changes.link')],
      ...(standing === 'locked' ? [[t('console.state'), t('console.state.locked.now'), t('console.changes.unlocked')] as const] : []),
    ],
    sessions: [ofSessions],
    session: [ofSessions],
    ties: [[t('console.state.ties'), ties.length, 0]],
    factor: [[t('console.state.factor'), t('console.state.factor.on'), t('console.state.factor.off')], ...(sessions.length > 0 ? [ofSessions] : [])],
  };
  return changes[deed];
}
