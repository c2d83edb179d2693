import { DirectoryUnavailable } from '../../ports.ts';
import { type Answered, isResource, type Resource } from './answers.ts';

/** How many requests one batch takes. */
const perBatch = 20;

/** A read that waits to be sent. */
type Waiting = {
  readonly path: string;
  readonly advanced: boolean;
  /** Asks for it by itself. */
  readonly alone: () => Promise<Answered>;
  readonly resolve: (answered: Answered) => void;
  readonly reject: (error: unknown) => void;
};

/** Reads that are asked for in the same turn of the event loop, by whomever, go in one request for each twenty. */
export type Batches = {
  /** Ends with its own signal, whatever becomes of the batch. */
  read(path: string, advanced: boolean, signal: AbortSignal, alone: () => Promise<Answered>): Promise<Answered>;
};

/** `ask` sends a batch. */
export function createBatches(ask: (batch: Resource) => Promise<Answered>): Batches {
  let waiting: Waiting[] = [];

  const sendAll = (): void => {
    const all = waiting;
    waiting = [];
    for (let at = 0; at < all.length; at += perBatch) void together(ask, all.slice(at, at + perBatch));
  };

  return {
    read: (path, advanced, signal, alone) =>
      new Promise((resolve, reject) => {
        const over = (): void => reject(signal.reason);
        if (signal.aborted) return over();
        signal.addEventListener('abort', over, { once: true });
        const ended =
          <T>(tell: (value: T) => void) =>
          (value: T): void => {
            signal.removeEventListener('abort', over);
            tell(value);
          };
        waiting.push({ path, advanced, alone, resolve: ended(resolve), reject: ended(reject) });
        if (waiting.length === 1) setImmediate(sendAll);
      }),
  };
}

async function together(ask: (batch: Resource) => Promise<Answered>, some: readonly Waiting[]): Promise<void> {
  try {
    const [only] = some;
    if (only && some.length === 1) return only.resolve(await only.alone());
    const requests = some.map(({ path, advanced }, at) => ({
      id: String(at),
      method: 'GET',
      url: path,
      ...(advanced && { headers: { ConsistencyLevel: 'eventual' } }),
    }));
    const whole = await ask({ requests });
    const parts = whole.body?.responses;
    // A batch that was not looked at: what is wrong with it is wrong with each part.
    if (whole.status !== 200 || !Array.isArray(parts)) {
      for (const { resolve } of some) resolve(whole);
      return;
    }
    const answers = new Map(parts.filter(isResource).map((part) => [String(part.id), part]));
    for (const [at, { resolve, reject }] of some.entries()) {
      const part = answers.get(String(at));
      if (part) resolve(answerIn(part, whole.token));
      else reject(new DirectoryUnavailable('a batch has no answer to one of its parts'));
    }
  } catch (error) {
    for (const { reject } of some) reject(error);
  }
}

/** A part of a batch as the answer that it would have been alone. */
function answerIn({ status, headers, body }: Resource, token: string): Answered {
  const own = isResource(headers) ? Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1] : undefined;
  const text = body === undefined || body === null ? '' : JSON.stringify(body);
  return { status: Number(status) || 500, text, body: isResource(body) ? body : undefined, retryAfter: own === undefined ? null : String(own), token };
}
