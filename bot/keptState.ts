import type { Storage, StoreItems } from 'botbuilder';
import type { Clock, Millis } from '../core/foundation/clock.ts';
import { minute } from '../core/foundation/clock.ts';
import type { KeyvStore } from '../core/foundation/database/keyvStore.ts';

/** How long a conversation is kept here after it was read or written. Who comes back later may have been deleted meanwhile. */
const keptFor = minute;
/** How many are kept: some kilobytes each. */
const most = 1_000;

type Kept = { readonly text: string; readonly until: Millis };

/** The state of conversations in the records, and, for a moment, in this process. */
export type KeptState = Storage & {
  /** Another bot may have written this conversation: it is read anew. */
  forget(conversation: string): void;
};

/**
 * Keeps state in the records, by one statement a turn where this bot wrote last: what it wrote is kept here too, and need not be read. A turn writes in the
 * place of what it began with; if nothing is there any more, it was deleted meanwhile, and is not brought back. The rows are as Keyv writes them.
 */
export function createKeptState(store: KeyvStore, clock: Clock): KeptState {
  const kept = new Map<string, Kept>();

  const keep = (key: string, text: string): void => {
    // The newest are at the end.
    kept.delete(key);
    kept.set(key, { text, until: clock() + keptFor });
    for (const oldest of kept.size > most ? kept.keys() : []) {
      kept.delete(oldest);
      break;
    }
  };

  const textOf = async (key: string): Promise<string | undefined> => {
    const known = kept.get(key);
    if (known && known.until > clock()) return known.text;
    kept.delete(key);
    const text = await store.get(key);
    if (text !== undefined) keep(key, text);
    return text;
  };

  const write = async (key: string, value: object): Promise<void> => {
    const before = kept.get(key)?.text;
    const text = JSON.stringify({ value });
    if (text === before) return;
    // Forgotten until it is known that it was written.
    kept.delete(key);
    if (before === undefined) await store.set(key, text);
    else if (!(await store.replace(key, text))) return;
    keep(key, text);
  };

  return {
    async read(keys) {
      const items: StoreItems = {};
      for (const key of keys) {
        const text = await textOf(key);
        if (text !== undefined) items[key] = JSON.parse(text).value;
      }
      return items;
    },
    async write(changes) {
      for (const [key, { eTag: _, ...value }] of Object.entries(changes)) await write(key, value);
    },
    async delete(keys) {
      for (const key of keys) kept.delete(key);
      await store.deleteMany(keys);
    },
    forget: (conversation) => {
      for (const key of kept.keys()) if (key.endsWith(`/conversations/${conversation}`)) kept.delete(key);
    },
  };
}
