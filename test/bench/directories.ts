import { createAuthority } from '../fakes/authority.ts';
import type { Connector } from '../fakes/connector.ts';
import { crowd, skipWithoutSlapd, startSlapd } from '../fakes/slapd.ts';
import { measureDirectoryPool } from './directoryPool.ts';
import type { Server } from './directoryServer.ts';
import { measureDirectorySizes } from './directorySizes.ts';
import { measureSlowDirectory } from './directorySlow.ts';
import { measureDirectoryStart } from './directoryStart.ts';
import { measureThrottledDirectory } from './directoryThrottled.ts';
import type { Figure } from './figures.ts';

/** Figures of portals whose accounts are in real directories; why not, in words, where there is none. */
export async function measureDirectories(folder: string, connector: Connector): Promise<Figure[] | string> {
  const missing = skipWithoutSlapd();
  if (missing) return missing;
  const authority = createAuthority();
  const certificate = authority.sign('127.0.0.1');
  const start = async (count: number) => {
    const slapd = await startSlapd({ ...certificate, filled: crowd(count) });
    return { slapd, server: { url: slapd.url, port: slapd.ports.secure, ca: authority.ca, people: count } satisfies Server };
  };
  const [few, many] = [await start(1_000), await start(100_000)];
  try {
    return [
      ...(await measureDirectorySizes(folder, { few: few.server, many: many.server }, connector)),
      ...(await measureDirectoryPool(few.server)),
      ...(await measureSlowDirectory(folder, few.server, connector)),
      ...(await measureThrottledDirectory(folder, connector)),
      ...(await measureDirectoryStart(folder, few.server)),
    ];
  } finally {
    await Promise.all([few.slapd.close(), many.slapd.close()]);
    authority.close();
  }
}
