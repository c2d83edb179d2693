import type { Company } from '../../core/foundation/company.ts';
import type { OrganisationDraft } from '../../core/organisations/index.ts';
import { alert, anytime, type Card, card, execute, facts, openings, paragraph, plain, problemsOf, textInput } from '../card.ts';
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
        : openings(t, t(shown.window ? 'organisation.prove.window' : 'organisation.prove.open'), { url: shown.url, window: shown.window ?? false })),
      execute('createOrganisation.support', t('procedure.support'), stamp),
      execute('createOrganisation.cancel', t('cancel'), stamp),
    ],
  });
}

/** Asks whether the organisation is in France or abroad, by a button each (OU-2). Who has the SIRET at hand gives it along (OU-4). */
export function organisationDomicileCard(frame: Frame, draft: Draft): Card {
  const { t, stamp, problems } = frame;
  return card({
    lang: t.locale,
    over: over(frame, 2, steps),
    title: t('organisation.domicile'),
    body: [
      paragraph(t('organisation.domicile.text')),
      ...textInput(t, {
        id: 'siret',
        label: t('organisation.domicile.siret'),
        value: draft.siret,
        placeholder: '123 456 789 00012',
        maxLength: 40,
        optional: true,
        problems,
      }),
      ...problemsOf(t, undefined, problems),
      ...problemsOf(t, 'domicile', problems),
    ],
    actions: [
      execute('createOrganisation.domicile', t('organisation.domicile.france'), stamp, { style: 'positive', inputs: true, data: { domicile: 'france' } }),
      execute('createOrganisation.domicile', t('organisation.domicile.abroad'), stamp, { data: { domicile: 'abroad' } }),
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
      ...problems.map((problem) => alert(t.say(problem))),
    ],
    actions: [
      execute('createOrganisation.create', submit ? t.of(submit) : t('organisation.create'), stamp, { style: 'positive' }),
      execute('createOrganisation.back', t('organisation.other'), stamp),
      execute('createOrganisation.cancel', t('cancel'), stamp),
    ],
  });
}

/** The details of a company abroad, which is not in the register (OU-3). */
export function organisationAbroadCard(frame: Frame, shown: { readonly draft: Draft; readonly country: string }): Card {
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
      ...textInput(t, { id: 'country', label: t('organisation.country'), value: shown.country, maxLength: 200, problems }),
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

/** What becomes of the first administrator's password: there is one, or a mail's link leads to it, or its code too, typed here. */
export type PasswordState = 'known' | 'link' | 'code';

const passwordTexts = { known: 'organisation.known', link: 'organisation.mailed.link', code: 'organisation.mailed' } as const;

/** Created and pending: set the password meanwhile, and what is not possible yet (OU-6). */
export function organisationCreatedCard(
  frame: Frame,
  shown: {
    readonly name: string;
    readonly reference: string;
    readonly email: string;
    readonly again: boolean;
    readonly password: PasswordState;
    /** Whether the mail can be asked for again from here. */
    readonly waits: boolean;
    readonly decided?: boolean;
  },
): Card {
  const { t, portal, stamp, problems, authenticated } = frame;
  const password = shown.password === 'code' && !authenticated ? 'link' : shown.password;
  const typed = password === 'code' && shown.waits;
  return card({
    lang: t.locale,
    over: portalLine(t, portal),
    title: t('organisation.created'),
    body: [
      ...pending(frame, shown),
      paragraph(t(passwordTexts[password], { to: plain(shown.email) }), { weight: 'Bolder' }),
      shown.again ? paragraph(t('mailed.again'), { weight: 'Bolder' }) : undefined,
      ...problemsOf(t, undefined, problems),
      ...(typed ? textInput(t, { id: 'code', label: t('mailed.code'), maxLength: 12, optional: true, problems }) : []),
    ],
    actions: [
      typed ? execute('createOrganisation.code', t('mailed.check'), stamp, { style: 'positive', inputs: true }) : undefined,
      shown.waits ? execute('createOrganisation.again', t('mailed.resend'), stamp) : undefined,
      shown.waits ? execute('createOrganisation.finish', t('finish'), stamp) : execute('menu.show', t('menu'), anytime),
    ],
  });
}

/** What stays of it once the password is set: the reference is needed until it is validated. */
export const organisationPendingCard = (frame: Frame, shown: Parameters<typeof pending>[1]): Card =>
  card({ lang: frame.t.locale, over: portalLine(frame.t, frame.portal), title: frame.t('organisation.created'), body: pending(frame, shown) });

const pending = ({ t }: Frame, { name, reference, decided = false }: { readonly name: string; readonly reference: string; readonly decided?: boolean }) => [
  facts([
    [t('organisation.name'), name],
    [t('organisation.reference'), reference],
  ]),
  decided ? undefined : paragraph(t('organisation.waits')),
];
