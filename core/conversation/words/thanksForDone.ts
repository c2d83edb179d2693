/** Thanks in French, and what is thanked for in the past. */
const french = /(?<!\p{L})(?:merci|remercie|remercier)(?: \p{L}+){0,2} (?:de|d)(?: (?:me|m|nous|l|les|lui|leur|y|en|vous))? avoir(?!\p{L})/u;
const english = /^(?:\p{L}+ )?(?:thanks|thx|thank you|cheers)(?: \p{L}+){0,3} for (?:\p{L}+ )?(?!nothing)\p{L}+ing(?!\p{L})/u;
/** What asks for something all the same, or complains. */
const more = /(?<!\p{L})(?:mais|but|avance|advance|pourtant|however|maintenant|now|could|pouvez|peux|toujours|still|asap|et|and)(?!\p{L})/u;

/** Whether somebody thanks for what was done, which wishes for nothing: «merci d’avoir relancé mon approbateur», “thanks for adding my colleague”. */
export function isThanksForDone(said: readonly string[]): boolean {
  const text = said.join(' ');
  return (french.test(text) || english.test(text)) && !more.test(text);
}
