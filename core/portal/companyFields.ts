import { z } from 'zod';
import { text } from './fields.ts';

/** The types of company fields. */
export const companyFieldTypes = ['text', 'tel', 'email', 'siret', 'vat', 'postalCode', 'country', 'select'] as const;

/** The built-in fields, which a profile names by a bare id. Their labels are in the catalogues. */
const builtIn = {
  name: 'text',
  siret: 'siret',
  vat: 'vat',
  street: 'text',
  postalCode: 'postalCode',
  city: 'text',
  country: 'country',
  phone: 'tel',
} as const satisfies Record<string, (typeof companyFieldTypes)[number]>;

/** The ids of the built-in fields. */
export const companyFieldIds = ['name', 'siret', 'vat', 'street', 'postalCode', 'city', 'country', 'phone'] as const satisfies (keyof typeof builtIn)[];
export type CompanyFieldId = (typeof companyFieldIds)[number];

/** Whether an id is that of a built-in field, with a label in the catalogues. */
export const isBuiltIn = (id: string): id is CompanyFieldId => companyFieldIds.some((known) => known === id);

const isExpression = (source: string): boolean => {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};

/** Names that the form's page and card use for themselves. */
const taken = ['create', 'csrf', 'form', 'kept', 'nonce', 'press', 'progress', 'rights', 'verb'];

const whole = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,30}$/, 'a letter, then letters and digits')
    .refine((id) => !taken.includes(id), 'another id: forms and cards use this one themselves'),
  label: text.optional().describe('Needed for an id that is not one of the built-in ones'),
  type: z.enum(companyFieldTypes).optional().describe('A built-in id has its own'),
  pattern: z.string().max(200).refine(isExpression, 'a regular expression').optional().describe('A regular expression that the whole value must match'),
  required: z.boolean().default(true),
  options: z
    .array(z.strictObject({ id: z.string().min(1), name: text }))
    .default([])
    .describe('What a select offers'),
  help: text.optional().describe('What to write in it'),
});

/** A company field: the id of a built-in one, or a description. */
export const companyField = z
  .union([z.enum(companyFieldIds), whole], 'one of name, siret, vat, street, postalCode, city, country, phone, or a field with an id of its own')
  .transform((field): CompanyField => {
    const described = typeof field === 'string' ? { id: field, required: true, options: [] } : field;
    return { ...described, type: ('type' in described ? described.type : undefined) ?? (isBuiltIn(described.id) ? builtIn[described.id] : 'text') };
  });

/** A company field as described in the profile. */
export type CompanyField = Omit<z.output<typeof whole>, 'type'> & { readonly type: (typeof companyFieldTypes)[number] };
