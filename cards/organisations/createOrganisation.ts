import type { Company } from '../../core/foundation/company.ts';
import type { OrganisationDraft } from '../../core/organisations/index.ts';
import { type Card, card, choiceInput, execute, facts, open, openWindow, paragraph, plain, problemsOf, textInput } from '../card.ts';
import { type Frame, over, portalLine, procedureLabel } from '../frame.ts';

type Draft = Omit<OrganisationDraft, 'proven'>;

const steps = 4;

/** First, the account in the other directory. It is proven on the web page, never in chat (OU-1). */
export function organisationProveCard(frame: Frame, shown: { readonly url?: string; readonly until?: string; readonly window?: boolean }): Card {
  const { t, portal, stamp, problems } = frame;
  const { label, region } = portal.procedures.createOrganisation?.proof ?? {};
  const account = label ? t.of(label) : t('organisation.account');
  return card({
    lang: t.locale,
    over: over(frame, 1, steps),
    title: procedureLabel(t, portal, 'createOrganisation'),
    body: [
      paragraph(region === undefined ? t('organisation.prove', { account }) : t('organisation.prove.region', { account, region })),
      paragraph(t('organisation.prove.page')),
      shown.until === undefined ? undefined : paragraph(t('organisation.prove.until', { until: shown.until }), { subtle: true }),
      ...problemsOf(t, undefined, problems),
    ],
    actions: [
      ...(shown.url === undefined
        ? [execute('createOrganisation.link', t('organisation.prove.open'), stamp, { style: 'positive' })]
        : [shown.window ? openWindow(t('organisation.prove.window'), shown.url) : undefined, open(t('openPage.link'), shown.url)]),
      execute('createOrganisation.support', t('procedure.support'), stamp),
      execute('createOrganisation.cancel', t('cancel'), stamp),
    ],
  });
}

/** Asks whether the organisation is in France or abroad (OU-2). */
export function organisationDomicileCard(frame: Frame, draft: Draft): Card {
  const { t, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: over(frame, 2, steps),
    title: t('organisation.domicile'),
    body: [
      paragraph(t('organisation.domicile.text')),
      ...choiceInput(t, {
        id: 'domicile',
        label: t('organisation.domicile.label'),
        choices: (['france', 'abroad'] as const).map((value) => ({ title: t(`organisation.domicile.${value}`), value })),
        value: draft.domicile === '' ? 'france' : draft.domicile,
        required: true,
        problems,
      }),
      ...problemsOf(t, undefined, problems),
    ],
    actions: [
      execute('createOrganisation.domicile', t('go.on'), stamp, { style: 'positive', inputs: true }),
      execute('createOrganisation.cancel', t('cancel'), stamp),
    ],
  });
}

/** Asks for the SIRET (OU-4). If the register does not answer, the same number can be tried again (OU-5). */
export function organisationSiretCard(frame: Frame, draft: Draft): Card {
  const { t, portal, stamp, problems } = frame;
  const search = portal.procedures.createOrganisation?.search;
  const silent = problems.some(({ key }) => key === 'registry.silent');
  return card({
    lang: t.locale,
    over: over(frame, 3, steps),
    title: t('organisation.siret'),
    body: [
      paragraph(t('organisation.siret.text')),
      ...textInput(t, { id: 'siret', label: t('organisation.siret.label'), value: draft.siret, placeholder: '123 456 789 00012', maxLength: 40, problems }),
      ...problemsOf(t, undefined, problems),
    ],
    actions: [
      execute('createOrganisation.search', silent ? t('organisation.again') : search ? t.of(search) : t('organisation.search'), stamp, {
        style: 'positive',
        inputs: true,
      }),
      execute('createOrganisation.back', t('go.back'), stamp),
      execute('createOrganisation.support', t('procedure.support'), stamp),
      execute('createOrganisation.cancel', t('cancel'), stamp),
    ],
  });
}

