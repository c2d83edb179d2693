type Wanted = Pick<Intl.DateTimeFormatOptions, 'dateStyle' | 'timeStyle' | 'timeZone' | 'timeZoneName'>;

const formats = new Map<string, Intl.DateTimeFormat>();
/** Formats that are kept. People name their own zones, and each format takes memory. */
const most = 100;

/** How a language writes dates. A format is made once and kept: making it takes far longer than writing a date. */
export function dateFormat(tag: string, wanted: Wanted): Intl.DateTimeFormat {
  const name = `${tag} ${wanted.timeZone} ${wanted.dateStyle} ${wanted.timeStyle} ${wanted.timeZoneName}`;
  const known = formats.get(name);
  if (known) return known;
  if (formats.size >= most) formats.clear();
  const made = new Intl.DateTimeFormat(tag, wanted);
  formats.set(name, made);
  return made;
}
