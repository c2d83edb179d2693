import { countryCode, countryIn } from '../../foundation/countries.ts';

/** What a message says of a company: its name, its address in parts, its country by its code, its VAT number and its phone. */
export type Details = {
  readonly name?: string;
  readonly street?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly country?: string;
  readonly vat?: string;
  readonly phone?: string;
};

/** The forms of companies, as they end a name: «Analytique SARL», “Hopper Ltd”, «Hopper & Fils». */
export const legalForm = String.raw`(?:S\.?A\.?S\.?U?|S\.?A\.?R\.?L\.?|S\.?A|S\.?C\.?I|E\.?U\.?R\.?L|GmbH|AG|KG|Ltd|Limited|Inc|LLC|PLC|LLP|Corp|S\.?p\.?A|S\.?r\.?l|B\.?V(?:\.?B\.?A)?|N\.?V|S\.?R\.?L|A\/S|AB|Oy|Lda|& (?:Fils|Sons|Cie|Co|Associés|Partners))\.?`;
const firm = String.raw`[\p{Lu}\d][\p{L}\p{M}\d&'’.-]*(?: (?:de|du|des|la|le|les|et|and|of|the|&|[\p{Lu}\d][\p{L}\p{M}\d&'’.-]*)){0,4}? ${legalForm}`;
const town = String.raw`\p{Lu}[\p{L}\p{M}'’-]*(?: [\p{L}'’-]+){0,3}`;

/** Whether a text is the name of a company by its form, and nobody's. */
export const isFirm = (text: string): boolean => new RegExp(`^${firm}$`, 'u').test(text.trim());

