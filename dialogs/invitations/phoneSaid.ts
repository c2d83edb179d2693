const phone = /(?<!\p{L})(?:t[ée]l(?:[ée]phone)?|tel|phone|mobile|portable|num[ée]ro|number)(?!\p{L}).*?(\+?\d(?:[\s.-]?\d){7,14})(?!\d)/iu;

/** The phone number that a message says to be one. */
export const phoneIn = (text: string): string | undefined => phone.exec(text)?.[1];
