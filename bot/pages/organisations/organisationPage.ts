import type { Company } from '../../../core/foundation/company.ts';
import { countriesAbroad, countryCode } from '../../../core/foundation/countries.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { printedSiret } from '../../../core/foundation/siret.ts';
import type { HeldDraft, OrganisationDraft } from '../../../core/organisations/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { Form } from '../form.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';

type Shown = { readonly portal: Portal; readonly csrf: string; readonly refusals: readonly Refusal[] };

const form = ({ t, here }: Frame, { csrf }: Shown, inside: Html): Html => html`<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
${inside}
</form>`;

const labels = {
  name: 'organisation.name',
  country: 'organisation.country',
  street: 'organisation.street',
  postalCode: 'organisation.postalCode',
  city: 'organisation.city',
  domicile: 'organisation.domicile.label',
} as const;
const isLabelled = (field = ''): field is keyof typeof labels => field in labels;

/** What was wrong; where several fields are asked for, each line names its own. */
const problems = ({ t }: Frame, refusals: readonly Refusal[]) =>
  summary(t, refusals, (refusal) =>
    isLabelled(refusal.field) ? t('page.error.of', { field: t(labels[refusal.field]), problem: t.say(refusal) }) : t.say(refusal),
  );

const label = (frame: Frame, { portal }: Shown): string => {
  const own = portal.procedures.createOrganisation?.label;
  return own ? frame.t.of(own) : frame.t('procedure.createOrganisation');
};

/** Where the account of the other directory is proven (OU-1): nothing that was typed comes back but the address. */
export function organisationProofPage(frame: Frame, shown: Shown & { readonly asker: string | undefined; readonly typed: Form }): Html {
  const { t } = frame;
  const { portal, refusals, typed, asker } = shown;
  const { label: name, region } = portal.procedures.createOrganisation?.proof ?? {};
  const account = name ? t.of(name) : t('organisation.account');
  const email = marks(t, refusals, 'email');
  const password = marks(t, refusals, 'password');
  const main = html`<p>${region === undefined ? t('organisation.prove', { account }) : t('organisation.prove.region', { account, region })}</p>
${asker !== undefined && html`<p class="notice">${asker === '' ? t('page.organisation.asker.unnamed') : t('page.organisation.asker', { asker })}</p>`}
${problems(frame, refusals)}
${form(
  frame,
  shown,
  html`<label for="email">${t('field.email')}</label>
${email.message}
<input id="email" name="email" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${typed.email ?? ''}"${email.attributes}>
<label for="password">${t('page.organisation.password')}</label>
${password.message}
<input id="password" name="password" type="password" autocomplete="current-password" required${password.attributes}>
<button>${t('organisation.prove.open')}</button>`,
)}`;
  return layout(frame, { title: label(frame, shown), main, failed: refusals.length > 0 });
}

/** In France or abroad, by a button each (OU-2). */
export function organisationDomicilePage(frame: Frame, shown: Shown): Html {
  const { t } = frame;
  const { refusals } = shown;
  const choice = (value: 'france' | 'abroad') => html`<button name="domicile" value="${value}">${t(`organisation.domicile.${value}`)}</button>`;
  const main = html`<p>${t('organisation.domicile.text')}</p>
${problems(frame, refusals)}
${form(
  frame,
  shown,
  html`<input type="hidden" name="press" value="domicile">
<div class="pair" id="domicile">${choice('france')}
${choice('abroad')}</div>`,
)}`;
  return layout(frame, { title: t('organisation.domicile'), main, failed: refusals.length > 0 });
}

const back = ({ t }: Frame): Html => html`<button class="secondary" name="press" value="back">${t('go.back')}</button>`;

const submitLabel = (frame: Frame, { portal }: Shown): string => {
  const submit = portal.procedures.createOrganisation?.submit;
  return submit ? frame.t.of(submit) : frame.t('organisation.create');
};

/** Where a script keeps what is typed, it says here how that stands; empty without one. */
const kept = ({ t }: Frame): Html =>
  html`<p class="kept" id="kept" role="status" data-kept="${t('page.organisation.kept')}" data-unkept="${t('page.organisation.unkept')}"></p>`;

