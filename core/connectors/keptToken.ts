/** A token, and for how long it is good, in milliseconds. */
export type Granted = { readonly token: string; readonly lives: number };

/** A token that is fetched once for everybody and kept, and renewed before it ends, so that none ends on the way. */
export type KeptToken = {
  current(signal: AbortSignal): Promise<string>;
  /** Forgets a token that was refused; false where there is no other. */
  drop(refused: string): boolean;
};

/** How long before its end a token is renewed, and is used no more; and how long after a failed renewal the next is tried, in milliseconds. */
const [margin, last, pause] = [60_000, 5_000, 5_000];

/** Nobody waits for a renewal: the old token serves until it ends. Asks for nothing yet. `clock`: milliseconds of which only differences count. */
export function createKeptToken(ask: (signal: AbortSignal) => Promise<Granted>, clock = (): number => performance.now()): KeptToken {
  let held: { readonly token: string; readonly renewAt: number; readonly ends: number } | undefined;
  let asked: Promise<string> | undefined;

  const keep = ({ token, lives }: Granted): string => {
    held = { token, renewAt: clock() + Math.max(lives - margin, lives / 2), ends: clock() + Math.max(lives - last, (lives * 3) / 4) };
    return token;
  };
  const another = (signal: AbortSignal): Promise<string> => {
    asked ??= ask(signal)
      .then(keep)
      .finally(() => {
        asked = undefined;
      });
    return asked;
  };
  const notNow = (): void => {
    if (held) held = { ...held, renewAt: clock() + pause };
  };

  return {
    current: async (signal) => {
      if (!held || held.ends <= clock()) return await another(signal);
      const { token, renewAt } = held;
      if (renewAt <= clock()) another(AbortSignal.timeout(pause)).catch(notNow);
      return token;
    },
    drop: (refused) => {
      // Of many who were refused at once, one asks for another.
      if (held?.token === refused) held = undefined;
      return true;
    },
  };
}

/**
 * Sends a request with the token of now. A token may be taken back before it ends: where it is refused (401) another one is asked for, once, if there
 * is any. Says which token the answer is to.
 */
export async function sendWithToken(
  tokens: KeptToken,
  signal: AbortSignal,
  send: (token: string) => Promise<Response>,
): Promise<{ readonly response: Response; readonly token: string }> {
  const token = await tokens.current(signal);
  const response = await send(token);
  if (response.status !== 401 || !tokens.drop(token)) return { response, token };
  await response.body?.cancel();
  const another = await tokens.current(signal);
  return { response: await send(another), token: another };
}
