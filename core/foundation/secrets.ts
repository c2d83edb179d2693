import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';

/** What SECRET_KEY protects: texts that must be read back, and digests of values short enough to guess. */
export type Secrets = {
  /**
   * Encrypts and authenticates a text (AES-256-GCM). The result names its key, so that keys can be rotated. `about` binds it to the place where it is
   * kept: moved elsewhere, it does not open.
   */
  seal(text: string, about?: string): string;
  /** Decrypts a sealed text. Throws if it was sealed with neither the current nor the previous key, or is about something else. */
  unseal(sealed: string, about?: string): string;
  /** HMAC-SHA-256 of a text for one purpose, base64url. Names its key too. For values that are forgotten soon: it cannot be moved to another key. */
  keyedDigest(label: string, text: string): string;
  /** Whether a text has that keyed digest under the current or the previous key. Constant time. */
  matches(label: string, text: string, digest: string): boolean;
  /** A digest for values that are kept long: its own random key is sealed with it, so that sealing it anew moves it to another SECRET_KEY. */
  sealedDigest(label: string, text: string, about: string): string;
  /** Whether a text has that sealed digest. False if it does not open. */
  matchesSealed(label: string, text: string, sealed: string, about: string): boolean;
  /** Makes a sealed digest of a keyed one of an older version, which does not name its key. */
  adoptDigest(digest: string, about: string): string;
  /** Seals a sealed text anew under the current key. Undefined if it does not open. */
  reseal(sealed: string, about?: string): string | undefined;
  /** What is under the current key begins with this. */
  readonly currentKey: string;
  /** Which key a sealed text or a digest is under. `unnamed`: a digest of an older version. */
  keyOf(kept: string): KeyName;
};

/** The keys that something can be under, as seen with the settings of now. */
export type KeyName = 'current' | 'previous' | 'unknown' | 'unnamed';

/** Creates the secrets from SECRET_KEY. What SECRET_KEY_PREVIOUS sealed stays readable. */
export function createSecrets(key: string, previous?: string): Secrets {
  const current = derive(key);
  const keys = previous === undefined ? [current] : [current, derive(previous)];

  const seal: Secrets['seal'] = (text, about = '') => {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', current.sealing, iv).setAAD(Buffer.from(about));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${current.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  };

  const unseal: Secrets['unseal'] = (sealed, about = '') => {
    const dot = sealed.indexOf('.');
    const used = keys.find(({ id }) => id === sealed.slice(0, dot));
    if (!used) throw new Error('Sealed under another key: set SECRET_KEY_PREVIOUS to the SECRET_KEY that was in use before');
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', used.sealing, bytes.subarray(0, ivBytes), { authTagLength: tagBytes }).setAAD(Buffer.from(about));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
  };

  const opened = (sealed: string, about: string): string | undefined => {
    try {
      return unseal(sealed, about);
    } catch {
      return undefined;
    }
  };

  const keyOf: Secrets['keyOf'] = (kept) => {
    const [, id] = /^([^.]*)\./.exec(kept) ?? [];
    if (id === undefined) return 'unnamed';
    const at = keys.findIndex((known) => known.id === id);
    return at < 0 ? 'unknown' : at === 0 ? 'current' : 'previous';
  };

  return {
    seal,
    unseal,
    reseal: (sealed, about = '') => {
      const text = opened(sealed, about);
      return text === undefined ? undefined : seal(text, about);
    },
    keyOf,
    currentKey: `${current.id}.`,
    keyedDigest: (label, text) => `${current.id}.${hmac(current.digesting, label, text).toString('base64url')}`,
    matches: (label, text, digest) => {
      const [, id, given] = /^(?:([\w-]+)\.)?([\w-]{43})$/.exec(digest) ?? [];
      return given !== undefined && keys.some((known) => (id === undefined || id === known.id) && isDigest(known.digesting, label, text, given));
    },
    sealedDigest: (label, text, about) => {
      const own = randomBytes(32);
      return seal([hmac(own, label, text).toString('base64url'), own.toString('base64url')].join(' '), about);
    },
    matchesSealed: (label, text, sealed, about) => {
      const [given = '', ...own] = opened(sealed, about)?.split(' ') ?? [];
      return own.some((key) => isDigest(Buffer.from(key, 'base64url'), label, text, given));
    },
    // Nothing says which of the two keys it is under.
    adoptDigest: (digest, about) => seal([digest, ...keys.map(({ digesting }) => digesting.toString('base64url'))].join(' '), about),
  };
}

const ivBytes = 12;
const tagBytes = 16;

/** One derived key per purpose (HKDF-SHA-256, RFC 5869), so that a leak in one tells nothing about another. */
function derive(key: string) {
  const use = (info: string, bytes: number) => Buffer.from(hkdfSync('sha256', key, '', `guichet ${info}`, bytes));
  return { id: use('key id', 6).toString('base64url'), sealing: use('seal', 32), digesting: use('digest', 32) };
}

const hmac = (key: Buffer, label: string, text: string): Buffer => createHmac('sha256', key).update(label).update('\0').update(text).digest();

function isDigest(key: Buffer, label: string, text: string, digest: string): boolean {
  const given = Buffer.from(digest, 'base64url');
  return given.length === 32 && timingSafeEqual(hmac(key, label, text), given);
}

/** SHA-256 of an unguessable secret, base64url. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** A secret of 256 random bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Six random digits. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** A random id (UUID version 4). */
export const newId = (): string => randomUUID();

/** The id of what a click does to these things. The same click again, made because its answer was lost, finds by it what was done. */
export const idOfClick = (click: string, ...about: readonly string[]): string => digest(JSON.stringify([click, ...about]));

/** A reference that is easy to read out: eight letters and digits that cannot be confused (Crockford's base 32). */
export const newReference = (): string => newReadable(2);

/** A reference of `groups` groups of four such characters: 20 random bits per group. */
export const newReadable = (groups: number): string => Array.from({ length: groups }, () => readable(4)).join('-');

/** Like `newReference`, and always the same for the same id. */
export function referenceOf(id: string): string {
  const drawn = [...createHash('sha256').update(id).digest().subarray(0, 8)].map((byte) => letters.charAt(byte % letters.length)).join('');
  return `${drawn.slice(0, 4)}-${drawn.slice(4)}`;
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const readable = (length: number): string => Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
