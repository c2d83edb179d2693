import { sql } from 'kysely';
import { openDatabase } from '../../core/foundation/database/open.ts';
import type { Connector } from '../fakes/connector.ts';
import { skipWithout } from '../fakes/daemon.ts';
import { startPostgres } from '../fakes/postgres.ts';
import { measureAddresses } from './addresses.ts';
import { measureAddressesElsewhere } from './addressesElsewhere.ts';
import { measureChats } from './chats.ts';
import type { Figure } from './figures.ts';
import { measureResets } from './resets.ts';
import { measureSignIns } from './signIn.ts';
import { measureTwoBots } from './twoBots.ts';

/** The same figures with the records on PostgreSQL, and those of two bots on it; why not, in words, where there is none. */
export async function measureOnPostgres(connector: Connector, folder: string): Promise<readonly Figure[] | string> {
  const missing = skipWithout('postgres');
  if (missing) return missing;
  // As it is run: what is committed is on the disk.
  const server = await startPostgres({ fsync: 'on', full_page_writes: 'on' });
  const fresh = async (name: string): Promise<string> => {
    const admin = await openDatabase(server.url);
    await sql.raw(`create database ${name}`).execute(admin);
    await admin.destroy();
    return server.url.replace(/postgres$/, name);
  };
  try {
    return [
      ...(await measureChats({ ours: await fresh('chats'), minimal: await fresh('minimal') }, connector)),
      ...(await measureSignIns(await fresh('signins'), connector)),
      ...(await measureAddresses(await fresh('addresses'))),
      ...(await measureAddressesElsewhere(await fresh('elsewhere'), folder)),
      ...(await measureTwoBots(await fresh('two'), connector)),
      ...(await measureResets({ few: await fresh('few'), many: await fresh('many') }, connector)),
    ];
  } finally {
    await server.close();
  }
}