const firmAlone = new RegExp(`^(${firm})(?:(?:,| à| in| from| de| based in)+ (${town}))?[\\s.!]*$`, 'u');
const called =
  /(?<!\p{L})(?:company|firm|business|soci[ée]t[ée]|entreprise|bo[iî]te)(?: name)?(?:['’]s| is| est| s['’]appelle| c['’]est|,)*(?: called| named| nomm[ée]e| s['’]appelle)?\s*:?\s+(\p{Lu}[^,;?!]*?)(?:,?\s+(?:based in|in|à|from)\s+(\p{Lu}[\p{L}\p{M}'’ -]+))?\s*[.!]?$/u;

const postal = String.raw`(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2}(?![\p{L}]))?`;
/** «12 rue des Cartes, 59000 Lille». */
const address = new RegExp(String.raw`(?<![\p{L}\d])(\d{1,4}(?: ?(?:bis|ter))?,? \p{L}[^,\d]*?),?\s+(${postal})\s+(\p{L}[\p{L}\p{M}'’ -]*?)\s*[.!]?$`, 'u');
const postalTown = new RegExp(String.raw`^(${postal})\s+(\p{L}[\p{L}\p{M}'’ -]*?)[\s.!]*$`, 'u');
const vat = /(?<![\p{L}\d])[A-Z]{2} ?(?=[\dA-Z ]*\d{5})[\dA-Z]{2}(?: ?[\dA-Z]){6,10}(?![\p{L}\d])/u;
const vatNamed = /(?<!\p{L})(?:tva|vat)(?!\p{L})/iu;
/** «On est en Belgique», “it’s in France”, and nothing else. */
const placedIn = /^(?:(?:c['’ ]?est|it['’]?s|(?:on|elle) est|nous sommes|we(?:['’]re| are)|she['’]?s|bas[ée]e?s?|based)\s+)+(?:en|au|aux|in|à|the|la|le)\s/iu;
const longestPlace = 6;
const way = '(?:rue|avenue|av|boulevard|bd|place|quai|chemin|impasse|allée|route|cours|square|faubourg)';
/** «14 rue des Cartes», «rue des Cartes 14», “12 Main Street”. */
const streetAlone = new RegExp(
  String.raw`^(?:\d{1,4}(?: ?(?:bis|ter))?,? ${way}\.? \p{L}[^,;\d]*|${way} [^,;\d]+ \d{1,4}|\d{1,4}[a-z]? [^,;\d]+ (?:street|st|road|rd|avenue|ave|lane|square|drive))[\s.]*$`,
  'iu',
);
const phone = /(?<!\p{L})(?:t[ée]l(?:[ée]phone)?|phone|mobile|portable|num[ée]ro|number)(?!\p{L}).*?(?<![\p{L}\d])(\+?\d(?:[\s.-]?\d){7,14})(?!\d)/iu;
const siretNamed = /(?<!\p{L})sire[tn](?!\p{L})/iu;

/** The labels that people name a part by, and the shape of its value: without the shape, no colon is needed. */
const labels: readonly (readonly [keyof Details, RegExp])[] = [
  ['postalCode', /(?:code postal|cp|post ?code|postal code|zip(?: code)?)<is>((?=[A-Z\d -]*\d)[A-Z\d][A-Z\d -]{2,9}?)/iu],
  ['city', /(?:ville|commune|city|town)<is>(\p{Lu}[\p{L}\p{M}'’ -]*)/u],
  ['country', /(?:pays|country)<is>(\p{L}[\p{L}\p{M}'’ -]*)/iu],
  ['street', /(?:rue|street|(?:street |postal )?address|adresse(?: postale)?)(?:<links>|(?=\s+\d))\s*(\S[^;\n]*?\d[^;\n]*|\d[^;\n]*)/iu],
];
const linked = String.raw`\s*(?:[:=]|(?:['’]s|is|est|are|c['’ ]?est)(?!\p{L}))+`;
const before = String.raw`(?:^|[,;\n]|(?<!\p{L})(?:et|and)(?!\p{L}))\s*(?:(?:ok|oui|yes|non|no|so|alors|my|our|her|his|their|the|its|it['’]s|mon|ma|notre|votre|leur|son|sa|le|la|l['’])[\s,]*)*`;
const labelled = labels.map(([id, { source, flags }]) => {
  const pattern = source.replace('<is>', String.raw`(?:${linked})?\s+(?:the |la |le |l['’])?`).replace('<links>', linked);
  return [id, new RegExp(String.raw`${before}${pattern}(?=[\s.!]*(?:$|[,;\n]|(?<!\p{L})(?:et|and)(?!\p{L})))`, flags)] as const;
});

/** In parts. A message with more of them is a story. */
const mostParts = 6;

/** What a message says of a company or an address, by labels, by their shapes, or in one line: «Acme BV, Kaai 1, 8000 Brugge». Undefined where it says nothing of them. */
export function detailsIn(text: string): Details | undefined {
  if (/\?\s*$|@/.test(text)) return undefined;
  const found = Object.entries({ ...inOneLine(text), ...shaped(text), ...byLabels(text) }).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return found.length > 0 ? Object.fromEntries(found.map(([id, value]) => [id, value.trim()])) : undefined;
}

function shaped(text: string): Details {
  const [, name, of] = firmAlone.exec(text.trim()) ?? called.exec(text) ?? [];
  const [, street, ...placed] = address.exec(text) ?? ['', streetAlone.exec(text.trim())?.[0], ...(postalTown.exec(text.trim())?.slice(1) ?? [])];
  const [postalCode, city = of] = placed;
  const isOther = siretNamed.test(text);
  const number = isOther || vatNamed.test(text) ? undefined : phone.exec(text)?.[1];
  const country = placedIn.test(text.trim()) && text.trim().split(/\s+/).length <= longestPlace ? countryIn(text) : undefined;
  const said = { name, street, postalCode, city, country, vat: isOther ? undefined : vatIn(text), phone: number };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** In capitals; in small letters too where it is said to be one. */
const vatIn = (text: string): string | undefined => vat.exec(vatNamed.test(text) ? text.replace(vatNamed, ' ').toUpperCase() : text)?.[0].replaceAll(' ', '');

function byLabels(text: string): Details {
  const said = labelled.flatMap(([id, pattern]) => {
    const value = pattern.exec(text)?.[1]?.trim();
    const read = id === 'country' && value !== undefined ? countryIn(value) : value;
    return read === undefined ? [] : [[id, read] as const];
  });
  const { street, ...rest } = Object.fromEntries(said);
  // An address may be said whole behind its label.
  return street === undefined ? rest : { ...(address.test(street) || postalTown.test(street) ? shaped(street) : (inOneLine(street) ?? { street })), ...rest };
}

/** What stands before a town or a country: «c’est à Gand, en Belgique». */
const placing = /^(?:(?:c['’ ]?est|it['’]?s|(?:on|elle) est|nous sommes|we(?:['’]re| are))\s+)?(?:à|en|au|aux|in|at)\s+/iu;

/** An address in a line: known by its country or its postcode, whatever stands before. */
function inOneLine(text: string): Details | undefined {
  const parts = text.split(/[,;\n]/).map((part) =>
    part
      .trim()
      .replace(placing, '')
      .replace(/[.!]+$/, ''),
  );
  if (parts.length < 2 || parts.length > mostParts || parts.some((part) => part === '')) return undefined;
  const country = countryCode(parts.at(-1) ?? '');
  const places = country === undefined ? parts : parts.slice(0, -1);
  const at = places.findIndex((part) => postalTown.test(part));
  if (country === undefined && at < 0) return undefined;
  const [, postalCode, town] = postalTown.exec(places[at] ?? '') ?? [];
  const isStreet = (part: string) => /\d/.test(part) && /\p{L}/u.test(part);
  const rest = places.filter((_, place) => place !== at);
  const street = rest.find(isStreet);
  const named = rest.filter((part) => part !== street);
  // Without a postcode the town stands before the country.
  const city = town ?? (named.length > 1 || named.some(isFirm) || street !== undefined ? named.filter((part) => !isFirm(part)).at(-1) : named.at(-1));
  const [name, ...others] = named.filter((part) => part !== city);
  if (others.length > 0) return undefined;
  const said = { name, street, postalCode, city, country };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
