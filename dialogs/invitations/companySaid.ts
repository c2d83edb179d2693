import { phoneIn } from './phoneSaid.ts';

/** A field of the company form, by its id in the profile. */
type Field = { readonly id: string };

const named =
  /(?<!\p{L})(?:company|firm|business|soci[ée]t[ée]|entreprise|bo[iî]te)(?: name)?(?:['’]s| is| est| s['’]appelle| c['’]est|,)*(?: called| named| nomm[ée]e| s['’]appelle)?\s*:?\s+(\p{Lu}[^,;?!]*?)(?:,?\s+(?:based in|in|à|from)\s+(\p{Lu}[\p{L}\p{M}'’ -]+))?\s*[.!]?$/u;
const address = /(?<![\p{L}\d])(\d{1,4}(?: ?(?:bis|ter))?,? \p{L}[^,\d]*?),?\s+(\d{4,5})\s+(\p{L}[\p{L}\p{M}'’ -]*?)\s*[.!]?$/u;
const vat = /(?<![\p{L}\d])[A-Z]{2} ?(?=[\dA-Z ]*\d{5})[\dA-Z]{2}(?: ?[\dA-Z]){6,10}(?![\p{L}\d])/u;

/** What a message says of a company, by the fields of the form: its name and town, its street with postcode and town, its VAT number, its phone. Undefined where it says nothing of it. */
export function companySaid(text: string, fields: readonly Field[]): Readonly<Record<string, string>> | undefined {
  const [, name, town] = named.exec(text) ?? [];
  const [, street, postalCode, city = town] = address.exec(text) ?? [];
  const said = { name, street, postalCode, city, vat: vat.exec(text)?.[0].replaceAll(' ', ''), phone: phoneIn(text) };
  const asked = fields.flatMap(({ id }) => {
    const value = Object.entries(said).find(([key]) => key === id)?.[1];
    return value === undefined ? [] : [[id, value.trim()] as const];
  });
  return asked.length > 0 ? Object.fromEntries(asked) : undefined;
}
