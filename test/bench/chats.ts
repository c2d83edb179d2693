import type { Connector } from '../fakes/connector.ts';
import type { Figure } from './figures.ts';
import { measureHashing } from './hashing.ts';
import { settings, startProcess } from './processes.ts';
import { measureSlowest } from './slowest.ts';
import { measureTurns } from './turns.ts';

/** Turns compared with a minimal bot, the slowest turns, and turns during password hashing. Each bot has its own database. */
export async function measureChats(urls: { readonly ours: string; readonly minimal: string }, connector: Connector): Promise<Figure[]> {
  const guichet = await startProcess('guichetProcess.ts', settings(urls.ours));
  const minimal = await startProcess('minimalProcess.ts');
  const durable = await startProcess('minimalProcess.ts', settings(urls.minimal));
  try {
    return [
      ...(await measureTurns(guichet, minimal, durable, connector)),
      ...(await measureSlowest(guichet, minimal, connector)),
      ...(await measureHashing(guichet, connector)),
    ];
  } finally {
    await Promise.all([guichet.stop(), minimal.stop(), durable.stop()]);
  }
}
