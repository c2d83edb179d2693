import { type CalendarDay, daysLater } from '../../foundation/calendar.ts';
import { fold } from '../../foundation/nameWords.ts';

/** A feast on the same day each year, `12-25`, or so many days after Easter Sunday. */
type On = string | number;

/** Feasts and holidays as people name them, without accents, in both languages. Of two that begin alike the longer stands first. */
const feasts: readonly (readonly [names: string, on: On])[] = [
  ['reveillon de noel|christmas eve|xmas eve', '12-24'],
  ['(?:jour de )?noel|christmas(?: day)?|xmas', '12-25'],
  ["saint etienne|boxing day|saint stephen'?s day", '12-26'],
  ["saint sylvestre|reveillon (?:du nouvel an|du jour de l'an|de la saint sylvestre)|new year'?s eve", '12-31'],
  ["nouvel an|jour de l'an|premier de l'an|new year(?:'?s(?: day)?)?", '01-01'],
  ['epiphanie|epiphany|fete des rois|twelfth night', '01-06'],
  ["saint valentin|saint valentine'?s day|valentine'?s day", '02-14'],
  ["saint patrick(?:'?s day)?", '03-17'],
  ['fete du travail|may day', '05-01'],
  ['saint jean', '06-24'],
  ['fete nationale|bastille day', '07-14'],
  ['assomption|assumption(?: day)?', '08-15'],
  ['halloween', '10-31'],
  ["toussaint|all saints'?(?: day)?", '11-01'],
  ['armistice(?: day)?|remembrance day', '11-11'],
  ['mardi gras|shrove tuesday|pancake day', -47],
  ['mercredi des cendres|ash wednesday', -46],
  ['(?:dimanche des )?rameaux|palm sunday', -7],
  ['jeudi saint|maundy thursday', -3],
  ['vendredi saint|good friday', -2],
  ['lundi de paques|easter monday', 1],
  ['(?:dimanche de )?paques|easter(?: sunday)?', 0],
  ["(?:jeudi de l')?ascension(?: day)?", 39],
  ['lundi de (?:la )?pentecote|whit ?monday', 50],
  ['(?:dimanche de (?:la )?)?pentecote|pentecost|whit ?sunday', 49],
];

/** A time around a feast is no day: “the Christmas break”. */
const around = 'holidays?|break|vacations?|period|season|time|week|shutdown|party|market|bank';
const begin = "^(?:(?:le|la|les|l'|the|au|aux|this|next|ce|cette) ?)*";
const end = `(?![a-z]|[ -](?:${around})(?![a-z]))(?: (prochaine?|next year|de l'annee prochaine|l'annee prochaine|l'an prochain|\\d{4}))?`;
const forms = feasts.map(([names, on]) => [new RegExp(`${begin}(?:${names})${end}`), on] as const);

/** The day of a feast that a text names at its beginning, the next of that name or that of the year it says: «Noël», “Easter Monday 2027”. Undefined where it names none. */
export function feastDay(text: string, today: CalendarDay): CalendarDay | undefined {
  const said = plainOf(text);
  for (const [form, on] of forms) {
    const found = form.exec(said);
    if (!found) continue;
    const [, which = ''] = found;
    const year = Number(today.slice(0, 4));
    if (/^\d/.test(which)) return dayOf(Number(which), on);
    if (/an|year/.test(which)) return dayOf(year + 1, on);
    const thisYear = dayOf(year, on);
    return thisYear < today ? dayOf(year + 1, on) : thisYear;
  }
  return undefined;
}

/** Without accents and capitals, with one kind of apostrophe, hyphen and “Saint”. */
const plainOf = (text: string): string =>
  fold(text)
    .replace(/’/g, "'")
    .replace(/[\s-]+/g, ' ')
    .replace(/(?<![a-z])(?:ste?|sainte)\.? (?=[a-z])/g, 'saint ')
    .trim();

const dayOf = (year: number, on: On): CalendarDay => (typeof on === 'string' ? `${year}-${on}` : daysLater(easterOf(year), on));

/** Easter Sunday of a year, by Gauss’s rule for the Gregorian calendar with its two exceptions. */
function easterOf(year: number): CalendarDay {
  const century = Math.floor(year / 100);
  const [moon, sun] = [year % 19, 15 + century - Math.floor(century / 4) - Math.floor((13 + 8 * century) / 25)];
  const full = (19 * moon + sun) % 30;
  const shift = (2 * (year % 4) + 4 * (year % 7) + 6 * full + 4 + century - Math.floor(century / 4)) % 7;
  const late = (full === 29 && shift === 6) || (full === 28 && shift === 6 && (11 * sun + 11) % 30 < 19);
  return daysLater(`${year}-03-22`, full + shift - (late ? 7 : 0));
}
