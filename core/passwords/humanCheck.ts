import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { fixedLimits } from '../foundation/limitTable.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Portal } from '../portal/index.ts';

const derive = promisify(pbkdf2);

/**
 * What a browser has to do, as ALTCHA's widget reads it: find the counter for which PBKDF2 begins with `keyPrefix`. 256 derivations on the
 * average, a second or so on a phone; one of them checks it.
 */
const difficulty = { algorithm: 'PBKDF2/SHA-256', cost: 10_000, keyLength: 32, keyPrefix: '00' } as const;

/** Lifetime of a challenge: long enough to fill in a form without haste. */
const lives = fixedLimits.humanCheck.within;

/** Longer than any answer of the widget. */
const longest = 4096;

/** The page that a check is for. A solution for one page is worthless on another. */
export type CheckedPage = 'reset' | 'identifier';

/** A challenge in the widget's format, without its `expiresAt`, which it would compare with the visitor's possibly wrong clock. */
export type Challenge = {
  readonly parameters: typeof difficulty & { readonly nonce: string; readonly salt: string; readonly data: { readonly until: number } };
  readonly signature: string;
};

/** Proof of work by the visitor's browser, so that asking for mails by the thousand is expensive. No third party, no puzzle. */
export type HumanCheck = {
  /** A signed challenge for one portal and page; nothing is stored. */
  challenge(portal: Pick<Portal, 'id'>, page: CheckedPage): Challenge;
  /** Accepts a solution once. Refuses with `human.missing`, or with `human.again` if it is wrong, late, used, or for another portal or page; with `busy` where too many are being checked. */
  pass(portal: Pick<Portal, 'id'>, page: CheckedPage, solution: string, from: string): Promise<Outcome<void>>;
};

const hex = z.string().regex(/^[0-9a-f]{32}$/);
const solved = z.object({
  challenge: z.object({ parameters: z.object({ nonce: hex, salt: hex, data: z.object({ until: z.int() }) }), signature: z.string() }),
  solution: z.object({ counter: z.int().min(0).max(0xffffffff) }),
});

/** Creates the human check. */
export function createHumanCheck({ clock, secrets, limits, hashing }: Pick<Dependencies, 'clock' | 'secrets' | 'limits' | 'hashing'>): HumanCheck {
  return {
    challenge: ({ id }, page) => {
      const [nonce, salt] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
      const until = clock() + lives;
      return {
        parameters: { ...difficulty, nonce, salt, data: { until } },
        signature: secrets.keyedDigest('humanCheck', signed(id, page, nonce, salt, until)),
      };
    },

    pass: async ({ id }, page, solution, from) => {
      if (solution === '') return refuse({ key: 'human.missing', field: 'human' });
      const again = refuse({ key: 'human.again', field: 'human' });
      const read = solved.safeParse(parsed(solution));
      if (!read.success) return again;
      const { challenge, solution: found } = read.data;
      const { nonce, salt, data } = challenge.parameters;
      // The difficulty is ours, never read from the answer.
      if (!secrets.matches('humanCheck', signed(id, page, nonce, salt, data.until), challenge.signature)) return again;
      if (data.until <= clock()) return again;
      const tried = Buffer.concat([Buffer.from(nonce, 'hex'), counterBytes(found.counter)]);
      const derived = await hashing.run(from, () => derive(tried, Buffer.from(salt, 'hex'), difficulty.cost, difficulty.keyLength, 'sha256'));
      if (!derived.ok) return derived;
      if (!derived.value.toString('hex').startsWith(difficulty.keyPrefix)) return again;
      // One statement decides, so of the same solution sent twice at once, one counts. Remembered as long as the challenge lives.
      return (await limits.take('humanCheck', nonce)) ? accept(undefined) : again;
    },
  };
}

const signed = (portal: string, page: CheckedPage, nonce: string, salt: string, until: number) => JSON.stringify([portal, page, nonce, salt, until]);

function counterBytes(counter: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(counter);
  return bytes;
}

/** Decodes the widget's field: JSON in base64. */
function parsed(text: string): unknown {
  if (text.length > longest) return undefined;
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
