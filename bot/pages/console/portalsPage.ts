import { myRequestsCard } from '../../../cards/access/myRequests.ts';
import { anytime, type Card } from '../../../cards/card.ts';
import { changeEmailCard } from '../../../cards/establishments/changeEmail.ts';
import type { Frame as CardFrame } from '../../../cards/frame.ts';
import { acceptAddressCard } from '../../../cards/invitations/acceptInvitation.ts';
import { inviteWhoCard } from '../../../cards/invitations/invite.ts';
import { menuCard } from '../../../cards/menu.ts';
import { organisationProveCard } from '../../../cards/organisations/createOrganisation.ts';
import { changePasswordCard } from '../../../cards/passwords/changePassword.ts';
import { mailIdentifierCard } from '../../../cards/passwords/forgotIdentifier.ts';
import { resetAskCard } from '../../../cards/passwords/reset.ts';
import { signUpAddressCard } from '../../../cards/passwords/signUp.ts';
import { proveCard } from '../../../cards/proof.ts';
import { twoFactorCard } from '../../../cards/signIn/twoFactor.ts';
import { supportAskCard } from '../../../cards/support/support.ts';
import { rulesOf } from '../../../core/foundation/passwordRules.ts';
import { type Procedure, procedures } from '../../../core/foundation/procedures.ts';
import { openingText, type Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { ruleText } from '../passwords/newPassword.ts';
import { cardPicture } from './cardPicture.ts';
import { coded } from './coded.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { directoryKind } from './directoryKind.ts';
import { procedureName } from './procedureName.ts';
import { table } from './table.ts';

const portalPath = (id: string): string => `/console/portals/${encodeURIComponent(id)}`;

/** The portals that are served, and what `portals:check` says of them all. */
export function portalsPage(frame: Frame, at: At, portals: ReadonlyMap<string, Portal>, warnings: readonly string[]): Html {
  const { t } = frame;
  const main = html`<p>${coded(t('console.portals.text'))}</p>
${table(
  t('console.portals'),
  [
    { head: t('console.portal') },
    { head: t('console.portals.procedures'), kind: 'number' },
    { head: t('console.portals.directory') },
    { head: t('console.portals.warnings') },
  ],
  [...portals.values()].map((portal) => [
    html`<a href="${inLanguage(portalPath(portal.id), t.locale)}">${t.of(portal.name)}</a>`,
    offered(portal).length,
    directoryKind(t, portal.directory.kind),
    warningCount(frame, warningsOf(portal, warnings).length),
  ]),
)}`;
  return consoleLayout(frame, { title: t('console.portals'), main, at, part: 'portals' });
}

/** A portal as people will meet it: its menu and the first card of each procedure that begins alike for everybody, what its profile says, and its warnings. */
export function portalPage(frame: Frame, at: At, portal: Portal, warnings: readonly string[], now: number): Html {
  const { t } = frame;
  const own = warningsOf(portal, warnings);
  const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const rules = rulesOf(portal.password).map((rule) => ruleText(t, rule));
  const main = html`<dl class="facts">
${fact(t('console.portals.directory'), directoryKind(t, portal.directory.kind))}
${fact(t('console.portals.identifier'), t(`console.portals.identifier.${portal.identifier.kind}`))}
${fact(t('console.portals.password'), rules.join(' · '))}
${fact(t('console.portals.opens'), portal.opensOn === undefined ? t('console.portals.open') : (openingText(t, portal, now) ?? t('console.portals.open')))}
${fact(t('page.support'), `${t.of(portal.support.name)}, ${portal.support.email}`)}
${fact(
  t('console.portals.procedures'),
  offered(portal)
    .map((procedure) => procedureName(t, portal, procedure))
    .join(' · '),
)}
</dl>
<h2>${t('console.portals.warnings')}</h2>
${own.length === 0 ? html`<p class="good">${t('console.portals.fine')}</p>` : html`<ul>${own.map((warning) => html`<li lang="en">${warning}</li>`)}</ul>`}
<h2>${t('console.portals.cards')}</h2>
<div class="pictures">
${cardsOf(frame, portal).map(
  ([name, card]) => html`<div>
<h3>${name}</h3>
${cardPicture(card)}
</div>
`,
)}
</div>`;
  return consoleLayout(frame, { title: t.of(portal.name), main, at });
}

const offered = (portal: Portal): Procedure[] => procedures.filter((procedure) => procedure === 'support' || portal.procedures[procedure] !== undefined);
const warningsOf = ({ id }: Portal, warnings: readonly string[]): string[] =>
  warnings.flatMap((warning) => (warning.startsWith(`${id}: `) ? [warning.slice(id.length + 2)] : []));
const warningCount = ({ t }: Frame, count: number): Html =>
  count === 0 ? html`<span class="good">${t('console.portals.fine')}</span>` : html`<span class="bad">${t('console.portals.some', { n: count })}</span>`;

/** The menu, and the first cards, as they are sent to somebody of whom nothing is known yet. */
function cardsOf({ t }: Frame, portal: Portal): [string, Card][] {
  const frame: CardFrame = { t, portal, stamp: anytime, authenticated: true, problems: [] };
  const first: Partial<Record<Procedure, () => Card>> = {
    signUp: () => signUpAddressCard(frame, {}),
    reset: () => resetAskCard(frame, 'reset', {}),
    unlock: () => resetAskCard(frame, 'unlock', {}),
    forgotIdentifier: () => mailIdentifierCard(frame, {}),
    acceptInvitation: () => acceptAddressCard(frame, { email: '' }),
    invite: () => inviteWhoCard(frame, { email: '', givenName: '', familyName: '' }),
    enroll: () => proveCard(frame, 'enroll', {}),
    addUser: () => proveCard(frame, 'addUser', {}),
    removeUser: () => proveCard(frame, 'removeUser', {}),
    changePassword: () => changePasswordCard(frame, ''),
    createOrganisation: () => organisationProveCard(frame, {}),
    changeEmail: () => changeEmailCard(frame, { canProve: true }),
    twoFactor: () => twoFactorCard(frame, { url: '', on: [], off: [] }),
    myRequests: () => myRequestsCard(t, []),
    support: () => supportAskCard(frame, {}),
  };
  const menu = menuCard(t, portal, { offered: offered(portal), otherPortals: true, account: true });
  return [
    [t('menu.title'), menu],
    ...offered(portal).flatMap((procedure): [string, Card][] => {
      const made = first[procedure]?.();
      return made ? [[procedureName(t, portal, procedure), made]] : [];
    }),
  ];
}
