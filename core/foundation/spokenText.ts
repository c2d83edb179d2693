// The English texts are British, and so are their dates.
const tags = { fr: 'fr', en: 'en-GB' } as const;

/** A date, and where wanted its time, as each language writes them: «1er avril 2027 à 9 h 05», “1 April 2027 at 09:05”. */
export function spokenDate(locale: keyof typeof tags, at: number, timeZone: string, withTime: boolean): string {
  const said = new Intl.DateTimeFormat(tags[locale], { dateStyle: 'long', timeZone, ...(withTime && { timeStyle: 'short' }) }).format(at);
  if (locale !== 'fr') return said;
  return said.replace(/^1 /, '1er ').replace(/\b0?(\d{1,2}):(\d{2})$/, '$1\u00a0h\u00a0$2');
}

/** A name behind its article, if it has one. */
export const withArticle = (article: string | undefined, name: string): string =>
  article === undefined ? name : article.endsWith('’') ? `${article}${name}` : `${article} ${name}`;

/** Joins the French «à» or «de» to a name: «au», «du», «aux», «des» before an article, «d’» before a vowel. E-mail addresses keep their «de». */
export function joined(before: string, name: string): string {
  if (before === 'de' && startsWithVowel.test(name)) return `d’${name}`;
  return `${before} ${name}`.replace(/^(?:à|de) les? /, (met) => contractions[met] ?? met);
}

const contractions: Readonly<Record<string, string>> = { 'à le ': 'au ', 'à les ': 'aux ', 'de le ': 'du ', 'de les ': 'des ' };
/** A first word that begins with a vowel, or with the silent h of «hôtel» and «Hélène», and is no e-mail address. */
const startsWithVowel = /^(?!\S*@)(?:[aeiouàâäéèêëîïôöùûüæœ]|h(?:ô|él)|y[^aeiouéè])/i;
