import { z } from 'zod';
import { type CalendarDay, daysLater } from '../../foundation/calendar.ts';
import { type Locale, locales } from '../../foundation/i18n.ts';
import { fold } from '../../foundation/nameWords.ts';

/** The shape of how long something is to last. */
export const durationSchema = z.object({ days: z.number(), months: z.number() });

/** How long something is to last: «trois semaines», “two months”. */
export type Duration = z.output<typeof durationSchema>;

const numbers: Readonly<Record<string, number>> = {
  ...{ un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, six: 6, sept: 7, huit: 8, neuf: 9, dix: 10, douze: 12, quinze: 15, vingt: 20, trente: 30 },
  ...{
    a: 1,
    an: 1,
    another: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    twelve: 12,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
  },
};

const units: readonly (readonly [RegExp, Duration])[] = [
  [/^(?:jour|day)/, { days: 1, months: 0 }],
  [/^(?:semaine|week)/, { days: 7, months: 0 }],
  [/^(?:quinzaine|fortnight)/, { days: 14, months: 0 }],
  [/^(?:mois|month)/, { days: 0, months: 1 }],
  [/^(?:ans?$|annee|year)/, { days: 0, months: 12 }],
];

/** «Huit jours» are a week and «quinze jours» two, as they are said; in figures they are counted. */
const sayings: Readonly<Record<string, number>> = { 'huit jour': 7, 'quinze jour': 14 };

const announced: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})(?:pendant|pour(?: une (?:durée|période) de)?|durant|encore|valables?|de|d['’])\s*(?:encore\s+)?(\d{1,3}|\p{L}+)\s+(jours?|semaines?|quinzaines?|mois|ans?|années?)(?!\p{L})/giu,
  en: /(?<!\p{L})(?:for(?: a (?:period|duration) of)?|by|another)\s+(?:another\s+|the next\s+)?(\d{1,3}|\p{L}+)\s+(?:more\s+)?(days?|weeks?|fortnights?|months?|years?)(?!\p{L})/giu,
};

/** «Deux mois de plus», “two months longer”. */
const more =
  /(?<![\p{L}\d])(\d{1,3}|\p{L}+)\s+(?:more\s+(?=\p{L}))?(jours?|semaines?|mois|ans?|années?|days?|weeks?|months?|years?)\s+(?:de plus|suppl[ée]mentaires?|longer|more)(?!\p{L})/giu;

/** How long a message says that something lasts. Undefined where it does not say. */
export function durationIn(text: string): Duration | undefined {
  for (const form of [...locales.map((locale) => announced[locale]), more])
    for (const { 0: all, 1: many = '', 2: what = '', index } of text.matchAll(form)) {
      const lasts = durationOf(many, what, text.slice(index + all.length));
      if (lasts) return lasts;
    }
  return undefined;
}

/** «Accès réseau 3 jours», “just two weeks please”: a duration that ends what is said, or stands before what it is of. */
const bare =
  /(?<![\p{L}\d,.])(\d{1,3}|\p{L}+)\s+(jours?|semaines?|quinzaines?|mois|ans?|années?|days?|weeks?|fortnights?|months?|years?)(?=\s*(?:$|[.,;!?)]|(?:max|seulement|uniquement|s['’]il|svp|stp|et demie?|and a half|merci|only|please|thanks|at most|tops|(?:d['’]|of )acc)))/giu;
/** What stands before a duration that says since when, by when or how often. */
const notLasting =
  /(?<!\p{L})(?:depuis|dans|sous|d['’]\s?ici|il y a|ça fait|cela fait|voil[àa]|apr[èe]s|avant|au bout de|tou(?:s|tes) les|chaque|la|les|ces|mes|nos|derni[èe]re?s?|in|within|since|after|before|every|each|the|last|past|these|been)\s*(?:(?:environ|plus de|moins de|about|over|more than|less than|at least|au moins)\s+)?$/iu;

/** How long a message says that something is to last without a word that announces it: «accès réseau 3 jours». */
export function bareDurationIn(text: string): Duration | undefined {
  for (const { 0: all, 1: many = '', 2: what = '', index } of text.matchAll(bare)) {
    const lasts = notLasting.test(text.slice(0, index)) ? undefined : durationOf(many, what, text.slice(index + all.length));
    if (lasts) return lasts;
  }
  return undefined;
}

/** «Un mois et demi», “a year and a half”. */
const andHalf = /^\s+(?:et demie?|and a half)(?!\p{L})/iu;

function durationOf(many: string, what: string, after: string): Duration | undefined {
  const unit = fold(what);
  const known = sayings[`${fold(many)} ${unit.replace(/s$/, '')}`] ?? numbers[fold(many)] ?? Number(many);
  const of = units.find(([named]) => named.test(unit))?.[1];
  if (!of || !Number.isInteger(known) || known <= 0) return undefined;
  const half = andHalf.test(after) ? halfOf(of) : { days: 0, months: 0 };
  return { days: known * of.days + half.days, months: known * of.months + half.months };
}

/** Half of a unit. Of a month it is fifteen days. */
const halfOf = ({ days, months }: Duration): Duration => ({ days: months === 1 ? 15 : Math.ceil(days / 2), months: Math.floor(months / 2) });

/** The day that is so long after another. Of a month without that day, the last one. */
export function laterBy(from: CalendarDay, { days, months }: Duration): CalendarDay {
  const [year = 0, month = 0, day = 0] = from.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return daysLater(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10), days);
}
