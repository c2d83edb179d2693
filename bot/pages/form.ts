import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { bareAddress, bareCode, unlabelled } from '../../core/foundation/pasted.ts';

/** The most that a form may weigh, in bytes; two passwords of 256 characters take 6 KB at worst, percent-encoded, a reason of 1,000 takes 9. */
const limit = 16 * 1024;

const fields = z
  .object({
    password: z.string(),
    repeat: z.string(),
    code: z.string().transform(bareCode),
    csrf: z.string(),
    decision: z.string(),
    reason: z.string(),
    email: z.string().transform(bareAddress),
    identifier: z.string().transform(bareAddress),
    remember: z.string(),
    current: z.string(),
    session: z.string(),
    press: z.string(),
    domicile: z.string(),
    siret: z.string().transform(unlabelled),
    name: z.string(),
    country: z.string(),
    street: z.string(),
    postalCode: z.string(),
    city: z.string(),
  })
  .partial()
  // A company form has the fields that its profile describes.
  .catchall(z.string());

/** The fields of a page's form, by name, those that are often pasted without the traces of it; of a repeated one the first counts. Who reads it takes what its own form has. */
export type Form = z.output<typeof fields>;

/** What PostgreSQL keeps in no text, and nobody types. */
const nul = '\0';

/** Reads a posted form without a temporary file; refuses with the HTTP status that fits. */
export async function readForm(request: IncomingMessage): Promise<Form | 413 | 415> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' || request.headers['content-encoding'] !== undefined) return 415;
  if (Number(request.headers['content-length'] ?? 0) > limit) return 413;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) return 413;
    chunks.push(chunk);
  }
  const sent = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return fields.parse(Object.fromEntries([...sent].reverse().map(([name, text]) => [name, text.replaceAll(nul, '')])));
}
