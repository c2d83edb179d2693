import { countryCode } from '../foundation/countries.ts';
import { parseEmail } from '../foundation/identifiers.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { bareNumber, onOneLine, unlabelled } from '../foundation/pasted.ts';
import { opens } from '../foundation/prose.ts';
import { parseSiret } from '../foundation/siret.ts';
import type { CompanyField } from '../portal/index.ts';

/** The values of a company form, by field id. */
export type CompanyValues = Readonly<Record<string, string>>;

const longest = 200;

const clean = (text: string | undefined): string => onOneLine(text ?? '').replace(/\s*[,;]+$/, '');

/** The submitted values of the profile's fields, each cut to a generous length. */
export const keptValues = (fields: readonly CompanyField[], values: CompanyValues): CompanyValues =>
  Object.fromEntries(fields.flatMap(({ id }) => (Object.hasOwn(values, id) ? [[id, clean(values[id]).slice(0, 2 * longest)]] : [])));

/**
 * Reads a company form. Returns each field normalised (a SIRET without spaces, a country as its code), or every wrong field and why (RC-6).
 * `known` checks what the inviter has prepared: there, required fields may be empty.
 */
export function checkCompany(fields: readonly CompanyField[], values: CompanyValues, how: 'whole' | 'known' = 'whole'): Outcome<CompanyValues> {
  const country = countryCode(unlabelled(values.country ?? '')) ?? (fields.some(({ id }) => id === 'country') ? undefined : 'FR');
  const kept: Record<string, string> = {};
  const refusals: Refusal[] = [];
  for (const field of fields) {
    const typed = clean(values[field.id]);
    const read = typed === '' ? readEmpty(field, how) : readField(field, typed, country);
    if (read.ok) kept[field.id] = read.value;
    else refusals.push(...read.refusals);
  }
  const [first, ...others] = refusals;
  return first ? refuse(first, ...others) : accept(kept);
}

const readEmpty = (field: CompanyField, how: 'whole' | 'known'): Outcome<string> =>
  field.required && how === 'whole' ? refuse({ key: 'field.required', field: field.id }) : accept('');

function readField(field: CompanyField, typed: string, country: string | undefined): Outcome<string> {
  const { id, pattern } = field;
  if (typed.length > longest) return refuse({ key: 'field.long', field: id, params: { max: longest } });
  if (/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800<>]/u.test(typed)) return refuse({ key: 'field.characters', field: id });
  // It is repeated in mails to others, so it may contain nothing that a mail client turns into a link.
  if (id === 'name' && opens.test(typed)) return refuse({ key: 'field.opens', field: id });
  const read = readers[field.type](field, typed, country);
  if (read.ok && pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(read.value)) return refuse({ key: 'company.pattern', field: id });
  return read;
}

type Reader = (field: CompanyField, typed: string, country: string | undefined) => Outcome<string>;

const readers: Readonly<Record<CompanyField['type'], Reader>> = {
  text: (_field, typed) => accept(typed),
  tel: ({ id }, typed) => {
    const digits = bareNumber(typed);
    // E.164: 15 digits at most.
    return /^\+?\d{6,15}$/.test(digits) ? accept(unlabelled(typed)) : refuse({ key: 'company.phone', field: id });
  },
  email: ({ id }, typed) => parseEmail(typed, id),
  siret: ({ id }, typed) => parseSiret(typed, id),
  vat: ({ id }, typed, country) => {
    const number = unlabelled(typed)
      .toUpperCase()
      .replace(/[\s.\p{Pd}]/gu, '');
    // Directive 2006/112/EC, article 215: a country's prefix; France adds a key of two and the SIREN.
    const shape = country === 'FR' ? /^FR[0-9A-HJ-NP-Z]{2}\d{9}$/ : /^[A-Z]{2}[0-9A-Z+*]{2,13}$/;
    return shape.test(number) ? accept(number) : refuse({ key: country === 'FR' ? 'company.vat.france' : 'company.vat', field: id });
  },
  postalCode: ({ id }, typed, country) => {
    const shape = country === 'FR' ? /^\d{5}$/ : /^[\p{L}\d][\p{L}\d -]{1,11}$/u;
    const code = country === 'FR' ? bareNumber(typed) : unlabelled(typed);
    return shape.test(code) ? accept(code) : refuse({ key: country === 'FR' ? 'company.postalCode.france' : 'company.postalCode', field: id });
  },
  country: ({ id }, typed) => {
    const code = countryCode(unlabelled(typed));
    return code === undefined ? refuse({ key: 'company.country', field: id }) : accept(code);
  },
  select: ({ id, options }, typed) => (options.some((option) => option.id === typed) ? accept(typed) : refuse({ key: 'company.option', field: id })),
};
