import { pbkdf2Sync } from 'node:crypto';
import { z } from 'zod';

const challenge = z.object({
  parameters: z.looseObject({ nonce: z.string(), salt: z.string(), cost: z.int(), keyLength: z.int(), keyPrefix: z.string() }),
  signature: z.string(),
});

type Parameters = z.output<typeof challenge>['parameters'];

/** The key derived from a counter, in hexadecimal. */
const keyOf = ({ nonce, salt, cost, keyLength }: Parameters, counter: number): string => {
  const tried = Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.alloc(4)]);
  tried.writeUInt32BE(counter, tried.length - 4);
  return pbkdf2Sync(tried, Buffer.from(salt, 'hex'), cost, keyLength, 'sha256').toString('hex');
};

/** Whether a counter is a solution. */
export const solves = (parameters: Parameters, counter: number): boolean => keyOf(parameters, counter).startsWith(parameters.keyPrefix);

/** Solves a challenge as ALTCHA's widget does in a browser, and returns the value for its field. */
export function solve(given: unknown): string {
  const read = challenge.parse(given);
  let counter = 0;
  while (!solves(read.parameters, counter)) counter += 1;
  return field({ challenge: read, solution: { counter, derivedKey: keyOf(read.parameters, counter), time: 1 } });
}

/** Any answer in the widget's format. */
export const field = (answer: unknown): string => Buffer.from(JSON.stringify(answer)).toString('base64');

/** Takes the widget's value apart, to forge another. */
export const unfold = (text: string): Forged => forged.parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));

const forged = z.object({
  challenge: z.object({ parameters: z.looseObject({ nonce: z.string(), salt: z.string(), data: z.looseObject({ until: z.int() }) }), signature: z.string() }),
  solution: z.looseObject({ counter: z.int() }),
});
type Forged = z.output<typeof forged>;