/** The SIRET, and the company that it belongs to once it is found (OU-4, OU-5). */
export function organisationSiretPage(frame: Frame, shown: Shown & { readonly draft: OrganisationDraft; readonly company: Company | undefined }): Html {
  const { t } = frame;
  const { portal, refusals, draft, company } = shown;
  const siret = marks(t, refusals, 'siret');
  const search = portal.procedures.createOrganisation?.search;
  const silent = refusals.some(({ key }) => key === 'registry.silent');
  const rows = company && [
    [t('organisation.name'), company.name] as const,
    [t('organisation.siret.label'), printedSiret(company.siret)] as const,
    [
      t('organisation.address'),
      [company.street, `${company.postalCode} ${company.city}`.trim()].filter(Boolean).join(', ') || t('organisation.address.hidden'),
    ] as const,
  ];
  const inside = rows
    ? html`<dl class="facts">
${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
<p>${t('organisation.found.text')}</p>
<button name="press" value="create">${submitLabel(frame, shown)}</button>
<button class="secondary" name="press" value="other">${t('organisation.other')}</button>`
    : html`<label for="siret">${t('organisation.siret.label')}</label>
${siret.message}
<input id="siret" name="siret" inputmode="numeric" autocomplete="off" maxlength="40" required value="${draft.siret}"${siret.attributes}>
${kept(frame)}
<button name="press" value="search">${silent ? t('organisation.again') : search ? t.of(search) : t('organisation.search')}</button>
${back(frame)}`;
  const main = html`${!company && html`<p>${t('page.organisation.siret')}</p>`}
${problems(frame, refusals)}
${form(frame, shown, inside)}`;
  return layout(frame, { title: t(company ? 'organisation.found' : 'organisation.siret'), main, failed: refusals.length > 0, scripts: ['keepDraft'] });
}

/** One abroad (OU-3). */
export function organisationAbroadPage(frame: Frame, shown: Shown & { readonly draft: OrganisationDraft }): Html {
  const { t } = frame;
  const { refusals, draft } = shown;
  const input = (id: 'name' | 'street' | 'postalCode' | 'city', autocomplete: string) => {
    const { attributes, message } = marks(t, refusals, id);
    const optional = id === 'postalCode';
    return html`<label for="${id}">${t(`organisation.${id}`)}${optional && html` <span class="quiet">${t('page.optional')}</span>`}</label>
${message}
<input id="${id}" name="${id}" maxlength="200" autocomplete="${autocomplete}"${!optional && html` required`} value="${draft[id]}"${attributes}>\n`;
  };
  const country = marks(t, refusals, 'country');
  const chosen = countryCode(draft.country);
  const options = countriesAbroad(t.locale).map(({ code, name }) => html`<option value="${code}"${chosen === code && html` selected`}>${name}</option>\n`);
  const inside = html`${input('name', 'organization')}<label for="country">${t('organisation.country')}</label>
${country.message}
<select id="country" name="country" autocomplete="country" required${country.attributes}>
<option value=""></option>
${options}</select>
${input('street', 'address-line1')}${input('postalCode', 'postal-code')}${input('city', 'address-level2')}${kept(frame)}
<button name="press" value="create">${submitLabel(frame, shown)}</button>
${back(frame)}`;
  const main = html`<p>${t('page.organisation.abroad')}</p>
${problems(frame, refusals)}
${form(frame, shown, inside)}`;
  return layout(frame, { title: t('organisation.abroad'), main, failed: refusals.length > 0, scripts: ['keepDraft'] });
}

/** Created, and pending (OU-6). */
export function organisationCreatedPage(frame: Frame, { draft }: Pick<HeldDraft, 'draft'>): Html {
  const { t } = frame;
  const main = html`<p>${t('page.organisation.waits')}</p>
<p><strong>${t('page.organisation.mailed', { to: draft.proven?.email ?? '' })}</strong></p>`;
  return layout(frame, { title: t('organisation.created'), main });
}

/** The link is over: it expired, was used, or never was. */
export function organisationDeadPage(frame: Frame, state: 'expired' | 'used'): Html {
  const { t, portal } = frame;
  const main = html`<p>${t(`page.organisation.${state}`)}</p>
${portal && html`<p><a class="button" href="${inLanguage(`/p/${portal.id}/organisation`, t.locale)}">${t('page.organisation.begin')}</a></p>`}`;
  return layout(frame, { title: t(`page.${state}.title`), main });
}
