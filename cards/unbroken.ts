/** As in core/foundation/unbroken.ts, from which cards take no code. */
const whole =
  /(?<![\p{L}\p{N}])e-mail(?:s|ing)?(?!\p{L})|(?<!\p{L})\p{L}+-t-(?:elles?|ils?|on)(?!\p{L})|(?<![\p{N}+])(?:\+\d{1,3}|0\d)(?: \d{1,4}){3,}(?!\d)/giu;

/** Keeps «e-mail», «a-t-elle» and telephone numbers on one line, where no markup could: with hyphens and spaces that do not break. */
export const unbroken = (text: string): string => text.replace(whole, (kept) => kept.replaceAll('-', '\u2011').replaceAll(' ', '\u00a0'));
