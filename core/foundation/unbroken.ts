/** What must stay on one line: the words «e-mail» and «a-t-elle», which lines break after their hyphens, and telephone numbers written in groups. */
const whole =
  /(?<![\p{L}\p{N}])e-mail(?:s|ing)?(?!\p{L})|(?<!\p{L})\p{L}+-t-(?:elles?|ils?|on)(?!\p{L})|(?<![\p{N}+])(?:\+\d{1,3}|0\d)(?: \d{1,4}){3,}(?!\d)/giu;

/** Elements whose text is no text of the page, or is sent back as it stands, and the text between all others. */
const texts = /<(script|style|textarea|title|option)\b[\s\S]*?<\/\1>|>[^<]+(?=<)/gi;

/** Keeps «e-mail» and telephone numbers in the texts of HTML on one line. `attribute` is what does that: a class or a style. */
export const unbrokenHtml = (markup: string, attribute: string): string =>
  markup.replace(texts, (text, element) => (element ? text : text.replace(whole, (kept) => `<span ${attribute}>${kept}</span>`)));
