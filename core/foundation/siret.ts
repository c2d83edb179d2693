import { accept, type Outcome, refuse } from './outcome.ts';

/** La Poste, whose establishments came to be numbered before their check digit was thought of. */
const laPoste = '356000000';

/**
 * Reads a typed SIRET: 14 digits, however grouped, with the check digit of Luhn; La Poste's establishments have a plain sum of digits
 * that 5 divides instead (INSEE). Refuses with `siret.digits` or `siret.mistyped`.
 */
export function parseSiret(text: string, field = 'siret'): Outcome<string> {
  const siret = text.normalize('NFKC').replace(/[\s.\p{Pd}]/gu, '');
  if (!/^\d{14}$/.test(siret)) return refuse({ key: 'siret.digits', field });
  const right = luhn(siret) || (siret.startsWith(laPoste) && sum(digitsOf(siret)) % 5 === 0);
  return right && sum(digitsOf(siret)) > 0 ? accept(siret) : refuse({ key: 'siret.mistyped', field });
}

/** A SIRET in groups, as it is written in print: «130 025 265 00013». */
export const printedSiret = (siret: string): string => siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1 $2 $3 $4');

const digitsOf = (text: string): number[] => Array.from(text, Number);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Every second digit from the right counts twice, and a two-digit product by its own digits. */
const luhn = (text: string): boolean =>
  sum(
    digitsOf(text)
      .reverse()
      .map((digit, at) => (at % 2 === 1 ? ((digit * 2) % 10) + (digit >= 5 ? 1 : 0) : digit)),
  ) %
    10 ===
  0;
