import { accept, type Outcome, refuse } from './outcome.ts';
import { bareNumber } from './pasted.ts';

/** La Poste. Its establishments were numbered before the check digit existed. */
const laPoste = '356000000';

/**
 * Parses a typed or pasted SIRET: 14 digits in any grouping, with a Luhn check digit, as its first nine, the SIREN, have one of their own. For La Poste's establishments the sum of the digits must be divisible
 * by 5 instead (INSEE). Refuses with `siret.digits` or `siret.mistyped`.
 */
export function parseSiret(text: string, field = 'siret'): Outcome<string> {
  const siret = bareNumber(text);
  if (!/^\d{14}$/.test(siret)) return refuse({ key: 'siret.digits', field });
  const right = (luhn(siret) && luhn(siret.slice(0, 9))) || (siret.startsWith(laPoste) && sum(digitsOf(siret)) % 5 === 0);
  return right && sum(digitsOf(siret)) > 0 ? accept(siret) : refuse({ key: 'siret.mistyped', field });
}

/** A SIRET grouped as in print: «130 025 265 00013». */
export const printedSiret = (siret: string): string => siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1 $2 $3 $4');

const digitsOf = (text: string): number[] => Array.from(text, Number);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The Luhn sum: every second digit from the right is doubled, and the digits of each product are added. */
const luhn = (text: string): boolean =>
  sum(
    digitsOf(text)
      .reverse()
      .map((digit, at) => (at % 2 === 1 ? ((digit * 2) % 10) + (digit >= 5 ? 1 : 0) : digit)),
  ) %
    10 ===
  0;