/** The company found in the register, to confirm (OU-4). */
export function organisationCompanyCard(frame: Frame, shown: { readonly company: Company; readonly siret: string }): Card {
  const { t, portal, stamp, problems } = frame;
  const { company } = shown;
  const submit = portal.procedures.createOrganisation?.submit;
  const address = [company.street, `${company.postalCode} ${company.city}`.trim()].filter(Boolean).join(', ');
  return card({
    lang: t.locale,
    over: over(frame, 4, steps),
    title: t('organisation.found'),
    body: [
      facts([
        [t('organisation.name'), company.name],
        [t('organisation.siret.label'), shown.siret],
        [t('organisation.address'), address || t('organisation.address.hidden')],
      ]),
      paragraph(t('organisation.found.text')),
      ...problems.map((problem) => paragraph(t.say(problem), { colour: 'Attention' })),
    ],
    actions: [
      execute('createOrganisation.create', submit ? t.of(submit) : t('organisation.create'), stamp, { style: 'positive' }),
      execute('createOrganisation.back', t('organisation.other'), stamp),
      execute('createOrganisation.cancel', t('cancel'), stamp),
    ],
  });
}

/** The details of a company abroad, which is not in the register (OU-3). */
export function organisationAbroadCard(frame: Frame, shown: { readonly draft: Draft; readonly countries: readonly { code: string; name: string }[] }): Card {
  const { t, portal, stamp, problems } = frame;
  const { draft } = shown;
  const submit = portal.procedures.createOrganisation?.submit;
  const input = (id: 'name' | 'street' | 'city', label: string) => textInput(t, { id, label, value: draft[id], maxLength: 200, problems });
  return card({
    lang: t.locale,
    over: over(frame, 3, steps),
    title: t('organisation.abroad'),
    body: [
      paragraph(t('organisation.abroad.text')),
      ...input('name', t('organisation.name')),
      ...choiceInput(t, {
        id: 'country',
        label: t('organisation.country'),
        choices: shown.countries.map(({ code, name }) => ({ title: name, value: code })),
        value: draft.country,
        filtered: true,
        required: true,
        problems,
      }),
      ...input('street', t('organisation.street')),
      ...textInput(t, { id: 'postalCode', label: t('organisation.postalCode'), value: draft.postalCode, maxLength: 20, optional: true, problems: [] }),
      ...input('city', t('organisation.city')),
      ...problemsOf(t, undefined, problems),
      ...problemsOf(t, 'domicile', problems),
    ],
    actions: [
      execute('createOrganisation.create', submit ? t.of(submit) : t('organisation.create'), stamp, { style: 'positive', inputs: true }),
      execute('createOrganisation.back', t('go.back'), stamp),
      execute('createOrganisation.cancel', t('cancel'), stamp),
    ],
  });
}

/** Created and pending: set the password meanwhile, and what is not possible yet (OU-6). */
export function organisationCreatedCard(
  frame: Frame,
  shown: { readonly name: string; readonly reference: string; readonly email: string; readonly again: boolean; readonly code: boolean },
): Card {
  const { t, portal, stamp, problems, authenticated } = frame;
  const mailed = authenticated ? 'organisation.mailed' : 'organisation.mailed.link';
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('organisation.created'),
    body: [
      facts([
        [t('organisation.name'), shown.name],
        [t('organisation.reference'), shown.reference],
      ]),
      paragraph(t('organisation.waits')),
      paragraph(t(shown.code ? mailed : 'organisation.known', { to: plain(shown.email) }), { weight: 'Bolder' }),
      shown.again ? paragraph(t('mailed.again'), { weight: 'Bolder' }) : undefined,
      ...problemsOf(t, undefined, problems),
      ...(shown.code && authenticated ? textInput(t, { id: 'code', label: t('mailed.code'), maxLength: 12, problems }) : []),
    ],
    actions: [
      ...(shown.code
        ? [
            authenticated ? execute('createOrganisation.code', t('mailed.check'), stamp, { style: 'positive', inputs: true }) : undefined,
            execute('createOrganisation.again', t('mailed.resend'), stamp),
          ]
        : []),
      execute('createOrganisation.finish', t('finish'), stamp),
    ],
  });
}
