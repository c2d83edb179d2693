/** «Merci, …», “cheers. One more thing: …”. */
const thanksFirst =
  /^\s*(?:(?:ok|super|parfait|great|perfect)[\s,]+)?(?:merci|thanks|thank you|thx|cheers)(?: (?:beaucoup|bien|à vous|a lot|so much|very much))?(?:\s*[,.!;:]+\s*|\s+(?=(?:et|and)\s+(?:maintenant|aussi|puis|now|also)\s))(?:(?:et|and|maintenant|aussi|puis|now|also|une dernière chose|encore une chose|(?:one|just one) (?:more|last) thing)[\s,:]+)*(?=\p{L})/iu;
const oneMore =
  /(?<!\p{L})(?:(?:une dernière|encore une|une autre) chose|(?:more|last|other|another) thing|(?:et|and) (?:maintenant|aussi|puis|now|also))(?!\p{L})/iu;
const asksFor =
  /^(?:(?:r[ée]initialis|d[ée]bloqu|chang|invit|ajout|supprim|retir|relanc|retrouv|donn|r?envo[iy])(?:e|es|ez|er|s)(?!\p{L})|cr[ée][ée](?:r|z)(?!\p{L})|(?:inscris|inscrivez|reset|unlock|change|invite|add|delete|remove|create|sign|give|send|find|get|please)(?!\p{L})|je (?:voudrais|veux|dois|souhaite)|j['’ ]?(?:ai besoin|aimerais)|il (?:me )?faut|i (?:need|want|would|['’]?d)|can|could|peux|pouvez|pourr)/iu;
const isDone = /(?<!\p{L})(?:done|fait|ok|works?|worked|marche|r[ée]ussi)(?!\p{L})/iu;

/** “I don't want a reset, …”, «je n’ai pas demandé ça, …»: what is not wanted, before what is. */
const deniedFirst =
  /^\s*(?:(?:no|non|nan|nope)[\s,]+)?(?:(?:je|j['’]|i|we|on)\s*(?:ne |n['’])?(?:(?:veux|voulais|voudrais|souhaite|demande|cherche) (?:pas|plus)|ai (?:pas|jamais) (?:demandé|oublié|perdu|besoin)|(?:do not|don['’]?t|didn['’]?t|did not|never) (?:want|need|mean|ask|forget|forgot|lose))|pas besoin|no need|(?:please )?(?:do not|don['’]?t) \p{L}+|ne \p{L}+ pas)(?!\p{L})[^,;.!]{0,60}[,;.!]+\s*(?:(?:but|mais|plut[oô]t|rather|instead|just|juste|et|and)[\s,]+)?(?=\p{L})/iu;

/**
 * What a message asks for after its thanks, or after what is not wanted; undefined where nothing is asked for then: «merci, compte débloqué» tells what is
 * done. Thanks and denials would hide so short a wish.
 */
export function askedThen(text: string): string | undefined {
  const rest = text.replace(thanksFirst, '');
  if (rest !== text) return (asksFor.test(rest) || oneMore.test(text)) && !isDone.test(rest) ? rest : undefined;
  const instead = text.replace(deniedFirst, '');
  return instead !== text && asksFor.test(instead) ? instead : undefined;
}
