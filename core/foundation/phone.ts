import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { bareNumber } from './pasted.ts';

/** Reads a telephone number as people write it, into E.164 form (`+33612345678`). Undefined if it is none. */
export type NumberIn = (text: string) => string | undefined;

/** Makes the reader of numbers. One without a country code is read as of `country`, an ISO 3166 code. */
export function numbersOf(country: string): NumberIn {
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  return (text) => {
    // 00 and (0) are how numbers are written for abroad; Excel drops the first zero of a number at home.
    const typed = text.replace(/\(0\)/g, '').replace(/^\s*00/, '+');
    const number = parsePhoneNumberFromString(typed, home ? { defaultCountry: home, extract: false } : { extract: false });
    if (number?.isValid()) return number.number;
    const bare = bareNumber(text);
    return /^\+[1-9]\d{6,14}$/.test(bare) ? bare : undefined;
  };
}
