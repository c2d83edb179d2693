import { countryCode, countryName } from '../../core/foundation/countries.ts';
import type { Locale } from '../../core/foundation/i18n.ts';

/** What stands in the card of a company: its country by its name, which the form reads as well as the code that is kept. */
export const companyShown = ({ country = '', ...company }: Readonly<Record<string, string>>, locale: Locale): Readonly<Record<string, string>> =>
  country === '' ? company : { ...company, country: countryName(countryCode(country) ?? country, locale) };
