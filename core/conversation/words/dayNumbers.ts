/** The days of a month in figures, as one place of an expression: `1/2/3`. */
export const days = Array.from({ length: 31 }, (_, day) => `${day + 1}`).join('/');

const endings: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd', 21: 'st', 22: 'nd', 23: 'rd', 31: 'st' };

/** The same as English writes them in full: `1st/2nd/3rd`. */
export const ordinals = Array.from({ length: 31 }, (_, day) => `${day + 1}${endings[day + 1] ?? 'th'}`).join('/');
