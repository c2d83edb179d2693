import { companyLabel } from '../../../cards/invitations/company.ts';
import { countries, countryCode } from '../../../core/foundation/countries.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { checkCompany, type ReceivedInvitation } from '../../../core/invitations/index.ts';
import type { CompanyField, Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { formOf, type Shown } from './invitationPage.ts';

/** What browsers fill a built-in field with (HTML, autofill). */
const autocomplete: Readonly<Record<string, string>> = {
  name: 'organization',
  street: 'street-address',
  postalCode: 'postal-code',
  city: 'address-level2',
  country: 'country',
  phone: 'tel',
};

type FieldShown = Shown & { readonly field: CompanyField; readonly value: string; readonly email: string };

type Option = { readonly id: string; readonly name: string };

const optionsOf = (options: readonly Option[], chosen: string): Html[] =>
  options.map(({ id, name }) => html`<option value="${id}"${id === chosen && html` selected`}>${name}</option>\n`);

const select = (options: readonly Option[], chosen: string, attributes: Html): Html => html`<select${attributes}>
<option value=""></option>
${optionsOf(options, chosen)}</select>`;

/** The likely countries first: where the address is from, the profile's, and France. */
function countrySelect({ t }: Frame, { portal, value, email }: FieldShown, attributes: Html): Html {
  const all = countries(t.locale).map(({ code, name }) => ({ id: code, name }));
  const likely = likelyCountries(portal, email).flatMap((code) => all.find(({ id }) => id === code) ?? []);
  const chosen = countryCode(value) ?? '';
  return html`<select${attributes}>
<option value=""></option>
<optgroup label="${t('company.countries.likely')}">
${optionsOf(likely, chosen)}</optgroup>
<optgroup label="${t('company.countries.all')}">
${optionsOf(
  all.filter((country) => !likely.includes(country)),
  chosen,
)}</optgroup></select>`;
}

/** An address in a country's domain is probably of that country. */
function likelyCountries({ procedures }: Portal, email: string): string[] {
  const domain = email.slice(email.lastIndexOf('.') + 1).toUpperCase();
  const own = countryCode(domain === 'UK' ? 'GB' : domain);
  return [...new Set([...(own !== undefined && domain.length === 2 ? [own] : []), ...(procedures.acceptInvitation?.countries ?? []), 'FR'])];
}

function input(frame: Frame, shown: FieldShown, attributes: Html): Html {
  const { t } = frame;
  const { field, value } = shown;
  switch (field.type) {
    case 'country':
      return countrySelect(frame, shown, attributes);
    case 'select':
      return select(
        field.options.map(({ id, name }) => ({ id, name: t.of(name) })),
        value,
        attributes,
      );
    default:
      return html`<input${attributes} ${inputTypes[field.type]} maxlength="400" value="${value}">`;
  }
}

const inputTypes = {
  text: html`type="text"`,
  tel: html`type="tel"`,
  email: html`type="email" autocapitalize="none" spellcheck="false"`,
  siret: html`type="text" inputmode="numeric"`,
  vat: html`type="text" autocapitalize="characters" spellcheck="false"`,
  postalCode: html`type="text" autocapitalize="characters"`,
} as const;

/** One field, with what is wrong with it beside it. */
function row(frame: Frame, shown: FieldShown): Html {
  const { t } = frame;
  const { id, help, required } = shown.field;
  const { attributes, message } = marks(t, shown.refusals, id, help && `${id}-help`);
  const all = html` id="${id}" name="${id}" autocomplete="${autocomplete[id] ?? 'off'}"${required && html` required`}${attributes}`;
  return html`<div class="field">
<label for="${id}">${companyLabel(t, shown.field)}${!required && html` <span class="quiet">${t('page.optional')}</span>`}</label>
${help && html`<p class="quiet" id="${id}-help">${t.of(help)}</p>`}
${message}
${input(frame, shown, all)}
</div>
`;
}

/**
 * The company form, filled with what is known and kept as it is filled (RC-6). What is missing stands in a list, and what was filled in wrong says why
 * beside it; the button is grey until all is right, which the script follows by asking the server. Pressed nevertheless, it says so at every field.
 */
export function companyPage(frame: Frame, shown: Shown & { readonly held: ReceivedInvitation; readonly saved: boolean }): Html {
  const { t } = frame;
  const { portal, refusals, held, saved } = shown;
  const { company: fields = [], submit } = portal.procedures.acceptInvitation ?? {};
  const create = submit ? t.of(submit) : t('accept.company.submit');
  const labels = new Map(fields.map((field) => [field.id, companyLabel(t, field)]));
  const say = (refusal: Refusal): string => {
    const field = labels.get(refusal.field ?? '');
    return field === undefined ? t.say(refusal) : t('page.error.of', { field, problem: t.say(refusal) });
  };
  const checked = checkCompany(fields, held.company);
  const wrong = checked.ok ? [] : checked.refusals;
  // What only the submission found out, such as a company that exists already, stands beside what is wrong with the fields themselves.
  const found = refusals.filter(({ key, field }) => !wrong.some((known) => known.key === key && known.field === field));
  // A field that nobody has filled in yet is no mistake, until the form is sent.
  const isSeen = ({ field = '' }: Refusal) => (held.company[field] ?? '').trim() !== '' || refusals.some((refusal) => refusal.field === field);
  const beside = { ...shown, refusals: [...wrong.filter(isSeen), ...found], email: held.email };
  const inside = html`${fields.map((field) => row(frame, { ...beside, field, value: held.company[field.id] ?? '' }))}<p class="progress" id="progress" role="status" data-unkept="${t('page.invitation.unsaved')}">${
    wrong.length > 0
      ? html`${t('accept.company.wrong', { n: wrong.length })} ${wrong.map(({ field }) => labels.get(field ?? '') ?? '').join(', ')}`
      : t('page.invitation.right')
  }</p>
<p class="quiet checks">${t('page.invitation.check', { create })}</p>
<button name="press" value="create" id="create" aria-describedby="progress"${wrong.length > 0 && html` aria-disabled="true"`}>${create}</button>
<button class="secondary" name="press" value="save">${t('accept.company.save')}</button>`;
  const main = html`${saved && html`<p class="notice" role="status">${t('page.invitation.saved')}</p>`}
<p>${t('accept.company.text')}</p>
${summary(t, refusals, say)}
${formOf(frame, shown, inside)}`;
  return layout(frame, { title: t('accept.company.title'), main, failed: refusals.length > 0, scripts: ['keepDraft'] });
}
