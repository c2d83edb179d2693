import type { Translator } from '../../core/foundation/i18n.ts';
import type { Key } from '../../core/foundation/locales/catalogue.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import type { CompanyField, Portal } from '../../core/portal/index.ts';
import { choiceInput, type Element, paragraph, textInput } from '../card.ts';

const labels = {
  name: 'company.label.name',
  siret: 'company.label.siret',
  vat: 'company.label.vat',
  street: 'company.label.street',
  postalCode: 'company.label.postalCode',
  city: 'company.label.city',
  country: 'company.label.country',
  phone: 'company.label.phone',
} as const satisfies Record<string, Key>;

/** The label of a company field: the profile's, or the default. */
export function companyLabel(t: Translator, { id, label }: Pick<CompanyField, 'id' | 'label'>): string {
  const usual = Object.entries(labels).find(([known]) => known === id)?.[1];
  return label ? t.of(label) : usual ? t(usual) : id;
}

/** The inputs of the company form, filled in, each with its problems. `needed`: the fields that are required here, if not those of the profile. */
export function companyInputs(
  t: Translator,
  portal: Portal,
  values: Readonly<Record<string, string>>,
  problems: readonly Refusal[],
  needed?: readonly string[],
): Element[] {
  return (portal.procedures.acceptInvitation?.company ?? []).flatMap((field) => {
    const { id, type, options, help } = field;
    const required = needed?.includes(id) ?? field.required;
    const common = { id, label: companyLabel(t, field), value: values[id], problems };
    const input =
      type === 'select'
        ? choiceInput(t, { ...common, choices: options.map((option) => ({ title: t.of(option.name), value: option.id })), required })
        : textInput(t, {
            ...common,
            maxLength: 200,
            optional: !required,
            ...(type === 'tel' && { style: 'Tel' as const }),
            ...(type === 'email' && { style: 'Email' as const }),
          });
    return help ? [...input, paragraph(t.of(help), { subtle: true })] : input;
  });
}
