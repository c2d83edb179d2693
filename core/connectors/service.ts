import { onOneLine } from '../foundation/pasted.ts';
import { legible } from '../foundation/prose.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../ports.ts';

/** Who needs a directory is told within three seconds that it cannot be had (DIR-8). */
export const patience = 2_800;
/** The largest answer that is read. */
const mostBytes = 5_000_000;
/** How much of what a service says is told to the operator. */
const mostSaid = 300;

/** A value in a path; one that a server would take for another path stands for nothing. */
export const pathPart = (value: string): string => (/^\.*$/.test(value) || !value.isWellFormed() ? '-' : encodeURIComponent(value));

/** Does an operation of the port. Refusals of the service that nobody expected are for the operator, who is told of them. */
export async function toldOf<T>(tell: (message: string) => void, asFault: (error: unknown) => unknown, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const fault = asFault(error);
    if (fault instanceof DirectoryMisconfigured) tell(fault.message);
    throw fault;
  }
}

/** Asks a service. What only reads is asked once more where a connection that had been kept turns out to be cut. */
export async function readsAgain<T>(reads: boolean, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (reads && error instanceof TypeError && !signal.aborted) return await ask();
    throw error;
  }
}

/** What a service answered: as text, and as the object that it is in JSON, if it is one. */
export type Answer = { readonly text: string; readonly body: Readonly<Record<string, unknown>> | undefined };

/** Reads an answer. Throws `DirectoryMisconfigured` where it is larger than any that is expected. */
export async function readAnswer(response: Response): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new DirectoryMisconfigured(`an answer of more than ${mostBytes / 1_000_000} MB: the service does not page`);
    chunks.push(chunk);
  }
  // Some begin with a byte order mark, which is no JSON.
  const text = new TextDecoder().decode(Buffer.concat(chunks));
  try {
    const body: unknown = JSON.parse(text);
    return { text, body: typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined };
  } catch {
    return { text, body: undefined };
  }
}

/** What a service says of a fault, as an operator may read it: on one line, short, and without the secrets that were sent to it, which some repeat. */
export function saidBy(said: unknown, secrets: readonly (string | undefined)[]): string {
  if (typeof said !== 'string' && typeof said !== 'number') return '';
  const shown = onOneLine(legible(secrets.reduce<string>((text, secret) => (secret ? text.replaceAll(secret, '…') : text), String(said))));
  return shown.slice(0, mostSaid);
}

const certificates = /CERT|SELF_SIGNED|UNABLE_TO_/;

/** What went wrong on the way to a service, as the port throws it. */
export function faultOf(host: string, error: unknown): DirectoryUnavailable {
  if (error instanceof DirectoryUnavailable) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  // Its words repeat the header, and with it the token.
  if (cause instanceof TypeError && /header value|ByteString/.test(cause.message))
    return new DirectoryMisconfigured(`${host}: the token, or what else is sent in a header, has signs that no header can have`);
  const sign = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (certificates.test(sign))
    return new DirectoryMisconfigured(
      `${host}: its certificate is not trusted, has expired or is for another name (${sign}); NODE_EXTRA_CA_CERTS names an authority`,
    );
  return new DirectoryUnavailable(`${host}: ${cause instanceof Error ? cause.message : String(cause)}`);
}

/** What a directory calls a group of the profile's catalogue. */
export function inCatalogue(catalogue: ReadonlyMap<string, string>, group: string): string {
  const name = catalogue.get(group);
  if (name === undefined) throw new DirectoryMisconfigured(`directory.groups.catalogue has no ${group}`);
  return name;
}

/** The operations of a directory that compares no passwords, which no profile can offer. */
export const comparesNone = (service: string) => async (): Promise<never> => {
  throw new DirectoryMisconfigured(`${service} compares no passwords`);
};
