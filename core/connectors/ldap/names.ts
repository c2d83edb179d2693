/** The name of an entry below another. Every byte of the value that is no ASCII letter or digit is escaped (RFC 4514, 2.4), so none can end it. */
export const nameBelow = (parent: string, attribute: string, value: string): string =>
  `${attribute}=${[...Buffer.from(value, 'utf8')].map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : `\\${hex(byte)}`)).join('')},${parent}`;

/** Whether a name lies below another or is it, as far as their spelling tells. */
export const isBelow = (name: string, parent: string): boolean => {
  const [inner, outer] = [spelt(name), spelt(parent)];
  return inner === outer || inner.endsWith(`,${outer}`);
};

/** The root of a name: its domain components, else its last part. */
export const rootOf = (name: string): string => /(?:dc=[^,]+,?\s*)+$/i.exec(name)?.[0] ?? name.split(/(?<!\\),/).at(-1) ?? name;

/** Names as they are compared: one can be written in many ways (RFC 4514), by case, space, and what is escaped and how. */
export const spelt = (name: string): string =>
  name
    .replace(/(?:\\[0-9a-f]{2})+|\\./gis, (escaped) => unescaped(escaped).replace(/[\\,+]/g, (sign) => `\\${hex(sign.charCodeAt(0))}`))
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s*([,=])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();

/** One escaped sign, or the bytes of some. */
const unescaped = (escaped: string): string =>
  /^\\[0-9a-f]{2}/i.test(escaped) ? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8') : escaped.slice(1);

const isPlain = (byte: number): boolean => (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
