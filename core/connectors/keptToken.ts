/** A token, and for how long it is good, in milliseconds. */
export type Granted = { readonly token: string; readonly lives: number };

/** A token that is fetched once for everybody and kept, and renewed before it ends, so that none ends on the way. */
export type KeptToken = {
  current(signal: AbortSignal): Promise<string>;
  /** Forgets a token that was refused; false where there is no other. */
  drop(refused: string): boolean;
};

const margin = 60_000;

/** Asks for nothing yet. `clock`: milliseconds of which only differences count. */
export function createKeptToken(ask: (signal: AbortSignal) => Promise<Granted>, clock = (): number => performance.now()): KeptToken {
  let held: { readonly token: Promise<string>; text?: string; until: number } | undefined;
  return {
    current: async (signal) => {
      if (!held || held.until <= clock()) {
        const asked = ask(signal);
        const own: NonNullable<typeof held> = { token: asked.then(({ token }) => token), until: Number.POSITIVE_INFINITY };
        held = own;
        asked.then(
          ({ token, lives }) => {
            own.text = token;
            own.until = clock() + Math.max(lives - margin, lives / 2);
          },
          () => {
            if (held === own) held = undefined;
          },
        );
      }
      return await held.token;
    },
    drop: (refused) => {
      // Of many who were refused at once, one asks for another.
      if (held?.text === refused) held = undefined;
      return true;
    },
  };
}

/**
 * Sends a request with the token of now. A token may be taken back before it ends: where it is refused (401) another one is asked for, once, if there
 * is any.
 */
export async function sendWithToken(tokens: KeptToken, signal: AbortSignal, send: (token: string) => Promise<Response>): Promise<Response> {
  const token = await tokens.current(signal);
  const response = await send(token);
  if (response.status !== 401 || !tokens.drop(token)) return response;
  await response.body?.cancel();
  return await send(await tokens.current(signal));
}
