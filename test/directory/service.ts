import assert from 'node:assert/strict';
import type { Directory, Entry } from '../../core/ports.ts';
import { directoryContract } from '../contract/directory.ts';

/** What the contract needs of a service that compares no passwords, and of the server behind it. */
type Service = {
  open(): Directory;
  put(uid: string, over?: object): string;
  opens(id: string, password: string): boolean;
};

/** The directory's contract, as far as a service that compares no passwords carries it. */
export const serviceContract = (name: string, { open, put, opens }: Service): void =>
  directoryContract(
    name,
    async () => ({
      name,
      open,
      put: async (uid, over) => put(uid, over),
      typed: (uid) => `${uid}@corp.example`,
      opens: async (id, password) => opens(id, password),
      commit: (write) => write(undefined as never, 0),
      close: async () => undefined,
    }),
    false,
    'nothing',
  );

/** An account that has to be there, by its name or its address. */
export async function found(directory: Directory, uid: string): Promise<Entry> {
  const entry = await directory.find({ identifier: uid.includes('@') ? uid : `${uid}@corp.example` });
  assert.ok(entry, `${uid} is found`);
  return entry;
}

/** The password that resets set, unless they are told another. */
export const next = 'Nouveau-Chemin-12';

/** Sets a password: `set`, or the refusal's key and field. */
export async function reset(directory: Directory, entry: Entry, password = next): Promise<string> {
  const written = await directory.setPassword(entry, password);
  return written.ok ? 'set' : `${written.refusals[0].key} ${written.refusals[0].field ?? ''}`.trim();
}

/** Whether a fault is the operator's affair, and says what is wrong. */
export const misconfigured = (says: RegExp) => (error: Error) => {
  assert.deepEqual([error.name, says.test(error.message)], ['DirectoryMisconfigured', true], error.message);
  return true;
};
