import type { Portal } from '../../core/portal/index.ts';
import { type Card, card, choiceInput, type Element, execute, facts, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { type Frame, over, portalLine, procedureLabel } from '../frame.ts';

/** What a sign-up has collected so far, to show it again. */
export type SignUpShown = { readonly [name in 'email' | 'entity' | 'userName' | 'givenName' | 'familyName' | 'phone']?: string | undefined };

type SignUpField = NonNullable<Portal['procedures']['signUp']>['fields'][number];

/** So many entities are all in view. */
const inView = 6;

/** The fields that the profile requires, each with its problems. */
const inputs = ({ t, portal, problems }: Frame, shown: SignUpShown, fields: readonly SignUpField[]): Element[] =>
  fields.flatMap((field) =>
    field === 'userName' && portal.procedures.signUp?.userNameIsEmail
      ? // Only one value is right: it is shown, and not asked.
        [facts([[t('field.userName'), shown.email ?? '']]), ...problemsOf(t, field, problems)]
      : textInput(t, {
          id: field,
          label: t(`field.${field}`),
          value: shown[field],
          maxLength: field === 'userName' ? 254 : 100,
          ...(field === 'phone' && { style: 'Tel' as const }),
          problems,
        }),
  );

/** What is asked for beside the address: all that the profile requires but a user name that follows from it (IN-8). */
export const besideAddress = ({ procedures: { signUp } }: Portal): SignUpField[] =>
  (signUp?.fields ?? []).filter((field) => field !== 'userName' || signUp?.userNameIsEmail !== true);

/** First step: the address (IN-2), the entity if the portal distinguishes them (IN-1), and what else is required: whoever fills it in is done with it. */
export function signUpAddressCard(frame: Frame, shown: SignUpShown): Card {
  const { t, portal, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: over(frame, 1, 3),
    title: procedureLabel(t, portal, 'signUp'),
    body: [
      paragraph(t('signUp.address.text')),
      ...problemsOf(t, undefined, problems),
      ...textInput(t, {
        id: 'email',
        label: t.of(portal.identifier.label),
        value: shown.email,
        placeholder: portal.identifier.example,
        style: 'Email',
        problems,
      }),
      ...(portal.entities.length > 0
        ? choiceInput(t, {
            id: 'entity',
            label: t('signUp.entity'),
            choices: [
              ...portal.entities.map((entity) => ({ title: t.of(entity.name), value: entity.id })),
              { title: t('signUp.entity.other'), value: 'other' },
            ],
            value: shown.entity,
            placeholder: t('signUp.entity.choose'),
            // Chosen by nobody, it would hide what there is for one's own entity.
            required: true,
            expanded: portal.entities.length < inView,
            problems,
          })
        : []),
      ...inputs(frame, shown, besideAddress(portal)),
    ],
    actions: [execute('signUp.address', t('go.on'), stamp, { style: 'positive', inputs: true }), execute('signUp.cancel', t('cancel'), stamp)],
  });
}

/** Still the first step: the fields that the profile requires (IN-8), where they were not filled in beside the address. */
export function signUpDetailsCard(frame: Frame, shown: SignUpShown): Card {
  const { t, portal, stamp, problems } = frame;
  const fields = portal.procedures.signUp?.fields ?? [];
  return card({
    lang: t.locale,
    over: over(frame, 1, 3),
    title: t('signUp.details.title'),
    body: [paragraph(t('signUp.details.text', { email: plain(shown.email ?? '') })), ...problemsOf(t, undefined, problems), ...inputs(frame, shown, fields)],
    actions: [
      execute('signUp.details', t('go.on'), stamp, { style: 'positive', inputs: true }),
      execute('signUp.back', t('go.back'), stamp),
      execute('signUp.cancel', t('cancel'), stamp),
    ],
  });
}

/** The address belongs to an entity with its own procedure (IN-1). Says so, and offers support. */
export function signUpExcludedCard(frame: Frame, reason: string): Card {
  const { t, stamp } = frame;
  return card({
    lang: t.locale,
    over: portalLine(t, frame.portal),
    title: t('signUp.excluded.title'),
    body: [paragraph(reason), paragraph(t('signUp.excluded.text'))],
    actions: [
      execute('signUp.support', t('signUp.excluded.handOver'), stamp, { style: 'positive' }),
      execute('signUp.back', t('signUp.excluded.other'), stamp),
    ],
  });
}
