import type { Translator } from '../core/foundation/i18n.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import type { Portal } from '../core/portal/index.ts';
import { anytime, execute, type Over, type Stamp } from './card.ts';
import type { Row } from './rows.ts';

/** What every card of a procedure needs. */
export type Frame = {
  readonly t: Translator;
  readonly portal: Portal;
  readonly stamp: Stamp;
  /** Whether the channel vouches for who this is. If not, only a mailed link opens anything. */
  readonly authenticated: boolean;
  /** The problems of the last answer. */
  readonly problems: readonly Refusal[];
};

/** The line above a title: the portal, and a step such as «Étape 2 sur 4». */
export const over = ({ t, portal }: Frame, step: number, steps: number): Over => portalLine(t, portal, t('step', { step, steps }));

/** The line above a title: the portal with its colour, and what else tells where one is. Text from users must have gone through `plain`. */
export const portalLine = (t: Translator, { name, accent }: Portal, more?: string): Over => ({ portal: t.of(name), accent, more });

const standard = {
  signUp: 'procedure.signUp',
  reset: 'procedure.reset',
  changePassword: 'procedure.changePassword',
  unlock: 'procedure.unlock',
  forgotIdentifier: 'procedure.forgotIdentifier',
  acceptInvitation: 'procedure.acceptInvitation',
  invite: 'procedure.invite',
  enroll: 'procedure.enroll',
  myRequests: 'procedure.myRequests',
  decide: 'procedure.decide',
  createOrganisation: 'procedure.createOrganisation',
  addUser: 'procedure.addUser',
  removeUser: 'procedure.removeUser',
  changeEmail: 'procedure.changeEmail',
  twoFactor: 'procedure.twoFactor',
  support: 'procedure.support',
} as const satisfies Record<Procedure, string>;

/** The name of a procedure: the portal's own wording if it has one, or the default. */
export function procedureLabel(t: Translator, portal: Portal | undefined, procedure: Procedure): string {
  const options = procedure === 'support' ? undefined : portal?.procedures[procedure];
  return options?.label ? t.of(options.label) : t(standard[procedure]);
}

/** The same where another portal may be in front: «Mot de passe oublié – Octopus». */
export const procedureAt = (t: Translator, portal: Portal | undefined, procedure: Procedure): string => {
  const label = procedureLabel(t, portal, procedure);
  return portal ? t('procedure.at', { procedure: label, portal: t.of(portal.name) }) : label;
};

/** A procedure as sentences and buttons name it: with its portal, and alone. */
export type Named = { readonly at: string; readonly alone: string };

/** How a procedure is named where another portal may be in front. */
export const namedAt = (t: Translator, portal: Portal | undefined, procedure: Procedure): Named => ({
  at: procedureAt(t, portal, procedure),
  alone: procedureLabel(t, portal, procedure),
});

/** In characters. A narrow pane cuts off the end of a longer label. */
export const widestLabel = 42;

/** The label of a button that leads to a procedure; its portal is left out where the label would be cut off. */
export function labelTo(t: Translator, key: 'menu.continue' | 'talk.next', { at, alone }: Named): string {
  const whole = t(key, { procedure: at });
  return whole.length > widestLabel ? t(key, { procedure: alone }) : whole;
}

/** The row that begins a procedure, with a word of explanation. */
export const procedureRow = (t: Translator, portal: Portal | undefined, procedure: Procedure): Row => ({
  title: procedureLabel(t, portal, procedure),
  text: t(`hint.${procedure}`),
  action: execute(`${procedure}.start`, procedureLabel(t, portal, procedure), anytime, { data: portal ? { portal: portal.id } : {} }),
});
